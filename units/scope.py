"""Who may act where: the one home of the three questions holds / visible_to / holders."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from units.models import STEP, Role, Seat, Unit, User


def seats_of(user: Any) -> list[Seat]:
    """The seats the person holds today, with their units; read once a request."""
    if not getattr(user, "is_authenticated", False):
        return []
    cached: list[Seat] | None = getattr(user, "_current_seats", None)
    if cached is None:
        cached = list(
            Seat.objects.current().filter(user=user).select_related("unit", "unit__kind", "department")
        )
        user._current_seats = cached
    return cached


def holds(user: Any, role: str, *, at: Unit | None) -> bool:
    """Whether the person holds the role at exactly this unit today."""
    if at is None:
        return False
    return any(seat.role == role and seat.unit_id == at.pk for seat in seats_of(user))


def holds_any(user: Any, *roles: str, at: Unit | None) -> bool:
    """Whether the person holds one of the roles at exactly this unit today."""
    return any(holds(user, role, at=at) for role in roles)


def holders(role: str, *, at: Unit) -> QuerySet[User]:
    """People who hold the role at the unit today."""
    return User.objects.filter(
        pk__in=Seat.objects.current().filter(unit=at, role=role).values("user_id"), is_active=True
    ).order_by("full_name")


def units_of(user: Any, *roles: str) -> list[Unit]:
    """Units where the person holds a seat today (with one of the roles, when roles are named), without repeats."""
    found: dict[int, Unit] = {}
    for seat in seats_of(user):
        if not roles or seat.role in roles:
            found.setdefault(seat.unit_id, seat.unit)
    return list(found.values())


def sees_all(user: Any) -> bool:
    return bool(getattr(user, "is_authenticated", False) and user.is_superuser)


def below(user: Any, prefix: str = "") -> Q:
    """Condition "stands at or below one of the person's units"; `prefix` names the relation, e.g. "issuer__"."""
    if sees_all(user):
        return Q()
    return _under([unit.path for unit in units_of(user)], prefix)


def _under(paths: list[str], prefix: str) -> Q:
    if not paths:
        return Q(pk__in=[])
    return reduce(or_, (Q(**{f"{prefix}path__gte": p, f"{prefix}path__lt": p + "~"}) for p in paths))


def own(user: Any, field: str = "unit") -> Q:
    """Condition "belongs to one of the person's own units"."""
    if sees_all(user):
        return Q()
    return Q(**{f"{field}_id__in": [unit.pk for unit in units_of(user)]})


def above_paths(user: Any) -> list[str]:
    """Paths of the person's units and of all units above them."""
    return sorted({u.path[:i] for u in units_of(user) for i in range(STEP, len(u.path) + 1, STEP)})


def visible_units(units: Any, user: Any) -> Any:
    """Own units, everything below them and the line above them."""
    if sees_all(user):
        return units
    return units.filter(below(user) | Q(path__in=above_paths(user)))


def administers(user: Any, unit: Unit | None) -> bool:
    """Whether the person administers the unit: role ADMIN at the unit itself or at one above it."""
    if unit is None:
        return sees_all(user)
    return sees_all(user) or any(unit.is_under(home) for home in units_of(user, Role.ADMIN))


def administers_person(user: Any, person: User) -> bool:
    """Whether the person may change another's account: every seat the other holds must lie within reach.

    Else an administrator of one commune could set the password of somebody who also sits at the province.
    """
    if sees_all(user):
        return True
    if person.is_superuser:
        return False
    seats = list(Seat.objects.filter(user=person, to_on__isnull=True).select_related("unit"))
    return bool(seats) and all(administers(user, seat.unit) for seat in seats)


def administered(user: Any, prefix: str = "") -> Q:
    """Condition "the person administers this unit"; `prefix` names the relation, e.g. "unit__"."""
    if sees_all(user):
        return Q()
    return _under([unit.path for unit in units_of(user, Role.ADMIN)], prefix)


def visible_seats(seats: Any, user: Any) -> Any:
    """Seats at visible units, and one's own wherever they are."""
    if sees_all(user):
        return seats
    own_seats = Q(user_id=getattr(user, "pk", None))
    return seats.filter(below(user, "unit__") | Q(unit__path__in=above_paths(user)) | own_seats)


def visible_people(people: Any, user: Any) -> Any:
    """Oneself and everybody who holds or held a seat at or below one of one's own units."""
    if sees_all(user):
        return people
    seats = Seat.objects.filter(below(user, "unit__")).values("user_id")
    return people.filter(Q(pk__in=seats) | Q(pk=getattr(user, "pk", None)))


__all__ = [
    "Role",
    "above_paths",
    "administered",
    "administers",
    "administers_person",
    "below",
    "holders",
    "holds",
    "holds_any",
    "own",
    "seats_of",
    "sees_all",
    "units_of",
    "visible_people",
    "visible_seats",
    "visible_units",
]
