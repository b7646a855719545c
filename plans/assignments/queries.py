"""Reads of work given out: the three lists, their filters and counts, who can be given work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from core.vietnamese import parse_id
from plans.assignments.models import (
    CLOSED,
    DOERS,
    UNFINISHED,
    Assignment,
    AssignmentRound,
    AssignmentStatus,
    MoreTime,
    MoreTimeState,
)
from plans.assignments.workflow import WORKABLE
from plans.models import Plan
from units.models import Seat, Unit
from units.queries import line_of
from units.scope import own, units_of

MINE, UNIT, GIVEN = "cua-toi", "don-vi", "da-giao"
SIDES = {MINE: "Việc của tôi", UNIT: "Việc của đơn vị", GIVEN: "Việc đã giao"}
LATE, WEEK, WAITING, WISHES, NEW, CLOSED_ONES, ALL = (
    "qua-han", "tuan-nay", "cho-xac-nhan", "xin-gia-han", "moi-giao", "da-xong", "tat-ca",
)  # fmt: skip
ORDERS: dict[str, tuple[Any, ...]] = {
    "han": (F("deadline_on").asc(nulls_last=True), "pk"),
    "moi": ("-round__at", "-pk"),
    "don-vi": ("unit__sort_key", "pk"),
    "tien-do": ("progress", F("deadline_on").asc(nulls_last=True), "pk"),
    "doi": ("-changed_at", "-pk"),
}
CHILDREN_OFFERED = 300
MOST_FOUND = 200


def plans_worked_for(user: Any) -> QuerySet[Any, Any]:
    """Ids of the plans from which a unit of the person was given work; what was withdrawn does not count."""
    given = Assignment.objects.filter(own(user, "unit")).exclude(status=AssignmentStatus.WITHDRAWN)
    return given.order_by().values("plan_id")


def side_of(user: Any, side: str) -> QuerySet[Assignment]:
    """The rows of one of the three lists."""
    rows = Assignment.objects.visible_to(user)
    if side == GIVEN:
        return rows.filter(own(user, "by_unit"))
    return rows.filter(own(user, "unit")) if side == UNIT else rows.of_person(user)


def narrowed(rows: Any, chosen: Mapping[str, Any]) -> QuerySet[Assignment]:
    """The rows as filtered and sorted by the address line; without a filter what is settled is left out."""
    today, what = timezone.localdate(), chosen.get("loc", "")
    found = {
        LATE: Q(status__in=UNFINISHED, deadline_on__lt=today),
        WEEK: Q(status__in=UNFINISHED, deadline_on__range=(today, today + dt.timedelta(days=7))),
        WAITING: Q(status=AssignmentStatus.REPORTED),
        WISHES: Q(pk__in=MoreTime.objects.filter(state=MoreTimeState.ASKED).values("assignment")),
        NEW: Q(status=AssignmentStatus.ASSIGNED),
        CLOSED_ONES: Q(status__in=CLOSED),
        ALL: Q(),
    }.get(what, ~Q(status__in=CLOSED))
    rows = rows.filter(found).search(chosen.get("q", ""))
    if plan := parse_id(chosen.get("ke_hoach", "")):
        rows = rows.filter(plan=plan)
    if block := chosen.get("doan"):
        rows = rows.filter(block_id=block)
    return rows.order_by(*ORDERS.get(chosen.get("sap", ""), ORDERS["han"]))


def with_words(rows: Any) -> Any:
    """The rows with everything a line prints; costs one query."""
    return rows.select_related("round__plan__issuer", "unit", "by_unit", "department", "seat__user")


def side_counts(user: Any) -> dict[str, int]:
    """Open rows of each list."""
    return {side.replace("-", "_"): side_of(user, side).exclude(status__in=CLOSED).count() for side in SIDES}


def plans_in(rows: Any) -> QuerySet[Plan]:
    """Plans the rows come from, for the filter."""
    return Plan.objects.filter(pk__in=rows.order_by().values("plan").distinct()).order_by("-issued_on")[:50]


# --- what one person or unit has before it


@dataclass(frozen=True)
class Standing:
    """How many rows stand where; what nobody waits for any more is left out of `open`."""

    open: int = 0
    late: int = 0
    week: int = 0
    waiting: int = 0
    fresh: int = 0
    confirmed: int = 0
    total: int = 0

    @property
    def share(self) -> int:
        return self.confirmed * 100 // self.total if self.total else 0


def standing(rows: Any) -> Standing:
    """Counted in one walk over one index: of 45,000 rows a line a status and deadline comes back."""
    today = timezone.localdate()
    lines: list[tuple[str, dt.date | None, int]] = list(
        rows.order_by().values_list("status", "deadline_on").annotate(n=Count("pk"))
    )

    def of(*statuses: str, first: dt.date | None = None, last: dt.date | None = None) -> int:
        return sum(
            n for status, on, n in lines
            if status in statuses
            and (first is None or (on is not None and on >= first)) and (last is None or (on is not None and on <= last))
        )  # fmt: skip

    return Standing(
        open=of(*UNFINISHED),
        late=of(*UNFINISHED, last=today - dt.timedelta(days=1)),
        week=of(*UNFINISHED, first=today, last=today + dt.timedelta(days=7)),
        waiting=of(AssignmentStatus.REPORTED),
        fresh=of(AssignmentStatus.ASSIGNED),
        confirmed=of(AssignmentStatus.CONFIRMED),
        total=sum(n for status, _on, n in lines if status != AssignmentStatus.WITHDRAWN),
    )


def same_day_below(row: Assignment) -> int:
    """How many places the work was handed on to still work on it by the row's own day. One query a level."""
    above, found = [row.pk], 0
    while above:
        rows = list(
            Assignment.objects.filter(round__parent__in=above).values_list("pk", "deadline_on", "status")
        )
        found += sum(day == row.deadline_on and status in WORKABLE for _pk, day, status in rows)
        above = [pk for pk, _day, _status in rows]
    return found


