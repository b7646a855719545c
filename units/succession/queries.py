"""Who carries on what an ended unit still owed: its main successor, or the one that carries that on in turn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.db.models.expressions import RawSQL

from units.models import Unit
from units.scope import own, units_of
from units.succession.models import Succession

MOST_STEPS = 20  # of a chain of successions


def heir_of(unit: Unit) -> Unit | None:
    """The unit that carries on an ended one; None while it stands, and when it was dissolved."""
    at = unit
    for _step in range(MOST_STEPS):
        if at.ended_on is None:
            return at if at.pk != unit.pk else None
        line = Succession.objects.filter(old=at, main=True).select_related("new").first()
        if line is None:
            return None
        at = line.new
    return None


def inherited(units: Iterable[int], field: str = "unit") -> Q:
    """Condition "belongs to an ended unit that one of these carries on as its main successor"."""
    ids = list(units)
    if not ids:
        return Q(pk__in=[])
    marks = ", ".join(["%s"] * len(ids))
    chain = f"""
        WITH RECURSIVE gone AS (
            SELECT old_id, 1 AS steps FROM units_succession WHERE main AND new_id IN ({marks})
            UNION ALL
            SELECT s.old_id, gone.steps + 1 FROM gone JOIN units_succession s ON s.new_id = gone.old_id AND s.main
            WHERE gone.steps < {MOST_STEPS}
        )
        SELECT old_id FROM gone
    """
    return Q(**{f"{field}__in": RawSQL(chain, ids)})


def own_or_inherited(user: Any, field: str = "unit") -> Q:
    """Condition "belongs to one of the person's own units, or to one they carry on"."""
    return own(user, field) | inherited([unit.pk for unit in units_of(user)], field)
