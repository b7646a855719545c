"""The dialog that gives a report back says how many boxes and headings carry a note."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import factories
from tests.reporting.factories import country, sent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_notes_are_counted_as_they_are_written(page, live_server):
    here = country()
    report = here.report(here.bases[0])
    sent(report, here.chair)
    page.goto(f"{live_server.url}/dang-nhap/")
    page.fill("input[name=username]", here.officer.username)
    page.fill("input[name=password]", factories.PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda address: "dang-nhap" not in address)
    page.goto(live_server.url + reverse("reporting:submission_detail", args=[report.pk]))
    noted = page.locator("[data-noted]")
    page.locator("summary", has_text="Trả lại").click()
    expect(noted).to_contain_text("Chưa có góp ý ở ô nào")
    page.locator("input[name='note:TT01']").first.evaluate("box => { box.closest('details').open = true; }")
    page.locator("input[name='note:TT01']").first.fill("Xem lại")
    expect(noted).to_contain_text("1 ô số liệu")
