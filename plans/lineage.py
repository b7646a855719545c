"""Which plans a plan comes from, at any depth, and what became of them since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from documents.models import ENDED, Amendment, AmendmentKind, Document
from plans.models import Plan, UpperChangeAnswer

# Bounded, so a circle of derivations ends too.
_ABOVE = """
WITH RECURSIVE above(plan_id, upper_id, distance) AS (
    SELECT document_ptr_id, derived_from_id, 1 FROM plans_plan
    WHERE derived_from_id IS NOT NULL AND document_ptr_id IN ({start})
  UNION
    SELECT above.plan_id, plan.derived_from_id, above.distance + 1
    FROM above JOIN plans_plan plan ON plan.document_ptr_id = above.upper_id
    WHERE plan.derived_from_id IS NOT NULL AND above.distance < {deepest}
)
"""
_UPPERS = _ABOVE + "SELECT plan_id, upper_id, MIN(distance) FROM above GROUP BY plan_id, upper_id"
_OPEN = (
    _ABOVE
    + """
SELECT DISTINCT above.plan_id, amendment.kind
FROM above JOIN documents_amendment amendment ON amendment.document_id = above.upper_id
WHERE amendment.status = 'in_force' AND NOT EXISTS (
    SELECT 1 FROM plans_upperchangeanswer answer
    WHERE answer.plan_id = above.plan_id AND answer.amendment_id = amendment.id
)
"""
)
_BELOW = """
WITH RECURSIVE below(plan_id, distance) AS (
    SELECT document_ptr_id, 1 FROM plans_plan WHERE derived_from_id = %s
  UNION
    SELECT plan.document_ptr_id, below.distance + 1
    FROM below JOIN plans_plan plan ON plan.derived_from_id = below.plan_id
    WHERE below.distance < {deepest}
)
SELECT DISTINCT plan_id FROM below
"""
TITLES = {
    AmendmentKind.REPLACE: _("Kế hoạch cấp trên đã được thay thế"),
    AmendmentKind.CORRECT: _("Kế hoạch cấp trên đã được đính chính"),
    AmendmentKind.RECALL: _("Kế hoạch cấp trên đã bị thu hồi"),
}
GRAVEST_FIRST = (AmendmentKind.RECALL, AmendmentKind.REPLACE, AmendmentKind.CORRECT)
# The tree of units has six levels; a plan derives once a level.
DEEPEST = 12


def uppers_of(plans: Iterable[int]) -> dict[int, dict[int, int]]:
    """Plan id → {id of each plan above it: how many derivations away}; one query."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for plan, upper, distance in _rows_above(_UPPERS, plans):
        found[plan][upper] = distance
    return found


def _rows_above(sql: str, plans: Iterable[int]) -> list[Any]:
    ids = sorted(set(plans))
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql.format(start=", ".join(["%s"] * len(ids)), deepest=DEEPEST), ids)
        return cursor.fetchall()


def derived_ids(plan: Plan) -> list[int]:
    """Ids of everything built from the plan, at any depth; one query."""
    return _ids_below(plan.pk)


def _ids_below(plan: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_BELOW.format(deepest=DEEPEST), [plan])
        return [row[0] for row in cursor.fetchall() if row[0] != plan]


def derived_from_it(plan: Plan) -> QuerySet[Plan]:
    """Everything built from the plan, at any depth."""
    return Plan.objects.filter(pk__in=derived_ids(plan))


def issuers_below(document: Document) -> QuerySet[Plan, int]:
    """Ids of the units with a plan built from this paper, at any depth."""
    return (
        Plan.objects.filter(pk__in=_ids_below(document.pk))
        .order_by()
        .values_list("issuer_id", flat=True)
        .distinct()
    )


@dataclass(frozen=True)
class UpperChange:
    """A plan above was replaced, corrected or recalled; `answer` is what this plan's unit said to it."""

    amendment: Amendment
    upper: Plan
    distance: int
    answer: UpperChangeAnswer | None

    @property
    def open(self) -> bool:
        return self.answer is None

    @property
    def title(self) -> str:
        return str(TITLES[AmendmentKind(self.amendment.kind)])

    @property
    def tone(self) -> str:
        if not self.open:
            return "info"
        return "danger" if self.amendment.kind == AmendmentKind.RECALL else "warning"


def upper_changes(plans: Iterable[Plan]) -> dict[int, list[UpperChange]]:
    """Plan id → what became of the plans it comes from, the nearest first; at most four queries for any number."""
    chosen = [plan.pk for plan in plans]
    above = uppers_of(chosen)
    uppers = {upper for found in above.values() for upper in found}
    amendments = list(
        Amendment.objects.in_force().filter(document_id__in=uppers).select_related("paper", "entry")
        .order_by("in_force_at", "pk")
    ) if uppers else []  # fmt: skip
    if not amendments:
        return {}
    touched = {one.document_id for one in amendments}
    rows = {plan.pk: plan for plan in Plan.objects.filter(pk__in=touched).select_related("issuer")}
    answers = {
        (row.plan_id, row.amendment_id): row
        for row in UpperChangeAnswer.objects.filter(
            plan_id__in=chosen, amendment__in=amendments
        ).select_related("by")
    }
    changes: dict[int, list[UpperChange]] = {}
    for plan, found in above.items():
        mine = [
            UpperChange(one, rows[one.document_id], found[one.document_id], answers.get((plan, one.pk)))
            for one in amendments if one.document_id in found
        ]  # fmt: skip
        if mine:
            changes[plan] = sorted(mine, key=lambda change: change.distance)
    return changes


def flagged(plans: Iterable[Any]) -> dict[int, str]:
    """Plan id → the gravest kind of change above it that its unit has not answered; for badges of a list. One query."""
    kinds: dict[int, set[str]] = defaultdict(set)
    for plan, kind in _rows_above(_OPEN, [plan.pk for plan in plans]):
        kinds[plan].add(kind)
    return {plan: next(kind for kind in GRAVEST_FIRST if kind in found) for plan, found in kinds.items()}


def own_flagged(unit_id: int, limit: int) -> list[tuple[Plan, list[UpperChange]]]:
    """Plans of the unit under an upper plan that changed and waits for an answer, last touched first."""
    mine = Plan.objects.filter(issuer_id=unit_id, derived_from__isnull=False).exclude(status__in=ENDED)
    waiting = flagged(mine.only("pk"))
    rows = mine.filter(pk__in=waiting).select_related("issuer").order_by("-updated_at", "-pk")[:limit]
    changes = upper_changes(rows)
    return [(plan, [change for change in changes[plan.pk] if change.open]) for plan in rows]
