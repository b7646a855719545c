"""What a figure is compared with: the same period last year, the stock at the start, targets of plans in force."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal

from django.db.models import Q

from plans.models import Allocation, Target
from reporting.models import Figure, FigureState, Submission
from reporting.models.submissions import COUNTED
from reporting.queries.layout import Key


def figures_of(submission: Submission) -> dict[Key, Figure]:
    """The report's figures by box."""
    return {(f.indicator.code, f.breakdown): f for f in submission.figures.select_related("indicator")}


def previous_figures(submission: Submission) -> dict[Key, Figure]:
    """Figures of the same unit's accepted report of the same period last year; empty when there is none."""
    if submission.period.previous_id is None:
        return {}
    found = Figure.objects.filter(
        submission__unit=submission.unit_id, submission__period=submission.period.previous_id,
        submission__status__in=COUNTED,
    ).select_related("indicator")  # fmt: skip
    return {(f.indicator.code, f.breakdown): f for f in found}


def last_figures(submission: Submission) -> tuple[str, dict[Key, Figure]]:
    """Name of the newest earlier period with an accepted report of the unit, other than the same period last year, and
    the figures there; ("", {}) when there is none."""
    last = (
        Submission.objects.counted()
        .filter(unit=submission.unit_id, period__ends_on__lt=submission.period.ends_on)
        .exclude(period=submission.period.previous_id or 0)
        .select_related("period")
        .order_by("-period__ends_on", "-pk")
        .first()
    )
    return (last.period.name, figures_of(last)) if last else ("", {})


def opening_stock(submission: Submission, code: str) -> Decimal | None:
    """A stock at the start of the period: what the unit's accepted report of the period that ended the day before said.

    None when no such report is there (identity of DOMAIN 2.6, 6 cannot be checked then).
    """
    day_before = submission.period.starts_on - dt.timedelta(days=1)
    figure = (
        Figure.objects.filter(
            submission__unit=submission.unit_id, submission__status__in=COUNTED, state=FigureState.VALUE,
            submission__period__ends_on__range=(day_before, submission.period.starts_on), indicator__code=code,
            breakdown="",
        )
        .order_by("-submission__period__ends_on")
        .first()
    )  # fmt: skip
    return figure.value if figure else None


def targets_of(submission: Submission, codes: set[str]) -> dict[str, list[Target]]:
    """Targets this unit is measured by: of its own issued plans, and of upper plans where each unit must reach them."""
    period = submission.period
    found = (
        Target.objects.in_force_for(submission.unit)
        .filter(indicator_code__in=codes, value__isnull=False)
        .filter(Q(plan__issuer=submission.unit_id) | Q(allocation=Allocation.EACH))
        .filter(Q(plan__starts_on__isnull=True) | Q(plan__starts_on__lte=period.ends_on))
        .filter(Q(plan__ends_on__isnull=True) | Q(plan__ends_on__gte=period.starts_on))
        .select_related("plan")
    )
    by_code: dict[str, list[Target]] = defaultdict(list)
    for target in found:
        by_code[target.indicator_code].append(target)
    return dict(by_code)
