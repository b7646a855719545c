"""Import of Word files: automatic numbers, tables of the layout, tables of the text, and files that are none."""

import zipfile
from collections import Counter
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls

from plans.importing import ImportFailed, import_file

LEVELS = (
    ("upperRoman", "%1."),
    ("decimal", "%2."),
    ("decimal", "%2.%3."),
    ("lowerLetter", "%4)"),
    ("bullet", "-"),
    ("bullet", "+"),
)


def letters(text: str) -> Counter:
    return Counter(letter for letter in text if not letter.isspace())


def with_list(document, number_id: int = 77, starts: dict[int, int] | None = None) -> int:
    """Add a list of the plan's six levels to the numbering part; gives its number id."""
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
        for depth, (form, pattern) in enumerate(LEVELS)
    )
    root = document.part.numbering_part.element
    if not root.xpath('./w:abstractNum[@w:abstractNumId="77"]'):
        root.insert(
            0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>')
        )
    overrides = "".join(
        f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        for depth, start in (starts or {}).items()
    )
    number = f'<w:num {nsdecls("w")} w:numId="{number_id}"><w:abstractNumId w:val="77"/>{overrides}</w:num>'
    root.append(parse_xml(number))
    return number_id


def numbered(document, text: str, depth: int, number_id: int = 77):
    paragraph = document.add_paragraph(text)
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="{number_id}"/></w:numPr>'
        )
    )
    return paragraph


def heading_table(document) -> None:
    table = document.add_table(rows=2, cols=2)
    left, right = table.rows[0].cells
    left.text = "LIÊN ĐOÀN LAO ĐỘNG"
    left.add_paragraph("TỈNH AN PHÚ")
    left.add_paragraph().add_run("CÔNG ĐOÀN NGÀNH DỆT MAY").bold = True
    right.text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    right.add_paragraph("Độc lập - Tự do - Hạnh phúc")
    table.rows[1].cells[0].text = "Số: 08/KH-CĐDM"
    table.rows[1].cells[1].text = "An Phú, ngày 05 tháng 5 năm 2026"


def ending_table(document) -> None:
    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    left.text = "Nơi nhận:"
    for line in ("- LĐLĐ tỉnh (b/c);", "- Các CĐCS (t/h);", "- Lưu: VT."):
        left.add_paragraph(line)
    right.text = "TM. BAN THƯỜNG VỤ"
    right.paragraphs[0].add_run().add_break()
    right.paragraphs[0].add_run("CHỦ TỊCH")
    right.add_paragraph()
    right.add_paragraph("Lê Thị Mẫu")


def official_plan() -> docx.document.Document:
    document = docx.Document()
    with_list(document)
    heading_table(document)
    document.add_paragraph("KẾ HOẠCH")
    for line in ("Tổ chức tuần lễ sách", "trong công nhân năm 2026"):
        document.add_paragraph().add_run(line).bold = True
    document.add_paragraph("Căn cứ Kế hoạch số 15/KH-LĐLĐ ngày 02/02/2026;")
    document.add_paragraph("Công đoàn ngành xây dựng kế hoạch như sau:")
    numbered(document, "MỤC ĐÍCH", 0)
    numbered(document, "Vận động công nhân đọc sách.", 4)
    numbered(document, "NHIỆM VỤ", 0)
    numbered(document, "Mở tủ sách", 1)
    numbered(document, "Chọn sách", 2)
    numbered(document, "Chọn chỗ đặt", 2)
    numbered(document, "Ở xưởng may.", 3)
    numbered(document, "Ở nhà ăn.", 3)
    numbered(document, "Tập huấn thủ thư", 1)
    numbered(document, "Cách xếp sách", 2)
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(
        [c for row in table.rows for c in row.cells],
        ["TT", "Việc", "Ngày", "1", "Mở tủ sách", "20/5"],
        strict=True,
    ):
        cell.text = text
    document.add_paragraph("Trên đây là Kế hoạch tuần lễ sách./.")
    ending_table(document)
    return document


@pytest.fixture
def save(tmp_path):
    def save(document) -> Path:
        path = tmp_path / "ke-hoach.docx"
        document.save(str(path))
        return path

    return save


def lines_of(found: dict) -> list[str]:
    return [
        f"{block['level']} {block['number']} {block['text'].splitlines()[0]}" for block in found["blocks"]
    ]


def assert_accounted(found: dict) -> None:
    pieces = [block["number"] + block["text"] for block in found["blocks"]]
    pieces += [field["source"] for field in found["fields"].values()]
    pieces += [recipient["source"] for recipient in found["recipients"]] + [found["signature"]["source"]]
    placed = letters("".join(pieces)).total()
    unplaced = letters("".join(piece["text"] for piece in found["unplaced"])).total()
    assert placed == found["placed_chars"]
    assert placed + unplaced == found["source_chars"]


