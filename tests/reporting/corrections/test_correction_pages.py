"""Pages of corrections, and the marks other pages carry."""

import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from reporting.corrections.reminding import correction_lines, people_with_corrections
from reporting.corrections.services import take_step
from reporting.models import CompiledReport, Correction, CorrectionReason, Figure, RestatedTotal
from reporting.rollups.recount import differences
from reporting.services import take_report_step
from tests import factories
from tests.reporting.compile_factories import accept, freeze_tree, make_period
from tests.reporting.corrections.corrected import asked, compiled, settled, staffed_country
from units.models import Role

pytestmark = pytest.mark.django_db
TYPED = {
    "state": "value", "value": "6", "explanation": "Sót 2 đoàn viên.", "asked_by": "unit", "asked_on": "20/06/2026",
    "seen": "value|4|",
}  # fmt: skip


@pytest.fixture
def country(django_capture_on_commit_callbacks):
    country = staffed_country()
    country.commit = django_capture_on_commit_callbacks
    return country


def page(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(f"reporting:{name}", args=args), query).content.decode()


def typed(**more):
    return TYPED | {"reason": CorrectionReason.objects.get(code="nhap-sai").pk} | more


def test_preview_shows_the_path_and_writes_nothing(client, country):
    compiled(country, country.commit)
    client.force_login(country.chair)
    url = reverse("reporting:correction_new", args=[country.report(country.school).pk]) + "?o=TC06"
    shown = client.post(url, typed(action="preview")).content.decode()
    for words in ("Công đoàn xã Suối Mơ", "+14,3%", "hệ thống lập dự thảo báo cáo thay thế", "Gửi đề nghị"):
        assert words in shown
    assert not Correction.objects.exists()
    assert Figure.objects.get(submission=country.report(country.school), indicator__code="TC06").value == 4
    answer = client.post(url, typed(action="send"))
    assert answer.status_code == 302
    assert Correction.objects.get().waits_at == country.place(country.upper)


def test_refused_value_stands_at_its_box(client, country):
    client.force_login(country.chair)
    url = reverse("reporting:correction_new", args=[country.report(country.school).pk]) + "?o=TC06"
    answer = client.post(url, typed(action="send", value="4"))
    assert (answer.status_code, "bằng giá trị đã báo cáo" in answer.content.decode()) == (422, True)


def test_correction_waits_on_the_desk_of_who_approves(client, country):
    correction = asked(country)
    client.force_login(country.officer)
    desk = client.get(reverse("home")).content.decode()
    assert "Đính chính số liệu chờ tôi duyệt" in desk
    client.post(reverse("reporting:correction_step", args=[correction.pk]), {"step": "settle"})
    assert "Đính chính số liệu chờ tôi duyệt" not in client.get(reverse("home")).content.decode()


def test_report_page_shows_as_reported_beside_as_corrected(client, country):
    correction = asked(country)
    report = country.report(country.school)
    assert "chờ duyệt đính chính thành 6" in page(client, country.chair, "submission_detail", report.pk)
    settled(country, correction)
    shown = page(client, country.chair, "submission_detail", report.pk)
    assert "đã báo cáo: 4" in shown
    assert "chờ duyệt đính chính" not in shown


def test_totals_show_as_reported_beside_as_restated_and_what_waits(client, country):
    compiled(country, country.commit)
    correction = asked(country)
    place = country.place(country.upper)
    assert "1 đính chính chờ duyệt" in page(client, country.officer, "totals", place.pk)
    settled(country, correction)
    shown = page(client, country.officer, "totals", place.pk)
    assert "đã báo cáo: 14" in shown


def test_issued_report_is_marked_and_its_replacement_goes_the_ordinary_way(client, country):
    report = compiled(country, country.commit)
    settled(country, asked(country))
    shown = page(client, country.officer, "compiled_detail", report.pk)
    assert "Đính chính số liệu sau khi tổng hợp" in shown
    draft = CompiledReport.objects.get(replaces=report)
    assert f"Báo cáo này thay thế Báo cáo số {report.doc_code}" in page(
        client, country.officer, "compiled_detail", draft.pk
    )
    for step, by in (("submit", country.officer), ("approve", country.leader), ("issue", country.clerk)):
        take_report_step(draft, step, by=by)
    report.refresh_from_db()
    assert report.status == "replaced"
    public = client.get(reverse("documents:verify", args=[report.verification_code])).content.decode()
    assert "Đã bị thay thế" in public


def test_comparison_with_last_year_takes_the_restated_total_and_names_the_correction(client, country):
    compiled(country, country.commit)
    settled(country, asked(country))
    later = make_period(country.province, code="6t-2027", year=2027, previous=country.period)
    reports = freeze_tree(later)
    accept(reports[country.school.pk], {"TC06": 8})
    country.period = later
    report = compiled(country, country.commit, issue=False)
    content = report.current_version.content
    row = next(row for row in content["annexes"]["figures"]["rows"] if row[0] == "TC06")
    assert row[9] == "16"
    assert "4 sửa thành 6" in content["restated_before"][0]
    shown = page(client, country.officer, "totals", country.place(country.upper).pk)
    assert "đã báo cáo: 14" in shown


def test_list_is_filtered_and_exported_as_shown(client, country):
    asked(country)
    settled(country, asked(country, "45", cell=("TC05", "")))
    shown = page(client, country.top_officer, "correction_list", tinh_trang="pending", q="tc06")
    assert "TC06 Đoàn viên kết nạp mới" in shown
    assert "TC05" not in shown
    answer = client.get(reverse("reporting:correction_export"), {"tinh_trang": "approved"})
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.values)
    assert [row[4:6] for row in rows if row[1] == country.school.code] == [("40", "45")]


def test_sister_unit_sees_no_correction(client, country):
    correction = asked(country)
    sister = factories.person(Role.GRASSROOTS, country.factory)
    client.force_login(sister)
    assert client.get(reverse("reporting:correction_detail", args=[correction.pk])).status_code == 404
    assert "TC06" not in client.get(reverse("reporting:correction_list")).content.decode()


def test_workbook_of_totals_lists_as_reported_beside_as_restated(client, country):
    settled(country, asked(country))
    client.force_login(country.officer)
    answer = client.get(reverse("reporting:consolidation", args=[country.place(country.upper).pk]))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert [row[3:5] for row in book["Đính chính"].values if row[0] == country.school.code] == [("4", "6")]


def test_daily_letter_names_what_waits_and_what_was_refused(country):
    today = timezone.localdate()
    correction = asked(country)
    assert country.officer.pk in people_with_corrections(today)
    (line,) = correction_lines(country.officer, today)
    assert line.text == f"Duyệt đính chính: {correction.title}"
    assert not list(correction_lines(country.chair, today))
    take_step(correction, "refuse", by=country.officer, note="Chưa có hồ sơ")
    (line,) = correction_lines(country.chair, today)
    assert line.text.startswith("Đính chính không được đồng ý")


def test_recount_finds_issued_and_restated_totals_right(country):
    compiled(country, country.commit)
    settled(country, asked(country))
    assert not list(differences(country.period))
    RestatedTotal.objects.filter(breakdown="", indicator__code="TC06").update(value=99)
    assert [(one.place, one.code) for one in differences(country.period)] == [(country.upper.name, "TC06")]
