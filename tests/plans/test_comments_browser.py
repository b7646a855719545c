"""Remarks in a real browser: choose words in the sheet, call somebody, resolve; take a suggestion, refuse a stale one."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from plans.comment_models import Comment, Suggestion
from plans.models import Plan
from plans.queries import content_of
from plans.services import add_comment, save_plan, suggest
from tests.browsing import sign_in
from tests.plans.remarks import BLOCKS, body, draft

pytestmark = pytest.mark.django_db(transaction=True)
WIDTHS = (1280, 360)
SELECT = """([id, words]) => {
  const block = document.querySelector(`#plan-paper [data-block="${id}"]`);
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const start = walker.currentNode.data.indexOf(words);
    if (start < 0) continue;
    document.getSelection().setBaseAndExtent(walker.currentNode, start, walker.currentNode, start + words.length);
    return;
  }
}"""


@pytest.fixture
def plan_and_people(transactional_db):
    return draft()


def open_plan(page: Page, live_server, plan_and_people, who: str, anchor: str = "") -> None:
    plan, people = plan_and_people
    sign_in(page, live_server, people[who])
    page.goto(f"{live_server.url}/ke-hoach/{plan.pk}/{anchor}")
    expect(page.locator("#plan-threads")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_words_are_chosen_commented_on_and_resolved(page: Page, live_server, plan_and_people, width):
    page.set_viewport_size({"width": width, "height": 800})
    open_plan(page, live_server, plan_and_people, "member")
    page.evaluate(SELECT, ["aaaa01", "hoàn cảnh khó khăn"])
    page.get_by_role("button", name="Góp ý chữ đang chọn").click()
    expect(page.get_by_label("Góp ý cho đoạn")).to_have_value("aaaa01")
    expect(page.locator(".plan-comment-quote .plan-quote")).to_have_text("hoàn cảnh khó khăn")
    text = page.get_by_role("textbox", name="Góp ý", exact=True)
    expect(text).to_be_focused()
    page.keyboard.type("Nêu rõ mức hỗ trợ")
    page.get_by_role("button", name="Gửi góp ý").click()
    thread = page.locator(".plan-thread", has_text="Nêu rõ mức hỗ trợ")
    expect(thread).to_be_visible()
    expect(page.locator('#plan-paper [data-block="aaaa01"]')).to_have_class(
        "p-line p-body l-bullet has-comment"
    )
    assert page.evaluate("[...CSS.highlights.get('plan-comment')].map(String)") == ["hoàn cảnh khó khăn"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    saved = Comment.objects.get()
    assert (saved.block_id, saved.quote) == ("aaaa01", "hoàn cảnh khó khăn")
    thread.get_by_role("button", name="Xong").click()
    expect(page.locator(".plan-thread")).to_have_count(0)
    page.get_by_role("button", name="Đã xong (1)").click()
    page.get_by_role("button", name="Mở lại").click()
    expect(page.get_by_role("button", name="Đang mở (1)")).to_be_visible()


def test_block_is_chosen_by_a_click_and_by_the_list(page: Page, live_server, plan_and_people):
    open_plan(page, live_server, plan_and_people, "leader")
    page.locator('#plan-paper [data-block="aaaa02"]').click()
    page.get_by_role("button", name="Góp ý đoạn này").click()
    expect(page.get_by_label("Góp ý cho đoạn")).to_have_value("aaaa02")
    page.get_by_label("Góp ý cho đoạn").select_option("aaaa00")
    page.get_by_role("textbox", name="Góp ý", exact=True).fill("Đổi tên mục")
    page.get_by_role("button", name="Gửi góp ý").press("Enter")
    expect(page.locator(".plan-thread", has_text="Đổi tên mục")).to_be_visible()
    page.locator(".plan-thread [data-go]").click()
    expect(page.locator('#plan-paper [data-block="aaaa00"].is-shown')).to_be_in_viewport()


def test_somebody_is_called_with_at_by_keyboard(page: Page, live_server, plan_and_people):
    people = plan_and_people[1]
    open_plan(page, live_server, plan_and_people, "leader")
    text = page.get_by_role("textbox", name="Góp ý", exact=True)
    text.click()
    page.keyboard.type("Nhờ @bui")
    expect(page.get_by_role("checkbox", name="Bùi Văn Đạt")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(text).to_have_value("Nhờ @Bùi Văn Đạt ")
    page.keyboard.type("xem lại")
    page.get_by_role("button", name="Gửi góp ý").click()
    expect(page.locator(".plan-thread", has_text="Nhắc: @Bùi Văn Đạt")).to_be_visible()
    saved = Comment.objects.get()
    assert saved.text == "Nhờ @Bùi Văn Đạt xem lại" and list(saved.mentions.all()) == [people["member"]]


def test_home_page_leads_the_called_person_to_the_thread(page: Page, live_server, plan_and_people):
    plan, people = plan_and_people
    add_comment(
        plan, text="Xem giúp mức chi", block_id="aaaa01", by=people["leader"], mentions=[people["member"]]
    )
    sign_in(page, live_server, people["member"])
    page.goto(live_server.url)
    page.get_by_role("link", name="Xem giúp mức chi").click()
    expect(page.locator(".plan-thread", has_text="Xem giúp mức chi")).to_be_in_viewport()
    page.get_by_text("Trả lời", exact=True).first.click()
    page.locator(".plan-thread textarea").fill("Đã xem, đồng ý")
    page.get_by_role("button", name="Gửi trả lời").click()
    expect(page.locator(".plan-reply", has_text="Đã xem, đồng ý")).to_be_visible()


def test_suggestion_is_made_on_chosen_words_and_taken_by_the_drafter(
    page: Page, live_server, plan_and_people
):
    plan = plan_and_people[0]
    open_plan(page, live_server, plan_and_people, "member")
    page.evaluate(SELECT, ["aaaa01", "khó khăn"])
    page.get_by_role("button", name="Góp ý chữ đang chọn").click()
    page.get_by_text("Đề xuất câu chữ mới").click()
    expect(page.get_by_label("Sửa thành")).to_have_value("khó khăn")
    page.get_by_label("Sửa thành").fill("đặc biệt khó khăn")
    page.get_by_role("button", name="Gửi đề xuất sửa").click()
    expect(page.locator(".plan-suggestion ins")).to_contain_text("đặc biệt")
    assert page.get_by_role("button", name="Nhận", exact=True).count() == 0
    open_plan(page, live_server, plan_and_people, "drafter")
    page.get_by_role("button", name="Nhận", exact=True).click()
    expect(page.locator('#plan-paper [data-block="aaaa01"]')).to_contain_text("hoàn cảnh đặc biệt khó khăn")
    expect(page.locator(".plan-suggestion")).to_have_count(0)
    assert content_of(Plan.objects.get(pk=plan.pk)).outline["aaaa01"].text.endswith("đặc biệt khó khăn.")


def test_stale_suggestion_is_refused_and_another_rejected(page: Page, live_server, plan_and_people):
    plan, people = plan_and_people
    made = suggest(plan, block_id="aaaa01", replacement="Chăm lo tốt.", by=people["leader"])
    suggest(plan, block_id="aaaa02", replacement="Thăm hỏi.", by=people["leader"])
    open_plan(page, live_server, plan_and_people, "drafter")
    changed = {**BLOCKS[1], "text": "Chăm lo mọi đoàn viên."}
    save_plan(plan, content=body(BLOCKS[0], changed, BLOCKS[2]), base=1, by=people["drafter"])
    stale = page.locator(f"#de-xuat-{made.pk}")
    stale.get_by_role("button", name="Nhận", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("đã được sửa sau khi có đề xuất")
    expect(stale.get_by_role("button", name="Nhận", exact=True)).to_have_count(0)
    page.locator(".plan-suggestion").filter(has_text="gia đình").get_by_role(
        "button", name="Không nhận"
    ).click()
    expect(page.locator(".plan-suggestion")).to_have_count(1)
    assert [s.state for s in Suggestion.objects.order_by("pk")] == ["open", "rejected"]
    assert content_of(Plan.objects.get(pk=plan.pk)).outline["aaaa01"].text == "Chăm lo mọi đoàn viên."
