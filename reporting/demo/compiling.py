"""The reports on their way up: every upper unit's, then the province's, each compiled by a job and issued by its people."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from documents.jobs import outdate
from documents.models import Document, Job, Status
from documents.rendering import ask_for_pdf
from plans.models import Plan
from reporting.demo.calendar import DemoYear
from reporting.demo.people import Cast
from reporting.demo.reports import the_period
from reporting.demo.running import Tell, wait_for_jobs
from reporting.models import CompiledReport, PeriodUnit
from reporting.services.compiling import compile_report, take_report_step
from units.models import Unit

STEPS = {
    Status.DRAFT: "submit",
    Status.RETURNED: "submit",
    Status.IN_REVIEW: "approve",
    Status.APPROVED: "issue",
}


def compile_uppers(cast: Cast, demo: DemoYear, tell: Tell) -> None:
    """Every upper unit's report, compiled and issued to the province."""
    _compile_and_issue(cast, demo, cast.uppers, tell)


def compile_province(cast: Cast, demo: DemoYear, tell: Tell) -> None:
    """The province's report from everything that was accepted."""
    _compile_and_issue(cast, demo, [cast.top], tell)


def report_of(unit: Unit, demo: DemoYear) -> CompiledReport | None:
    return CompiledReport.objects.filter(period_unit__unit=unit, period=the_period(demo)).first()


def _compile_and_issue(cast: Cast, demo: DemoYear, units: list[Unit], tell: Tell) -> None:
    jobs = []
    for unit in units:
        report = report_of(unit, demo)
        if report is None or (report.status == Status.DRAFT and not report.moves.exists()):
            place = PeriodUnit.objects.select_related("unit__kind").get(period=the_period(demo), unit=unit)
            jobs.append(compile_report(place, by=cast.officer(unit)).pk)
    wait_for_jobs(jobs, tell)
    for unit in units:
        report = report_of(unit, demo)
        if report is not None:
            _issue(cast, report, unit)


def _issue(cast: Cast, report: CompiledReport, unit: Unit) -> None:
    """From where it stands to issued; what was done before an interruption is not done again."""
    while report.status != Status.ISSUED:
        step = STEPS[Status(report.status)]
        people = {"submit": cast.officer, "approve": cast.leader, "issue": cast.clerk}
        take_report_step(report, step, by=people[step](unit))


def issued_documents(demo: DemoYear) -> list[Document]:
    """All plans and reports of the example that have gone out."""
    plans: Iterable[Document] = Plan.objects.filter(status=Status.ISSUED).order_by("pk")
    reports: Iterable[Document] = CompiledReport.objects.filter(
        status=Status.ISSUED, period=the_period(demo)
    ).order_by("pk")
    return [*plans, *reports]


def wait_for_pdfs(demo: DemoYear, tell: Tell) -> None:
    """Until every issued document has its PDF; one that was lost is printed again."""
    jobs = []
    for document in without_pdf(demo):
        row = Document.objects.select_related("issuer", "current_version").get(pk=document.pk)
        with transaction.atomic():
            job = ask_for_pdf(row, by=None)
        if job is None:
            continue
        if job.status == Job.Status.READY:
            outdate(job)
            job = ask_for_pdf(row, by=None) or job
        jobs.append(job.pk)
    wait_for_jobs(jobs, tell)


def without_pdf(demo: DemoYear) -> list[Document]:
    """Issued documents whose PDF is not on the disk."""
    return [document for document in issued_documents(demo) if not _has_file(document)]


def _has_file(document: Document) -> bool:
    name = document.pdf.name
    return bool(name) and document.pdf.storage.exists(str(name))
