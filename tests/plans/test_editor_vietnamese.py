"""Vietnamese typing letter by letter: compositions, and the way of Unikey and EVKey (Backspace, then the new letters)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.plans.editor_pages import (
    TEXT,
    block,
    blocks_of,
    new_draft,
    open_editor,
    put_cursor,
    saved,
    shown,
    type_as_ime,
    type_as_unikey,
)

pytestmark = pytest.mark.django_db(transaction=True)

STEPS = ("n", "ng", "ngu", "nguo", "nguwo", "ngươ", "ngươi", "người")
WAYS = {"composition": type_as_ime, "unikey": type_as_unikey}
START = "Nâng cao đời sống."


@pytest.fixture
def draft(transactional_db):
    marked = block("aaaa02", "bullet", "Chữ đậm ở giữa", marks=[[4, 7, "b"]])
    return new_draft(block("aaaa00", "part", "MỤC ĐÍCH"), block("aaaa01", "section", START), marked)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("offset", "wanted"),
    [(0, "người" + START), (None, START + "người"), (5, "Nâng người" + START[5:])],
    ids=["start", "end", "middle"],
)
def test_word_arrives_whole_wherever_the_cursor_stands(page: Page, live_server, draft, way, offset, wanted):
    open_editor(page, live_server, draft)
    put_cursor(page, "aaaa01", offset)
    WAYS[way](page, *STEPS)
    assert shown(page) == ["MỤC ĐÍCH", wanted, "Chữ đậm ở giữa"]
    saved(page)
    assert [one["text"] for one in blocks_of(draft[0])] == ["MỤC ĐÍCH", wanted, "Chữ đậm ở giữa"]


@pytest.mark.parametrize("way", WAYS)
def test_word_inside_bold_letters_stays_bold(page: Page, live_server, draft, way):
    open_editor(page, live_server, draft)
    put_cursor(page, "aaaa02", 6)
    WAYS[way](page, *STEPS)
    saved(page)
    assert blocks_of(draft[0])[2]["text"] == "Chữ đậngườim ở giữa"
    assert blocks_of(draft[0])[2]["marks"] == [[4, 12, "b"]]


@pytest.mark.parametrize("way", WAYS)
def test_word_after_bold_is_switched_on_is_bold(page: Page, live_server, draft, way):
    open_editor(page, live_server, draft)
    put_cursor(page, "aaaa01")
    page.keyboard.press("Control+b")
    WAYS[way](page, *STEPS)
    saved(page)
    assert blocks_of(draft[0])[1]["text"] == START + "người"
    assert blocks_of(draft[0])[1]["marks"] == [[len(START), len(START) + 5, "b"]]


@pytest.mark.parametrize("way", WAYS)
def test_word_right_after_a_kind_and_a_level_change(page: Page, live_server, draft, way):
    open_editor(page, live_server, draft)
    put_cursor(page, "aaaa01")
    page.keyboard.press("Enter")
    page.keyboard.type("/nhiem vu")
    page.keyboard.press("Enter")
    WAYS[way](page, *STEPS)
    page.keyboard.press("Tab")
    WAYS[way](page, *STEPS)
    assert shown(page)[2] == "ngườingười"
    saved(page)
    made = blocks_of(draft[0])[2]
    assert (made["kind"], made["level"], made["text"]) == ("task", "subsection", "ngườingười")


@pytest.mark.parametrize("way", WAYS)
def test_word_in_a_new_block_and_in_a_cell(page: Page, live_server, draft, way):
    open_editor(page, live_server, draft)
    put_cursor(page, "aaaa02")
    page.keyboard.press("Enter")
    WAYS[way](page, *STEPS)
    page.keyboard.press("Enter")
    page.keyboard.type("/bang")
    expect(page.locator("#plan-slash [role=option]")).to_have_text(["Bảng"])
    page.keyboard.press("Enter")
    expect(page.locator(".plan-grid td").first).to_be_visible()
    WAYS[way](page, *STEPS)
    page.keyboard.press("Tab")
    WAYS[way](page, *STEPS)
    expect(page.locator(".plan-grid td").nth(1)).to_have_text("người")
    saved(page)
    assert blocks_of(draft[0])[3]["text"] == "người"
    assert blocks_of(draft[0])[4]["rows"][0] == ["người", "người", ""]


@pytest.mark.parametrize("way", WAYS)
def test_first_letter_is_turned_where_the_block_becomes_empty_for_a_moment(
    page: Page, live_server, draft, way
):
    steps = ("d", "đ", "đo", "đoa", "đoan", "đoàn")
    open_editor(page, live_server, draft)
    put_cursor(page, "aaaa01")
    page.keyboard.press("Enter")
    WAYS[way](page, *steps)
    page.get_by_label("Loại đoạn").select_option("target")
    page.locator(TEXT).focus()
    page.keyboard.press("Home")
    page.wait_for_timeout(60)
    WAYS[way](page, *steps)
    assert shown(page)[1:3] == [START, "đoànđoàn"]
    saved(page)
    assert blocks_of(draft[0])[2]["text"] == "đoànđoàn"


def test_slash_menu_is_searched_by_a_composition(page: Page, live_server, draft):
    open_editor(page, live_server, draft)
    put_cursor(page, "aaaa01")
    page.keyboard.press("Enter")
    page.keyboard.type("/")
    type_as_ime(page, "y", "ye", "yê", "yêu")
    expect(page.locator("#plan-slash [role=option]")).to_have_text(["Yêu cầu"])
    page.keyboard.press("Enter")
    assert shown(page)[2] == ""
    saved(page)
    assert blocks_of(draft[0])[2]["kind"] == "requirement"


def test_long_sentence_typed_key_by_key_as_unikey_does(page: Page, live_server, draft):
    open_editor(page, live_server, draft)
    put_cursor(page, "aaaa01")
    words = {
        "Tuyên": ("T", "Tu", "Tuy", "Tuye", "Tuyê", "Tuyên"),
        "truyền": ("t", "tr", "tru", "truy", "truye", "truyê", "truyên", "truyền"),
        "đến": ("d", "đ", "đe", "đê", "đên", "đến"),
        "đoàn": ("d", "do", "đo", "đoa", "đoan", "đoàn"),
        "viên": ("v", "vi", "vie", "viê", "viên"),
    }
    for _round in range(3):
        for steps in words.values():
            page.keyboard.insert_text(" ")
            type_as_unikey(page, *steps)
    wanted = START + (" " + " ".join(words)) * 3
    assert shown(page)[1] == wanted
    saved(page)
    assert blocks_of(draft[0])[1]["text"] == wanted
    expect(page.locator(TEXT)).to_be_focused()
