"""A heading put together from sentences of the units, by mouse and by keyboard alone."""

import pytest
from playwright.sync_api import expect

from documents import jobs
from reporting.models import CompiledReport
from reporting.report.narrative import sections_of
from reporting.services import compile_report, edit_narrative
from tests import factories
from tests.browsing import sign_in
from tests.reporting.compile_factories import Country, accept, narrate
from units.models import Role

pytestmark = pytest.mark.django_db(transaction=True)
GAMES, RADIO = "Tổ chức hội thao chào mừng Tháng Công nhân.", "Phát thanh nội bộ đầu ca."


@pytest.fixture
def report():
    country = Country()
    officer = factories.person(Role.UPPER_UNIT, country.upper)
    for unit, text in ((country.school, GAMES), (country.factory, RADIO)):
        narrate(accept(country.report(unit), {"TC05": 40}), "V.1", text)
    jobs.run(compile_report(country.place(country.upper), by=officer).pk)
    report = CompiledReport.objects.get()
    edit_narrative(report, texts={"V.1": "Đề nghị cấp trên hỗ trợ."}, base=1, by=officer)
    report.officer = officer
    return report


def text_now(report):
    content = CompiledReport.objects.get(pk=report.pk).current_version.content
    return next(s["text"] for s in sections_of(content) if s["code"] == "V.1")


def test_sentences_are_dragged_added_moved_and_merged_and_their_sources_stay(page, live_server, report):
    sign_in(page, live_server, report.officer)
    page.goto(f"{live_server.url}/bao-cao/tong-hop/{report.pk}/cau/?muc=V.1")
    boxes = page.locator("[data-sentence] textarea")
    page.locator("[data-offer]", has_text=GAMES).drag_to(page.locator("[data-sentence]").first)
    expect(boxes).to_have_count(2)
    expect(boxes.first).to_have_value(GAMES)
    add = page.locator("[data-offer]", has_text=RADIO).get_by_role("button")
    add.focus()
    page.keyboard.press("Enter")
    expect(boxes.last).to_have_value(RADIO)
    up = page.locator("[data-sentence]").last.get_by_role("button", name="Đưa câu lên")
    up.focus()
    page.keyboard.press("Enter")
    expect(boxes.nth(1)).to_have_value(RADIO)
    expect(page.locator("[data-sentence]").nth(1).get_by_role("button", name="Đưa câu lên")).to_be_focused()
    page.locator("[data-sentence]").nth(1).get_by_role("button", name="Gộp vào câu trên").click()
    expect(boxes).to_have_count(2)
    boxes.first.fill("Vừa tổ chức hội thao vừa phát thanh đầu ca.")
    page.get_by_role("button", name="Lưu mục này").click()
    expect(page.get_by_text("Câu này từ 2 câu của đơn vị")).to_be_visible()
    assert text_now(report) == "- Vừa tổ chức hội thao vừa phát thanh đầu ca.\nĐề nghị cấp trên hỗ trợ."
