"""Footnotes in the editor: set by keyboard, typed around, undone, copied, and led to from what the check found."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.plans.editor_pages import (
    PASTE,
    block,
    blocks_of,
    new_draft,
    open_editor,
    put_cursor,
    saved,
    type_as_ime,
    type_as_unikey,
)

pytestmark = pytest.mark.django_db(transaction=True)

STEPS = ("n", "ng", "ngu", "nguo", "nguwo", "ngươ", "ngươi", "người")
WAYS = {"composition": type_as_ime, "unikey": type_as_unikey}
WORDS = "#plan-note-words"
SENTENCE = "Nâng cao đời sống công nhân."


@pytest.fixture
def draft(transactional_db):
    noted = block("aaaa02", "section", SENTENCE, marks=[[0, 8, "b"]], notes=[[8, "Theo Luật Công đoàn."]])
    return new_draft(block("aaaa00", "part", "MỤC ĐÍCH"), block("aaaa01", "section", "Đầu tiên."), noted)


def one(draft, block_id="aaaa02"):
    return next(b for b in blocks_of(draft[0]) if b["id"] == block_id)


def calls(page: Page) -> list[str]:
    return page.evaluate("[...document.querySelectorAll('.plan-note')].map(one => one.dataset.number)")


def set_note(page: Page, words: str) -> None:
    page.keyboard.press("Control+Alt+f")
    expect(page.locator(WORDS)).to_be_focused()
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page.locator(WORDS)).to_be_hidden()


def test_a_note_is_set_by_keyboard_and_numbers_go_on(page: Page, live_server, draft):
    open_editor(page, live_server, draft)
    assert calls(page) == ["1"]
    put_cursor(page, "aaaa01", 3)
    set_note(page, "Ghi chú mới.")
    page.keyboard.insert_text("x")
    saved(page)
    assert one(draft, "aaaa01")["text"] == "Đầux tiên."
    assert one(draft, "aaaa01")["notes"] == [[3, "Ghi chú mới."]]
    assert calls(page) == ["1", "2"]
    assert one(draft)["notes"] == [[8, "Theo Luật Công đoàn."]]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("offset", "keys", "text", "place"),
    [
        (8, "", "Nâng caongười đời sống công nhân.", 13),
        (8, "ArrowRight", "Nâng caongười đời sống công nhân.", 8),
        (3, "", "Nânngườig cao đời sống công nhân.", 13),
    ],
    ids=["before", "behind", "elsewhere"],
)
def test_vietnamese_typed_around_a_note_leaves_it_in_place(
    page: Page, live_server, draft, way, offset, keys, text, place
):
    open_editor(page, live_server, draft)
    put_cursor(page, "aaaa02", offset)
    if keys:
        page.keyboard.press(keys)
    WAYS[way](page, *STEPS)
    saved(page)
    found = one(draft)
    assert (found["text"], found["notes"]) == (text, [[place, "Theo Luật Công đoàn."]])
    assert found["marks"][0][:2] == [0, 13 if place == 13 else 8] or place == 8


def test_vietnamese_typed_at_the_end_behind_a_note(page: Page, live_server, draft):
    open_editor(page, live_server, draft)
    put_cursor(page, "aaaa01")
    set_note(page, "Cuối câu.")
    type_as_unikey(page, *STEPS)
    saved(page)
    found = one(draft, "aaaa01")
    assert (found["text"], found["notes"]) == ("Đầu tiên.người", [[9, "Cuối câu."]])


def test_backspace_takes_a_note_like_a_letter_and_undo_brings_it_back(page: Page, live_server, draft):
    open_editor(page, live_server, draft)
    put_cursor(page, "aaaa02", 8)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Backspace")
    saved(page)
    assert "notes" not in one(draft)
    page.keyboard.press("Control+z")
    saved(page)
    assert (one(draft)["text"], one(draft)["notes"]) == (SENTENCE, [[8, "Theo Luật Công đoàn."]])


def test_one_undo_takes_back_a_new_note_with_its_words(page: Page, live_server, draft):
    open_editor(page, live_server, draft)
    put_cursor(page, "aaaa01", 3)
    set_note(page, "Ghi chú mới.")
    page.keyboard.press("Control+z")
    assert calls(page) == ["1"]
    page.keyboard.press("Control+y")
    saved(page)
    assert one(draft, "aaaa01")["notes"] == [[3, "Ghi chú mới."]]


def test_a_note_without_words_does_not_stay(page: Page, live_server, draft):
    open_editor(page, live_server, draft)
    put_cursor(page, "aaaa01", 3)
    page.keyboard.press("Control+Alt+f")
    assert calls(page) == ["1", "2"]
    page.keyboard.press("Escape")
    assert calls(page) == ["1"]


def test_words_of_a_note_are_saved_while_they_are_typed(page: Page, live_server, draft):
    open_editor(page, live_server, draft)
    page.locator(".plan-note").click()
    expect(page.locator(WORDS)).to_have_value("Theo Luật Công đoàn.")
    page.keyboard.type(" Sửa đổi.")
    saved(page)
    assert one(draft)["notes"] == [[8, "Theo Luật Công đoàn. Sửa đổi."]]


def test_a_copied_sentence_takes_its_note_along(page: Page, live_server, draft):
    open_editor(page, live_server, draft)
    put_cursor(page, "aaaa02", 0)
    page.keyboard.press("Shift+End")
    page.keyboard.press("Control+c")
    put_cursor(page, "aaaa01")
    page.keyboard.press("Control+v")
    expect(page.locator(".plan-note")).to_have_count(2)
    saved(page)
    found = one(draft, "aaaa01")
    assert (found["text"], found["notes"]) == (f"Đầu tiên.{SENTENCE}", [[17, "Theo Luật Công đoàn."]])
    assert calls(page) == ["1", "2"]


WORD = """<p class=MsoNormal>1. Mở lớp<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1"><span
class=MsoFootnoteReference>[1]</span></a> tập huấn.</p><div style='mso-element:footnote-list'><hr><div
style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1"
name="_ftn1">[1]</a> Theo kế hoạch năm.</p></div></div>"""
WRITER = """<p>2. Mở thư viện<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a></p>
<div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" name="sdfootnote1sym"
href="#sdfootnote1anc">1</a>Ở tổ, đội.</p></div>"""


def test_notes_pasted_from_word_and_libreoffice_stay_notes(page: Page, live_server, draft):
    open_editor(page, live_server, draft)
    for html in (WORD, WRITER):
        put_cursor(page, "aaaa02")
        page.keyboard.press("Enter")
        page.evaluate(PASTE, [html, ""])
    saved(page)
    pasted = [(b["text"], b.get("notes")) for b in blocks_of(draft[0])[3:]]
    assert pasted == [
        ("Mở thư viện", [[11, "Ở tổ, đội."]]),
        ("Mở lớp tập huấn.", [[6, "Theo kế hoạch năm."]]),
    ]


def test_slash_menu_and_toolbar_set_a_note(page: Page, live_server, draft):
    open_editor(page, live_server, draft)
    put_cursor(page, "aaaa01", 3)
    page.get_by_role("button", name="Chú thích", exact=True).click()
    page.keyboard.type("Một.")
    page.get_by_role("button", name="Xong", exact=True).click()
    put_cursor(page, "aaaa01")
    page.keyboard.press("Enter")
    page.keyboard.type("/chu thich")
    page.keyboard.press("Enter")
    page.keyboard.type("Hai.")
    page.keyboard.press("Escape")
    saved(page)
    assert one(draft, "aaaa01")["notes"] == [[3, "Một."]]
    assert calls(page) == ["1", "2", "3"]


def test_a_finding_in_a_note_leads_to_its_words(page: Page, live_server, transactional_db):
    draft = new_draft(block("aaaa02", "section", SENTENCE, notes=[[8, "Vấn đề nỗi cộm hiện nay."]]))
    open_editor(page, live_server, draft)
    page.locator(".plan-finding-go", has_text="chú thích 1").click()
    expect(page.locator(WORDS)).to_be_focused()
    chosen = "document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)"
    assert page.evaluate(chosen) == "nỗi cộm"
