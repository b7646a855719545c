"""A report from the phone of a grassroots chair to the PDF of the unit above, with a real worker behind the portal."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from reporting.models import Submission
from tests.campaigns.uploads import photo_bytes
from tests.factories import grassroots, person
from tests.journeys.conftest import PHONE, agree, fits, take, told
from tests.reporting.factories import WHOLE, accepted, opened
from units.models import Role

pytestmark = pytest.mark.django_db(transaction=True)

REASON = "Số lao động nữ chưa khớp với danh sách, đề nghị xem lại."
# Typed wrongly first: letters, and more women than people.
WRONG = {("LD01", ""): "một trăm", ("TC05", "n.nu"): "170"}


@pytest.fixture
def period(town) -> Any:
    return opened(town.province, year=timezone.localdate().year)


def report_of(period: Any, unit: Any) -> Submission:
    return Submission.objects.select_related("period", "unit", "form", "period_unit__parent__unit").get(
        period=period, unit=unit
    )


def log_activity(page: Page) -> None:
    page.goto("/chien-dich/hoat-dong/moi/")
    page.get_by_text("Tuyên truyền miệng, nói chuyện").tap()
    page.get_by_label("Tên hoạt động").fill("Nói chuyện đầu ca về hợp đồng lao động")
    # In the period of this year's first half and in the past, whatever the day of the test.
    page.get_by_label("Ngày").first.fill(f"{timezone.localdate().year - 1}-12-15")
    page.get_by_label("Lượt người dự").fill("250")
    page.get_by_label("Trong đó nữ").fill("150")
    page.set_input_files(
        "#id_photos", {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": photo_bytes((900, 600))}
    )
    page.get_by_role("button", name="Ghi hoạt động").tap()
    told(page, "Đã ghi hoạt động.")
    expect(page.locator(".activity-photos img")).to_have_count(1)
    assert fits(page)


def open_form(page: Page, submission: Submission) -> None:
    page.goto(f"/bao-cao/phieu/{submission.pk}/nhap/")


def box(page: Page, code: str, breakdown: str = "") -> Locator:
    """The box, with its section on the screen."""
    inside = f'[name*="{breakdown}"]' if breakdown else ""
    found = page.locator(f'[data-row="{code}"] [data-value]{inside}').first
    if not found.is_visible():
        section = found.locator("xpath=ancestor::details[@data-section]").get_attribute("id")
        page.locator(f'.rp-jump a[href="#{section}"]').tap()
    return found


def type_figures(page: Page, values: dict[tuple[str, str], str]) -> None:
    for (code, breakdown), value in values.items():
        box(page, code, breakdown).fill(value)


def message_at(page: Page, code: str, breakdown: str = "") -> Locator:
    return (
        box(page, code, breakdown)
        .locator("xpath=ancestor::*[@data-cell][1]")
        .locator(".invalid-feedback")
        .first
    )


def test_report_goes_from_the_phone_to_acceptance(town, period, visit, real_worker):
    chair, officer = visit(town.people["chair"], PHONE), visit(town.people["upper"])
    log_activity(chair)
    report = report_of(period, town.base)
    open_form(chair, report)
    assert fits(chair)
    expect(chair.locator('[data-row="TT02"]')).to_contain_text("Lấy số 250")

    type_figures(chair, WHOLE | WRONG)
    box(chair, "LD01").focus()
    expect(message_at(chair, "LD01")).to_contain_text("một trăm")
    expect(message_at(chair, "TC05", "n.nu")).to_be_visible()
    assert not report.figures.filter(indicator__code="LD01", breakdown="").exists()

    type_figures(chair, {key: WHOLE[key] for key in WRONG})
    send(chair)
    officer.goto(f"/bao-cao/phieu/{report.pk}/")
    take(officer, "Trả lại", note=REASON)
    told(officer, "Đã trả lại báo cáo")

    open_form(chair, report)
    told(chair, REASON)
    type_figures(chair, {("LD01", "n.nu"): "81"})
    send(chair)
    officer.goto(f"/bao-cao/phieu/{report.pk}/")
    take(officer, "Duyệt")
    told(officer, "Đã duyệt báo cáo.")
    report.refresh_from_db()
    women = report.figures.get(indicator__code="LD01", breakdown="n.nu")
    assert (report.status, report.times_returned, women.value) == ("accepted", 1, 81)


def send(page: Page) -> None:
    page.get_by_role("button", name="Gửi báo cáo").tap()
    agree(page)
    told(page, "Đã gửi báo cáo lên công đoàn cấp trên.")


def test_officer_compiles_and_downloads_the_pdf(town, period, visit, real_worker, tmp_path):
    other = grassroots(town.upper, "CĐCS Trường Tiểu học Hoa Sen", sector="hcsn")
    assert not period.places.filter(unit=other).exists(), "the period keeps the tree it was opened with"
    accepted(
        report_of(period, town.base), town.people["chair"], town.people["upper"], {("TT02", ""): "1.234"}
    )
    officer = visit(person(Role.UPPER_UNIT, town.upper, "Lê Thị Hạnh"))
    place = period.places.get(unit=town.upper)
    officer.goto(f"/bao-cao/so-lieu/{place.pk}/")
    officer.get_by_role("button", name="Tổng hợp báo cáo").click()
    expect(officer.locator("#tong-hop .nc-job")).to_be_visible()
    officer.get_by_role("link", name="Mở báo cáo tổng hợp").click(timeout=30_000)
    expect(officer).to_have_url(re.compile(r"/bao-cao/tong-hop/\d+/$"))
    link = officer.get_by_role("link", name="Tải bản PDF")
    expect(link).to_be_visible(timeout=30_000)
    with officer.expect_download() as download:
        link.click()
    file = tmp_path / "bao-cao.pdf"
    download.value.save_as(file)
    assert file.read_bytes().startswith(b"%PDF-")
    assert re.search(r"\b1\.234\b", words_of(file))
    assert real_worker.log.count("succeeded") >= 2, "the work was done in the worker"


def words_of(file: Path) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", file, "-"], capture_output=True, check=True, text=True
    ).stdout
