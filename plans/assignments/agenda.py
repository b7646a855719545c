"""What stands in a person's calendar, from every app: a lower app's entries are here, the higher ones register theirs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from plans.assignments.models import CLOSED, UNFINISHED, Assignment, AssignmentRound, AssignmentStatus
from plans.models import Obligation, PlannedActivity, Task
from units.scope import above_paths, own

MOST = 300  # of one kind


@dataclass(frozen=True)
class Entry:
    """One thing on one day, or from one day to another. `uid` stays the same as long as the thing does."""

    kind: str
    uid: str
    title: str
    url: str
    starts_on: dt.date
    ends_on: dt.date
    note: str = ""
    done: bool = False


Source = Callable[[Any, dt.date, dt.date], Iterable[Entry]]
_sources: dict[str, tuple[str, Source]] = {}


def register_agenda(kind: str, label: str, source: Source) -> None:
    """`source(user, first, last)` gives the person's entries that touch the days; a constant number of queries."""
    _sources[kind] = (label, source)


def kinds() -> dict[str, str]:
    """Kind → label, in the order of registration."""
    return {kind: label for kind, (label, _source) in _sources.items()}


def entries(user: Any, first: dt.date, last: dt.date, *, wanted: Iterable[str] = ()) -> list[Entry]:
    """Everything of the person between the days, by day; `wanted` narrows it to some kinds."""
    chosen = set(wanted) or set(_sources)
    found = [
        entry
        for kind, (_label, source) in _sources.items()
        if kind in chosen
        for entry in source(user, first, last)
    ]
    return sorted(found, key=lambda entry: (entry.starts_on, entry.kind, entry.uid))


# --- of plans


def work_entries(user: Any, first: dt.date, last: dt.date) -> Iterable[Entry]:
    """Deadlines of what own units have, and of what they gave: one entry a round, however many have it."""
    rows = Assignment.objects.filter(own(user), deadline_on__range=(first, last)).exclude(
        status=AssignmentStatus.WITHDRAWN
    )
    rows = rows.filter(Q(pk__in=Assignment.objects.of_person(user).values("pk")) | Q(status__in=UNFINISHED))
    found: Any = rows.select_related("round__plan")[:MOST]
    for row in found:
        yield Entry(
            "work", f"viec-{row.pk}", f"Hạn: {row.round.text}", reverse("plans:assignment_detail", args=[row.pk]),
            row.deadline_on, row.deadline_on, row.round.plan.doc_code.strip(), row.status in CLOSED,
        )  # fmt: skip
    for given in _given(user, first, last):
        url = reverse("plans:assignment_list")
        yield Entry(
            "work", f"giao-{given.pk}", f"Hạn việc đã giao: {given.text}",
            f"{url}?ben=da-giao&loc=tat-ca&ke_hoach={given.plan_id}&doan={given.block_id}",
            given.deadline_on, given.deadline_on,
            f"{given.plan.doc_code.strip()}, {given.settled}/{given.rows} nơi đã xác nhận", given.settled == given.rows,
        )  # fmt: skip


def _given(user: Any, first: dt.date, last: dt.date) -> Any:
    rows = AssignmentRound.objects.filter(own(user, "by_unit"), deadline_on__range=(first, last))
    return (
        rows.select_related("plan")
        .annotate(
            rows=Count("assignments", filter=~Q(assignments__status=AssignmentStatus.WITHDRAWN)),
            settled=Count("assignments", filter=Q(assignments__status=AssignmentStatus.CONFIRMED)),
            outside=Count("assignments", filter=~Q(assignments__unit=F("by_unit"))),
        )
        .filter(outside__gt=0)[:MOST]
    )


def duty_entries(user: Any, first: dt.date, last: dt.date) -> Iterable[Entry]:
    """Deadlines the plans themselves name: tasks own units lead, report duties with a day of their own."""
    days = (first, last)
    tasks = Task.objects.visible_to(user).filter(
        own(user, "lead_unit"), plan__status="issued", deadline_on__range=days
    )
    duties = Obligation.objects.visible_to(user).filter(
        plan__status="issued", plan__issuer__path__in=above_paths(user), due_on__range=days
    )
    named = (
        ("nhiem-vu", "#nhiem-vu", tasks, "deadline_on"),
        ("nghia-vu", "#che-do-bao-cao", duties, "due_on"),
    )
    for kind, part, rows, day in named:
        for row in rows.select_related("plan__issuer").order_by(day, "pk")[:MOST]:
            on = getattr(row, day)
            yield Entry(
                "duty", f"{kind}-{row.pk}", row.text, f"{reverse('plans:plan_detail', args=[row.plan_id])}{part}", on, on,
                f"{row.plan.doc_code.strip()}, {row.plan.issuer.name}", getattr(row, "done", False),
            )  # fmt: skip


def activity_entries(user: Any, first: dt.date, last: dt.date) -> Iterable[Entry]:
    """Activities that issued plans of own units and of those above name with a day."""
    rows = PlannedActivity.objects.visible_to(user).filter(
        plan__status="issued", plan__issuer__path__in=above_paths(user), starts_on__lte=last
    )
    rows = rows.annotate(until=Coalesce("ends_on", "starts_on")).filter(until__gte=first)
    found: Any = rows.select_related("plan__issuer").order_by("starts_on", "pk")[:MOST]
    for row in found:
        yield Entry(
            "activity", f"hoat-dong-{row.pk}", row.text, reverse("plans:plan_detail", args=[row.plan_id]),
            row.starts_on, row.until, f"{row.plan.doc_code.strip()}, {row.plan.issuer.name}",
        )  # fmt: skip
