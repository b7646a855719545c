"""The sheet proposed to the drafter: who checks and approves in this unit, and by when."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from documents.models import Document
from documents.review.models import ReviewStep, StepKind, StepStatus
from documents.review.queries import returned_from, same_place, staff_of
from documents.services.review import Asked
from units.models import Role, Seat

# Working days each round gets; an urgent paper is answered the same day.
DAYS = {
    StepKind.OPINION: 3,
    StepKind.COMMENT: 3,
    StepKind.CONTENT: 2,
    StepKind.FORMAT: 1,
    StepKind.APPROVAL: 2,
}


def working_day(start: dt.date, days: int) -> dt.date:
    """The day so many working days after the start; Saturday and Sunday do not count."""
    day = start
    while days > 0:
        day += dt.timedelta(days=1)
        days -= day.weekday() < 5
    return day


def proposed(document: Document, *, by: Any) -> list[Asked]:
    """The last whole sheet again when there was one, else content, format, approval, as far as the unit has these people.

    In a unit that has only a leader that is one step.
    """
    rows = ReviewStep.objects.filter(sheet__document=document).exclude(status=StepStatus.PASSED)
    steps = rows.select_related("seat__user", "department")
    fullest: dict[int, list[ReviewStep]] = {}
    for step in steps.order_by("sheet__number", "turn", "round", "pk").defer("findings"):
        fullest.setdefault(step.sheet_id, []).append(step)
    # A submission that began at the step that had returned it asks only the rest.
    whole = max(reversed(fullest.values()), key=lambda rows: len({row.round for row in rows}), default=[])
    again = _again(document, whole)
    return again or _dated(document, _usual(document, by))


def restart_round(document: Document, asked: list[Asked]) -> int:
    """The round of the proposed step that returned the last submission; 1 when there is none."""
    step = returned_from(document)
    if step is None:
        return 1
    place = same_place(step)[1:]
    return next((one.round for one in asked if _place(one) == place), 1)


def _place(one: Asked) -> tuple[Any, ...]:
    seat, department = one.seat, one.department
    return one.kind, seat.pk if seat else None, one.role, department.pk if department else None


def _usual(document: Document, by: Any) -> list[Asked]:
    seats = list(staff_of(document.issuer))
    others = [seat for seat in seats if seat.user_id != getattr(by, "pk", None)]
    today = timezone.localdate()
    asked: list[Asked] = []
    heads = [seat for seat in others if seat.role == Role.UNIT_HEAD]
    if heads:
        own = {seat.department_id for seat in seats if seat.user_id == getattr(by, "pk", None)} - {None}
        department = next((h.department for h in heads if h.department_id in own), None)
        asked.append(Asked(StepKind.CONTENT, today, role=Role.UNIT_HEAD, department=department))
    if any(seat.role == Role.REGISTRY for seat in others):
        asked.append(Asked(StepKind.FORMAT, today, role=Role.REGISTRY))
    asked.append(Asked(StepKind.APPROVAL, today, seat=_approver(document, seats), role=Role.LEADER))
    return [_in_round(one, number) for number, one in enumerate(asked, start=1)]


def _approver(document: Document, seats: list[Seat]) -> Seat | None:
    """The signer, where several leaders could approve; a lone leader is asked by the post."""
    leaders = [seat for seat in seats if seat.role == Role.LEADER]
    if len(leaders) < 2:
        return None
    return next((seat for seat in leaders if seat.pk == document.signer_id), None)


def _in_round(one: Asked, number: int, due_on: dt.date | None = None) -> Asked:
    role = "" if one.seat else one.role
    return Asked(one.kind, due_on or one.due_on, number, one.seat, role, one.department)


def _again(document: Document, steps: list[ReviewStep]) -> list[Asked]:
    """Each place of the sheet once; nobody who has left is asked."""
    today = timezone.localdate()
    present = set(staff_of(document.issuer).values_list("pk", flat=True))
    places = {same_place(step): step for step in steps}
    kept = [step for step in places.values() if step.seat_id is None or step.seat_id in present]
    if not any(step.kind == StepKind.APPROVAL for step in kept):
        return []
    rounds = {number: place for place, number in enumerate(sorted({s.round for s in kept}), start=1)}
    asked = [Asked(s.kind, today, rounds[s.round], s.seat, s.role, s.department) for s in kept]
    return _dated(document, sorted(asked, key=lambda one: one.round))


def _dated(document: Document, asked: list[Asked]) -> list[Asked]:
    """Due days one after the other, round by round."""
    day, found = timezone.localdate(), []
    for number in sorted({one.round for one in asked}):
        here = [one for one in asked if one.round == number]
        if not document.urgency:
            day = working_day(day, max(DAYS[StepKind(one.kind)] for one in here))
        found += [_in_round(one, number, day) for one in here]
    return found


def asked_again(step: ReviewStep) -> dt.date:
    """The day a step that is asked anew is due: as before, but not before the next working day."""
    return max(step.due_on, working_day(timezone.localdate(), 1))
