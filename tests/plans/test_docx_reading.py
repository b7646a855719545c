"""What a Word file may hold beside plain text, and files that must be refused: with words, without fetching anything."""

from __future__ import annotations

import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls

from plans.importing import ImportFailed, import_file
from plans.outline import OutlineError
from tests.plans.test_importing_docx import (
    LEVELS,
    heading_table,
    letters,
    numbered,
    with_list,
)

ROOT = Path(__file__).resolve().parents[2]
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORDS = "application/vnd.openxmlformats-officedocument.wordprocessingml"


@pytest.fixture
def save(tmp_path):
    def to_file(document) -> Path:
        path = tmp_path / "ke-hoach.docx"
        document.save(str(path))
        return path

    return to_file


def with_part(document, name: str, kind: str, xml: str) -> None:
    part = Part(PackURI(f"/word/{name}.xml"), f"{WORDS}.{name}+xml", xml.encode(), document.part.package)
    document.part.relate_to(part, f"{OFFICE}/{kind}")


def texts(imported) -> list[str]:
    return [block.text for block in imported.blocks]


def unplaced(imported) -> dict[str, str]:
    return {piece.text: piece.reason for piece in imported.unplaced}


def assert_all_accounted(imported) -> None:
    left = sum(letters("".join(piece.text for piece in imported.unplaced)).values())
    assert imported.placed_chars + left == imported.source_chars


# --- beside the text


def with_notes(document, *texts: str, kind: str = "footnote") -> None:
    """Notes 2, 3 … of these texts, a paragraph a line, behind the rule that Word keeps beside them."""
    notes = f'<w:{kind} w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
    for number, text in enumerate(texts, start=2):
        lines = "".join(
            f'<w:p><w:r><w:{kind}Ref/><w:t xml:space="preserve"> {line}</w:t></w:r></w:p>'
            for line in text.split("\n")
        )
        notes += f'<w:{kind} w:id="{number}">{lines}</w:{kind}>'
    with_part(document, f"{kind}s", f"{kind}s", f"<w:{kind}s {nsdecls('w')}>{notes}</w:{kind}s>")


def call(paragraph, number: int, *, kind: str = "footnote", mark: str = ""):
    own = 'w:customMarkFollows="1" ' if mark else ""
    words = f"<w:t>{mark}</w:t>" if mark else ""
    paragraph._p.append(
        parse_xml(f'<w:r {nsdecls("w")}><w:{kind}Reference {own}w:id="{number}"/>{words}</w:r>')
    )
    return paragraph


def notes_of(imported) -> list[tuple[str, str]]:
    return [(b.text[: note.place], note.text) for b in imported.blocks for note in b.notes]


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_note_hangs_on_the_word_that_calls_it(save, kind):
    document = docx.Document()
    call(document.add_paragraph("- Mở tủ sách"), 2, kind=kind).add_run(" ở xưởng.")
    with_notes(document, "Xưởng từ 50 người\ntrở lên", "Không ai dẫn", kind=kind)
    imported = import_file(save(document))
    assert texts(imported) == ["Mở tủ sách ở xưởng."]
    assert notes_of(imported) == [("Mở tủ sách", "Xưởng từ 50 người\n trở lên")]
    assert list(unplaced(imported)) == ["Khôngaidẫn"]
    assert_all_accounted(imported)
    assert imported.content().outline.blocks[0].notes[0].text.startswith("Xưởng từ")


def test_a_mark_of_the_writers_own_is_no_text(save):
    document = docx.Document()
    call(document.add_paragraph("- Mở tủ sách"), 2, mark="*").add_run(" ở xưởng.")
    with_notes(document, "Từ 50 người")
    imported = import_file(save(document))
    assert (texts(imported), notes_of(imported)) == (["Mở tủ sách ở xưởng."], [("Mở tủ sách", "Từ 50 người")])
    assert "tự đặt" in unplaced(imported)["*"]
    assert_all_accounted(imported)


