"""Which seats sign by themselves, and who keeps the book of delegations."""

from __future__ import annotations

from typing import Any

from core.vietnamese import fold
from units.models import Role, Seat, Unit
from units.scope import administers, holds_any, units_of

# Whose seat signs by itself; everybody else only by a delegation.
OWN_POWER = frozenset({Role.LEADER, Role.GRASSROOTS})
KEEPERS = (Role.LEADER, Role.REGISTRY, Role.GRASSROOTS, Role.ADMIN)


def may_keep(user: Any, unit: Unit) -> bool:
    """Whether the person writes down delegations and absences of the unit: its leaders, its clerk, an administrator."""
    return holds_any(user, *KEEPERS, at=unit) or administers(user, unit)


def kept_units(user: Any) -> list[Unit]:
    """Own units whose delegations the person writes down."""
    return units_of(user, *KEEPERS)


def is_deputy(seat: Seat) -> bool:
    """Whether the post is a deputy's: "Phó Chủ tịch", "Phó Trưởng ban"."""
    return fold(seat.post_title).startswith("pho ")


def is_head(seat: Seat) -> bool:
    """Whether the seat signs by itself and is nobody's deputy: only it may let others sign."""
    return seat.role in OWN_POWER and not is_deputy(seat)
