"""A plan from the first word to the unit below: drafted, returned, approved, numbered, acknowledged, derived."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from documents.models import Delivery
from plans.models import Plan
from tests.factories import PASSWORD
from tests.journeys.conftest import agree, eventually, take, told

pytestmark = pytest.mark.django_db(transaction=True)

ABSTRACT = "Tổ chức Tháng Công nhân năm 2026"
REASON = "Bổ sung nội dung chăm lo cho lao động nữ."


def type_password(page: Page, username: str) -> None:
    page.goto("/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page).to_have_url(re.compile(r"^http://[^/]+/$"))


def draft(page: Page) -> str:
    """Write the plan, choose who signs and who receives; gives the address of its page."""
    page.goto("/ke-hoach/moi/")
    page.get_by_label("Trích yếu").fill(ABSTRACT)
    page.get_by_role("button", name="Bắt đầu soạn").click()
    page.locator("#plan-blocks .plan-blocks").click()
    for key in ("MỤC ĐÍCH, YÊU CẦU", "Enter", "Nâng cao đời sống đoàn viên, người lao động.", "Enter", "Tab"):
        page.keyboard.press(key) if key in {"Enter", "Tab"} else page.keyboard.type(key)
    page.keyboard.type("Mỗi công đoàn cơ sở có ít nhất một việc làm cụ thể.")
    expect(page.locator("#plan-save-state")).to_have_attribute("data-state", "saved", timeout=8000)
    page.get_by_role("link", name="Xem bản in và trình duyệt").click()
    page.get_by_role("link", name="Sửa nơi nhận").click()
    page.get_by_role("radio", name="Trần Ngọc Ánh").check()
    page.get_by_role("button", name="Nhóm đơn vị").click()
    page.locator("select[name$=-group]:visible").last.select_option(
        label="Các công đoàn cấp trên trực tiếp cơ sở"
    )
    page.locator("select[name$=-role]:visible").last.select_option(label="Thực hiện")
    page.get_by_role("button", name="Lưu").click()
    told(page, ABSTRACT)
    return page.url


def test_plan_goes_from_the_first_word_to_the_unit_below(town, visit):
    drafter, leader = visit(), visit(town.people["leader"])
    type_password(drafter, "drafter")
    address = draft(drafter)
    take(drafter, "Trình duyệt")
    told(drafter, "Đã trình duyệt.")

    leader.goto(address)
    take(leader, "Trả lại", note=REASON)
    told(leader, "Bị trả lại")

    drafter.goto(address)
    told(drafter, REASON)
    take(drafter, "Trình duyệt")
    leader.goto(address)
    take(leader, "Duyệt")
    agree(leader)
    # The words stand on the page before, as the next stage.
    eventually(leader, lambda: Plan.objects.get().status == "approved")

    clerk = visit(town.people["clerk"])
    clerk.goto(address)
    take(clerk, "Phát hành, không ký trên cổng")
    agree(clerk)
    told(clerk, "01/KH-LĐLĐ")
    plan = Plan.objects.get()
    assert (plan.status, plan.number, plan.signer.user.full_name) == ("issued", 1, "Trần Ngọc Ánh")
    with clerk.expect_download() as download:
        clerk.reload()
        clerk.get_by_role("link", name="Tải PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    receive_and_derive(visit(town.people["upper"]), town)


def receive_and_derive(page: Page, town) -> None:
    """The unit below finds the plan in its in-box, confirms it and makes its own plan of it."""
    page.goto("/van-ban/den/")
    page.get_by_role("link", name=ABSTRACT).click()
    page.get_by_role("button", name="Xác nhận đã nhận").click()
    expect(page.get_by_role("button", name="Xác nhận đã nhận")).to_have_count(0)
    delivery = Delivery.objects.get(unit=town.upper)
    assert delivery.acknowledged_by == town.people["upper"] and delivery.opened_at
    page.get_by_role("link", name="Mở văn bản").click()
    page.get_by_role("button", name=f"Cụ thể hóa cho {town.upper.name}").click()
    expect(page).to_have_url(re.compile("/soan/$"))
    expect(page.locator(".plan-block")).to_have_count(3)
    derived = Plan.objects.get(issuer=town.upper)
    assert (derived.derived_from.abstract, derived.status) == (ABSTRACT, "draft")
