"""Fields of a blank are moved by mouse and by arrow keys; the picture follows the numbers."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from campaigns.certificates.models import Blank
from campaigns.certificates.services import create_blank
from tests.browsing import sign_in
from tests.factories import person, province
from units.models import Role

pytestmark = pytest.mark.django_db(transaction=True)


def test_field_is_dragged_nudged_and_typed_then_stored(page, live_server):
    by = person(Role.DRAFTER, province())
    blank = create_blank(unit=by.seats.get().unit, name="Giấy khen A4", width=297, height=210, by=by)
    sign_in(page, live_server, by)
    page.set_viewport_size({"width": 1280, "height": 1000})
    page.goto(live_server.url + reverse("campaigns:blank_detail", args=[blank.pk]))
    name = page.locator("[data-field='0']")
    expect(name.locator("text")).to_have_count(2)
    x, y = page.locator("#id_truong-0-x"), page.locator("#id_truong-0-y")
    before = (number(x), number(y))
    box = name.locator("rect").bounding_box()
    scale = page.locator("#phoi").bounding_box()["width"] / 297
    page.mouse.move(box["x"] + 10, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 10 + 12 * scale, box["y"] + 10 - 20 * scale, steps=4)
    page.mouse.up()
    assert (number(x) - before[0], number(y) - before[1]) == pytest.approx((12, -20), abs=0.3)
    dragged = (number(x), number(y))
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowDown")
    assert (number(x) - dragged[0], number(y) - dragged[1]) == pytest.approx((-1, 0.1), abs=0.01)
    page.fill("#id_truong-0-size", "12")
    expect(name.locator("text")).to_have_count(1)
    page.get_by_role("button", name="Lưu vị trí các trường").click()
    expect(page.get_by_text("Đã lưu vị trí các trường")).to_be_visible()
    field = Blank.objects.get().fields.first()
    assert (float(field.x), float(field.size)) == (pytest.approx(dragged[0] - 1), 12)


def number(box):
    return float(box.input_value().replace(",", "."))
