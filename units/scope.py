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
        cached = list(Seat.objects.current().filter(user=user).select_related("unit", "unit__kind", "department"))
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
    paths = [unit.path for unit in units_of(user)]
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


__all__ = [
    "Role", "above_paths", "below", "holders", "holds", "holds_any", "own", "seats_of", "sees_all", "units_of",
    "visible_units",
]