def test_a_note_stays_on_its_word_behind_a_number_of_word(save):
    document = docx.Document()
    with_list(document)
    call(numbered(document, "Mở tủ sách", 0), 2).add_run(" ở xưởng.")
    with_notes(document, "Từ 50 người")
    imported = import_file(save(document))
    assert notes_of(imported) == [("Mở tủ sách", "Từ 50 người")]
    assert_all_accounted(imported)


def test_where_no_note_can_hang_its_words_stand_in_brackets_or_on_the_list(save):
    document = docx.Document()
    call(document.add_paragraph("KẾ HOẠCH"), 2)
    document.add_paragraph("Tổ chức tuần lễ sách")
    call(document.add_paragraph("Căn cứ Luật Công đoàn"), 3).add_run(" năm 2024;")
    document.add_paragraph("- Mở tủ sách.")
    table = document.add_table(1, 2)
    call(table.cell(0, 0).paragraphs[0], 4)
    table.cell(0, 1).text = "Việc"
    call(document.add_paragraph("- Treo bảng."), 5)
    with_notes(document, "Ở tên loại", "Ở căn cứ", "Ở bảng", "dài " * 800)
    imported = import_file(save(document))
    assert imported.heading["bases"] == ["Căn cứ Luật Công đoàn [Ở căn cứ] năm 2024;"]
    assert imported.blocks[1].rows == (("[Ở bảng]", "Việc"),)
    assert notes_of(imported) == []
    assert {"Ở tên loại"} < set(unplaced(imported))
    assert_all_accounted(imported)
    imported.content()


def test_comments_are_listed_with_their_author_and_are_no_text(save):
    document = docx.Document()
    document.add_paragraph("- Mở tủ sách.")
    remark = '<w:comment w:id="0" w:author="Lò Thị Mai"><w:p><w:r><w:t>Xem lại chỗ này</w:t></w:r></w:p></w:comment>'
    with_part(document, "comments", "comments", f"<w:comments {nsdecls('w')}>{remark}</w:comments>")
    imported = import_file(save(document))
    assert texts(imported) == ["Mở tủ sách."]
    (reason,) = unplaced(imported).values()
    assert "comment" in reason and "Lò Thị Mai" in reason
    assert_all_accounted(imported)


def test_tracked_changes_are_accepted_and_deleted_words_are_listed(save):
    document = docx.Document()
    paragraph = document.add_paragraph("- Mở ")
    for tag, inner in (("w:del", "w:delText"), ("w:ins", "w:t")):
        change = OxmlElement(tag)
        words = "mười" if tag == "w:del" else "hai mươi"
        change.append(parse_xml(f"<w:r {nsdecls('w')}><{inner}>{words}</{inner}></w:r>"))
        paragraph._p.append(change)
    paragraph.add_run(" tủ sách.")
    imported = import_file(save(document))
    assert texts(imported) == ["Mở hai mươi tủ sách."]
    assert "Track Changes" in unplaced(imported)["mười"]
    assert_all_accounted(imported)


def test_legal_levels_print_arabic_numbers(save):
    document = docx.Document()
    with_list(document)
    root = document.part.numbering_part.element
    level = root.xpath('./w:abstractNum[@w:abstractNumId="77"]/w:lvl[@w:ilvl="1"]')[0]
    level.find(docx.oxml.ns.qn("w:lvlText")).set(docx.oxml.ns.qn("w:val"), "%1.%2.")
    level.insert(2, parse_xml(f"<w:isLgl {nsdecls('w')}/>"))
    numbered(document, "MỤC ĐÍCH", 0)
    numbered(document, "Đọc sách", 1)
    imported = import_file(save(document))
    assert [block.number for block in imported.blocks] == ["I.", "1.1."]
    assert LEVELS[0][0] == "upperRoman"


# --- headings in other shapes

