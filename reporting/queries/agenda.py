"""Due days of reports in a person's calendar, and what accepted figures changed for a plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, Max
from django.urls import reverse

from plans.assignments.agenda import MOST, Entry
from plans.assignments.changes import FIGURES, Change
from plans.models import Plan
from reporting.models import Figure, Period, Submission, SubmissionMove
from reporting.models import SubmissionStatus as S
from units.succession.queries import own_or_inherited

# Nothing was sent yet, or it came back.
OWED = (S.NOT_STARTED, S.DRAFT, S.RETURNED)


def report_entries(user: Any, first: dt.date, last: dt.date) -> Iterable[Entry]:
    """Days by which own units send their reports."""
    rows: Any = (
        Submission.objects.filter(own_or_inherited(user), period_unit__due_on__range=(first, last))
        .exclude(period__status=Period.Status.PREPARING)
        .select_related("period", "period_unit").order_by("period_unit__due_on", "pk")[:MOST]
    )  # fmt: skip
    for row in rows:
        place = row.period_unit
        note = f"{place.name} – {place.due_why}" if place.due_why else place.name
        yield Entry(
            "report", f"bao-cao-{row.pk}", f"Hạn gửi: Báo cáo {row.period.name}", report_page(row), place.due_on,
            place.due_on, note, row.status not in OWED,
        )  # fmt: skip


def report_page(row: Submission) -> str:
    page = "submission_edit" if row.is_editable else "submission_detail"
    return reverse(f"reporting:{page}", args=[row.pk])


def figure_changes(plan: Plan, since: dt.datetime, user: Any) -> Iterable[Change]:
    """Reports accepted since, that bring figures for the plan's targets: one line a target and period."""
    names = dict(plan.targets.exclude(indicator_code="").values_list("indicator_code", "name"))
    if not names:
        return
    accepted = SubmissionMove.objects.filter(
        step="accept", at__gte=since, submission__in=Submission.objects.visible_to(user).values("pk"),
        submission__unit__path__startswith=plan.issuer.path, submission__period__ends_on__gte=plan.issued_on or since.date(),
    )  # fmt: skip
    rows: Any = (
        Figure.objects.filter(indicator__code__in=names, breakdown="", submission__moves__in=accepted.values("pk"))
        .order_by().values(code=F("indicator__code"), period=F("submission__period"), name=F("submission__period__name"))
        .annotate(n=Count("submission", distinct=True), last=Max("submission__moves__at"))
    )  # fmt: skip
    for row in rows.order_by("-last")[:MOST]:
        yield Change(
            FIGURES, row["last"], f"{row['n']} báo cáo được duyệt có số liệu: {names[row['code']]}", row["name"],
            f"{reverse('reporting:period_detail', args=[row['period']])}?tt=accepted",
        )  # fmt: skip
