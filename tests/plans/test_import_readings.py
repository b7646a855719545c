"""Files that can be read in more than one way, or only through another program: changes, old encodings, .doc, .odt, PDF."""

from __future__ import annotations

import http.server
import os
import shutil
import threading
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from plans.importing import Changes, Encoding, ImportFailed, Reading, converting, import_file
from plans.importing.legacy import TCVN3, VNI, convert, recognise
from tests.plans.test_docx_reading import assert_all_accounted, texts, unplaced
from tests.plans.word import convert as by_office
from tests.plans.word import needs_soffice

PLAN = "KẾ HOẠCH\nTổ chức hội thao năm 2026\n\nI. MỤC ĐÍCH\n\n1. Rèn luyện sức khỏe cho người lao động.\n"
# The same words as typed in the old days, letter by letter from the tables of both encodings.
IN_VNI = "KEÁ HOAÏCH\nToå chöùc hoäi thao naêm 2026\n\nI. MUÏC ÑÍCH\n\n1. Reøn luyeän söùc khoûe cho ngöôøi lao ñoäng.\n"
IN_TCVN3 = "KÕ ho¹ch\nTæ chøc héi thao n¨m 2026\n\n1. RÌn luyÖn søc kháe cho ng\u00adêi lao ®éng.\n"
LETTERS = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"


@pytest.fixture
def save(tmp_path):
    def to_file(document) -> Path:
        path = tmp_path / "ke-hoach.docx"
        document.save(str(path))
        return path

    return to_file


# --- tracked changes


def run_of(words: str, *, deleted: bool = False, properties: str = "") -> str:
    name = "w:delText" if deleted else "w:t"
    return f'<w:r>{properties}<{name} xml:space="preserve">{words}</{name}></w:r>'