HEAD_LEFT = ("LIÊN ĐOÀN LAO ĐỘNG TỈNH AN PHÚ", "CÔNG ĐOÀN NGÀNH DỆT MAY", "Số: 08/KH-CĐDM")
HEAD_RIGHT = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "An Phú, ngày 05 tháng 5 năm 2026",
)


def body(document) -> None:
    document.add_paragraph("KẾ HOẠCH")
    document.add_paragraph().add_run("Tổ chức tuần lễ sách năm 2026").bold = True
    document.add_paragraph("I. MỤC ĐÍCH")
    document.add_paragraph("1. Đọc sách mỗi ngày.")


def tabbed_heading(document) -> None:
    for left, right in zip(HEAD_LEFT, HEAD_RIGHT, strict=True):
        document.add_paragraph(f"{left}\t{right}")


def boxed_heading(document) -> None:
    """Two text boxes, as old offices draw them."""
    for lines in (HEAD_LEFT, HEAD_RIGHT):
        inside = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
        box = (
            f'<w:pict {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox><w:txbxContent>{inside}'
            "</w:txbxContent></v:textbox></v:shape></w:pict>"
        )
        document.add_paragraph().add_run()._r.append(parse_xml(box))


@pytest.mark.parametrize("build", [tabbed_heading, boxed_heading, heading_table])
def test_a_heading_of_tabs_boxes_or_a_table_gives_the_same_fields(save, build):
    document = docx.Document()
    build(document)
    body(document)
    imported = import_file(save(document))
    fields = imported.heading
    assert fields["parent_authority"].startswith("LIÊN ĐOÀN LAO ĐỘNG")
    assert fields["issuing_body"] == "CÔNG ĐOÀN NGÀNH DỆT MAY"
    assert fields["number"] == {"number": 8, "symbol": "KH-CĐDM"}
    assert fields["place_and_date"] == {"place": "An Phú", "day": 5, "month": 5, "year": 2026}
    assert fields["abstract"] == "Tổ chức tuần lễ sách năm 2026"
    assert_all_accounted(imported)


# --- refused