def standing_of_given(unit: Unit) -> Standing:
    """What the unit gave, counted from the index alone: a province may have given tens of thousands of rows."""
    given = Assignment.objects.filter(by_unit=unit).exclude(status=AssignmentStatus.WITHDRAWN).order_by()
    found = dict(given.values_list("status").annotate(n=Count("*")))
    return Standing(
        total=sum(found.values()),
        open=sum(found.get(status, 0) for status in UNFINISHED),
        late=given.overdue().aggregate(n=Count("*"))["n"],
        waiting=found.get(AssignmentStatus.REPORTED, 0),
        fresh=found.get(AssignmentStatus.ASSIGNED, 0),
        confirmed=found.get(AssignmentStatus.CONFIRMED, 0),
    )


def standing_by_block(plan: Plan) -> dict[str, Standing]:
    """Block id → how the work given from it by the plan's issuer stands."""
    today = timezone.localdate()
    rows = (
        Assignment.objects.filter(plan=plan, by_unit=plan.issuer_id)
        .exclude(status=AssignmentStatus.WITHDRAWN)
        .order_by()
        .values("block_id")
        .annotate(
            total=Count("pk"),
            open=Count("pk", filter=Q(status__in=UNFINISHED)),
            late=Count("pk", filter=Q(status__in=UNFINISHED, deadline_on__lt=today)),
            waiting=Count("pk", filter=Q(status=AssignmentStatus.REPORTED)),
            confirmed=Count("pk", filter=Q(status=AssignmentStatus.CONFIRMED)),
        )
    )
    return {
        str(row["block_id"]): Standing(
            open=row["open"], late=row["late"], waiting=row["waiting"], confirmed=row["confirmed"], total=row["total"]
        )
        for row in rows
    }  # fmt: skip


# --- who can be given work


def children_of(unit: Unit) -> QuerySet[Unit]:
    """Units directly below that work today, by name."""
    rows = Unit.objects.active().filter(parent=unit).order_by("sort_key", "pk")
    return rows[:CHILDREN_OFFERED]


def units_below(unit: Unit) -> QuerySet[Unit]:
    return Unit.objects.active().below(unit).exclude(pk=unit.pk)


def with_lines(units: Any) -> list[tuple[Unit, str]]:
    """Each unit with the units above it in words."""
    found = list(units[:MOST_FOUND])
    lines = line_of(found)
    return [(unit, " › ".join(upper.name for upper in lines[unit.pk])) for unit in found]


def colleagues_at(unit: Unit) -> QuerySet[Seat]:
    """Seats held at the unit today by people who can sign in, each person's own posts together."""
    seats = Seat.objects.current().filter(unit=unit, user__is_active=True, role__in=DOERS)
    return seats.select_related("user", "department").order_by("user__full_name", "pk")


def rounds_of(plan: Plan, block_id: str) -> QuerySet[AssignmentRound]:
    """How the block was given out by the plan's issuer, newest first."""
    rows = AssignmentRound.objects.filter(plan=plan, block_id=block_id, by_unit=plan.issuer_id)
    return rows.select_related("by").annotate(rows=Count("assignments"))


def gives_at(user: Any) -> list[Unit]:
    """Own units in whose name the person may give work out."""
    return units_of(user, *DOERS)
