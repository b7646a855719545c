"""In the browser: a template chosen for a new plan, a citation written from the picker."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from documents.services.references import add_reference
from plans import catalogue
from plans.models import Plan
from plans.queries import content_of
from plans.services import create_plan
from tests.browsing import sign_in
from tests.factories import person, province
from units.models import Role

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@pytest.fixture
def place(transactional_db):
    return province(short_name="LĐLĐ tỉnh Mẫu Sơn")


@pytest.fixture
def drafter(place):
    return person(Role.DRAFTER, place, "Lý Thị Mai")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1280", "360"])
def test_drafter_starts_from_a_template_with_a_word_of_their_own(page, live_server, drafter, place, size):
    catalogue.load()
    page.set_viewport_size(size)
    sign_in(page, live_server, drafter)
    page.goto(live_server.url + reverse("plans:plan_new"))
    page.get_by_label("Loại kế hoạch").select_option("emulation")
    page.get_by_label("Trích yếu").fill("Phát động thi đua năm 2026")
    page.get_by_label("Phát động thi đua", exact=False).and_(page.get_by_role("radio")).check()
    preview = page.get_by_role("region", name="Nội dung mẫu")
    expect(preview).to_contain_text("Ban Thường vụ Liên đoàn Lao động tỉnh Mẫu Sơn phát động")
    word = page.get_by_label("Đối tượng")
    expect(word).to_have_attribute(
        "placeholder", "cán bộ, đoàn viên công đoàn, công nhân, viên chức, lao động"
    )
    word.fill("nữ công nhân")
    word.blur()
    expect(preview).to_contain_text("trong nữ công nhân năm")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("button", name="Bắt đầu soạn").click()
    page.wait_for_url("**/soan/")
    assert "trong nữ công nhân năm" in content_of(Plan.objects.get()).opening[0]


def test_click_in_the_picker_asks_the_editor_to_write(page, live_server, drafter, place):
    plan = create_plan(issuer=place, abstract="Tháng Công nhân", by=drafter)
    for number in ("23-CT/TW", "9-CT/TW"):
        add_reference(
            owner=None, by=None, type="Chỉ thị", number=number, issued_on=dt.date(2023, 5, 25), issuer="Ban Bí thư",
            title="an toàn giao thông" if number[0] == "2" else "",
        )  # fmt: skip
    sign_in(page, live_server, drafter)
    page.goto(live_server.url + reverse("plans:plan_detail", args=[plan.pk]))
    page.evaluate(
        """async ([url, script]) => {
            await import(script);
            window.written = [];
            document.addEventListener("plan:insert-text", (event) => window.written.push(event.detail.text));
            await htmx.ajax("GET", url, { target: "main", swap: "innerHTML" });
        }""",
        [reverse("plans:reference_picker", args=[plan.pk]), "/static/js/plan-references.js"],
    )
    page.get_by_label("Tìm văn bản để viện dẫn").press_sequentially("giao thong")
    expect(page.get_by_role("button", name="Chèn đầy đủ")).to_have_count(1)
    page.get_by_role("button", name="Chèn đầy đủ").click()
    page.get_by_role("button", name="gọn", exact=True).click()
    assert page.evaluate("window.written") == [
        "Chỉ thị số 23-CT/TW ngày 25/5/2023 của Ban Bí thư về an toàn giao thông", "Chỉ thị số 23-CT/TW",
    ]  # fmt: skip