def test_words_automatic_numbers_become_numbers_and_levels(save):
    found = import_file(save(official_plan())).to_json()
    assert lines_of(found) == [
        "part I. MỤC ĐÍCH",
        "bullet - Vận động công nhân đọc sách.",
        "part II. NHIỆM VỤ",
        "section 1. Mở tủ sách",
        "subsection 1.1. Chọn sách",
        "subsection 1.2. Chọn chỗ đặt",
        "point a) Ở xưởng may.",
        "point b) Ở nhà ăn.",
        "section 2. Tập huấn thủ thư",
        "subsection 2.1. Cách xếp sách",
        "table  TT\tViệc\tNgày",
    ]
    assert_accounted(found)
    assert found["unplaced"] == []


def test_heading_and_signature_in_tables_are_read(save):
    imported = import_file(save(official_plan()))
    fields, found = imported.heading, imported.to_json()
    assert fields["parent_authority"] == "LIÊN ĐOÀN LAO ĐỘNG TỈNH AN PHÚ"
    assert fields["issuing_body"] == "CÔNG ĐOÀN NGÀNH DỆT MAY"
    assert fields["number"] == {"number": 8, "symbol": "KH-CĐDM"}
    assert fields["place_and_date"]["day"] == 5
    assert fields["abstract"] == "Tổ chức tuần lễ sách trong công nhân năm 2026"
    assert len(fields["bases"]) == len(fields["opening"]) == len(fields["closing"]) == 1
    assert [(r["text"], r["purpose"]) for r in found["recipients"]] == [
        ("LĐLĐ tỉnh", "bao_cao"),
        ("Các CĐCS", "thuc_hien"),
    ]
    assert found["signature"]["authority_lines"] == ["TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"]
    assert found["signature"]["name"] == "Lê Thị Mẫu"


def test_other_tables_become_table_blocks_with_their_rows(save):
    imported = import_file(save(official_plan()))
    table = imported.content().outline.blocks[-1]
    assert table.level == "table"
    assert table.rows == (("TT", "Việc", "Ngày"), ("1", "Mở tủ sách", "20/5"))
    assert table.header_rows == 1


def test_a_merged_cell_is_counted_once_and_the_row_keeps_its_width(save):
    document = docx.Document()
    document.add_paragraph("1. Bảng phân công")
    table = document.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "Phân công"
    for place, text in enumerate(("A", "B", "C")):
        table.cell(1, place).text = text
    found = import_file(save(document)).to_json()
    assert found["blocks"][1]["rows"] == [["Phân công", "", ""], ["A", "B", "C"]]
    assert_accounted(found)


