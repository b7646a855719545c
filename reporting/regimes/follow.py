"""How a period comes in below a place: day by day, against the last periods, and who is late. Constant queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from core.formats.write import share
from reporting.models import Period, PeriodUnit, ReportReminder, Submission
from reporting.queries.periods import MISSING, Counts, reports_below, units_behind

LAST_PERIODS = 6
ORDERS = {
    "cham": ("Quá hạn lâu nhất", ("period_unit__due_on", "period_unit__path")),
    "hay-cham": ("Hay chậm nhất", ("-late_before", "period_unit__due_on", "period_unit__path")),
    "nhac": ("Lâu chưa nhắc nhất", (F("reminded_at").asc(nulls_first=True), "period_unit__due_on", "period_unit__path")),
    "ten": ("Tên đơn vị", ("period_unit__sort_key", "pk")),
}  # fmt: skip


@dataclass(frozen=True)
class Day:
    """What had come in by the end of the day."""

    day: dt.date
    sent: int
    total: int


@dataclass(frozen=True)
class PeriodTimes:
    """How one period came in from what is below the same unit."""

    period: Period
    place_id: int
    obliged: int
    on_time: int
    late: int
    missing: int

    @property
    def on_time_share(self) -> Any:
        return share(self.on_time, self.obliged)


def days_of(place: PeriodUnit) -> list[Day]:
    """First sendings by day, added up; only days on which something came."""
    rows = (
        reports_below(place).filter(submitted_at__isnull=False).order_by()
        .values(day=TruncDate("submitted_at")).annotate(n=Count("pk")).order_by("day")
    )  # fmt: skip
    total, found = 0, []
    for row in rows:
        total += row["n"]
        found.append(Day(row["day"], row["n"], total))
    return found


def due_steps(place: PeriodUnit) -> list[tuple[dt.date, int]]:
    """(due day, how many units below are due by then), the earliest first."""
    rows = reports_below(place).filter(period_unit__due_on__isnull=False).order_by("period_unit__due_on")
    total, found = 0, []
    for row in rows.values(day=F("period_unit__due_on")).annotate(n=Count("pk")):
        total += row["n"]
        found.append((row["day"], total))
    return found


def last_periods(user: Any, place: PeriodUnit) -> list[PeriodTimes]:
    """This period and up to five before it of the same regime, the newest first; where the unit stood then."""
    places = list(
        PeriodUnit.objects.visible_to(user)
        .filter(unit=place.unit_id, period__regime=place.period.regime_id, period__ends_on__lte=place.period.ends_on)
        .exclude(period__status=Period.Status.PREPARING)
        .select_related("period").order_by("-period__ends_on", "-period_id")[:LAST_PERIODS]
    )  # fmt: skip
    under = Q()
    for then in places:
        under |= Q(
            period=then.period_id, period_unit__path__gt=then.path, period_unit__path__lt=then.path + "~"
        )
    sent = Q(submitted_at__isnull=False)
    rows: Any = Submission.objects.filter(under, period_unit__obliged=True).order_by().values("period").annotate(
        n=Count("pk"), on_time=Count("pk", filter=sent & Q(late=False)), late_n=Count("pk", filter=sent & Q(late=True)),
    )  # fmt: skip
    counts = {row["period"]: row for row in rows} if places else {}
    return [
        PeriodTimes(
            then.period, then.pk, row["n"], row["on_time"], row["late_n"], row["n"] - row["on_time"] - row["late_n"]
        )
        for then in places
        if (row := counts.get(then.period_id))
    ]  # fmt: skip


def late_units(place: PeriodUnit, *, search: str = "", order: str = "cham") -> QuerySet[Submission]:
    """Overdue reports below the place with how often the unit was late before and when it was reminded last."""
    earlier = (
        Submission.objects.filter(
            Q(late=True) | Q(submitted_at__isnull=True, status__in=MISSING),
            unit=OuterRef("unit"), period__regime=place.period.regime_id, period__ends_on__lt=place.period.ends_on,
            period_unit__obliged=True,
        )
        .order_by().values("unit").annotate(n=Count("pk")).values("n")
    )  # fmt: skip
    reminded = ReportReminder.objects.filter(submission=OuterRef("pk")).order_by().values("submission")
    rows = units_behind(place, state="overdue", search=search).annotate(
        late_before=Coalesce(Subquery(earlier), 0),
        reminded_at=Subquery(reminded.annotate(last=Max("at")).values("last")),
        times_reminded=Coalesce(Subquery(reminded.annotate(n=Count("pk")).values("n")), 0),
    )
    return rows.order_by(*ORDERS.get(order, ORDERS["cham"])[1])


# --- the curve as it is drawn

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 640, 220, 4, 4, 4


@dataclass(frozen=True)
class Curve:
    """Points of the lines “sent” and “due” in a box of WIDTH × HEIGHT, and what stands at its edges."""

    sent: str
    due: str
    first: dt.date
    last: dt.date
    today_x: str
    counts: Counts

    width, height, left, right, top, base = WIDTH, HEIGHT, LEFT, WIDTH - LEFT, TOP, HEIGHT - BOTTOM


def curve_of(
    place: PeriodUnit, counts: Counts, days: list[Day], today: dt.date | None = None
) -> Curve | None:
    """None when nobody below owes a report."""
    if not counts.obliged:
        return None
    today = today or timezone.localdate()
    due = due_steps(place)
    opened = place.period.opened_at
    start = max(place.period.ends_on, timezone.localdate(opened)) if opened else place.period.ends_on
    known = [start, *(one.day for one in days), *(day for day, _n in due)]
    first, last = min(known), max(*known, min(today, max(known) + dt.timedelta(days=30)))
    span = max((last - first).days, 1)

    def x(day: dt.date) -> float:
        return LEFT + (WIDTH - 2 * LEFT) * (day - first).days / span

    def line(steps: list[tuple[dt.date, int]], until: dt.date) -> str:
        points, before = [(x(first), 0)], 0
        for day, total in steps:
            points += [(x(day), before), (x(day), total)]
            before = total
        points.append((x(max(until, first)), before))
        height = HEIGHT - TOP - BOTTOM
        return " ".join(f"{a:.1f},{TOP + height * (1 - n / counts.obliged):.1f}" for a, n in points)

    end = max([min(today, last), *(one.day for one in days)])
    return Curve(
        line([(one.day, one.total) for one in days], end), line(due, last) if due else "", first, last,
        f"{x(today):.1f}" if first <= today <= last else "", counts,
    )  # fmt: skip
