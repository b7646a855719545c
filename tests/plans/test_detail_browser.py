"""A plan's page on a phone."""

import pytest
from playwright.sync_api import Page, expect

from plans.services import create_plan
from tests.browsing import sign_in
from tests.factories import person, province
from units.models import Role

pytestmark = pytest.mark.django_db(transaction=True)


def test_long_parts_are_folded_on_a_phone_and_a_link_opens_one(page: Page, live_server, transactional_db):
    unit = province()
    drafter = person(Role.DRAFTER, unit)
    plan = create_plan(issuer=unit, abstract="An toàn giao thông", by=drafter)
    sign_in(page, live_server, drafter)
    address = f"{live_server.url}/ke-hoach/{plan.pk}/"
    page.goto(address)
    expect(page.locator("#plan-paper")).to_be_visible()
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{address}?")
    expect(page.locator("#plan-paper")).to_be_hidden()
    page.goto(f"{address}?#plan-paper")
    expect(page.locator("#plan-paper")).to_be_visible()
