"""The tree, the search and the picker in a real browser, by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.units.conftest import PASSWORD
from units.models import Unit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def signed_in(page: Page, live_server, admin) -> Page:
    page.goto(f"{live_server.url}/dang-nhap/?next=/don-vi/")
    page.get_by_label("Tên đăng nhập").fill("quantri")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/don-vi/$"))
    return page


def test_branch_opens_by_keyboard_and_search_answers_while_typing(signed_in):
    page = signed_in
    page.locator("details[hx-get*='/BAC/'] summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="CĐCS Trường Mầm non Họa Mi")).to_be_visible()
    page.get_by_role("searchbox").press_sequentially("gach dong")
    expect(
        page.locator("#unit-list").get_by_role("link", name="CĐCS Xí nghiệp Gạch Đồng Nam")
    ).to_be_visible()
    expect(page.locator("#unit-list")).to_contain_text("Mẫu Sơn › Công đoàn xã Đồng Nam")
    expect(page).to_have_url(re.compile(r"\?q=gach"))


def test_unit_moves_to_the_unit_picked_from_the_search(signed_in, live_server):
    page = signed_in
    page.goto(f"{live_server.url}/don-vi/BAC-1/chuyen/")
    page.get_by_placeholder("Gõ tên hoặc mã").press_sequentially("dong nam")
    page.get_by_role("radio", name=re.compile("^Công đoàn xã Đồng Nam")).check()
    page.get_by_label("Quyết định").fill("5/QĐ-LĐLĐ")
    page.get_by_role("button", name="Chuyển đơn vị").click()
    expect(page).to_have_url(re.compile("/don-vi/BAC-1/$"))
    assert Unit.objects.get(code="BAC-1").parent.code == "NAM"
