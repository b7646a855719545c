"""Reports in the daily letter: the ladder for who owes one, a list of late units for who receives them.

The letter above goes to the department named for the regime (“qua Ban …”), or to all receivers when nobody sits there.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from plans.assignments.agenda import MOST
from plans.assignments.reminding import AFTER, DUE, ESCALATED, LATE, RETURNED, Line
from reporting.models import Period, PeriodUnit, ReportReminder, Submission
from reporting.models import SubmissionStatus as S
from reporting.queries.agenda import OWED, report_page
from reporting.workflow import RECEIVER_ROLES, REPORTER_ROLES
from units.models import Seat
from units.scope import units_of
from units.succession.models import Succession
from units.succession.queries import inherited

LADDER = (7, 3, 1, 0)  # days before


def rings(due_on: dt.date, today: dt.date) -> bool:
    """7, 3, 1 days before, on the day, 1 and 3 days after, then every week."""
    left = (due_on - today).days
    return left in LADDER if left >= 0 else -left in AFTER or -left % 7 == 0


def _owed() -> QuerySet[Submission]:
    return Submission.objects.filter(
        status__in=OWED,
        period__status=Period.Status.OPEN,
        period_unit__obliged=True,
    ).filter(Q(unit__ended_on=None) | Q(unit__successors__main=True))


def _asked_by_hand(today: dt.date) -> QuerySet[ReportReminder]:
    """Since yesterday morning: what came after this morning's letter goes into tomorrow's."""
    since = timezone.make_aware(dt.datetime.combine(today - dt.timedelta(days=1), dt.time()))
    return ReportReminder.objects.filter(at__gte=since)


# --- who owes


def people_with_reports(today: dt.date) -> Iterable[int]:
    """Who enters reports at units that owe one by a day of the ladder, or were reminded by hand; heirs of ended units."""
    ahead = [today + dt.timedelta(days=days) for days in LADDER]
    due = Q(period_unit__due_on__in=ahead) | Q(period_unit__due_on__lt=today)
    units = _owed().filter(due | Q(pk__in=_asked_by_hand(today).values("submission")))
    heirs = Succession.objects.filter(main=True, old__in=units.values("unit")).values("new")
    seats = Seat.objects.current(today).filter(
        Q(unit__in=units.values("unit")) | Q(unit__in=heirs), role__in=REPORTER_ROLES
    )
    return seats.values_list("user_id", flat=True).distinct()


def report_lines(user: Any, today: dt.date) -> Iterable[Line]:
    """Own units' reports that are due soon, late, came back or were asked for, and through which department they go."""
    units = [unit.pk for unit in units_of(user, *REPORTER_ROLES)]
    soon = Q(period_unit__due_on__lte=today + dt.timedelta(days=max(LADDER)))
    hand = _asked_by_hand(today).filter(Q(submission__unit__in=units) | inherited(units, "submission__unit"))
    asked = {one.submission_id: one for one in hand}
    rows: Any = _owed().filter(soon | Q(pk__in=asked), Q(unit__in=units) | inherited(units))
    rows = rows.select_related("period__regime__department", "period__regime__owner", "period_unit__parent")
    for row in rows.order_by("period_unit__due_on", "pk")[:MOST]:
        due = row.period_unit.due_on
        late = due is not None and due < today
        section = LATE if late else RETURNED if row.status == S.RETURNED else DUE
        reminder = asked.get(row.pk)
        yield Line(
            section,
            f"Gửi báo cáo {row.period.name}{_said(reminder)}",
            f"{row.period_unit.name}{_through(row)}{_moved(row.period_unit)}",
            report_page(row),
            due,
            reminder is not None or (due is not None and rings(due, today)),
        )


def _said(reminder: ReportReminder | None) -> str:
    if reminder is None:
        return ""
    return f" (cấp trên nhắc: {reminder.note})" if reminder.note else " (cấp trên vừa nhắc)"


def _moved(place: PeriodUnit) -> str:
    return f". {place.due_why}" if place.due_why else ""


def _through(row: Any) -> str:
    """Where the report goes by way of which department; only directly below the unit that asks."""
    regime, parent = row.period.regime, row.period_unit.parent
    if regime.department is None or parent is None or parent.unit_id != regime.owner_id:
        return ""
    return f", gửi về {regime.owner.name} (qua {regime.department.name})"


# --- who receives


def people_with_late_below(today: dt.date) -> Iterable[int]:
    """Receivers of units whose reports are overdue."""
    late = _owed().filter(period_unit__due_on__lt=today)
    seats = Seat.objects.current(today).filter(
        role__in=RECEIVER_ROLES, unit__in=late.values("period_unit__parent__unit")
    )
    return seats.values_list("user_id", flat=True).distinct()


def late_below_lines(user: Any, today: dt.date) -> Iterable[Line]:
    """One line a period: how many units directly below are late; rings on the days one of them reaches a step."""
    units = [unit.pk for unit in units_of(user, *RECEIVER_ROLES)]
    received = PeriodUnit.objects.received_at(units).exclude(parent=None).values("pk")
    rows: Any = (
        _owed().filter(period_unit__due_on__lt=today, period_unit__in=received).filter(_routed(user, today))
    )
    rows = rows.order_by("period_unit__due_on").values("period", "period__name", "period_unit__due_on")
    found: dict[tuple[int, str], list[tuple[dt.date, int]]] = defaultdict(list)
    for row in rows.annotate(n=Count("pk")):
        found[row["period"], row["period__name"]].append((row["period_unit__due_on"], row["n"]))
    for (period, name), late in list(found.items())[:MOST]:
        yield Line(
            ESCALATED, f"{sum(n for _day, n in late)} đơn vị quá hạn chưa gửi báo cáo", name,
            f"{reverse('reporting:period_follow', args=[period])}#don-vi-cham",
            rings=any(rings(day, today) for day, _n in late),
        )  # fmt: skip


def _routed(user: Any, today: dt.date) -> Q:
    seats = Seat.objects.current(today).filter(role__in=RECEIVER_ROLES, department__isnull=False)
    mine = seats.filter(user=user).values("department")
    return (
        Q(period__regime__department=None)
        | ~Q(period_unit__parent__unit=F("period__regime__owner"))
        | Q(period__regime__department__in=mine)
        | ~Q(period__regime__department__in=seats.values("department"))
    )
