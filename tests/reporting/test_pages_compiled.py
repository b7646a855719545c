"""Pages of totals and compiled reports: who sees what, what the buttons do."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from documents import jobs
from documents.models import Job
from reporting.models import CompiledReport, PeriodUnit
from reporting.services import compile_report
from tests import factories
from tests.reporting.compile_factories import Country, accept, narrate
from units.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def country(django_capture_on_commit_callbacks):
    country = Country()
    country.officer = factories.person(Role.UPPER_UNIT, country.upper, "Lê Thị Hạnh")
    country.leader = factories.person(Role.LEADER, country.upper, "Phạm Văn Long")
    country.neighbour = factories.person(Role.UPPER_UNIT, country.other_upper, "Trần Văn Bình")
    country.member = factories.person(Role.MEMBER, country.upper, "Vũ Thị Lan")
    accept(country.report(country.school), {"TC05": 40, "TC06": 4})
    accept(country.report(country.factory), {"TC05": 500, "TC06": 1234})
    narrate(country.report(country.school), "II.2", "Tổ chức sinh hoạt dưới cờ về pháp luật lao động.")
    country.commit = django_capture_on_commit_callbacks
    return country


@pytest.fixture
def report(country):
    with country.commit():
        jobs.run(compile_report(country.place(country.upper), by=country.officer).pk)
    return CompiledReport.objects.get(period_unit=country.place(country.upper))


def address(name, *args):
    return reverse(f"reporting:{name}", args=args)


def test_totals_show_each_indicator_and_each_unit(client, country):
    client.force_login(country.officer)
    page = client.get(address("totals", country.place(country.upper).pk) + "?nhom=B&ct=TC06").content.decode()
    assert "1.238" in page
    assert "tổng hợp từ 2/3 đơn vị" in page
    assert "CĐCS Công ty May Bình Minh" in page
    assert address("total_sources", country.place(country.factory).pk, "TC06") in page


def test_number_opens_to_the_reports_behind_it(client, country):
    client.force_login(country.officer)
    page = client.get(address("total_sources", country.place(country.upper).pk, "TC06")).content.decode()
    assert address("submission_detail", country.report(country.school).pk) in page
    assert "1.234" in page


def test_figures_of_a_report_that_is_not_accepted_are_not_shown(client, country):
    accept(country.report(country.upper), {"TC06": 7777}, status="submitted")
    client.force_login(country.officer)
    page = client.get(address("total_sources", country.place(country.upper).pk, "TC06")).content.decode()
    assert "7.777" not in page


def test_number_of_a_compiled_report_opens_to_the_reports_it_was_made_of(client, country, report):
    accept(country.report(country.upper), {"TC06": 77})
    client.force_login(country.officer)
    place = country.place(country.upper)
    sources = address("total_sources", place.pk, "TC06")
    page = client.get(address("compiled_detail", report.pk)).content.decode()
    assert f'href="{sources}?bao-cao={report.pk}"' in page
    assert f'href="{address("period_detail", country.period.pk)}?noi={place.pk}"' in page
    units = [
        {figure.submission.unit_id for figure, _part in client.get(sources + query).context["lines"]}
        for query in ("", f"?bao-cao={report.pk}")
    ]
    assert units == [
        {country.upper.pk, country.school.pk, country.factory.pk}, {country.school.pk, country.factory.pk},
    ]  # fmt: skip
    assert client.get(f"{sources}?bao-cao={report.pk}9").status_code == 404


def test_women_in_a_total_open_to_their_own_cells(client, country):
    accept(country.report(country.upper), {"TC06|n.nu": 5})
    client.force_login(country.officer)
    sources = address("total_sources", country.place(country.upper).pk, "TC06") + "?o=n.nu"
    page = client.get(address("totals", country.place(country.upper).pk) + "?nhom=B").content.decode()
    assert f'href="{sources}"' in page
    answer = client.get(sources)
    assert [figure.breakdown for figure, _part in answer.context["lines"]] == ["n.nu"]
    assert answer.context["total"] == 5


@pytest.mark.parametrize("name", ["totals", "total_sources", "compile"])
def test_stranger_gets_404_for_another_branch(client, country, name):
    client.force_login(country.neighbour)
    args = [country.place(country.upper).pk] + (["TC06"] if name == "total_sources" else [])
    answer = client.post(address(name, *args)) if name == "compile" else client.get(address(name, *args))
    assert answer.status_code == 404


@pytest.mark.parametrize("name", ["compiled_detail", "compiled_edit", "compiled_annex"])
def test_stranger_gets_404_for_another_draft(client, country, report, name):
    client.force_login(country.neighbour)
    assert client.get(address(name, report.pk)).status_code == 404


def test_insider_without_the_role_may_neither_compile_nor_edit(client, country, report):
    client.force_login(country.member)
    assert client.post(address("compile", country.place(country.upper).pk)).status_code == 403
    assert client.get(address("compiled_edit", report.pk)).status_code == 403


def test_compile_button_queues_one_job_and_shows_it(client, country):
    client.force_login(country.officer)
    place = country.place(country.upper)
    for _click in range(3):
        assert client.post(address("compile", place.pk)).status_code == 302
    job = Job.objects.get(kind="compile_report")
    page = client.get(address("totals", place.pk)).content.decode()
    assert reverse("documents:job_status", args=[job.pk]) in page


def test_refusal_is_said_on_the_page(client, country):
    officer = factories.person(Role.UPPER_UNIT, country.other_upper)
    client.force_login(officer)
    answer = client.post(address("compile", country.place(country.other_upper).pk), follow=True)
    assert "Chưa có báo cáo nào được duyệt" in answer.content.decode()


def test_report_page_shows_the_sheet_and_the_steps(client, country, report):
    client.force_login(country.officer)
    page = client.get(address("compiled_detail", report.pk)).content.decode()
    assert "KẾT QUẢ HOẠT ĐỘNG CÔNG ĐOÀN" in page
    assert "Kết nạp mới 1.238 đoàn viên" in page
    assert address("compiled_step", report.pk, "submit") in page
    assert "Có thay đổi sau lần tổng hợp này" not in page


def test_report_page_says_that_reports_came_in_since(client, country, report):
    accept(country.report(country.upper), {"TC06": 1})
    client.force_login(country.officer)
    assert (
        "Có thay đổi sau lần tổng hợp này"
        in client.get(address("compiled_detail", report.pk)).content.decode()
    )


def test_step_button_moves_the_report(client, country, report):
    client.force_login(country.officer)
    client.post(address("compiled_step", report.pk, "submit"))
    report.refresh_from_db()
    assert report.status == "in_review"


def test_editing_saves_words_and_refuses_a_second_tab(client, country, report):
    client.force_login(country.officer)
    url = address("compiled_edit", report.pk)
    assert "Tổ chức sinh hoạt dưới cờ" in client.get(url).content.decode()
    assert client.post(url, {"base": 1, "muc-II-2": "- Một việc.\n\n- Hai việc."}).status_code == 302
    second = client.post(url, {"base": 1, "muc-II-2": "Tab thứ hai."})
    assert second.status_code == 422
    assert "Tab thứ hai." in second.content.decode()
    report.refresh_from_db()
    page = client.get(address("compiled_detail", report.pk)).content.decode()
    assert "Hai việc." in page and "Tab thứ hai." not in page


def test_annex_spreadsheet_holds_numbers(client, country, report):
    client.force_login(country.officer)
    book = load_workbook(io.BytesIO(client.get(address("compiled_annex", report.pk)).content))
    rows = {row[0]: row for row in book["Số liệu theo chỉ tiêu"].iter_rows(values_only=True)}
    assert rows["TC06"][3] == 1238


def test_list_shows_own_reports_only(client, country, report):
    client.force_login(country.officer)
    assert report.abstract in client.get(address("compiled_list")).content.decode()
    client.force_login(country.neighbour)
    assert report.abstract not in client.get(address("compiled_list")).content.decode()


def test_totals_page_asks_the_same_number_of_queries_for_more_units(client, country):
    client.force_login(country.officer)
    place = country.place(country.upper)
    url = address("totals", place.pk) + "?nhom=B&ct=TC06"

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    few = count()
    for _n in range(25):
        unit = factories.grassroots(country.upper)
        PeriodUnit.objects.create(
            period=country.period, unit=unit, parent=place, path=unit.path, depth=3, tier=3, kind_code="x", name=unit.name,
            sort_key=unit.sort_key, form=place.form,
        )  # fmt: skip
    assert count() == few
