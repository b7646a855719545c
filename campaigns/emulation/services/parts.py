"""The parts of a set of criteria as plain data: out of the delivered files or of another set, into a new one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from campaigns.emulation.models import (
    CriteriaGroup,
    CriteriaSet,
    EmulationCriterion,
    EmulationGrade,
    GradingCondition,
)

Parts = Mapping[str, list[dict[str, Any]]]


def fill(criteria: CriteriaSet, parts: Parts) -> None:
    """Write grades, groups with criteria and conditions; `fallback` in them is the order of a class."""
    grades = {
        row["order"]: EmulationGrade.objects.create(criteria_set=criteria, **row) for row in parts["grades"]
    }

    def placed(row: dict[str, Any]) -> dict[str, Any]:
        return {**row, "fallback": grades.get(row.get("fallback") or 0)}

    for group in parts["groups"]:
        own = {name: value for name, value in group.items() if name != "criteria"}
        made = CriteriaGroup.objects.create(criteria_set=criteria, **own)
        EmulationCriterion.objects.bulk_create(
            EmulationCriterion(group=made, **placed(row)) for row in group["criteria"]
        )
    GradingCondition.objects.bulk_create(
        GradingCondition(criteria_set=criteria, **placed(row)) for row in parts["conditions"]
    )


def as_parts(criteria: CriteriaSet) -> Parts:
    """What `fill` takes, of a set that stands."""
    orders: dict[int | None, int] = {grade.pk: grade.order for grade in criteria.grades.all()}
    grade_fields = [f.name for f in EmulationGrade._meta.fields if f.name not in ("id", "criteria_set")]
    groups = [
        {
            "number": group.number, "name": group.name, "max_points": group.max_points, "bonus": group.bonus,
            "criteria": [
                {"number": c.number, "text": c.text, "max_points": c.max_points, "evidence_needed": c.evidence_needed,
                 "least_points": c.least_points, "fallback": orders.get(c.fallback_id)}
                for c in group.criteria.all()
            ],
        }
        for group in criteria.groups.prefetch_related("criteria")
    ]  # fmt: skip
    conditions = [
        {"number": c.number, "kind": c.kind, "text": c.text, "fallback": orders.get(c.fallback_id)}
        for c in criteria.conditions.all()
    ]
    grades = [{name: getattr(grade, name) for name in grade_fields} for grade in criteria.grades.all()]
    return {"grades": grades, "groups": groups, "conditions": conditions}
