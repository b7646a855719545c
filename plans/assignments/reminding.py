"""What a person is reminded of on a day. Apps above register what they know; here is what plans know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from plans.assignments.models import (
    DEADLINE_MOVED,
    DOERS,
    UNFINISHED,
    Assignment,
    AssignmentMove,
    AssignmentStatus,
    MoreTime,
    MoreTimeState,
    PromisedDocument,
)
from units.models import Role, Seat
from units.scope import own, units_of

LADDER = (14, 7, 1, 0)  # days before
AFTER = (1, 3)  # days after, then every week
RECALLED = "Văn bản thu hồi chưa xác nhận"
LATE, DUE, RETURNED, MOVED, FRESH, WAITING, ESCALATED = (
    "Quá hạn", "Đến hạn", "Bị trả lại", "Đổi hạn", "Mới giao", "Chờ bạn trả lời", "Cấp dưới quá hạn nhiều ngày",
)  # fmt: skip
ORDER = (RECALLED, LATE, DUE, RETURNED, MOVED, FRESH, WAITING, ESCALATED)
MOST = 20  # lines of one section


@dataclass(frozen=True)
class Line:
    """One thing in the letter. Only what rings is worth a letter; the rest goes along with it."""

    section: str
    text: str
    source: str
    url: str
    due_on: dt.date | None = None
    rings: bool = True


People = Callable[[dt.date], Iterable[int]]
Lines = Callable[[Any, dt.date], Iterable[Line]]
_sources: dict[str, tuple[People, Lines]] = {}


def register_reminders(name: str, people: People, lines: Lines) -> None:
    """`people(today)` gives ids of users there may be something for, `lines(user, today)` what it is."""
    _sources[name] = (people, lines)


def people_to_remind(today: dt.date) -> set[int]:
    """Ids of users somebody has something for; some may turn out to have nothing that rings."""
    return {pk for people, _lines in _sources.values() for pk in people(today)}


def lines_for(user: Any, today: dt.date) -> list[Line]:
    """The person's lines by section; empty when nothing rings. A constant number of queries."""
    found = [line for _people, lines in _sources.values() for line in lines(user, today)]
    if not any(line.rings for line in found):
        return []
    return sorted(found, key=lambda line: (ORDER.index(line.section), line.due_on or dt.date.max))


def rings(due_on: dt.date, today: dt.date) -> bool:
    """Whether the ladder has a step on this day."""
    left = (due_on - today).days
    return left in LADDER if left >= 0 else -left in AFTER or -left % 7 == 0


def ringing_days(today: dt.date) -> Q:
    """Due days that ring today, and everything overdue (its weekly step is judged by `rings`)."""
    ahead = [today + dt.timedelta(days=days) for days in LADDER]
    return Q(deadline_on__in=ahead) | Q(deadline_on__lt=today)


def _since(today: dt.date) -> dt.datetime:
    """What happened since yesterday morning is news."""
    return timezone.make_aware(dt.datetime.combine(today - dt.timedelta(days=1), dt.time()))


# --- of work given out


def _moves(since: dt.datetime) -> QuerySet[AssignmentMove]:
    return AssignmentMove.objects.filter(step=DEADLINE_MOVED, at__gte=since)


def _moved(since: dt.datetime) -> Q:
    """Whose deadline the assigner has moved since."""
    return Q(pk__in=_moves(since).values("assignment"))


def people_with_work(today: dt.date) -> Iterable[int]:
    """Who works where something is due, new, returned or waits for an answer."""
    since = _since(today)
    rows = Assignment.objects.order_by()
    fresh = Q(status__in=[AssignmentStatus.ASSIGNED, AssignmentStatus.RETURNED], changed_at__gte=since)
    at_work = rows.filter(Q(status__in=UNFINISHED) & (ringing_days(today) | fresh | _moved(since))).values(
        "unit"
    )
    asked = MoreTime.objects.filter(state=MoreTimeState.ASKED, asked_at__gte=since).values(
        "assignment__by_unit"
    )
    answers = rows.filter(Q(status=AssignmentStatus.REPORTED, changed_at__gte=since) | Q(escalated_on=today))
    promises = PromisedDocument.objects.filter(fulfilled_by=None, due_on__lte=today + dt.timedelta(days=14))
    seats = Seat.objects.current(today).filter(role__in=DOERS)
    seats = seats.filter(
        Q(unit__in=at_work) | Q(unit__in=asked) | Q(unit__in=answers.values("by_unit"))
        | Q(unit__in=promises.values("plan__issuer"))
    )  # fmt: skip
    return seats.values_list("user_id", flat=True).distinct()


