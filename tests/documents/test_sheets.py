"""The PDF's pages as pictures: the same pages, every block in its place."""

import datetime as dt
import subprocess
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from documents import sheets
from documents.pages import Line
from documents.pdf import preview_pdf, render_pdf
from documents.sheets import NoSheets, sheets_of
from tests.documents import paper_sample

CREATED_AT = dt.datetime(2026, 2, 5, tzinfo=dt.UTC)


def sample_paper(**changes):
    return paper_sample.plan(appendices=(), **changes)


def lines(count, text="Tổ chức nói chuyện tại nơi làm việc, mỗi buổi ba mươi phút. " * 3):
    return tuple(Line(f"{n:06d}", "section", f"{n + 1}.", text) for n in range(count))


def words(pdf):
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout


def test_preview_has_the_pages_of_the_pdf():
    paper = sample_paper(lines=lines(40))
    printed = render_pdf(paper, attachment=b"{}", attachment_name="a.json", created_at=CREATED_AT)
    shown = preview_pdf(paper)
    assert words(shown.content) == words(printed.content)
    with pikepdf.open(BytesIO(shown.content)) as pdf:
        assert len(pdf.pages) == len(shown.places) == printed.pages > 2


def test_every_block_stands_on_a_page_from_top_to_bottom():
    made = sheets_of(sample_paper(lines=lines(40)))
    ids = [place.block_id for sheet in made for place in sheet.places]
    assert list(dict.fromkeys(ids)) == [f"{n:06d}" for n in range(40)]
    for sheet in made:
        tops = [place.top for place in sheet.places]
        assert tops == sorted(tops)
        assert all(0 <= place.top < place.bottom <= 1 for place in sheet.places)


def test_picture_shows_ink_where_the_block_stands():
    (sheet,) = sheets_of(sample_paper(lines=lines(1)))
    picture = Image.open(BytesIO(sheet.png)).convert("L")
    assert picture.size == (sheet.width, sheet.height)
    (place,) = sheet.places
    band = picture.crop((0, int(place.top * sheet.height), sheet.width, int(place.bottom * sheet.height)))
    assert band.getextrema()[0] < 80


def test_page_that_did_not_change_keeps_its_digest():
    before = sheets_of(sample_paper(lines=lines(40)))
    changed = (*lines(39), Line("000039", "section", "40.", "Câu cuối khác."))
    after = sheets_of(sample_paper(lines=changed))
    assert [s.digest for s in before][:-1] == [s.digest for s in after][: len(before) - 1]
    assert before[-1].digest != after[-1].digest


def test_only_pages_that_are_not_known_are_drawn():
    before = sheets_of(sample_paper(lines=lines(40)))
    changed = (*lines(39), Line("000039", "section", "40.", "Câu cuối khác."))
    after = sheets_of(sample_paper(lines=changed), known={sheet.digest for sheet in before})
    assert [sheet.png is None for sheet in after] == [*[True] * (len(after) - 1), False]
    assert [(sheet.width, sheet.height) for sheet in after] == [
        (sheet.width, sheet.height) for sheet in before
    ]


def test_the_same_words_in_other_letters_are_another_page():
    plain, bold = (
        sheets_of(sample_paper(lines=(Line("000001", "section", "1.", "Chăm lo.", marks=marks),)))[0]
        for marks in ((), ((0, 8, "b"),))
    )
    assert plain.digest != bold.digest


def test_server_without_poppler_says_what_to_do(monkeypatch):
    monkeypatch.setattr(sheets, "PROGRAM", "no-such-program")
    with pytest.raises(NoSheets, match="poppler-utils"):
        sheets_of(sample_paper(lines=lines(1)))


def test_plan_too_long_for_the_screen_is_refused(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_LINES", 3)
    with pytest.raises(NoSheets, match="quá dài"):
        sheets_of(sample_paper(lines=lines(4)))


def under_heading(below, *, above=20):
    """Whether each page ends in a heading, when text comes `above` lines after the head and a heading before `below`."""
    texts = tuple(Line(f"t{n:05d}", "paragraph", "", "Một dòng ngắn.") for n in range(above))
    head = Line("demuc0", "section", "1.", "Phân công thực hiện", titled=True)
    return [sheet.ends_in_heading for sheet in sheets_of(sample_paper(lines=(*texts, head, *below)))]


@pytest.mark.parametrize("above", [18, 21, 24])
def test_heading_goes_to_the_next_page_with_its_table_or_text(above):
    table = Line("bang00", "table", "", "", rows=tuple((str(n), "Việc phải làm " * 9) for n in range(30)))
    long = Line("doan00", "bullet", "-", "Tổ chức nói chuyện tại nơi làm việc. " * 60)
    assert not any(under_heading([table], above=above) + under_heading([long], above=above))


def test_heading_before_a_row_taller_than_the_page_is_left_alone_and_told():
    tall = Line(
        "bang00", "table", "", "", rows=(("TT", "Việc"), ("1", "Tổ chức nói chuyện. " * 240)), header_rows=1
    )
    assert True in under_heading([tall])


def test_headings_without_text_that_fill_a_page_are_told():
    heads = tuple(
        Line(f"h{n:05d}", "section", f"{n + 1}.", "Chưa có nội dung", titled=True) for n in range(70)
    )
    assert True in [sheet.ends_in_heading for sheet in sheets_of(sample_paper(lines=heads))]
