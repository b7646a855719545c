"""A compile sees one moment: what is accepted while it works is in all of its numbers, words and lists or in none."""

import datetime as dt
import threading

import pytest
from django.db import connection

from documents import jobs
from documents.models import Job, Status
from reporting.models import CompiledReport
from reporting.pages import report_paper
from reporting.services import compile_report, compiling
from tests import factories
from tests.reporting.compile_factories import Country, accept, narrate
from units.models import Role


def elsewhere(work):
    """Do it to the end on a connection of its own, as another person's request does."""

    def done():
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=done)
    thread.start()
    thread.join(20)
    assert not thread.is_alive(), "waited for the compile"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_report_accepted_between_totals_and_content_is_in_neither(monkeypatch):
    country = Country()
    officer = factories.person(Role.UPPER_UNIT, country.upper, "Lê Thị Hạnh")
    accept(country.report(country.school), {"TC06": 4})
    narrate(country.report(country.factory), "II.2", "Tổ chức hội thi tìm hiểu pháp luật cho công nhân.")
    freeze = compiling.freeze_totals

    def freeze_then_somebody_accepts(place):
        freeze(place)
        elsewhere(lambda: accept(country.report(country.factory), {"TC06": 6}))

    monkeypatch.setattr(compiling, "freeze_totals", freeze_then_somebody_accepts)
    job = compile_report(country.place(country.upper), by=officer)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.status == Job.Status.READY, job.error

    report = CompiledReport.objects.get(period_unit=country.place(country.upper))
    content = report.current_version.content
    annex = content["annexes"]["units"]["rows"]
    at = next(n for n, heading in enumerate(content["annexes"]["units"]["headings"]) if "TC06" in heading)
    assert content["totals"]["TC06"][""] == ["4", ""]
    assert (annex[-1][2], annex[-1][at]) == ("1/3", "4")
    assert content["included"] == [country.report(country.school).pk]
    assert "CĐCS Công ty May Bình Minh" in [row[1] for row in content["annexes"]["missing"]["rows"]]
    assert not any("hội thi" in section["text"] for part in content["parts"] for section in part["sections"])
    assert compiling.is_outdated(report)


@pytest.mark.django_db
def test_report_says_until_when_reports_were_accepted():
    country = Country()
    officer = factories.person(Role.UPPER_UNIT, country.upper, "Lê Thị Hạnh")
    accept(country.report(country.school), {"TC06": 4})
    jobs.run(compile_report(country.place(country.upper), by=officer).pk)
    report = CompiledReport.objects.get(period_unit=country.place(country.upper))
    opening = report_paper(report).paper.opening[0]
    assert "từ 1/3 đơn vị có báo cáo được duyệt đến " in opening
    assert not compiling.is_outdated(report)


@pytest.mark.django_db
def test_report_issued_below_makes_the_report_above_outdated():
    country = Country()
    officer = factories.person(Role.UPPER_UNIT, country.upper, "Lê Thị Hạnh")
    chief = factories.person(Role.UPPER_UNIT, country.province, "Trần Văn Nam")
    accept(country.report(country.school), {"TC06": 4}, status="compiled")
    jobs.run(compile_report(country.place(country.upper), by=officer).pk)
    jobs.run(compile_report(country.place(country.province), by=chief).pk)
    above = CompiledReport.objects.get(period_unit=country.place(country.province))
    assert not compiling.is_outdated(above)
    CompiledReport.objects.filter(period_unit=country.place(country.upper)).update(
        status=Status.ISSUED, number=1, issued_on=dt.date(2026, 6, 12)
    )
    assert compiling.is_outdated(above)
