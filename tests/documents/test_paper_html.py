"""The HTML of the sheet: escaping, punctuation, headings, preview."""

import re
from dataclasses import replace

import pytest

from documents.html import balanced, marked, paper_html, preview_fragment
from documents.layout import LayoutError
from documents.pages import Line, Recipient, SignatureBlock
from tests.documents.paper_sample import HEADING, plan


def text_of(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def test_everything_typed_is_escaped():
    evil = '<script>alert("x")</script>'
    paper = plan(
        abstract=evil,
        heading=replace(HEADING, parent_authority=evil, issuing_body=evil, symbol=evil, place_name=evil),
        bases=(evil,),
        opening=(evil,),
        closing=(evil,),
        addressees=(evil, evil),
        signature=SignatureBlock((evil,), evil, evil),
        recipients=(Recipient(evil, evil),),
        archive_line=evil,
        verification_code=evil,
        urgency=evil,
        lines=(
            Line(evil, "section", evil, evil, marks=((0, 5, "b"),), titled=True),
            Line("t", "table", "", evil, rows=((evil,), (evil,)), header_rows=1, caption=evil),
        ),
    )
    for html in (paper_html(paper), preview_fragment(paper)):
        assert "<script" not in html.lower()
        assert html.lower().count("&lt;") >= 18


def test_marks_nest_overlap_and_stop_at_the_end_of_the_text():
    assert marked("abcdef", [(0, 4, "b"), (2, 99, "i")]) == "<b>ab</b><i><b>cd</b></i><i>ef</i>"
    assert marked("a<b", [(0, 2, "b"), (1, 1, "i"), (0, 3, "x")]) == "<b>a&lt;</b>b"


def test_lists_end_as_the_decree_says():
    text = text_of(preview_fragment(plan(addressees=("Ban A;", "Ban B"))))
    assert "Căn cứ Luật Công đoàn ngày 27 tháng 11 năm 2024; Căn cứ chương trình" in text
    assert "Liên đoàn Lao động tỉnh Mẫu Sơn. Ban Thường vụ" in text
    assert "Kính gửi: - Ban A; - Ban B." in text
    assert "- Công đoàn cấp trên trực tiếp cơ sở (thực hiện); - Lưu: VT, BTG." in text


def test_one_addressee_stands_on_the_line_of_the_salutation():
    assert "Kính gửi: Ban A." in text_of(preview_fragment(plan(addressees=("Ban A",))))


@pytest.mark.parametrize(
    ("closing", "end"),
    [(("Hết.",), "Hết./."), (("Hết./.",), "Hết./."), (("Hết;",), "Hết./."), (("Hết",), "Hết./.")],
)
def test_the_text_ends_with_the_mark_once(closing, end):
    text = text_of(preview_fragment(plan(closing=closing)))
    assert f"{end} Nơi nhận:" in text
    assert text.count("./.") == 1


def test_the_mark_follows_a_table_and_can_be_left_out():
    table = Line("t", "table", "", "", rows=(("A",), ("1",)), header_rows=1)
    assert "1 ./. Nơi nhận" in text_of(preview_fragment(plan(lines=(table,), closing=())))
    assert "./." not in preview_fragment(plan(ends_with_mark=False))


def test_parts_are_in_capitals_and_a_spelled_part_stands_above_its_title():
    lines = (
        Line("a", "part", "I.", "Mục đích, yêu cầu", titled=True),
        Line("b", "part", "Phần thứ hai.", "Kết quả", titled=True),
    )
    html = preview_fragment(plan(lines=lines))
    assert "I. MỤC ĐÍCH, YÊU CẦU" in html
    assert '<span class="p-over">Phần thứ hai</span> KẾT QUẢ' in html


def test_heading_levels_start_at_one_in_print_and_below_the_page_title_on_screen():
    paper = plan(appendices=())
    assert re.findall(r"<h(\d)", paper_html(paper))[:3] == ["1", "2", "2"]
    assert re.findall(r"<h(\d)", preview_fragment(paper))[:3] == ["2", "3", "3"]


def test_only_titles_are_headings_and_bold():
    lines = (Line("a", "section", "1.", "Tiêu đề", titled=True), Line("b", "section", "2.", "Câu thường."))
    html = preview_fragment(plan(lines=lines))
    assert re.search(r'<h4 class="p-line p-title l-section" data-block="a">1. Tiêu đề</h4>', html)
    assert re.search(r'<p class="p-line p-body l-section" data-block="b">2. Câu thường.</p>', html)


def test_a_letter_has_its_subject_under_the_number_and_no_title():
    html = preview_fragment(plan(document_type="CÔNG VĂN", abstract="báo cáo quý I", addressees=("Ban A",)))
    assert "V/v báo cáo quý I" in html
    assert "p-type" not in html
    assert html.count("Kính gửi") == 1


def test_a_draft_says_so_and_leaves_room_for_number_and_date():
    html = preview_fragment(
        plan(draft_mark=True, heading=replace(HEADING, number=None, issued_on=None, draft_year=2026))
    )
    assert "DỰ THẢO" in html
    assert "Số:\u00a0\u00a0\u00a0\u00a0\u00a0/KH-LĐLĐ" in html
    assert "ngày\u00a0\u00a0\u00a0\u00a0tháng\u00a0\u00a0\u00a0\u00a0năm 2026" in html


def test_preview_and_print_hold_the_same_sheet():
    paper = plan(verification_code="", draft_mark=False)
    sheet = re.search(r"<article.*</article>", paper_html(paper), re.DOTALL)[0]
    assert text_of(sheet) == text_of(preview_fragment(paper))


def test_the_preview_obeys_the_strict_policy():
    html = preview_fragment(plan())
    assert not re.search(r"<script|<style|<link|\sstyle=|\son\w+=", html)


def test_the_page_on_screen_links_the_sheets_of_the_portal():
    html = paper_html(plan(), for_print=False)
    assert "paper_screen" in html
    assert "paper_print" not in html
    assert "<style" not in html


def test_a_single_appendix_has_no_number():
    only = replace(plan().appendices[0], number="", attached_to="")
    html = preview_fragment(plan(appendices=(only,)))
    assert '<span class="p-appendix">Phụ lục</span>' in html
    assert "p-attached-to" not in html


def test_party_papers_are_not_printed():
    with pytest.raises(LayoutError):
        paper_html(plan(profile="party"))


def test_heading_lines_break_evenly_and_not_inside_a_name():
    assert balanced("LIÊN ĐOÀN LAO ĐỘNG TỈNH MẪU SƠN", 28) == "LIÊN ĐOÀN LAO ĐỘNG\nTỈNH MẪU SƠN"
    assert balanced("NGẮN", 28) == "NGẮN"
    assert balanced("MỘT\nHAI BA BỐN NĂM SÁU BẢY TÁM CHÍN", 10) == "MỘT\nHAI BA BỐN NĂM SÁU BẢY TÁM CHÍN"
    assert balanced("A" * 40, 28) == "A" * 40