def test_numbering_through_a_style_chain(save):
    document = docx.Document()
    with_list(document)
    style = document.styles.add_style("Muc", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    style.element.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="1"/><w:numId w:val="77"/></w:numPr>')
    )
    child = document.styles.add_style("MucCon", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    child.base_style = style
    document.add_paragraph("Việc một", style="Muc")
    document.add_paragraph("Việc hai", style="MucCon")
    found = import_file(save(document)).to_json()
    assert lines_of(found) == ["section 1. Việc một", "section 2. Việc hai"]


def test_a_start_override_begins_the_list_anew(save):
    document = docx.Document()
    with_list(document)
    with_list(document, 78, {1: 5})
    numbered(document, "Việc một", 1)
    numbered(document, "Việc hai", 1)
    numbered(document, "Việc năm", 1, 78)
    numbered(document, "Việc sáu", 1, 78)
    found = import_file(save(document)).to_json()
    assert [block["number"] for block in found["blocks"]] == ["1.", "2.", "5.", "6."]
    assert found["blocks"][2]["computed_number"] == "3."


def test_number_id_zero_takes_the_numbering_away(save):
    document = docx.Document()
    with_list(document)
    numbered(document, "Việc một", 1)
    numbered(document, "Đoạn thường.", 1, 0)
    found = import_file(save(document)).to_json()
    assert lines_of(found) == ["section 1. Việc một", "paragraph  Đoạn thường."]


def test_soft_line_breaks_split_typed_numbering_and_join_wrapped_titles(save):
    document = docx.Document()
    paragraph = document.add_paragraph("I. NHIỆM VỤ VÀ")
    paragraph.add_run().add_break()
    paragraph.add_run("GIẢI PHÁP")
    second = document.add_paragraph("- Việc một;")
    second.add_run().add_break()
    second.add_run("- Việc hai.")
    found = import_file(save(document)).to_json()
    assert lines_of(found) == ["part I. NHIỆM VỤ VÀ GIẢI PHÁP", "bullet - Việc một;", "bullet - Việc hai."]


def test_bold_and_italic_runs_become_marks(save):
    document = docx.Document()
    paragraph = document.add_paragraph("- Chủ đề: ")
    paragraph.add_run("Sách và nghề").italic = True
    paragraph.add_run(".")
    block = import_file(save(document)).to_json()["blocks"][0]
    (mark,) = block["marks"]
    assert block["text"][mark[0] : mark[1]] == "Sách và nghề"
    assert mark[2] == "i"


def test_deleted_text_is_left_out_and_text_boxes_are_read_once(save):
    document = docx.Document()
    paragraph = document.add_paragraph("- Việc giữ lại.")
    deletion = OxmlElement("w:del")
    deletion.append(parse_xml(f"<w:r {nsdecls('w')}><w:delText>đã xóa</w:delText></w:r>"))
    paragraph._p.append(deletion)
    box = (
        f"<w:txbxContent {nsdecls('w')}><w:p><w:r><w:t>- Việc trong khung.</w:t></w:r></w:p></w:txbxContent>"
    )
    run = paragraph.add_run()._r
    compatible = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    run.append(
        parse_xml(
            f'<mc:AlternateContent xmlns:mc="{compatible}"><mc:Choice>{box}</mc:Choice>'
            f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
        )
    )
    found = import_file(save(document)).to_json()
    assert [block["text"] for block in found["blocks"]] == ["Việc giữ lại.", "Việc trong khung."]


def test_header_text_is_listed_as_unplaced(save):
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Tài liệu nội bộ"
    document.add_paragraph("- Việc một.")
    found = import_file(save(document)).to_json()
    assert [piece["text"] for piece in found["unplaced"]] == ["Tàiliệunộibộ"]
    assert_accounted(found)


def test_a_renamed_zip_is_refused(tmp_path):
    path = tmp_path / "ke-hoach.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("doc.txt", "abc")
    with pytest.raises(ImportFailed, match="không phải tệp Word"):
        import_file(path)


def test_a_workbook_named_docx_is_refused(tmp_path):
    path = tmp_path / "ke-hoach.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(ImportFailed, match="không phải tệp Word"):
        import_file(path)


def test_a_package_with_broken_insides_is_refused(tmp_path):
    path = tmp_path / "ke-hoach.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", "<Types")
        package.writestr("word/document.xml", "<w:document")
    with pytest.raises(ImportFailed, match="bị hỏng"):
        import_file(path)


def test_plain_text_named_docx_is_refused(tmp_path):
    path = tmp_path / "ke-hoach.docx"
    path.write_text("Kế hoạch")
    with pytest.raises(ImportFailed, match="không phải tệp Word"):
        import_file(path)


def test_an_old_word_file_is_told_to_be_saved_anew(tmp_path):
    path = tmp_path / "ke-hoach.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)
    with pytest.raises(ImportFailed, match="Word đời cũ"):
        import_file(path)


@pytest.mark.parametrize("kept", [0.3, 0.7, 0.95])
def test_a_truncated_file_is_refused(save, kept):
    path = save(official_plan())
    raw = path.read_bytes()
    path.write_bytes(raw[: int(len(raw) * kept)])
    with pytest.raises(ImportFailed, match="bị hỏng"):
        import_file(path)


def test_a_file_with_flipped_bytes_is_refused_or_read_but_never_crashes(save):
    path = save(official_plan())
    raw = bytearray(path.read_bytes())
    place = raw.index(b"word/document.xml") + 200
    raw[place : place + 40] = bytes(40)
    path.write_bytes(bytes(raw))
    with pytest.raises(ImportFailed, match="bị hỏng"):
        import_file(path)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(save):
    path = save(docx.Document())
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package,
        package.open("word/media/x.bin", "w") as bomb,
    ):
        for _ in range(61):
            bomb.write(bytes(1024 * 1024))
    assert path.stat().st_size < 1024 * 1024
    with pytest.raises(ImportFailed, match="trên 60 MB"):
        import_file(path)


def test_a_word_file_without_text_is_refused(save):
    with pytest.raises(ImportFailed, match="không có chữ nào"):
        import_file(save(docx.Document()))


def test_a_table_below_the_recipients_is_a_table_of_the_plan(save):
    document = official_plan()
    table = document.add_table(rows=2, cols=2)
    for place, text in enumerate(("TT", "Việc", "1.", "Trưởng ban")):
        table.rows[place // 2].cells[place % 2].text = text
    imported = import_file(save(document))
    assert not [r.text for r in imported.recipients if r.text in {"TT", "Việc", "1.", "Trưởng ban"}]
    assert [block.rows for block in imported.blocks if block.rows][-1] == (
        ("TT", "Việc"),
        ("1.", "Trưởng ban"),
    )
