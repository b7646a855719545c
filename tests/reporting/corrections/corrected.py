"""A commune union with people, two accepted reports, and a correction of one cell at any stage."""

from __future__ import annotations

import datetime as dt
from typing import Any

from documents import jobs
from documents.models import Status
from reporting.checks.cells import CellInput
from reporting.corrections.models import Correction, CorrectionReason
from reporting.corrections.services import propose, take_step
from reporting.models import CompiledReport
from reporting.services import compile_report, take_report_step
from tests import factories
from tests.reporting.compile_factories import Country, accept
from units.models import Role

KEY = ("TC06", "")


def staffed_country() -> Country:
    """The country with people at every desk; two reports of the commune union count."""
    country = Country()
    country.chair = factories.person(Role.GRASSROOTS, country.school, "Nguyễn Thị Hoa")
    country.officer = factories.person(Role.UPPER_UNIT, country.upper, "Lê Thị Hạnh")
    country.leader = factories.person(Role.LEADER, country.upper, "Phạm Văn Long")
    country.clerk = factories.person(Role.REGISTRY, country.upper, "Đỗ Thị Mai")
    country.top_officer = factories.person(Role.UPPER_UNIT, country.province, "Trần Văn Tổng")
    country.top_leader = factories.person(Role.LEADER, country.province, "Trần Ngọc Ánh")
    country.top_clerk = factories.person(Role.REGISTRY, country.province, "Bùi Thị Thư")
    accept(country.report(country.school), {"TC05": 40, "TC05|n.nu": 30, "TC06": 4, "LD01": 50})
    accept(country.report(country.factory), {"TC05": 100, "TC06": 10, "LD01": 120})
    return country


def compiled(country: Country, commit: Any, *, top: bool = False, issue: bool = True) -> CompiledReport:
    """The report of the commune union (or the province), issued unless told otherwise."""
    unit = country.province if top else country.upper
    officer, leader, clerk = (
        (country.top_officer, country.top_leader, country.top_clerk)
        if top
        else (country.officer, country.leader, country.clerk)
    )
    with commit():
        job = compile_report(country.place(unit), by=officer)
        jobs.run(job.pk)
    report = CompiledReport.objects.newest_at(country.place(unit))
    if issue:
        for step, by in (("submit", officer), ("approve", leader), ("issue", clerk)):
            take_report_step(report, step, by=by)
        assert report.status == Status.ISSUED
    return report


def asked(
    country: Country, value: str = "6", *, cell: Any = KEY, reason: str = "nhap-sai", **words: Any
) -> Correction:
    """The school asks for another number of new members."""
    given: dict[str, Any] = {
        "explanation": "Sót 2 đoàn viên kết nạp ngày 19/5.", "asked_by": "unit", "asked_on": dt.date(2026, 6, 20),
        "by": country.chair, "typed": CellInput(value_text=value),
    } | words  # fmt: skip
    submission = country.report(country.school)
    submission.refresh_from_db()
    if "section" not in given:
        given["cell"] = cell
    return propose(submission, reason=CorrectionReason.objects.get(code=reason), **given)


def settled(country: Country, correction: Correction) -> Correction:
    """Agreed by every level."""
    while correction.is_pending:
        by = country.officer if correction.waits_at.unit_id == country.upper.pk else country.top_officer
        last = correction.steps.order_by("-order").first().place_id == correction.waits_at_id
        correction = take_step(correction, "settle" if last else "agree", by=by)
    return correction
