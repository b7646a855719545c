"""Who of those a review sheet asks is there: seats given up, absences, who stands in for whom."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils import timezone

from documents.review.models import LIVE, ReviewStep
from units.models import Absence, Delegation, Seat
from units.scope import seats_of


def stood_in_for(user: Any) -> list[Delegation]:
    """Delegations in force to the person from holders who are away today; read once a request."""
    cached: list[Delegation] | None = getattr(user, "_stood_in_for", None)
    if cached is None:
        seats = [seat.pk for seat in seats_of(user)]
        away = Absence.objects.on(timezone.localdate()).values("seat_id")
        given = Delegation.objects.in_force().filter(receiver_id__in=seats, giver__in=away)
        cached = list(given.order_by("pk")) if seats else []
        user._stood_in_for = cached
    return cached


def stands_in(user: Any, step: ReviewStep) -> Seat | None:
    """The seat by which the person answers for the absent one whom the step names; None when nobody let them."""
    if step.seat_id is None:
        return None
    type = step.sheet.document.type
    for given in stood_in_for(user):
        if given.giver_id == step.seat_id and (not given.type_list or type in given.type_list):
            return next((seat for seat in seats_of(user) if seat.pk == given.receiver_id), None)
    return None


def substitute_steps(user: Any, seat: Seat) -> Q:
    """As `stands_in`, for the database: steps that name somebody this seat stands in for."""
    found = Q(pk__in=[])
    for given in stood_in_for(user):
        if given.receiver_id == seat.pk:
            types = Q(sheet__document__type__in=given.type_list) if given.type_list else Q()
            found |= Q(seat_id=given.giver_id) & types
    return found


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
