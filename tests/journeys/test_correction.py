"""A wrong number found after the report went out: from a phone to the marked paper and the one that replaces it."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reporting.models import CompiledReport
from reporting.rollups import totals_below
from reporting.services import compile_report, take_report_step
from tests.journeys.conftest import PHONE, fits, take, told
from tests.journeys.test_report import report_of
from tests.reporting.factories import accepted, opened

pytestmark = pytest.mark.django_db(transaction=True)


def issued(place, drafter, leader) -> CompiledReport:
    compile_report(place, by=drafter)
    report = CompiledReport.objects.get(period_unit=place)
    for step, by in (("submit", drafter), ("approve", leader), ("issue", drafter)):
        take_report_step(report, step, by=by)
    return report


def test_late_correction_marks_the_issued_report_and_drafts_its_replacement(town, visit):
    period = opened(town.province, year=timezone.localdate().year)
    upper, leader = town.people["upper"], town.people["upper_leader"]
    submission = accepted(report_of(period, town.base), town.people["chair"], upper)
    place = period.places.get(unit=town.upper)
    report = issued(place, upper, leader)

    chair = visit(town.people["chair"], PHONE)
    chair.goto(f"/bao-cao/phieu/{submission.pk}/")
    chair.get_by_role("heading", name="B. Tổ chức, đoàn viên").tap()
    chair.locator("#dong-TC06").get_by_role("link", name="Đính chính").tap()
    chair.get_by_label("Số mới").fill("8")
    chair.get_by_label("Loại lý do").select_option(label="Nhập sai số (làm thay đổi nội dung)")
    chair.get_by_label("Giải trình").fill("Sót ba đoàn viên kết nạp ngày 19/5.")
    chair.get_by_role("button", name="Xem trước ảnh hưởng").tap()
    expect(chair.locator("#anh-huong")).to_contain_text(report.doc_code)
    expect(chair.locator("#anh-huong")).to_contain_text("+60%")
    assert fits(chair)
    chair.get_by_role("button", name="Gửi đề nghị").tap()
    told(chair, "Đã gửi đề nghị đính chính")
    assert fits(chair)
    assert totals_below(place, codes=["TC06"]).total["TC06", ""].value == 5

    officer = visit(leader)
    officer.goto("/")
    officer.get_by_role("link", name="TC06").first.click()
    take(officer, "Duyệt đính chính")
    told(officer, "Đã đính chính")
    assert totals_below(place, codes=["TC06"]).total["TC06", ""].value == 8
    officer.goto(f"/bao-cao/tong-hop/{report.pk}/")
    told(officer, "Đính chính số liệu sau khi tổng hợp")
    officer.get_by_role("link", name="văn bản đang soạn").click()
    told(officer, f"Báo cáo này thay thế Báo cáo số {report.doc_code}")
    officer.goto(f"/bao-cao/so-lieu/{place.pk}/?nhom=B")
    told(officer, "đã báo cáo: 5")
    officer.goto("/bao-cao/dinh-chinh/")
