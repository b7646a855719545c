"""The printed pages beside the text: what the server gives, and how a browser shows it."""

from __future__ import annotations

import base64

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from documents import sheets
from plans.models import Plan
from plans.services import create_plan, save_plan
from tests.browsing import sign_in
from tests.factories import person, province
from units.models import Role

pytestmark = pytest.mark.django_db(transaction=True)
SENTENCE = (
    "Tổ chức nói chuyện tại nơi làm việc, mỗi buổi không quá ba mươi phút, dành một nửa thời gian để hỏi. "
)


def text(count, **changed):
    blocks = [
        {"id": f"{n:06d}", "level": "section", "kind": "text", "text": changed.get(f"b{n}", SENTENCE * 2)}
        for n in range(count)
    ]
    return {"abstract": "Tháng Công nhân", "bases": [], "opening": [], "closing": [], "blocks": blocks}


@pytest.fixture
def drafter(transactional_db):
    return person(Role.DRAFTER, province(short_name="LĐLĐ tỉnh Mẫu Sơn"), "Lý Thị Mai")


@pytest.fixture
def plan(drafter):
    plan = create_plan(issuer=drafter.seats.get().unit, abstract="Tháng Công nhân", by=drafter)
    save_plan(plan, content=text(30), base=1, by=drafter)
    return Plan.objects.get(pk=plan.pk)


def test_pages_come_with_their_blocks_and_only_once(client, plan, drafter):
    client.force_login(drafter)
    address = reverse("plans:plan_sheets", args=[plan.pk])
    first = client.get(address).json()
    assert len(first["pages"]) > 1
    assert base64.b64decode(first["pages"][0]["image"].partition(",")[2]).startswith(b"\x89PNG")
    assert [b[0] for b in first["pages"][0]["blocks"]][:2] == ["000000", "000001"]
    save_plan(plan, content=text(30, b29="Câu cuối khác."), base=2, by=drafter)
    known = ",".join(page["digest"] for page in first["pages"])
    again = client.get(address, {"co": known}).json()
    assert [page["image"] is None for page in again["pages"]] == [True] * (len(first["pages"]) - 1) + [False]


def test_server_that_cannot_draw_says_so(client, plan, drafter, monkeypatch):
    monkeypatch.setattr(sheets, "PROGRAM", "no-such-program")
    client.force_login(drafter)
    answer = client.get(reverse("plans:plan_sheets", args=[plan.pk]))
    assert answer.status_code == 503
    assert "poppler-utils" in answer.json()["message"]


def test_click_on_the_page_leads_to_where_the_block_is_drafted(page: Page, live_server, plan, drafter):
    sign_in(page, live_server, drafter)
    page.goto(f"{live_server.url}{reverse('plans:plan_preview', args=[plan.pk])}")
    sheet = page.locator(".plan-page-sheet").first
    expect(page.locator("#plan-preview-state")).to_contain_text("trang", timeout=20_000)
    top, bottom = page.locator(".plan-page").first.evaluate("figure => figure.blocks[1].slice(1)")
    frame = sheet.bounding_box()
    sheet.click(position={"x": frame["width"] / 2, "y": frame["height"] * (top + bottom) / 2})
    page.wait_for_url("**/soan/#doan-000001")


def test_heading_left_alone_at_the_end_of_a_page_is_told_below_that_page(
    page: Page, live_server, plan, drafter
):
    head = {"id": "dede00", "level": "section", "kind": "text", "text": "Phân công thực hiện"}
    rows = [["TT", "Việc", "Ai"], ["1", SENTENCE * 38, SENTENCE * 38]]  # one row, taller than a page
    table = {"id": "bang00", "level": "table", "kind": "text", "text": "", "rows": rows, "header_rows": 1}
    content = text(3)
    save_plan(plan, content=content | {"blocks": [*content["blocks"], head, table]}, base=2, by=drafter)
    sign_in(page, live_server, drafter)
    page.goto(f"{live_server.url}{reverse('plans:plan_preview', args=[plan.pk])}")
    expect(page.locator("#plan-preview-state")).to_contain_text("trang", timeout=20_000)
    told = page.locator(".plan-page", has_text="Đề mục nằm cuối trang")
    expect(told).to_have_count(1)
    assert told.evaluate("figure => figure.blocks.at(-1)[0]") == "dede00"


def test_pages_beside_the_editor_follow_what_is_saved(page: Page, live_server, plan, drafter):
    page.set_viewport_size({"width": 1400, "height": 900})
    sign_in(page, live_server, drafter)
    page.goto(f"{live_server.url}{reverse('plans:plan_edit', args=[plan.pk])}")
    page.locator("#plan-preview-toggle").click()
    expect(page.locator("#plan-preview-state")).to_contain_text("lần lưu 2", timeout=20_000)
    before = page.locator(".plan-page").first.get_attribute("data-digest")
    page.locator("#plan-opening").fill("Thực hiện nghị quyết, Ban Thường vụ ban hành kế hoạch.")
    expect(page.locator("#plan-preview-state")).to_contain_text("lần lưu 3", timeout=20_000)
    assert page.locator(".plan-page").first.get_attribute("data-digest") != before
    page.locator("#plan-preview-close").click()
    expect(page.locator("#plan-preview")).to_be_hidden()
    expect(page.locator("#plan-preview-toggle")).to_be_focused()


@pytest.mark.parametrize("width", [360, 1280])
def test_comparison_fits_the_screen_and_is_walked_by_keyboard(page: Page, live_server, plan, drafter, width):
    save_plan(plan, content=text(30, b3="Câu khác hẳn.", b9="Câu khác nữa."), base=2, by=drafter)
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(page, live_server, drafter)
    page.goto(f"{live_server.url}{reverse('plans:plan_compare', args=[plan.pk])}")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("link", name="Đến chỗ đổi đầu tiên").press("Enter")
    page.locator("#doi-1").get_by_role("link", name="Chỗ đổi sau").press("Enter")
    expect(page).to_have_url(f"{page.url.split('#')[0]}#doi-2")
    expect(page.locator("#doi-2 ins")).to_contain_text("Câu khác nữa")
    page.goto(f"{live_server.url}{reverse('plans:plan_versions', args=[plan.pk])}")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