def with_paragraph(document, xml: str) -> None:
    document.element.body.insert(-1, parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>"))


def changed_plan():
    document = docx.Document()
    old, new = run_of("mười", deleted=True), run_of("hai mươi")
    with_paragraph(
        document, f"{run_of('- Mở ')}<w:del>{old}</w:del><w:ins>{new}</w:ins>{run_of(' tủ sách.')}"
    )
    mark = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    with_paragraph(document, mark + run_of("- Chia hai đoạn"))
    with_paragraph(document, run_of(" nay là một."))
    with_paragraph(
        document, f"<w:pPr><w:rPr><w:ins/></w:rPr></w:pPr><w:ins>{run_of('- Đoạn mới viết.')}</w:ins>"
    )
    bold = "<w:rPr><w:b/><w:rPrChange><w:rPr/></w:rPrChange></w:rPr>"
    with_paragraph(document, run_of("- Đậm lên", properties=bold) + run_of(" một phần."))
    return document


def read_changes(path, changes):
    return import_file(path, reading=Reading(changes=changes))


def test_accepting_takes_what_was_added_and_lists_nothing(save):
    imported = read_changes(save(changed_plan()), Changes.ACCEPT)
    assert texts(imported) == [
        "Mở hai mươi tủ sách.", "Chia hai đoạn nay là một.", "Đoạn mới viết.", "Đậm lên một phần.",
    ]  # fmt: skip
    assert not imported.unplaced
    assert "6 chỗ" in imported.notes[0]
    assert_all_accounted(imported)


def test_rejecting_gives_the_words_and_formats_from_before(save):
    imported = read_changes(save(changed_plan()), Changes.REJECT)
    assert texts(imported) == ["Mở mười tủ sách.", "Chia hai đoạn", "nay là một.", "Đậm lên một phần."]
    assert imported.blocks[-1].marks == ()
    assert not imported.unplaced


def test_listing_takes_the_additions_and_lists_the_deletions(save):
    imported = read_changes(save(changed_plan()), Changes.LIST)
    assert texts(imported)[:2] == ["Mở hai mươi tủ sách.", "Chia hai đoạn nay là một."]
    assert list(unplaced(imported)) == ["mười"]
    assert imported.blocks[-1].marks
    assert_all_accounted(imported)


@pytest.mark.parametrize(("changes", "rows"), [(Changes.ACCEPT, 1), (Changes.REJECT, 2)])
def test_deleted_rows_of_a_table_go_or_stay(save, changes, rows):
    document = docx.Document()
    document.add_paragraph("I. CHỈ TIÊU")
    table = document.add_table(rows=2, cols=2)
    for number, row in enumerate(table.rows):
        for cell in row.cells:
            cell.paragraphs[0]._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>ô {number}</w:t></w:r>"))
    marks = table.rows[1]._tr.get_or_add_trPr()
    marks.append(OxmlElement("w:del"))
    imported = read_changes(save(document), changes)
    (found,) = [block for block in imported.blocks if block.rows]
    assert len(found.rows) == rows


# --- old encodings


def test_tables_hold_every_small_letter_of_the_alphabet():
    assert set(LETTERS) <= set(TCVN3.values())
    assert set(LETTERS) - {"í", "ì"} <= set(VNI.values())
    assert set(LETTERS.upper()) <= set(VNI.values())
    assert len(set(TCVN3.values())) == len(TCVN3)


def test_words_of_both_encodings_become_the_same_text():
    assert convert(IN_VNI, Encoding.VNI) == PLAN
    assert convert(IN_TCVN3, Encoding.TCVN3).lower() == PLAN.replace("I. MỤC ĐÍCH\n\n", "").lower()


@pytest.mark.parametrize(
    "text", [PLAN, "Café, château, déjà vu, Noël, crème brûlée.", "Plan 2026", "ăâđêôơư"]
)
def test_other_texts_are_not_taken_for_old_ones(text):
    assert recognise(text) is None


@pytest.mark.parametrize(
    ("typed", "name", "wanted"), [(IN_VNI, "VNI", "Tổ chức"), (IN_TCVN3, "TCVN3", "Tổ chức")]
)
@pytest.mark.parametrize("form", ["cp1252", "utf-8"])
def test_an_old_text_file_is_refused_by_name_or_converted(tmp_path, typed, name, wanted, form):
    path = tmp_path / "cu.txt"
    path.write_bytes(typed.encode(form))
    with pytest.raises(ImportFailed, match=name):
        import_file(path)
    imported = import_file(path, reading=Reading(encoding=Encoding.FOUND))
    assert "Rèn luyện sức khỏe cho người lao động." in texts(imported)
    assert name in imported.notes[0] and imported.placed_chars == imported.source_chars


def in_font(document, font: str, *pieces: str):
    paragraph = document.add_paragraph()
    for piece in pieces:
        run = paragraph.add_run(piece)
        run.font.name = font
    return paragraph


def test_a_word_file_in_an_old_font_is_refused_by_name(save):
    document = docx.Document()
    in_font(document, ".VnTime", "- Më tñ s¸ch.")
    with pytest.raises(ImportFailed, match="TCVN3"):
        import_file(save(document))


def test_fonts_tell_the_encoding_run_by_run(save):
    document = docx.Document()
    in_font(document, ".VnTimeH", "I. Môc ®Ých")
    paragraph = in_font(document, "VNI-Times", "- Môû tuû sa", "ùch ")
    paragraph.add_run("ở xưởng.").font.name = "Times New Roman"
    in_font(document, ".VnTime", "- §­îc ®äc.")
    imported = import_file(save(document), reading=Reading(encoding=Encoding.FOUND))
    assert texts(imported) == ["MỤC ĐÍCH", "Mở tủ sách ở xưởng.", "Được đọc."]
    assert len(imported.notes) == 2


def test_the_font_of_the_style_counts_and_word_s_soft_hyphen_is_a_letter(save):
    document = docx.Document()
    fonts = document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:ascii"), ".VnTime")
    fonts.set(qn("w:hAnsi"), ".VnTime")
    words = "<w:r><w:t>- §</w:t><w:softHyphen/><w:t>îc ®äc.</w:t></w:r>"
    with_paragraph(document, words)
    assert texts(import_file(save(document), reading=Reading(encoding=Encoding.FOUND))) == ["Được đọc."]


# --- other programs


@needs_soffice
@pytest.mark.parametrize("form", ["odt", "doc"])
def test_files_of_other_programs_are_read_through_libreoffice(tmp_path, form):
    source = tmp_path / "goc.txt"
    source.write_text(PLAN)
    path = by_office(source, form, tmp_path / "made")
    imported = import_file(path)
    assert texts(imported) == ["MỤC ĐÍCH", "Rèn luyện sức khỏe cho người lao động."]
    assert imported.heading["abstract"] == "Tổ chức hội thao năm 2026"


@pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="needs pdftotext: apt-get install poppler-utils"
)
@needs_soffice
def test_the_text_of_a_pdf_is_read(tmp_path):
    source = tmp_path / "goc.txt"
    source.write_text(PLAN)
    imported = import_file(by_office(source, "pdf", tmp_path / "made"))
    assert texts(imported) == ["MỤC ĐÍCH", "Rèn luyện sức khỏe cho người lao động."]


def scanned_pdf_with_text(path: Path) -> Path:
    """A page that shows a picture and carries the letters below it, invisible (render mode 3), as OCR leaves them."""
    import pikepdf

    lines = ("I. NHIEM VU", "1. Mo tu sach o xuong may.", "2. Tap huan thu thu.")
    words = b"".join(b"(%s) Tj 0 -30 Td " % line.encode() for line in lines)
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        picture = pikepdf.Stream(
            pdf, bytes(300), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=10, Height=10,
            ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8,
        )  # fmt: skip
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.Resources = pikepdf.Dictionary(
            XObject=pikepdf.Dictionary(A=picture), Font=pikepdf.Dictionary(F=font)
        )
        drawn = b"q 595 0 0 842 0 0 cm /A Do Q BT /F 12 Tf 3 Tr 60 780 Td " + words + b"ET"
        page.Contents = pikepdf.Stream(pdf, drawn)
        pdf.save(path)
    return path


@pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="needs pdftotext: apt-get install poppler-utils"
)
def test_the_text_layer_of_a_scanned_pdf_is_read(tmp_path):
    imported = import_file(scanned_pdf_with_text(tmp_path / "quet.pdf"))
    assert [(block.number, block.text) for block in imported.blocks] == [
        ("I.", "NHIEM VU"), ("1.", "Mo tu sach o xuong may."), ("2.", "Tap huan thu thu."),
    ]  # fmt: skip


def pdf_without_text(path: Path) -> Path:
    import pikepdf

    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(path)
    return path


@pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="needs pdftotext: apt-get install poppler-utils"
)
def test_a_scanned_pdf_is_refused_with_words(tmp_path):
    with pytest.raises(ImportFailed, match="ảnh quét"):
        import_file(pdf_without_text(tmp_path / "quet.pdf"))


@pytest.mark.parametrize(("name", "words"), [("a.odt", "LibreOffice"), ("a.pdf", "pdftotext")])
def test_without_the_program_people_are_told_what_to_do(tmp_path, monkeypatch, name, words):
    monkeypatch.setattr(converting.shutil, "which", lambda _name: None)
    path = tmp_path / name
    if name.endswith("pdf"):
        pdf_without_text(path)
    else:
        with zipfile.ZipFile(path, "w") as package:
            package.writestr("content.xml", "<x/>")
    with pytest.raises(ImportFailed, match=words):
        import_file(path)


OLE = b"\xd0\xcf\x11\xe0" + bytes(600)


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("a.doc", b"<html>", "dạng khác"),
        ("a.doc", OLE + "_VBA_PROJECT".encode("utf-16-le"), "macro"),
        ("a.pdf", b"GIF89a", "dạng khác"),
        ("a.odt", b"PK\x03\x04 cut", "bị hỏng"),
    ],
)
def test_bad_files_of_other_programs_are_refused(tmp_path, name, raw, words):
    path = tmp_path / name
    path.write_bytes(raw)
    with pytest.raises(ImportFailed, match=words):
        import_file(path)


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ({"content.xml": "x", "Basic/Standard/a.xml": "x"}, "macro"),
        ({"content.xml": "x", "META-INF/manifest.xml": "<a><manifest:encryption-data/></a>"}, "mật khẩu"),
        ({"content.xml": " " * (61 * 1024 * 1024)}, "quá lớn"),
        ({"khac.xml": "x"}, "dạng khác"),
    ],
)
def test_bad_packages_of_libreoffice_are_refused(tmp_path, inside, words):
    path = tmp_path / "a.odt"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in inside.items():
            package.writestr(name, text)
    with pytest.raises(ImportFailed, match=words):
        import_file(path)


def test_a_program_that_does_not_end_is_ended(tmp_path, monkeypatch):
    slow = tmp_path / "bin" / "soffice"
    slow.parent.mkdir()
    slow.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec sleep 30\n")
    slow.chmod(0o755)
    monkeypatch.setattr(converting, "SECONDS", 0.3)
    monkeypatch.setattr(converting.shutil, "which", lambda _name: str(slow))
    path = tmp_path / "a.doc"
    path.write_bytes(b"{\\rtf1 x}")
    with pytest.raises(ImportFailed, match="quá một phút"):
        import_file(path)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


@needs_soffice
def test_a_remote_picture_of_an_odt_is_not_fetched(tmp_path):
    asked: list[str] = []

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_GET

        def log_message(self, *_args):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    source = tmp_path / "goc.txt"
    source.write_text(PLAN)
    path = by_office(source, "odt", tmp_path / "made")
    picture = (
        '<draw:frame svg:width="5cm" svg:height="5cm"><draw:image xlink:type="simple" xlink:actuate="onLoad" '
        f'xlink:href="http://127.0.0.1:{server.server_port}/a.png"/></draw:frame></text:p></office:text>'
    )
    linked = tmp_path / "linked.odt"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(linked, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            text = old.read(entry)
            if entry.filename == "content.xml":
                text = text.replace(b"</text:p></office:text>", picture.encode())
                assert b"a.png" in text
            new.writestr(entry, text)
    try:
        assert "Rèn luyện sức khỏe cho người lao động." in texts(import_file(linked))
    finally:
        server.shutdown()
    assert asked == []


# --- too big, or with other files inside


@pytest.mark.parametrize("form", ["docx", "doc", "odt", "pdf", "txt"])
def test_a_file_of_200_megabytes_is_refused_by_its_size_alone(tmp_path, form):
    path = tmp_path / f"nang.{form}"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with pytest.raises(ImportFailed, match="200 MB, chỉ nhận tối đa 20 MB"):
        import_file(path)


def test_an_embedded_object_is_never_opened(save):
    document = docx.Document()
    document.add_paragraph("- Mở tủ sách.")
    path = save(document)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("word/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0" + b"x" * 5000)
    imported = import_file(path)
    assert texts(imported) == ["Mở tủ sách."] and not imported.unplaced
