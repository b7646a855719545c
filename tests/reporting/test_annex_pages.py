"""The annex of every unit: its rows, its runs, the pages drawn ahead, and the coverage grid."""

import datetime as dt
import io

import openpyxl
import pytest
from django.utils import timezone

from documents import jobs
from documents.html import paper_html, preview_fragment
from documents.joining import drawing, store
from documents.joining.models import KeptPart
from documents.joining.parts import parts_of
from documents.models import Job
from reporting import pages
from reporting.models import CompiledReport
from reporting.pages import report_paper
from reporting.report import every_unit
from reporting.services import compile_report
from reporting.services.annex_pages import ask_for_annex_pages
from reporting.spreadsheets import annex_workbook
from tests import factories
from tests.reporting.compile_factories import Country, accept
from units.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def country(django_capture_on_commit_callbacks):
    country = Country()
    country.commit = django_capture_on_commit_callbacks
    country.officer = factories.person(Role.UPPER_UNIT, country.province)
    accept(country.report(country.school), {"TC05": 40, "TC06": 4, "TT01": "nil"})
    accept(country.report(country.mill), {"TC05": 1500, "TC06": "unknown"})
    return country


def compiled(country):
    with country.commit():
        jobs.run(compile_report(country.place(country.province), by=country.officer).pk)
    return CompiledReport.objects.select_related("current_version").get()


def later():
    return timezone.now() + dt.timedelta(minutes=2)


def drawn_ahead(country):
    with country.commit():
        asked = ask_for_annex_pages(later())
    for job in asked:
        jobs.run(job.pk)
    return asked


def test_every_unit_stands_in_the_run_of_its_branch_with_state_and_figures(country):
    runs = compiled(country).current_version.content["every_unit"]["runs"]
    assert [run["title"] for run in runs] == [
        "Công đoàn xã Đồi Chè (1/2 đơn vị)", "Công đoàn xã Suối Mơ (1/3 đơn vị)",
        "Đơn vị trực thuộc trực tiếp (0/2 đơn vị)",
    ]  # fmt: skip
    rows = {row[1]: row for run in runs for row in run["rows"]}
    headings = compiled(country).current_version.content["every_unit"]["headings"]
    at = {heading.split()[-1]: column for column, heading in enumerate(headings)}
    school, mill = rows["CĐCS Trường THCS Suối Mơ"], rows["CĐCS Nhà máy Chè Đồi Xanh"]
    assert (school[2], school[at["TC05"]], school[at["TT01"]], school[at["TD03"]]) == (
        "Đã duyệt",
        "40",
        "0",
        "",
    )
    assert (mill[at["TC05"]], mill[at["TC06"]]) == ("1.500", "?")
    factory = rows["CĐCS Công ty May Bình Minh"]
    assert factory[2] == "Chưa gửi" and not any(factory[3:])


def test_unit_whose_units_have_none_below_has_no_annex_of_every_unit(country):
    with country.commit():
        officer = factories.person(Role.UPPER_UNIT, country.upper)
        jobs.run(compile_report(country.place(country.upper), by=officer).pk)
    report = CompiledReport.objects.select_related("current_version").get()
    assert [appendix.number for appendix in report_paper(report).paper.appendices] == ["I", "II", "III"]


def test_long_branches_are_cut_into_runs(country, monkeypatch):
    monkeypatch.setattr(every_unit, "ROWS_OF_A_RUN", 2)
    runs = compiled(country).current_version.content["every_unit"]["runs"]
    assert [len(run["rows"]) for run in runs] == [2, 2, 1, 2]
    assert runs[2]["title"].endswith("– tiếp theo") and runs[2]["rows"][0][0] == "3"


def test_pages_drawn_ahead_are_those_the_report_prints(country, monkeypatch):
    [job] = drawn_ahead(country)
    assert Job.objects.get(pk=job.pk).status == Job.Status.READY
    assert KeptPart.objects.count() == 3
    annex = parts_of(report_paper(compiled(country)).paper)[-1]
    assert store.missing(annex) == annex[:1]  # only the first page, with the heading of this report


def test_only_the_branch_that_changed_is_drawn_again(country, monkeypatch):
    drawn_ahead(country)
    assert drawn_ahead(country) == []
    accept(country.report(country.factory), {"TC05": 500})
    drawn_ahead(country)
    assert KeptPart.objects.count() == 4


def test_nothing_is_drawn_while_reports_come_in_or_before_one_is_accepted(country):
    assert ask_for_annex_pages(timezone.now()) == []
    for report in country.reports.values():
        type(report).objects.filter(pk=report.pk).update(status="submitted")
    assert ask_for_annex_pages(later()) == []


def test_drawing_ahead_gives_way_to_work_somebody_waits_for(country):
    Job.objects.create(key="waiting", kind="render_pdf")
    [job] = drawn_ahead(country)
    job.refresh_from_db()
    assert job.result["left"] == 3 and not KeptPart.objects.exists()
    Job.objects.filter(key="waiting").delete()
    drawn_ahead(country)
    assert KeptPart.objects.count() == 3


def test_the_long_print_is_resumed_with_the_parts_a_killed_worker_left(country, monkeypatch):
    monkeypatch.setattr(pages, "LONG_ANNEX", 5)
    report = compiled(country)
    job = Job.objects.get(kind="render_pdf")
    draw, made = drawing.draw, []

    def killed(part):
        if len(made) == 2:
            raise SystemExit
        made.append(part)
        return draw(part)

    monkeypatch.setattr(drawing, "draw", killed)
    with pytest.raises(SystemExit):
        jobs.run(job.pk)
    kept = KeptPart.objects.count()
    assert kept == 2
    monkeypatch.setattr(drawing, "draw", lambda part: made.append(part) or draw(part))
    with country.commit():
        jobs.resend_stale(later())
    jobs.run(job.pk)
    report.refresh_from_db()
    assert report.pdf_pages > 5
    assert len(made) == KeptPart.objects.count()  # nothing was drawn twice


def test_grid_has_a_tile_for_every_unit_and_every_state(country):
    content = compiled(country).current_version.content
    blocks = content["tiles"]
    assert sum(len(block["states"]) for block in blocks) == 7
    assert "".join(block["states"] for block in blocks).count("a") == 2
    html = paper_html(report_paper(CompiledReport.objects.get()).paper)
    assert "Chưa gửi: 5" in html and "Đã duyệt: 2" in html


def test_screen_and_spreadsheet(country):
    report = compiled(country)
    sheet = preview_fragment(report_paper(report).paper)
    assert "Bảng của 7 đơn vị in ở bản PDF" in sheet and "CĐCS Công ty May Bình Minh</td>" in sheet
    book = openpyxl.load_workbook(io.BytesIO(annex_workbook(report.current_version.content)))
    rows = list(book["Số liệu từng đơn vị"].iter_rows(min_row=5, values_only=True))
    assert len(rows) == 7 and 1500 in next(row for row in rows if "Chè Đồi Xanh" in row[1])