def repacked(
    path: Path, *, add: dict[str, bytes] | None = None, swap: tuple[bytes, bytes] = (b"", b"")
) -> Path:
    target = path.with_name("khac.docx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, old.read(entry).replace(*swap) if swap[0] else old.read(entry))
        for name, raw in (add or {}).items():
            new.writestr(name, raw)
    return target


def plain(save) -> Path:
    document = docx.Document()
    document.add_paragraph("- Mở tủ sách.")
    return save(document)


def test_a_macro_inside_is_refused(save):
    path = repacked(plain(save), add={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"})
    with pytest.raises(ImportFailed, match="macro"):
        import_file(path)


def test_a_macro_type_under_a_plain_name_is_refused(save):
    swap = (b"wordprocessingml.document.main+xml", b"ms-word.document.macroEnabled.main+xml")
    with pytest.raises(ImportFailed, match="macro"):
        import_file(repacked(plain(save), swap=swap))


def test_a_docm_is_refused_by_its_name(save):
    path = plain(save).rename(plain(save).with_suffix(".docm"))
    with pytest.raises(ImportFailed, match="macro"):
        import_file(path)


def test_a_file_with_a_password_is_told_so(tmp_path):
    path = tmp_path / "mat-khau.docx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    )
    with pytest.raises(ImportFailed, match="Tệp có mật khẩu"):
        import_file(path)


def test_too_much_xml_is_refused_before_it_is_parsed(save):
    path = repacked(plain(save), add={"word/extra.xml": b" " * (11 * 1024 * 1024)})
    assert path.stat().st_size < 1024 * 1024
    with pytest.raises(ImportFailed, match="trên 10 MB"):
        import_file(path)


def test_entities_are_not_expanded(save):
    bomb = (
        b'<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "'
        + b"&a;" * 1000
        + b'"><!ENTITY c "'
        + b"&b;" * 1000
        + b'">]>'
    )
    path = repacked(plain(save), swap=(b"<w:document", bomb + b"<w:document"))
    path = repacked(path.rename(path.with_name("a.docx")), swap=("Mở tủ sách".encode(), b"x&c;x"))
    try:
        imported = import_file(path)
    except ImportFailed:
        return
    assert imported.source_chars < 100


def test_nothing_is_fetched_from_the_network(save, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("the import opened a socket")

    document = docx.Document()
    document.add_paragraph("- Xem trang của Công đoàn.")
    for kind in ("hyperlink", "image", "attachedTemplate", "header", "footnotes", "comments"):
        document.part.relate_to(f"http://127.0.0.1:9/{kind}", f"{OFFICE}/{kind}", is_external=True)
    document.part.relate_to("http://127.0.0.1:9/o", RELATIONSHIP_TYPE.OLE_OBJECT, is_external=True)
    path = repacked(
        save(document), swap=(b"<w:document", b'<!DOCTYPE w SYSTEM "http://127.0.0.1:9/x.dtd"><w:document')
    )
    monkeypatch.setattr(socket, "socket", refuse)
    assert texts(import_file(path)) == ["Xem trang của Công đoàn."]


# --- bounded


def test_five_thousand_claimed_levels_cost_nothing(save):
    document = docx.Document()
    with_list(document)
    home = document.part.numbering_part.element.xpath('./w:abstractNum[@w:abstractNumId="77"]')[0]
    for depth in range(6, 5000):
        home.append(
            parse_xml(
                f'<w:lvl {nsdecls("w")} w:ilvl="{depth}"><w:start w:val="999999999"/><w:numFmt w:val="upperRoman"/>'
                f'<w:lvlText w:val="%{depth + 1}."/></w:lvl>'
            )
        )
    numbered(document, "MỤC ĐÍCH", 0)
    for depth in range(8, 1500):
        numbered(document, f"Việc {depth}", depth)
    imported = import_file(save(document))
    assert imported.blocks[0].number == "I."
    assert max(len(block.number) for block in imported.blocks) < 40


def test_five_thousand_numbered_paragraphs_are_refused_with_words(save):
    document = docx.Document()
    with_list(document)
    xml = document.element.body
    place = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="77"/></w:numPr>'
    for _ in range(5000):
        line = f"<w:p {nsdecls('w')}><w:pPr>{place}</w:pPr><w:r><w:t>Việc</w:t></w:r></w:p>"
        xml.insert(0, parse_xml(line))
    with pytest.raises(OutlineError, match="5000 khối"):
        import_file(save(document)).content()


_MEASURE = """
import sys
sys.path.insert(0, {root!r})
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
import django; django.setup()
from plans.importing import ImportFailed, import_file
try:
    import_file({path!r})
except ImportFailed:
    pass
# ru_maxrss would be that of the process that started this one when it is larger.
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(int(peak.split()[1]) // 1024)
"""


def test_the_worst_file_that_is_accepted_stays_below_300_megabytes(save):
    paragraph = (
        b'<w:p><w:pPr><w:jc w:val="both"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>abcdefghi</w:t></w:r></w:p>'
    )
    count = 9 * 1024 * 1024 // len(paragraph)
    path = repacked(plain(save), swap=(b"<w:sectPr", paragraph * count + b"<w:sectPr"))
    script = _MEASURE.format(root=str(ROOT), path=str(path))
    answer = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert int(answer.stdout) < 300


def test_a_comments_part_that_is_missing_is_told_and_the_text_is_read(save):
    relation = f'<Relationship Id="rId99" Type="{OFFICE}/comments" Target="comments9.xml"/></Relationships>'
    path = repacked(plain(save), swap=(b"</Relationships>", relation.encode()))
    imported = import_file(path)
    assert [block.text for block in imported.blocks] == ["Mở tủ sách."]
    assert any("thiếu phần ghi chú bên lề" in note for note in imported.notes)
