"""The findings beside the text in a real browser: a click leads to the letters, a save refreshes, a reason sets aside."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from plans.models import Plan
from plans.outline import PlanContent
from plans.queries import content_of
from plans.services import create_plan
from tests.browsing import sign_in
from tests.factories import person, province
from tests.plans.editor_pages import block, blocks_of, new_draft, numbers, saved
from units.models import Role

pytestmark = pytest.mark.django_db(transaction=True)
WIDTHS = (1280, 360)


@pytest.fixture
def draft(transactional_db):
    unit = province(short_name="LĐLĐ tỉnh Mẫu Sơn")
    drafter = person(Role.DRAFTER, unit, "Lý Thị Mai")
    texts = [
        "Giải quyết vấn đề nỗi cộm tại nơi làm việc.",
        "Thực hiện Nghị quyết số 33/NQ-TW của Trung ương.",
    ]
    blocks = [
        {"id": f"aaaa{n:02d}", "level": "bullet", "kind": "text", "text": text}
        for n, text in enumerate(texts)
    ]
    content = PlanContent.from_json(
        {
            "abstract": "Tết sum vầy",
            "bases": ["Căn cứ Luật Công đoàn", "Căn cứ thông báo số 5 /TB-LĐLĐ"],
            "blocks": blocks,
        }
    )
    return create_plan(issuer=unit, abstract="Tết sum vầy", by=drafter, content=content), drafter


def open_editor(page: Page, live_server, draft, anchor: str = "") -> None:
    plan, drafter = draft
    sign_in(page, live_server, drafter)
    page.goto(f"{live_server.url}/ke-hoach/{plan.pk}/soan/{anchor}")
    expect(page.locator("#plan-findings .plan-finding").first).to_be_visible()


def selected(page: Page) -> str:
    return page.evaluate(
        """() => {
          const a = document.activeElement;
          return a.value === undefined ? String(getSelection()) : a.value.slice(a.selectionStart, a.selectionEnd);
        }"""
    )


def finding(page: Page, text: str):
    return page.locator(".plan-finding", has=page.locator("mark", has_text=text))


@pytest.mark.parametrize("width", WIDTHS)
def test_click_on_a_finding_selects_its_letters(page: Page, live_server, draft, width):
    page.set_viewport_size({"width": width, "height": 800})
    open_editor(page, live_server, draft)
    finding(page, "nỗi cộm").locator(".plan-finding-go").click()
    assert selected(page) == "nỗi cộm"
    finding(page, "5 /TB-LĐLĐ").first.locator(".plan-finding-go").click()
    assert selected(page) == "5 /TB-LĐLĐ"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_mended_text_loses_its_finding_after_the_save(page: Page, live_server, draft):
    open_editor(page, live_server, draft)
    expect(finding(page, "nỗi cộm")).to_have_count(1)
    page.locator(".plan-text").first.fill("Giải quyết vấn đề nổi cộm tại nơi làm việc.")
    expect(finding(page, "nỗi cộm")).to_have_count(0, timeout=8000)
    expect(finding(page, "33/NQ-TW").first).to_be_visible()


def test_finding_is_set_aside_with_a_reason_while_writing_goes_on(page: Page, live_server, draft):
    open_editor(page, live_server, draft)
    one = finding(page, "nỗi cộm")
    one.get_by_text("Bỏ qua…").click()
    one.get_by_label("Lý do bỏ qua").fill("Trích nguyên văn")
    one.get_by_role("button", name="Bỏ qua chỗ này").click()
    expect(page.get_by_text("Đã bỏ qua (1)")).to_be_visible()
    page.get_by_text("Đã bỏ qua (1)").click()
    expect(page.get_by_text("Trích nguyên văn")).to_be_visible()


def test_link_from_the_plan_page_opens_the_editor_at_the_block(page: Page, live_server, draft):
    open_editor(page, live_server, draft, "#doan-aaaa01")
    page.keyboard.insert_text("X ")
    expect(page.locator('.plan-block[data-block="aaaa01"]')).to_have_text(
        "X Thực hiện Nghị quyết số 33/NQ-TW của Trung ương."
    )


def apply(page: Page, text: str) -> None:
    finding(page, text).first.get_by_role("button", name="Sửa chỗ này").click()


def test_a_proposed_fix_is_put_in_by_one_click_and_taken_back_by_undo(page: Page, live_server, draft):
    open_editor(page, live_server, draft)
    apply(page, "33/NQ-TW")
    text = page.locator('.plan-block[data-block="aaaa01"]')
    expect(text).to_have_text("Thực hiện Nghị quyết số 33-NQ/TW của Trung ương.")
    expect(finding(page, "33/NQ-TW").get_by_text("Văn bản của Đảng")).to_have_count(0, timeout=8000)
    text.click()
    page.keyboard.press("Control+z")
    expect(text).to_have_text("Thực hiện Nghị quyết số 33/NQ-TW của Trung ương.")


def test_a_fix_in_the_bases_is_put_in_and_saved(page: Page, live_server, draft):
    open_editor(page, live_server, draft)
    apply(page, "5 /TB-LĐLĐ")
    expect(page.locator("#plan-bases")).to_have_value("Căn cứ Luật Công đoàn\nCăn cứ thông báo số 05/TB-LĐLĐ")
    saved(page)
    assert content_of(Plan.objects.get(pk=draft[0].pk)).bases[1].endswith("05/TB-LĐLĐ")


def test_a_fix_for_words_that_were_typed_over_is_not_put_in(page: Page, live_server, draft):
    open_editor(page, live_server, draft)
    page.locator(".plan-text").first.fill("Giải quyết việc khác, nỗi cộm hơn.")
    apply(page, "nỗi cộm")
    expect(page.get_by_text("Chỗ này vừa được sửa")).to_be_visible()
    expect(page.locator(".plan-text").first).to_have_text("Giải quyết việc khác, nỗi cộm hơn.")


def test_numbers_that_repeat_are_mended_by_one_click(page: Page, live_server, transactional_db):
    levels = ("part", "subsection", "subsection", "section", "section")
    plan, drafter = new_draft(*(block(f"bbbb{n:02d}", level, "Nội dung") for n, level in enumerate(levels)))
    open_editor(page, live_server, (plan, drafter))
    assert numbers(page) == ["I.", "1.", "2.", "1.", "2."]
    page.locator(".plan-finding", has_text="in hai lần").get_by_role("button", name="Sửa chỗ này").click()
    assert numbers(page) == ["I.", "1.", "2.", "3.", "4."]
    saved(page)
    assert [one["level"] for one in blocks_of(plan)] == ["part", *["section"] * 4]
