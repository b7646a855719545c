"""The board: a card dragged to a column takes the step its button takes."""

import pytest
from playwright.sync_api import Page, expect

from plans.assignments.models import Assignment, AssignmentStatus
from tests.browsing import sign_in
from tests.plans.test_assignments import Place

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_card_is_dragged_or_pressed_to_its_next_column(page: Page, live_server, transactional_db):
    place = Place()
    place.give(units=[place.mid])
    row = Assignment.objects.get()
    sign_in(page, live_server, place.officer)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{live_server.url}/ke-hoach/viec/bang/")
    card = page.locator(f"#viec-{row.pk}")
    card.drag_to(page.locator("[data-column=doing]"))
    expect(page.locator(f"[data-column=doing] #viec-{row.pk}")).to_be_visible()
    page.get_by_role("button", name="Báo xong").press("Enter")
    expect(page.locator(f"[data-column=reported] #viec-{row.pk}")).to_be_visible()
    row.refresh_from_db()
    assert row.status == AssignmentStatus.REPORTED
