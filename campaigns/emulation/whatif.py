"""What the classes would be by other thresholds, quotas and least points: computed beside the real ones, nothing stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from campaigns.emulation.grading import Graded, Rules, grade
from campaigns.emulation.models import EmulationRegistration, Movement
from campaigns.emulation.standing import rules_of, standings_of
from units.scope import below


@dataclass(frozen=True)
class Changed:
    """One unit whose class would be another."""

    registration: Any
    points: Decimal
    before: str
    after: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    counts: list[tuple[str, int, int]]  # class, units before, units after
    changed: list[Changed]
    units: int


def changed_rules(rules: Rules, given: Mapping[str, Any]) -> Rules:
    """The rules with what was typed.

    Names: least-<order>, units-<order>, members-<order> of a class, fail-<criterion>, cap-<group>. A name with None
    takes the limit away; a name that is missing leaves it.
    """
    grades = tuple(
        replace(
            rule,
            least_points=_or(given.get(f"least-{rule.order}"), rule.least_points),
            most_units_percent=given.get(f"units-{rule.order}", rule.most_units_percent),
            most_members_percent=given.get(f"members-{rule.order}", rule.most_members_percent),
        )
        for rule in rules.grades
    )
    least = {
        pk: (limit, text, order)
        for pk, (old, text, order) in rules.least.items()
        if (limit := given.get(f"fail-{pk}", old)) is not None
    }
    groups = tuple(
        replace(group, max_points=_or(given.get(f"cap-{group.pk}"), group.max_points))
        for group in rules.groups
    )
    return replace(rules, grades=grades, least=least, groups=groups)


def compare(user: Any, movement: Movement, given: Mapping[str, Any]) -> tuple[Rules, Comparison]:
    """Classes by the set in force and by the changed rules, of the units the person may see."""
    criteria = movement.criteria
    if criteria is None:
        return Rules(movement.year, (), ()), Comparison([], [], 0)
    rules = rules_of(criteria, movement.year)
    standings = standings_of(movement, rules)
    other = changed_rules(rules, given)
    before, after = grade(rules, standings), grade(other, standings)
    names = {rule.order: rule.name for rule in rules.grades} | {0: "Không xếp hạng"}
    was, will = Counter(one.order for one in before), Counter(one.order for one in after)
    counts = [(names[order], was[order], will[order]) for order in [*(g.order for g in rules.grades), 0]]
    pairs = {old.pk: (old, new) for old, new in zip(before, after, strict=True) if old.order != new.order}
    return other, Comparison(counts, _shown(user, pairs, names), len(before))


def _shown(user: Any, pairs: Mapping[int, tuple[Graded, Graded]], names: Mapping[int, str]) -> list[Changed]:
    rows = EmulationRegistration.objects.filter(below(user, "unit__"), pk__in=list(pairs)).select_related(
        "unit", "cluster"
    )
    return [
        Changed(
            one, pairs[one.pk][1].points, names[pairs[one.pk][0].order], names[pairs[one.pk][1].order],
            pairs[one.pk][1].reasons,
        )
        for one in rows.order_by("unit__path")
    ]  # fmt: skip


def _or(value: Any, other: Any) -> Any:
    return other if value is None else value
