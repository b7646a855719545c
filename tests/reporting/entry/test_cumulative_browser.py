"""The part of the period below a cumulative box follows every number that is typed."""

import pytest
from playwright.sync_api import expect

from tests.browsing import sign_in
from tests.reporting.entry.test_cumulative import value, year  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)


def test_period_follows_the_year_while_typing(transactional_db, year, page, live_server):  # noqa: F811
    sign_in(page, live_server, year.chair)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{live_server.url}/bao-cao/phieu/{year.now.pk}/nhap/")
    cell = page.locator('[data-cell="TT02"]')
    page.fill("#o-TT02", "1300")
    page.locator("#o-TT03").focus()
    expect(cell.locator("[data-in-period]")).to_have_text("1.050")
    expect(page.locator("[data-line]")).to_contain_text("đã lưu", timeout=15_000)
    assert value(year.now, "TT02") == 1050
    page.fill("#o-TT02", "100")
    page.locator("#o-TT03").focus()
    expect(cell).to_contain_text("nhỏ hơn số các kỳ trước cộng lại")
    expect(cell.locator(".rp-refused")).to_contain_text("Lũy kế 100", timeout=15_000)
    assert value(year.now, "TT02") == 1050
