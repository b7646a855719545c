"""Remarks from inside the editor: on chosen words, shown at them, taken into the text; hints in what is still empty."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from plans.comment_models import Comment, Suggestion
from plans.services import add_comment
from tests.plans.editor_pages import TEXT, block, blocks_of, new_draft, open_editor, put_cursor, saved, shown
from tests.plans.editor_pages import type_as_unikey as unikey

pytestmark = pytest.mark.django_db(transaction=True)

SENTENCE = "Chăm lo đoàn viên có hoàn cảnh khó khăn."
MARKED = "[...CSS.highlights.get('plan-comment') ?? []].map(String)"


@pytest.fixture
def draft(transactional_db):
    return new_draft(block("aaaa00", "part", "MỤC ĐÍCH"), block("aaaa01", "bullet", SENTENCE))


def open_with_panel(page: Page, live_server, draft) -> None:
    open_editor(page, live_server, draft)
    expect(page.locator("#plan-threads")).to_be_attached()


def choose(page: Page, words: str, text: str = SENTENCE) -> None:
    put_cursor(page, "aaaa01", text.index(words))
    for _letter in words:
        page.keyboard.press("Shift+ArrowRight")
    page.wait_for_timeout(60)


def painted(page: Page) -> list[str]:
    """The words painted as talked about; the panel paints them a moment after it has come."""
    for _try in range(50):
        if found := page.evaluate(MARKED):
            return found
        page.wait_for_timeout(100)
    return []


def form_text(page: Page):
    return page.get_by_role("textbox", name="Góp ý", exact=True)


def test_chosen_words_are_commented_on_and_lead_to_their_thread(page: Page, live_server, draft):
    open_with_panel(page, live_server, draft)
    choose(page, "hoàn cảnh khó khăn")
    page.keyboard.press("Control+Alt+m")
    expect(form_text(page)).to_be_focused()
    expect(page.locator(".plan-comment-quote .plan-quote")).to_have_text("hoàn cảnh khó khăn")
    page.keyboard.type("Nêu mức hỗ trợ")
    page.get_by_role("button", name="Gửi góp ý").click()
    thread = page.locator(".plan-thread", has_text="Nêu mức hỗ trợ")
    expect(thread).to_be_visible()
    assert painted(page) == ["hoàn cảnh khó khăn"]
    assert (Comment.objects.get().block_id, Comment.objects.get().quote) == ("aaaa01", "hoàn cảnh khó khăn")
    put_cursor(page, "aaaa01", SENTENCE.index("cảnh"))
    page.keyboard.press("Control+Alt+m")  # the caret stands in words that are talked about
    expect(thread).to_be_focused()


def test_words_not_yet_saved_are_saved_before_the_remark(page: Page, live_server, draft):
    open_with_panel(page, live_server, draft)
    put_cursor(page, "aaaa01")
    page.keyboard.press("Enter")
    page.keyboard.type("Tặng quà")
    page.get_by_role("button", name="Góp ý", exact=True).click()
    expect(form_text(page)).to_be_focused()
    page.keyboard.type("Ai tặng?")
    page.get_by_role("button", name="Gửi góp ý").click()
    expect(page.locator(".plan-thread", has_text="Ai tặng?")).to_be_visible()
    assert Comment.objects.get().block_id == blocks_of(draft[0])[2]["id"]


def test_accepted_wording_comes_into_the_text_and_can_be_taken_back(page: Page, live_server, draft):
    plan = draft[0]
    open_with_panel(page, live_server, draft)
    choose(page, "khó khăn")
    page.keyboard.press("Control+Alt+m")
    page.get_by_text("Đề xuất câu chữ mới").click()
    expect(page.get_by_label("Sửa thành")).to_have_value("khó khăn")
    page.get_by_label("Sửa thành").fill("đặc biệt khó khăn")
    page.get_by_role("button", name="Gửi đề xuất sửa").click()
    page.locator(".plan-suggestion").get_by_role("button", name="Nhận", exact=True).click()
    wanted = SENTENCE.replace("khó khăn", "đặc biệt khó khăn")
    expect(page.locator('.plan-block[data-block="aaaa01"]')).to_have_text(wanted)
    assert Suggestion.objects.get().state == "accepted"
    assert [version.content["blocks"][1]["text"] for version in plan.versions.order_by("number")] == [
        SENTENCE,
        wanted,
    ]
    page.locator(TEXT).focus()
    page.keyboard.press("Control+z")
    assert shown(page)[1] == SENTENCE
    saved(page)
    assert blocks_of(plan)[1]["text"] == SENTENCE


def test_typing_inside_words_talked_about_arrives_letter_by_letter(page: Page, live_server, draft):
    plan, drafter = draft
    add_comment(plan, text="Ai?", block_id="aaaa01", quote="hoàn cảnh khó khăn", by=drafter)
    open_with_panel(page, live_server, draft)
    assert painted(page) == ["hoàn cảnh khó khăn"]
    put_cursor(page, "aaaa01", SENTENCE.index(" khó"))
    page.keyboard.type(" ")
    unikey(page, "g", "gi", "gia", "giad", "gia đ", "gia đi", "gia đin", "gia đinh", "gia đình")
    assert shown(page)[1] == SENTENCE.replace("cảnh", "cảnh gia đình")
    assert painted(page) == ["hoàn cảnh gia đình khó khăn"]
    assert page.locator('.plan-block[data-block="aaaa01"] *').count() == 0


def test_empty_blocks_say_what_they_are_for_until_written_in(page: Page, live_server, transactional_db):
    open_editor(page, live_server, new_draft())
    expect(page.locator("#plan-first")).to_be_visible()
    assert "Tên phần" in page.locator(".plan-block").get_attribute("data-hint")
    page.locator(TEXT).focus()
    page.keyboard.type("NỘI DUNG")
    expect(page.locator("#plan-first")).to_be_hidden()
    page.keyboard.press("Enter")
    page.get_by_label("Loại đoạn").select_option("target")
    said = "getComputedStyle(document.querySelectorAll('.plan-block')[1], '::after').content"
    assert "Con số phải đạt" in page.evaluate(said)
    page.locator(TEXT).focus()
    page.keyboard.type("90%")
    assert page.evaluate(said) == "none"
