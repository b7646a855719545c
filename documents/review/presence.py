"""Who of those a review sheet asks is there: seats given up, absences, who stands in for whom.

A step that names a person waits for that person, the substitute by a delegation, or is passed on. A step asked of a post
nobody is there to answer for may also be taken by who stands in for an absent holder, and by STAND_INS.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from documents.review.models import LIVE, ReviewStep, StepKind
from units.models import Absence, Delegation, Role, Seat
from units.scope import seats_of

# Who answers a check asked of a post while nobody who holds the post is there. An approval only goes by delegation.
STAND_INS: dict[str, tuple[str, ...]] = {
    StepKind.CONTENT: (Role.LEADER,),
    StepKind.FORMAT: (Role.UNIT_HEAD, Role.LEADER),
}
_STAND_IN_WORDS = {
    StepKind.CONTENT: "Lãnh đạo đơn vị kiểm tra thay được.",
    StepKind.FORMAT: "Trưởng ban, lãnh đạo đơn vị kiểm tra thay được.",
}


def stood_in_for(user: Any) -> list[Delegation]:
    """Delegations in force to the person from holders who are away today; read once a request."""
    cached: list[Delegation] | None = getattr(user, "_stood_in_for", None)
    if cached is None:
        seats = [seat.pk for seat in seats_of(user)]
        away = Absence.objects.on(timezone.localdate()).values("seat_id")
        given = (
            Delegation.objects.in_force()
            .filter(receiver_id__in=seats, giver__in=away)
            .select_related("giver")
        )
        cached = list(given.order_by("pk")) if seats else []
        user._stood_in_for = cached
    return cached


def stands_in(user: Any, step: ReviewStep) -> Seat | None:
    """The seat by which the person answers for the absent one whom the step names, or whose empty post it asks."""
    type = step.sheet.document.type
    for given in stood_in_for(user):
        if given.type_list and type not in given.type_list:
            continue
        if given.giver_id == step.seat_id or (
            given.giver and _is_post_of(step, given.giver) and nobody_there(user, step)
        ):
            return next((seat for seat in seats_of(user) if seat.pk == given.receiver_id), None)
    return None


def takes_over(user: Any, step: ReviewStep) -> bool:
    """Whether the person may answer for a post nobody is there to answer for."""
    roles, unit = STAND_INS.get(step.kind, ()), step.sheet.document.issuer_id
    mine = any(seat.role in roles and seat.unit_id == unit for seat in seats_of(user))
    return mine and nobody_there(user, step)


def nobody_there(user: Any, step: ReviewStep) -> bool:
    """Whether the step asks a post that nobody holds today, or whose holders are all away."""
    if step.seat_id or not step.role:
        return False
    return not any(_is_post_of(step, seat) for seat in _there(user, step.sheet.document.issuer_id))


def _is_post_of(step: ReviewStep, seat: Seat) -> bool:
    """Whether the step asks a post, and the seat is of it."""
    asked = not step.seat_id and bool(step.role) and seat.unit_id == step.sheet.document.issuer_id
    return asked and _asks(step, seat)


def _there(user: Any, unit_id: int) -> list[Seat]:
    """Seats of the unit whose holders are there today; read once a request."""
    cached: dict[int, list[Seat]] = getattr(user, "_there", {})
    if unit_id not in cached:
        cached[unit_id] = list(_staff().filter(unit=unit_id))
        user._there = cached
    return cached[unit_id]


def _staff() -> Any:
    away = Absence.objects.on(timezone.localdate()).values("seat_id")
    return Seat.objects.current().filter(user__is_active=True).exclude(pk__in=away)


def substitute_steps(user: Any, seat: Seat) -> Q:
    """As `stands_in`, for the database: steps that name somebody this seat stands in for."""
    found = Q(pk__in=[])
    for given in stood_in_for(user):
        if given.receiver_id == seat.pk:
            types = Q(sheet__document__type__in=given.type_list) if given.type_list else Q()
            found |= Q(seat_id=given.giver_id) & types
    return found


def post_steps(user: Any, seat: Seat, kinds: list[str]) -> Q:
    """As `takes_over` and `stands_in` for posts, for the database: steps of posts nobody is there to answer for."""
    holders = _staff().filter(unit=OuterRef("sheet__document__issuer"), role=OuterRef("role"))
    nobody = Q(seat=None) & ~Q(role="") & (
        (Q(department=None) & ~Exists(holders))
        | (Q(department__isnull=False) & ~Exists(holders.filter(department=OuterRef("department"))))
    )  # fmt: skip
    found = Q(kind__in=[kind for kind, roles in STAND_INS.items() if seat.role in roles])
    for given in stood_in_for(user):
        if given.receiver_id == seat.pk and given.giver is not None and given.giver.unit_id == seat.unit_id:
            post = Q(role=given.giver.role) & (Q(department=None) | Q(department=given.giver.department_id))
            types = Q(sheet__document__type__in=given.type_list) if given.type_list else Q()
            found |= post & types & Q(kind__in=kinds)
    return Q(sheet__document__issuer=seat.unit_id) & nobody & found


def tell_missing(steps: Iterable[ReviewStep], unit_id: int) -> None:
    """Set `missing` of the live steps: why the one asked will not answer, in words. Two queries however many steps."""
    live = [step for step in steps if step.status in LIVE]
    if not live:
        return
    today = timezone.localdate()
    there = list(
        Seat.objects.current(today).filter(unit=unit_id, user__is_active=True).select_related("department")
    )
    absences = Absence.objects.on(today).filter(seat__in=there).select_related("seat__user")
    away = {absence.seat_id: absence for absence in absences}
    for step in live:
        step.missing = _missing(step, there, away)
        if step.missing and step.role and not step.seat_id and step.kind in _STAND_IN_WORDS:
            step.missing += f" {_STAND_IN_WORDS[StepKind(step.kind)]}"


def _missing(step: ReviewStep, there: list[Seat], away: dict[int, Absence]) -> str:
    asked = [seat for seat in there if _asks(step, seat)]
    if not asked and step.seat:
        last = f" sau ngày {step.seat.to_on:%d/%m/%Y}" if step.seat.to_on else ""
        return f"{step.seat.user} không còn giữ chức danh {step.seat.post_title}{last}."
    if not asked:
        return "Đơn vị không còn ai giữ vai trò này."
    absent = [away[seat.pk] for seat in asked if seat.pk in away]
    if len(absent) < len(asked):
        return ""
    return "; ".join(f"{one.seat.user} vắng mặt đến hết ngày {one.to_on:%d/%m/%Y}" for one in absent) + "."


def _asks(step: ReviewStep, seat: Seat) -> bool:
    if step.seat_id:
        return seat.pk == step.seat_id
    return step.role in {"", seat.role} and step.department_id in {None, seat.department_id}
