"""The picker of cited papers writes into the text that is being typed."""

import re

import pytest
from playwright.sync_api import Page, expect

from plans.catalogue import load
from plans.models import Plan
from plans.queries import content_of
from plans.services import create_plan
from reporting.catalogue import load as load_all
from tests.browsing import sign_in
from tests.factories import person, province
from units.models import Role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def plan(page: Page, live_server, transactional_db):
    load_all()
    load()
    unit = province()
    drafter = person(Role.DRAFTER, unit)
    plan = create_plan(issuer=unit, abstract="An toàn giao thông", by=drafter)
    sign_in(page, live_server, drafter)
    page.goto(f"{live_server.url}/ke-hoach/{plan.pk}/soan/")
    return plan


def saved(page: Page, plan: Plan):
    expect(page.locator("#plan-save-state")).to_have_attribute("data-state", "saved", timeout=8000)
    return content_of(Plan.objects.get(pk=plan.pk))


def cite(page: Page) -> None:
    page.locator("#plan-references-search").fill("23-CT/TW")
    expect(page.locator("#plan-references-rows")).not_to_contain_text("356/2025")
    page.locator("[data-insert-text]").first.click()


def test_chosen_paper_is_written_at_the_caret(page: Page, plan):
    page.locator("#plan-blocks .plan-blocks").click()
    page.keyboard.type("Thực hiện ")
    cite(page)
    text = " ".join(block.text for block in saved(page, plan).outline.blocks)
    assert text.startswith("Thực hiện Chỉ thị số 23-CT/TW")


def test_paper_chosen_while_writing_the_bases_becomes_a_basis(page: Page, plan):
    page.locator("#plan-bases").click()
    cite(page)
    expect(page.locator("#plan-bases")).to_have_value(re.compile(r"^Căn cứ Chỉ thị số 23-CT/TW.*;$"))
    assert saved(page, plan).bases[0].startswith("Căn cứ Chỉ thị số 23-CT/TW")
