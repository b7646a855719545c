"""Annex pages drawn and texts read ahead: after reports were accepted, while nobody waits for other work.

The clock looks for places whose reports changed and have been quiet since (a bulk acceptance is one change). What is
drawn is kept by hash, so a compile uses it whether or not this job has come so far.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone

from documents.jobs import Progress, enqueue, job_handler, outdate
from documents.joining.ahead import draw_ahead
from documents.joining.parts import Part, apart
from documents.models import Document, Job
from reporting.models import Period, PeriodUnit, Submission
from reporting.models.submissions import COUNTED
from reporting.narratives.services import read_ahead
from reporting.pages import run_lines
from reporting.report import every_unit
from reporting.rollups import one_moment, totals_below
from reporting.rollups.rules import rules

KIND = "draw_annex"
QUIET = dt.timedelta(seconds=60)


def ask_for_annex_pages(now: dt.datetime | None = None) -> list[Job]:
    """A job for each place of an open period whose accepted reports changed since its annex was drawn."""
    before = (now or timezone.now()) - QUIET
    asked = []
    for place in _places():
        state, changed_at = _state(place)
        if changed_at is None or changed_at > before:
            continue
        key = f"annex:{place.pk}"
        last = Job.objects.filter(key=key).first()
        if last is not None and last.status == Job.Status.READY:
            if last.result.get("state") == state:
                continue
            outdate(last)
        asked.append(enqueue(KIND, key=key, unit=place.unit, by=None, place=place.pk))
    return asked


def _places() -> list[PeriodUnit]:
    """Places of open periods that have an annex of every unit: units below them have units of their own."""
    inner = PeriodUnit.objects.filter(parent__parent__isnull=False).values("parent__parent_id")
    return list(
        PeriodUnit.objects.filter(period__status=Period.Status.OPEN, pk__in=inner)
        .select_related("unit").order_by("period_id", "path")
    )  # fmt: skip


def _state(place: PeriodUnit) -> tuple[str, dt.datetime | None]:
    """What tells one state of the reports below from another, and when the last of them changed; None while none is
    accepted: nothing would be printed of it."""
    below = Submission.objects.filter(period_unit__in=PeriodUnit.objects.below(place))
    found = below.aggregate(
        saved=Max("updated_at"),
        accepted=Max("accepted_at"),
        counted=Count("pk", filter=Q(status__in=COUNTED)),
    )
    if not found["counted"]:
        return "", None
    changed_at = max(at for at in (found["saved"], found["accepted"]) if at)
    return f"{changed_at.isoformat()} {found['counted']}", changed_at


@job_handler(KIND)
def draw_annex(progress: Progress, *, place: int) -> dict[str, Any]:
    """Draw the runs nobody has drawn; stops for whatever else is waiting and goes on at the next minute."""
    row = PeriodUnit.objects.select_related("period", "unit").get(pk=place)
    progress.step("Đọc lời văn của các đơn vị", 0, 1)
    read_ahead(row)
    progress.step("Đọc số liệu của các đơn vị", 0, 1)
    with one_moment(row.period_id):
        state, _changed_at = _state(row)
        parts = annex_parts(row)

    def go_on(done: int, count: int) -> bool:
        progress.step(f"Đang dàn trang phụ lục: {done}/{count} phần", done, count)
        return not Job.objects.filter(status=Job.Status.QUEUED).exclude(kind=KIND).exists()

    left = draw_ahead(parts, go_on=go_on)
    return {"state": "" if left else state, "left": left}


def annex_parts(place: PeriodUnit) -> list[Part]:
    """The parts of the annex of every unit as a report compiled now would hold them."""
    below = totals_below(place, codes=every_unit.KEY_CODES)
    reports = every_unit.reports_below(place)
    table = {
        "headings": every_unit.headings(rules().by_code), "runs": every_unit.runs(place, reports, below)
    }  # fmt: skip
    profile = str(Document._meta.get_field("profile").default)
    return [apart(lines, landscape=True, profile=profile) for lines in run_lines(table)]
