"""A report on a phone without a line: typed, tab killed, sent once, one box returned, accepted, counted, later corrected."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from reporting.models import CompiledReport, EntryReceipt, Figure, Form, Period, Submission
from reporting.services import compile_report, take_report_step
from tests.browsing import sign_in
from tests.factories import person
from tests.journeys.conftest import PHONE, agree, eventually, fits, take, told
from tests.journeys.test_activity_offline import open_and_keep, strip
from tests.journeys.test_report import box, report_of, type_figures
from tests.reporting.factories import WHOLE, enter, opened
from units.models import Role

pytestmark = pytest.mark.django_db(transaction=True)

REASON = "Số lao động nữ chưa khớp với danh sách, đề nghị xem lại."


@pytest.fixture
def report(town) -> Submission:
    return report_of(opened(town.province, year=2026), town.base)


def form_of(report: Submission) -> str:
    return f"/bao-cao/phieu/{report.pk}/nhap/"


def open_report(page: Page, report: Submission) -> None:
    open_and_keep(page, form_of(report))
    expect(page.locator("form[data-outbox=yes]")).to_be_attached()


def reopen(page: Page, report: Submission) -> Page:
    """The tab is killed, another one opens the same address."""
    context = page.context
    page.close(run_before_unload=False)
    page = context.new_page()
    page.goto(form_of(report))
    expect(page.locator("form[data-outbox=yes]")).to_be_attached()
    return page


def figures(report: Submission) -> dict[tuple[str, str], Any]:
    rows = Figure.objects.filter(submission=report).select_related("indicator")
    return {(row.indicator.code, row.breakdown): row.value for row in rows}


def waits(page: Page, words: str) -> None:
    expect(strip(page)).to_contain_text(words, timeout=15_000)


def saved(page: Page) -> None:
    """The server has confirmed what was typed."""
    expect(page.locator("[data-line]")).to_contain_text("đã lưu", timeout=20_000)


def gone(page: Page) -> None:
    expect(strip(page)).to_be_hidden(timeout=20_000)


def total_on(page: Page, place: Any, code: str) -> str:
    """The row of the indicator on the page of totals, as it reads now."""
    page.goto(f"/bao-cao/so-lieu/{place.pk}/?nhom={'E' if code.startswith('CL') else 'A'}")
    return page.locator("tr", has_text=f"{code} ·").first.inner_text()


def ask_for_another_number(page: Page, cell: str, note: str) -> None:
    """“Góp ý ô này” at one box, then “Trả lại”."""
    box_note = page.locator(f'input[name="note:{cell}"]')
    page.locator("details.rp-ask", has=box_note).locator("summary").click()
    box_note.fill(note)
    take(page, "Trả lại", note=REASON)


def issued(place: Any, officer: Any, leader: Any) -> CompiledReport:
    """The compiled report of the place, gone out."""
    compile_report(place, by=officer)
    report = CompiledReport.objects.get(period_unit=place)
    for step, by in (("submit", officer), ("approve", leader), ("issue", officer)):
        take_report_step(report, step, by=by)
    return report


def test_report_without_a_line_is_sent_returned_accepted_counted_and_later_corrected(town, report, visit):
    """The whole way of a number: phone without a line, killed tab, one box returned, total, issued paper, đính chính."""
    page = visit(town.people["chair"], PHONE)
    open_report(page, report)
    page.context.set_offline(True)
    type_figures(page, WHOLE)
    box(page, "TC05", "n.nu").blur()
    waits(page, f"{len(WHOLE)} thay đổi chưa gửi · chờ mạng")
    assert fits(page)

    page = reopen(page, report)
    expect(box(page, "TT02")).to_have_value("250")
    expect(box(page, "LD01", "n.nu")).to_have_value("80")
    assert figures(report) == {}

    page.context.set_offline(False)
    gone(page)
    assert len(figures(report)) == len(WHOLE)
    assert EntryReceipt.objects.filter(submission=report).count() == 1
    page.get_by_role("button", name="Gửi báo cáo").tap()
    agree(page)
    told(page, "Đã gửi báo cáo")

    officer = visit(town.people["upper"])
    officer.goto(f"/bao-cao/phieu/{report.pk}/")
    ask_for_another_number(officer, "LD01:n.nu", "Danh sách có 81 lao động nữ.")
    told(officer, "Đã trả lại báo cáo")

    open_report(page, report)
    told(page, REASON)
    expect(page.locator('[data-row="LD01"]')).to_contain_text("Danh sách có 81 lao động nữ.")
    page.context.set_offline(True)
    type_figures(page, {("LD01", "n.nu"): "81"})
    page.get_by_role("button", name="Gửi báo cáo").tap()
    agree(page)
    waits(page, "2 thay đổi chưa gửi")
    expect(page.locator("[data-line]")).to_contain_text("báo cáo được gửi lên cấp trên ngay khi có mạng")
    page.context.set_offline(False)
    told(page, "Đã gửi")
    report.refresh_from_db()
    assert report.status == "submitted"

    officer.goto(f"/bao-cao/phieu/{report.pk}/")
    take(officer, "Duyệt")
    told(officer, "Đã duyệt báo cáo.")
    province = visit(person(Role.UPPER_UNIT, town.province, "Lê Thị Hạnh"))
    top, place = (report.period.places.get(unit=unit) for unit in (town.province, town.upper))
    eventually(province, lambda: re.search(r"\b81\b", total_on(province, top, "LD01")))

    paper = issued(place, town.people["upper"], town.people["upper_leader"])
    ask_for_a_correction(page, report, paper)
    assert "5.000.000" in total_on(province, top, "CL02"), "nothing changes before somebody agrees"

    leader = visit(town.people["upper_leader"])
    leader.goto("/")
    leader.get_by_role("link", name="CL02").first.click()
    take(leader, "Duyệt đính chính")
    told(leader, "Đã đính chính")
    eventually(province, lambda: "5.400.000" in total_on(province, top, "CL02"))
    leader.goto(f"/bao-cao/tong-hop/{paper.pk}/")
    told(leader, "Đính chính số liệu sau khi tổng hợp")
    leader.get_by_role("link", name="văn bản đang soạn").click()
    told(leader, "5.000.000 sửa thành 5.400.000")
    leader.goto(f"/bao-cao/so-lieu/{place.pk}/?nhom=E")
    told(leader, "đã báo cáo: 5.000.000")


def ask_for_a_correction(page: Page, report: Submission, paper: CompiledReport) -> None:
    """From the phone: another sum of money, with what it touches shown first."""
    page.goto(f"/bao-cao/phieu/{report.pk}/")
    page.get_by_role("heading", name="E. Chăm lo").tap()
    page.locator("#dong-CL02").get_by_role("link", name="Đính chính").tap()
    page.get_by_label("Số mới").fill("5.400.000")
    page.get_by_label("Loại lý do").select_option(
        label="Làm tròn số, không đổi nhận định (không làm thay đổi nội dung)"
    )
    page.get_by_label("Giải trình").fill("Ghi tròn theo phiếu chi cuối kỳ.")
    page.get_by_role("button", name="Xem trước ảnh hưởng").tap()
    expect(page.locator("#anh-huong")).to_contain_text(paper.doc_code)
    expect(page.locator("#anh-huong")).to_contain_text("+8%")
    assert fits(page)
    page.get_by_role("button", name="Gửi đề nghị").tap()
    told(page, "Đã gửi đề nghị đính chính")
    assert fits(page)


@pytest.mark.deep
def test_killed_tab_keeps_the_last_keystrokes(town, report, visit):
    page = visit(town.people["chair"], PHONE)
    open_report(page, report)
    page.context.set_offline(True)
    box(page, "TT02").press_sequentially("123")
    expect(page.locator("form[data-typed]")).to_be_attached()
    page = reopen(page, report)
    expect(box(page, "TT02")).to_have_value("123")
    waits(page, "1 thay đổi chưa gửi")


@pytest.mark.deep
def test_what_was_sent_stands_in_the_older_copy_of_the_page(town, report, visit):
    page = visit(town.people["chair"], PHONE)
    open_report(page, report)
    type_figures(page, {("TT02", ""): "250"})
    box(page, "TT02").blur()
    saved(page)
    page.context.set_offline(True)
    page = reopen(page, report)
    expect(box(page, "TT02")).to_have_value("250")
    type_figures(page, {("TT02", ""): "260"})
    box(page, "TT02").blur()
    waits(page, "1 thay đổi chưa gửi")
    page.context.set_offline(False)
    saved(page)
    assert figures(report)["TT02", ""] == 260


@pytest.mark.deep
def test_another_person_on_the_phone_sees_neither_form_nor_numbers(town, report, visit, live_server):
    page = visit(town.people["chair"], PHONE)
    open_report(page, report)
    page.context.set_offline(True)
    type_figures(page, {("TT02", ""): "250"})
    box(page, "TT02").blur()
    waits(page, "1 thay đổi chưa gửi")
    page.context.clear_cookies()
    sign_in(page, live_server, town.people["upper_leader"])
    page.context.set_offline(False)
    page.goto("/")
    expect(page.locator("html[data-owner=told]")).to_be_attached()
    expect(strip(page)).to_be_hidden()
    page.context.set_offline(True)
    page.goto(form_of(report))
    expect(page.get_by_role("heading", name="Đang làm việc không có mạng")).to_be_visible()
    expect(page.locator("[data-outbox-page]")).not_to_contain_text("250")
    assert figures(report) == {}


@pytest.mark.deep
def test_number_changed_elsewhere_meanwhile_is_a_question_and_the_others_are_stored(town, report, visit):
    page = visit(town.people["chair"], PHONE)
    open_report(page, report)
    page.context.set_offline(True)
    type_figures(page, {("TT02", ""): "250", ("CL01", ""): "10"})
    box(page, "CL01").blur()
    waits(page, "2 thay đổi chưa gửi")
    enter(report, town.people["chair"], {("TT02", ""): "300"})
    page.context.set_offline(False)
    waits(page, "có chỗ cần xem lại")
    assert (figures(report)["TT02", ""], figures(report)["CL01", ""]) == (300, 10)
    page = reopen(page, report)
    expect(box(page, "TT02")).to_have_value("250")
    box(page, "TT02").locator("xpath=ancestor::*[@data-cell][1]").get_by_role(
        "button", name="Giữ của tôi"
    ).tap()
    saved(page)
    assert figures(report)["TT02", ""] == 250


@pytest.mark.deep
def test_period_closed_meanwhile_keeps_the_numbers_with_the_reason(town, report, visit):
    page = visit(town.people["chair"], PHONE)
    open_report(page, report)
    page.context.set_offline(True)
    type_figures(page, {("TT02", ""): "250"})
    box(page, "TT02").blur()
    waits(page, "1 thay đổi chưa gửi")
    Period.objects.update(status=Period.Status.CLOSED)
    page.context.set_offline(False)
    waits(page, "có chỗ cần xem lại")
    strip(page).get_by_role("button", name="Xem").tap()
    dialog = page.locator(".nc-outbox-dialog")
    expect(dialog).to_contain_text("đã khóa nên chưa lưu được gì")
    expect(dialog).to_contain_text("250")
    assert fits(page)
    dialog.get_by_role("button", name="Bỏ các thay đổi này").tap()
    page.locator("#nc-confirm").get_by_role("button", name="Đồng ý").tap()
    gone(page)


@pytest.mark.deep
def test_form_that_changed_meanwhile_says_which_boxes_have_no_place(town, report, visit):
    page = visit(town.people["chair"], PHONE)
    open_report(page, report)
    page.context.set_offline(True)
    type_figures(page, {("TT02", ""): "250", ("CL01", ""): "10"})
    box(page, "CL01").blur()
    waits(page, "2 thay đổi chưa gửi")
    old = report.form
    newer = Form.objects.create(code=old.code, version=old.version + 1, name=old.name)
    for item in old.items.exclude(indicator__code="CL01"):
        asked = list(item.disaggregations.all())
        item.pk, item.form = None, newer
        item.save()
        item.disaggregations.set(asked)
    Submission.objects.filter(pk=report.pk).update(form=newer)
    page.context.set_offline(False)
    waits(page, "có chỗ cần xem lại")
    page.goto(form_of(report))
    waits(page, "có chỗ cần xem lại")
    strip(page).get_by_role("button", name="Xem").tap()
    dialog = page.locator(".nc-outbox-dialog")
    expect(dialog).to_contain_text("1 thay đổi vẫn còn chỗ, 1 không còn ô")
    expect(dialog.locator('[data-name="CL01"]')).to_contain_text("Biểu mới không còn ô này")
    dialog.get_by_role("button", name="Gửi các ô còn chỗ").tap()
    expect(dialog).not_to_contain_text("TT02", timeout=15_000)
    assert figures(report) == {("TT02", ""): 250}