def work_lines(user: Any, today: dt.date) -> Iterable[Line]:
    """What the person has, what waits for their answer, what is long overdue below."""
    yield from _own_lines(user, today)
    yield from _answer_lines(user, today)
    yield from _promise_lines(user, today)


def _own_lines(user: Any, today: dt.date) -> Iterable[Line]:
    since = _since(today)
    mine = Assignment.objects.of_person(user).filter(status__in=UNFINISHED, unit__ended_on=None)
    fresh = Q(status__in=[AssignmentStatus.ASSIGNED, AssignmentStatus.RETURNED], changed_at__gte=since)
    rows: Any = mine.filter(ringing_days(today) | fresh | _moved(since)).select_related("round__plan__issuer")
    rows = rows.annotate(moved=Exists(_moves(since).filter(assignment=OuterRef("pk"))))
    for row in rows.order_by(F("deadline_on").asc(nulls_last=True), "pk")[: 2 * MOST]:
        late = row.deadline_on is not None and row.deadline_on < today
        due = row.deadline_on is not None and rings(row.deadline_on, today)
        if row.status == AssignmentStatus.RETURNED and row.changed_at >= since:
            section = RETURNED
        elif row.moved:
            section = MOVED
        elif late or due:
            section = LATE if late else DUE
        else:
            section = FRESH
        yield Line(
            section, row.round.text, _plan_words(row.round.plan), reverse("plans:assignment_detail", args=[row.pk]),
            row.deadline_on, rings=due or section in (RETURNED, MOVED, FRESH),
        )  # fmt: skip


def _answer_lines(user: Any, today: dt.date) -> Iterable[Line]:
    since = _since(today)
    units = [unit.pk for unit in units_of(user, *DOERS)]
    given = Assignment.objects.filter(by_unit__in=units).order_by()
    listed = reverse("plans:assignment_list")
    for text, plan, n in _by_round(given.filter(status=AssignmentStatus.REPORTED, changed_at__gte=since)):
        yield Line(WAITING, f"{n} nơi báo xong: {text}", plan, f"{listed}?ben=da-giao&loc=cho-xac-nhan")
    asked = given.filter(
        pk__in=MoreTime.objects.filter(state=MoreTimeState.ASKED, asked_at__gte=since).values("assignment")
    )
    for text, plan, n in _by_round(asked):
        yield Line(WAITING, f"{n} nơi xin gia hạn: {text}", plan, f"{listed}?ben=da-giao&loc=xin-gia-han")
    leads = [unit.pk for unit in units_of(user, Role.LEADER)]
    long_late = Assignment.objects.filter(by_unit__in=leads, escalated_on=today, status__in=UNFINISHED)
    for text, plan, n in _by_round(long_late):
        yield Line(
            ESCALATED, f"{n} nơi quá hạn nhiều ngày: {text}", plan, f"{listed}?ben=da-giao&loc=qua-han"
        )


def _by_round(rows: QuerySet[Assignment]) -> list[tuple[str, str, int]]:
    found: Any = (
        rows.order_by("round").values("round", "round__text", "plan__number", "plan__symbol", "plan__issuer__name")
        .annotate(n=Count("pk"))[:MOST]
    )  # fmt: skip
    return [
        (one["round__text"], f"{one['plan__number']:02d}/{one['plan__symbol']} của {one['plan__issuer__name']}", one["n"])
        for one in found
    ]  # fmt: skip


def _promise_lines(user: Any, today: dt.date) -> Iterable[Line]:
    rows: Any = PromisedDocument.objects.filter(
        own(user, "plan__issuer"), fulfilled_by=None, due_on__lte=today + dt.timedelta(days=14)
    )
    for row in rows.select_related("plan__issuer").order_by("due_on")[:MOST]:
        yield Line(
            LATE if row.due_on < today else DUE, f"Văn bản đã hứa chưa ban hành: {row.what}", _plan_words(row.plan),
            reverse("plans:plan_promises", args=[row.plan_id]), row.due_on, rings(row.due_on, today),
        )  # fmt: skip


def _plan_words(plan: Any) -> str:
    return f"{plan.doc_code.strip()} của {plan.issuer.name}"
