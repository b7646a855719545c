"""What a person typed stays on the device whatever refuses it: the server, a question, a full disk, a merged unit."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from reporting.models import Submission
from tests.factories import grassroots
from tests.journeys.conftest import PHONE
from tests.journeys.test_report import box, report_of
from tests.journeys.test_report_offline import figures, open_report, reopen, saved, strip, waits
from tests.reporting.factories import opened
from units.succession.services import succeed_unit

pytestmark = pytest.mark.django_db(transaction=True)

# The device says that it is full from `window.full` on.
FULL_DISK = """
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...row) {
    const request = put.apply(this, row);
    if (window.full) {
      Object.defineProperty(this.transaction, "error", { value: new DOMException("no room", "QuotaExceededError") });
      this.transaction.abort();
    }
    return request;
  };
"""

# What was reported before in the box of the money.
USUAL = """
  document.addEventListener("DOMContentLoaded", () => {
    const cell = document.querySelector("[data-cell=CL02]");
    if (cell) cell.dataset.usual = "12000000";
  });
"""


@pytest.fixture
def report(town) -> Submission:
    return report_of(opened(town.province, year=2026), town.base)


def place(page: Page, code: str) -> Any:
    return page.locator(f'[data-cell="{code}"]')


def answered(page: Page) -> str:
    return page.locator("[data-answered]").inner_text()


def test_refused_text_is_back_with_its_message_after_leaving_also_without_a_line(town, report, visit):
    page = visit(town.people["chair"], PHONE)
    open_report(page, report)
    box(page, "TT02").fill("mười hai")
    box(page, "TT02").blur()
    expect(place(page, "TT02").locator(".rp-refused")).to_contain_text("mười hai")
    assert answered(page) == "0", "what was refused is no answer"
    page.goto("/bao-cao/")
    page.context.set_offline(True)
    page = reopen(page, report)
    expect(box(page, "TT02")).to_have_value("mười hai")
    expect(place(page, "TT02").locator(".rp-refused")).to_contain_text("mười hai")
    assert answered(page) == "0"
    page.context.set_offline(False)
    box(page, "TT02").fill("12")
    box(page, "TT02").blur()
    saved(page)
    assert figures(report) == {("TT02", ""): 12}
    assert answered(page) == "1"


@pytest.mark.deep
def test_sum_that_was_asked_about_is_asked_again_after_the_tab_was_killed(town, report, visit):
    page = visit(town.people["chair"], PHONE)
    page.context.add_init_script(USUAL)
    open_report(page, report)
    box(page, "CL02").press_sequentially("13")
    box(page, "CL02").blur()
    expect(place(page, "CL02").locator(".rp-asked")).to_contain_text("13 đồng")
    page = reopen(page, report)
    expect(place(page, "CL02").locator(".rp-asked")).to_contain_text("13 đồng")
    assert figures(report) == {}
    assert box(page, "CL02").input_value() == "13", "its section is on the screen now"
    place(page, "CL02").get_by_role("button", name="Đúng, 13 đồng").tap()
    saved(page)
    assert figures(report) == {("CL02", ""): 13}


@pytest.mark.deep
def test_full_device_says_so_and_sends_straight(town, report, visit):
    page = visit(town.people["chair"], PHONE)
    page.context.add_init_script(FULL_DISK)
    open_report(page, report)
    page.evaluate("window.full = true")
    box(page, "TT02").fill("250")
    box(page, "TT02").blur()
    expect(page.locator("#toasts")).to_contain_text("Máy này đã hết chỗ")
    saved(page)
    assert figures(report) == {("TT02", ""): 250}


@pytest.mark.deep
def test_unit_merged_while_its_report_is_open_keeps_the_numbers_with_the_reason(town, report, visit):
    page = visit(town.people["chair"], PHONE)
    open_report(page, report)
    page.context.set_offline(True)
    box(page, "TT02").fill("250")
    box(page, "TT02").blur()
    waits(page, "1 thay đổi chưa gửi")
    other = grassroots(town.upper, "CĐCS Công ty May Sao Mai", code="MS-SM-2", sector="nnn")
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    succeed_unit(town.base, into={other: Decimal(1)}, on=yesterday, decision="12/QĐ-LĐLĐ")
    page.context.set_offline(False)
    waits(page, "có chỗ cần xem lại")
    strip(page).get_by_role("button", name="Xem").tap()
    dialog = page.locator(".nc-outbox-dialog")
    expect(dialog).to_contain_text("250")
    expect(dialog).to_contain_text("sáp nhập")
    assert figures(report) == {}
