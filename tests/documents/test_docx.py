"""The Word file of a paper: a package Word opens, real styles and numbering, the places and sizes of the layout profile."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from documents.docx import docx_bytes
from documents.docx.body import with_added, with_end_mark
from documents.docx.numbering import Numberer
from documents.layout import PROFILES, LayoutError
from documents.pages import Line
from tests.documents.paper_sample import appendix, plan


@pytest.fixture(scope="module")
def raw() -> bytes:
    return docx_bytes(plan(urgency="KHẨN", draft_mark=True))


@pytest.fixture(scope="module")
def document(raw):
    return docx.Document(io.BytesIO(raw))


def part(raw: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        return package.read(name).decode()


def texts(container) -> list[str]:
    return [paragraph.text for paragraph in container.paragraphs if paragraph.text]


def style_of(document, words: str):
    (found,) = [p.style for p in document.paragraphs if p.text.startswith(words)]
    return found


def test_equal_papers_give_equal_bytes(raw):
    assert docx_bytes(plan(urgency="KHẨN", draft_mark=True)) == raw


def test_page_is_a4_with_the_margins_of_the_decree(document):
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = [section.top_margin, section.right_margin, section.bottom_margin, section.left_margin]
    assert [round(margin.mm) for margin in margins] == [20, 15, 20, 30]


def test_page_number_stands_in_the_middle_of_the_top_margin_but_not_on_page_one(document):
    section = document.sections[0]
    assert section.different_first_page_header_footer
    (paragraph,) = section.header.paragraphs
    assert " PAGE " in paragraph._p.xml
    assert paragraph.style.paragraph_format.alignment == 1
    assert paragraph.style.font.size == Pt(14)
    assert "PAGE" not in section.first_page_header._element.xml
    assert section.header_distance < Mm(20)


def test_no_theme_font_or_colour_and_times_new_roman_everywhere(raw):
    styles = part(raw, "word/styles.xml")
    assert "theme" not in styles.lower()
    assert set(re.findall(r'w:ascii="([^"]+)"', styles + part(raw, "word/numbering.xml"))) == {
        "Times New Roman"
    }
    assert "w:color" not in styles.replace('w:color="000000"', "").replace('<w:color w:val="E00000"/>', "")


@pytest.mark.parametrize(
    ("style", "element"),
    [
        ("NC National name", "national"),
        ("NC Motto", "motto"),
        ("NC Issuing body", "issuer"),
        ("NC Number", "number"),
        ("NC Basis", "basis"),
        ("Body Text", "body"),
        ("heading 1", "part"),
        ("NC Recipients", "recipients"),
        ("NC Signer", "signer"),
    ],
)
def test_styles_have_the_sizes_of_the_profile(document, style, element):
    wanted = PROFILES["nd30"].elements[element]
    found = document.styles[style].font
    assert (found.size, bool(found.bold), bool(found.italic), bool(found.all_caps)) == (
        Pt(wanted.size), wanted.bold, wanted.italic, wanted.caps,
    )  # fmt: skip


def test_heading_table_holds_both_columns_and_their_rules(document):
    head = document.tables[0]
    left, right = head.rows[0].cells
    assert "LIÊN ĐOÀN LAO ĐỘNG" in texts(left)[-1]
    assert texts(right) == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    assert [len(cell._tc.findall(f".//{qn('w:pBdr')}")) for cell in (left, right)] == [1, 1]
    assert texts(head.rows[1].cells[0]) == ["Số: 05/KH-LĐLĐ", "KHẨN", "DỰ THẢO"]
    assert texts(head.rows[1].cells[1]) == ["Mẫu Sơn, ngày 05 tháng 02 năm 2026"]
    assert sum(column.width.mm for column in head.columns) == pytest.approx(165, abs=0.5)


def test_ending_table_holds_recipients_and_signature(document):
    end = document.tables[2]
    left, right = end.rows[0].cells
    assert texts(left)[0] == "Nơi nhận:"
    assert texts(left)[-1] == "- Lưu: VT, BTG."
    assert texts(right) == ["TM. BAN THƯỜNG VỤ", "PHÓ CHỦ TỊCH", "Nguyễn Thị Hoài Ước"]


def test_text_table_repeats_its_head_and_keeps_its_rows_whole(document):
    rows = document.tables[1].rows
    heads = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows]
    assert heads == [True, False, False, False]
    assert all(row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
    assert [cell.text for cell in rows[1].cells] == ["1", "Buổi nói chuyện tại nơi làm việc", "buổi", "1.240"]


def test_body_is_indented_and_headings_are_headings(document):
    assert round(document.styles["Body Text"].paragraph_format.first_line_indent.mm, 1) == 12.7
    assert style_of(document, "Mục đích, yêu cầu").name == "Heading 1"
    assert style_of(document, "Căn cứ Luật").name == "NC Basis"


def test_text_ends_with_the_mark_and_bases_with_their_points(document):
    assert [p.text[-1] for p in document.paragraphs if p.style.name == "NC Basis"] == [";", "."]
    body = [p.text for p in document.paragraphs if p.text.startswith("Trong quá trình")]
    assert body[0].endswith("Ban Tuyên giáo./.")


def test_numbers_are_words_own_and_not_typed(document):
    (heading,) = [p for p in document.paragraphs if p.text == "Mục đích, yêu cầu"]
    place = heading._p.pPr.numPr
    assert (place.ilvl.val, place.numId.val) == (0, 1)
    assert not [p.text for p in document.paragraphs if re.match(r"(?:[IVX]+\.|\d\.|[a-d]\)|[-+]) ", p.text)]


def test_appendices_have_sections_of_their_own():
    document = docx.Document(
        io.BytesIO(docx_bytes(plan(appendices=(appendix("I", 3), appendix("II", 3, landscape=True)))))
    )
    shapes = [section.page_width > section.page_height for section in document.sections]
    assert shapes == [False, False, True]
    assert "Phụ lục II" in texts(document)


def test_special_characters_and_control_characters_do_not_break_the_file():
    text = "A & B < C > \"D\" 'E' \x0b\x00 hết\ndòng hai"
    paper = plan(lines=(Line("a1b2c3", "paragraph", "", text),), appendices=(), closing=())
    document = docx.Document(io.BytesIO(docx_bytes(paper, anchors={"a1b2c3": 'x"<&'})))
    assert any(p.text == "A & B < C > \"D\" 'E'  hết\ndòng hai./." for p in document.paragraphs)


def test_a_party_paper_is_not_printed():
    with pytest.raises(LayoutError, match="chỉ dùng để nhận biết"):
        docx_bytes(plan(profile="party"))


# --- which numbers are left to Word


def places(*lines: tuple[str, str]) -> list[tuple[int, int] | None]:
    made = [Line(f"id{n}", level, number, "x") for n, (level, number) in enumerate(lines)]
    numberer = Numberer(made)
    return [numberer.list_of(line) for line in made]


def test_levels_are_numbered_by_word_while_none_is_skipped():
    assert places(("part", "I."), ("section", "1."), ("subsection", "1.1."), ("part", "II."), ("section", "1.")) == [
        (1, 0), (1, 1), (1, 2), (1, 0), (1, 1),
    ]  # fmt: skip


def test_a_skipped_level_is_typed_and_does_not_count():
    assert places(("part", "I."), ("subsection", "1."), ("section", "1."), ("subsection", "1.1.")) == [
        (1, 0), None, (1, 1), (1, 2),
    ]  # fmt: skip


def test_points_up_to_d_are_numbered_by_word_longer_lists_are_typed():
    short = [("point", f"{letter})") for letter in "abcd"]
    assert None not in places(("section", "1."), *short)
    found = places(("section", "1."), *short, ("point", "đ)"), ("section", "2."), *short[:2])
    assert found == [(1, 1), None, None, None, None, None, (1, 1), (1, 4), (1, 4)]


def test_each_list_of_items_begins_anew():
    assert places(("item", "(1)"), ("item", "(2)"), ("bullet", "-"), ("item", "(3)"), ("item", "(1)")) == [
        (2, 0), (2, 0), (1, 5), (2, 0), (3, 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "own", "added"),
    [
        ("Hết.", "Hết.", "/."),
        ("Hết./.", "Hết./.", ""),
        ("Hết", "Hết", "./."),
        ("Hết;", "Hết", "./."),
        ("", "", "./."),
    ],
)
def test_end_mark_adds_only_what_is_missing(text, own, added):
    assert with_end_mark(text) == (own, added)


def test_punctuation_of_a_list_is_told_from_the_text():
    assert with_added("Căn cứ A", "Căn cứ A;") == ("Căn cứ A", ";")
    assert with_added("Căn cứ A;", "Căn cứ A.") == ("Căn cứ A", ".")
