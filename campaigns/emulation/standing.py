"""From rows to what `grading` works on: the rules of a set and the standing of every unit, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from campaigns.awards.queries import prior_awards
from campaigns.emulation.grading import GradeRule, GroupRule, Rules, Standing
from campaigns.emulation.models import (
    ConditionFinding,
    CriteriaSet,
    EmulationCriterion,
    EmulationScore,
    GradingCondition,
    Movement,
    ScoreSheet,
    YearGrade,
)
from units.models import Unit


def rules_of(criteria: CriteriaSet, year: int) -> Rules:
    """The set as rules. Four queries."""
    grades = list(criteria.grades.all())
    orders: dict[int | None, int] = {grade.pk: grade.order for grade in grades}
    barred = EmulationCriterion.objects.filter(group__criteria_set=criteria, least_points__isnull=False)
    return Rules(
        year=year,
        grades=tuple(
            GradeRule(
                g.pk, g.order, g.name, g.least_points, g.most_units_percent, g.most_members_percent, g.years_in_row,
                g.prior_award, g.prior_years, g.award,
            )
            for g in grades
        ),
        groups=tuple(GroupRule(g.pk, g.number, g.name, g.max_points, g.bonus) for g in criteria.groups.all()),
        least={c.pk: (c.least_points or Decimal(0), c.text, orders.get(c.fallback_id, 0)) for c in barred},
        conditions={
            c.pk: (c.kind == GradingCondition.Kind.NOT_RATEABLE, c.text, orders.get(c.fallback_id, 0))
            for c in criteria.conditions.all()
        },
        tie_breaks=tuple(criteria.tie_breaks),
    )  # fmt: skip


@dataclass(frozen=True)
class _Sheet:
    pk: int
    registration: int
    level: int
    unit: int
    code: str
    members: int
    cluster: str


def _counting_sheets(movement: Movement) -> dict[int, _Sheet]:
    """Of every unit the sent sheet of the highest level, whose points count; by the sheet's id, in the order of the tree."""
    sent = ScoreSheet.objects.filter(status=ScoreSheet.Status.SENT, registration__movement=movement)
    rows = sent.order_by("registration__unit__path", "level").values_list(
        "pk", "registration", "level", "registration__unit", "registration__unit__code", "registration__members",
        "registration__cluster__name",
    )  # fmt: skip
    # The later row of a unit is the one of a higher level.
    last = {row[1]: _Sheet(*row[:6], row[6] or "") for row in rows.iterator(chunk_size=5000)}
    return {sheet.pk: sheet for sheet in last.values()}


def standings_of(movement: Movement, rules: Rules) -> list[Standing]:
    """What is known of every unit with a counting sheet, in the order of the tree. Six queries, whatever their number."""
    sheets = _counting_sheets(movement)
    points = _points(movement)
    low = _low(movement, rules)
    found = _found(movement)
    past = _past(movement, rules)
    awards = _awards(movement, rules)
    return [
        Standing(
            sheet.registration, sheet.code, sheet.cluster, sheet.members, sheet.level, points.get(sheet.pk, {}),
            low.get(sheet.pk, {}), frozenset(found.get(sheet.pk, ())), past.get(sheet.unit, {}),
            frozenset(awards.get(sheet.unit, ())),
        )
        for sheet in sheets.values()
    ]  # fmt: skip


# Plain joins over all sent sheets: as a NOT EXISTS in each question, which of them count took PostgreSQL most of the time.


def _of_movement(movement: Movement) -> dict[str, Any]:
    return {"sheet__registration__movement": movement, "sheet__status": ScoreSheet.Status.SENT}


def _points(movement: Movement) -> dict[int, dict[int, Decimal]]:
    sums = (
        EmulationScore.objects.filter(**_of_movement(movement))
        .order_by()
        .values_list("sheet", "criterion__group")
        .annotate(points=Sum("points"))
    )
    found: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for sheet, group, total in sums.iterator(chunk_size=5000):
        found[sheet][group] = total
    return found


def _low(movement: Movement, rules: Rules) -> dict[int, dict[int, Decimal]]:
    given = EmulationScore.objects.filter(
        **_of_movement(movement), criterion__in=list(rules.least)
    ).order_by()
    found: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for sheet, criterion, points in given.values_list("sheet", "criterion", "points").iterator(
        chunk_size=5000
    ):
        found[sheet][criterion] = points
    return found


def _found(movement: Movement) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = ConditionFinding.objects.filter(**_of_movement(movement)).order_by()
    for sheet, condition in rows.values_list("sheet", "condition"):
        found[sheet].add(condition)
    return found


def _past(movement: Movement, rules: Rules) -> dict[int, dict[int, int]]:
    """Classes of the years before that some class asks for, as the same level decided them."""
    back = max((grade.years_in_row for grade in rules.grades), default=0)
    if not back:
        return {}
    rows = YearGrade.objects.filter(
        owner=movement.owner_id, year__range=(rules.year - back, rules.year - 1),
        unit__in=movement.registrations.order_by().values("unit"),
    ).order_by()  # fmt: skip
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for unit, year, order in rows.values_list("unit", "year", "order"):
        found[unit][year] = order
    return found


def _awards(movement: Movement, rules: Rules) -> dict[int, set[tuple[str, int]]]:
    """Awards of the years before that some class asks for."""
    asked = {grade.prior_award for grade in rules.grades if grade.prior_award}
    back = max((grade.prior_years for grade in rules.grades if grade.prior_award), default=0)
    if not asked or not back:
        return {}
    units = Unit.objects.filter(pk__in=movement.registrations.order_by().values("unit"))
    found = prior_awards(units, range(rules.year - back, rules.year), titles=asked)
    return {unit: {(award.title, award.year) for award in awards} for unit, awards in found.items()}
