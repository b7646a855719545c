"""Drafting in a real browser: typing, keys, numbers, two tabs, a lost connection."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from plans.models import Plan, Target
from plans.outline import LEVELS, Outline
from plans.queries import content_of
from plans.services import create_plan, save_plan
from tests.factories import person, province
from tests.plans.editor_pages import PASTE, TEXT, numbers, open_editor, saved, texts
from units.models import Role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def draft(transactional_db):
    unit = province(short_name="LĐLĐ tỉnh Mẫu Sơn")
    drafter = person(Role.DRAFTER, unit, "Lý Thị Mai")
    plan = create_plan(issuer=unit, abstract="Tổ chức Tháng Công nhân năm 2026", by=drafter)
    return plan, drafter


def test_plan_is_typed_with_the_keyboard_alone_and_saved(page: Page, live_server, draft):
    open_editor(page, live_server, draft)
    page.locator(TEXT).focus()
    page.keyboard.type("MỤC ĐÍCH, YÊU CẦU")
    page.keyboard.press("Enter")
    page.keyboard.type("Mục đích")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Nâng cao đời sống đoàn viên, người lao động.")
    saved(page)
    assert texts(draft[0]) == [
        ("part", "MỤC ĐÍCH, YÊU CẦU"),
        ("section", "Mục đích"),
        ("subsection", "Nâng cao đời sống đoàn viên, người lao động."),
    ]
    assert numbers(page) == ["I.", "1.", "1.1."]


def test_numbers_in_the_browser_are_those_of_the_server(page: Page, live_server, draft):
    levels = [
        "part",
        "section",
        "bullet",
        "plus",
        "bullet",
        "item",
        "item",
        "point",
        "bullet",
        "point",
        "point",
        "point",
        "point",
        "subsection",
        "subsubsection",
        "subsubsection",
        "paragraph",
        "section",
        "item",
        "bullet",
        "item",
        "part",
        "subsection",
        "point",
        "part",
        "section",
        "plus",
        "item",
        "plus",
    ]
    assert set(levels) <= set(LEVELS)
    blocks = [
        {"id": f"blo{i:03d}", "level": level, "kind": "text", "text": f"Đoạn {i}"}
        for i, level in enumerate(levels)
    ]
    plan, drafter = draft
    save_plan(
        plan,
        content={"abstract": "X", "bases": [], "opening": [], "closing": [], "blocks": blocks},
        base=1,
        by=drafter,
    )
    open_editor(page, live_server, draft)
    expect(page.locator(".plan-block")).to_have_count(len(levels))
    assert numbers(page) == list(Outline.from_json(blocks).numbers().values())


def test_second_tab_sees_what_the_first_saved_and_loses_nothing(page: Page, context, live_server, draft):
    open_editor(page, live_server, draft)
    other = context.new_page()
    other.goto(page.url)
    page.locator("#plan-opening").fill("Từ thẻ thứ nhất.")
    saved(page)
    other.locator("#plan-opening").fill("Từ thẻ thứ hai.")
    expect(other.locator("#plan-conflict")).to_be_visible()
    expect(other.locator("#plan-conflict-rows")).to_contain_text("Từ thẻ thứ nhất.")
    expect(other.locator("#plan-conflict-rows")).to_contain_text("Từ thẻ thứ hai.")
    assert content_of(Plan.objects.get(pk=draft[0].pk)).opening == ("Từ thẻ thứ nhất.",)
    other.locator("#plan-keep-mine").click()
    saved(other)
    assert content_of(Plan.objects.get(pk=draft[0].pk)).opening == ("Từ thẻ thứ hai.",)
    assert [v.content["opening"] for v in draft[0].versions.all()][-2:] == [
        ["Từ thẻ thứ nhất."],
        ["Từ thẻ thứ hai."],
    ]


def test_text_typed_without_a_line_is_saved_when_it_is_back(page: Page, context, live_server, draft):
    open_editor(page, live_server, draft)
    context.set_offline(True)
    page.locator("#plan-closing").fill("Gõ khi mất mạng.")
    expect(page.locator("#plan-save-state")).to_have_attribute("data-state", "offline")
    context.set_offline(False)
    saved(page)
    assert content_of(Plan.objects.get(pk=draft[0].pk)).closing == ("Gõ khi mất mạng.",)


def test_text_survives_a_closed_tab_without_a_line(page: Page, context, live_server, draft):
    open_editor(page, live_server, draft)
    address = page.url
    context.set_offline(True)
    page.locator("#plan-closing").fill("Chưa kịp lưu.")
    expect(page.locator("#plan-save-state")).to_have_attribute("data-state", "offline")
    page.close(run_before_unload=False)
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    again.get_by_role("button", name="Đồng ý").click()
    saved(again)
    assert content_of(Plan.objects.get(pk=draft[0].pk)).closing == ("Chưa kịp lưu.",)


def test_sentence_becomes_a_target_after_a_person_accepts_the_proposal(page: Page, live_server, draft):
    plan, drafter = draft
    block = {
        "id": "aaaaaa",
        "level": "section",
        "kind": "target",
        "text": "Hằng năm có 90% trở lên đoàn viên được học tập nghị quyết.",
    }
    save_plan(
        plan,
        content={"abstract": "X", "bases": [], "opening": [], "closing": [], "blocks": [block]},
        base=1,
        by=drafter,
    )
    open_editor(page, live_server, draft)
    page.locator(".plan-text").first.click()
    page.get_by_role("button", name="Số liệu của đoạn").click()
    expect(page.locator("#plan-panel")).to_contain_text("Đề xuất: Đoàn viên được học tập nghị quyết")
    assert not Target.objects.exists()
    page.get_by_role("button", name="Nhận chỉ tiêu này").first.click()
    expect(page.locator("#plan-panel")).to_contain_text("Đã lưu chỉ tiêu")
    assert (Target.objects.get().value, Target.objects.get().comparator) == (90, "gte")


def test_pasted_paragraphs_become_blocks(page: Page, live_server, draft):
    open_editor(page, live_server, draft)
    page.locator(TEXT).focus()
    page.evaluate(PASTE, ["", "Đoạn một\n\nĐoạn hai\nĐoạn ba"])
    saved(page)
    assert [text for _level, text in texts(draft[0])] == ["Đoạn một", "Đoạn hai", "Đoạn ba"]


def test_forged_content_is_refused_with_words(client, draft):
    plan, drafter = draft
    client.force_login(drafter)
    bad = {"base": 1, "content": {"abstract": "X", "blocks": [{"id": "aaaaaa", "level": "cao", "text": "x"}]}}
    answer = client.post(f"/ke-hoach/{plan.pk}/luu/", json.dumps(bad), content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["faults"][0]["block"] == "aaaaaa"
    assert plan.versions.count() == 1
