"""In the browser: a column copied from Excel goes into the allotment sheet, the sum follows, arrows move."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from plans.models import Allotment, Target
from plans.services import create_plan
from tests.browsing import sign_in
from tests.factories import person, province, upper_unit
from units.models import Role

PASTE = """(box) => {
  const held = new DataTransfer();
  held.setData("text/plain", "1.200\\r\\n800\\r\\n500\\r\\n");
  box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: held, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def target(transactional_db):
    place = province()
    for name in ("An Bình", "Bến Nghé", "Cửa Nam"):
        upper_unit(place, f"Công đoàn phường {name}")
    drafter = person(Role.DRAFTER, place)
    plan = create_plan(issuer=place, abstract="Phát triển đoàn viên", by=drafter)
    return Target.objects.create(
        plan=plan, block_id="aaaaaa", text="Kết nạp", name="Đoàn viên kết nạp", value=2500, basis="term"
    )


def test_pasted_column_is_summed_and_kept(page, live_server, target):
    drafter = target.plan.created_by
    sign_in(page, live_server, drafter)
    page.goto(live_server.url + reverse("plans:allotment_column", args=[target.plan_id, target.pk]))
    first = page.get_by_label("Mức giao cho Công đoàn phường An Bình")
    first.evaluate(PASTE)
    total = page.locator("#sheet-sum")
    expect(total.locator("[data-sum]")).to_have_text("2.500")
    expect(total).not_to_have_class("tg-sum is-off")
    first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.type("700")
    expect(total.locator("[data-gap]")).to_have_text("-100")
    page.get_by_role("button", name="Lưu mức giao").click()
    expect(page.get_by_text("Đã lưu 3 mức giao.")).to_be_visible()
    assert list(Allotment.objects.order_by("unit__sort_key").values_list("value", flat=True)) == [
        1200,
        700,
        500,
    ]
