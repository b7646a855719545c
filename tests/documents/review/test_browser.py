"""A draft on its way through four people's screens, with a note written by hand on a tablet."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from documents.models import Document
from documents.review.models import ReviewStep
from documents.services import choose_signer, save_version, set_recipients
from plans.models import Plan
from plans.outline import PlanContent
from plans.services import create_plan
from tests.browsing import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
ABSTRACT = "Tổ chức Tháng Công nhân năm 2026"
BLOCKS = [
    {"id": "aaaa01", "level": "part", "kind": "text", "text": "MỤC ĐÍCH, YÊU CẦU"},
    {
        "id": "aaaa02",
        "level": "bullet",
        "kind": "text",
        "text": "Chăm lo đời sống đoàn viên, giải quyết vấn đề nỗi cộm.",
    },
]
CONTENT = {"abstract": ABSTRACT, "bases": [], "opening": [], "closing": [], "blocks": BLOCKS}


@pytest.fixture
def plan(desk):
    made = create_plan(
        issuer=desk.unit, abstract=ABSTRACT, by=desk.drafter, content=PlanContent.from_json(CONTENT)
    )
    choose_signer(made, desk.seat, by=desk.drafter)
    set_recipients(made, [{"text": "Tỉnh ủy", "role": "bao_cao"}], by=desk.drafter)
    return Plan.objects.get(pk=made.pk)


@pytest.fixture
def at_desk(page, live_server, settings, tmp_path):
    """`at_desk(person, path)`: the one browser as this person, on a tablet."""
    settings.MEDIA_ROOT = tmp_path
    page.set_viewport_size({"width": 820, "height": 1180})

    def come(person, path):
        page.context.clear_cookies()
        sign_in(page, live_server, person)
        page.goto(f"{live_server.url}{path}")
        return page

    return come


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def open_first(page, said):
    """From the list into the paper; answer it."""
    page.get_by_role("link", name=ABSTRACT).click()
    press(page, said)


def write_by_hand(page):
    page.locator(".rv-say > summary").click()
    box = page.locator(".rv-canvas").bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 40)
    page.mouse.down()
    for at in range(1, 9):
        page.mouse.move(box["x"] + 30 + at * 15, box["y"] + 40 + (at % 3) * 20)
    page.mouse.up()


def test_draft_is_returned_by_hand_and_approved_after_its_second_way(at_desk, plan, desk):
    page = at_desk(desk.drafter, f"/ke-hoach/{plan.pk}/")
    page.get_by_role("link", name="Lập phiếu trình").click()
    page.get_by_label("Nội dung trình").fill("Đã lấy ý kiến các ban.")
    press(page, "Trình")
    expect(page.locator("#phieu-trinh")).to_contain_text("Kiểm tra nội dung")

    open_first(at_desk(desk.head, "/van-ban/trinh/"), "Đạt nội dung")
    page = at_desk(desk.registry, "/van-ban/trinh/")
    page.get_by_role("link", name=ABSTRACT).click()
    expect(page.locator("#content")).to_contain_text("nỗi cộm")
    press(page, "Đạt thể thức")
    assert ReviewStep.objects.get(kind="format").findings

    page = at_desk(desk.leader, "/van-ban/trinh/")
    page.get_by_role("link", name=ABSTRACT).click()
    write_by_hand(page)
    press(page, "Trả lại")
    expect(page.locator("#content")).to_contain_text("Không còn văn bản nào chờ bạn")
    assert ReviewStep.objects.get(status="returned").drawing

    page = at_desk(desk.drafter, f"/ke-hoach/{plan.pk}/")
    expect(page.get_by_alt_text(re.compile("Ý kiến viết tay của"))).to_be_visible()
    plan.refresh_from_db()
    mended = {**CONTENT, "blocks": [BLOCKS[0], {**BLOCKS[1], "text": "Chăm lo đời sống đoàn viên."}]}
    save_version(plan, content=PlanContent.from_json(mended).to_json(), base=1, by=desk.drafter)
    page.get_by_role("link", name="Lập phiếu trình").click()
    page.get_by_label(re.compile("Bước đã trả lại: Duyệt")).check()
    press(page, "Trình")

    page = at_desk(desk.leader, "/")
    page.get_by_role("link", name=ABSTRACT).first.click()
    page.get_by_role("link", name="So với bản lần trước").click()
    expect(page.locator("#content")).to_contain_text("nỗi cộm")
    page.go_back()
    press(page, "Duyệt")
    page.locator("#nc-confirm").get_by_role("button", name="Đồng ý").click()
    expect(page.locator("#content")).to_contain_text("Đã duyệt")
    assert Document.objects.get(pk=plan.pk).status == "approved"
