"""An emulation year in bulk: units in clusters, registered, scored, some with findings, classes and awards of before.

What was drawn comes back as plain data beside the rows, for a computation that knows none of the portal's code.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection

from campaigns.emulation.models import (
    Cluster,
    ConditionFinding,
    EmulationCriterion,
    EmulationGrade,
    EmulationRegistration,
    EmulationScore,
    Movement,
    ScoreSheet,
    YearGrade,
)
from campaigns.emulation.services.criteria import create_criteria, take_criteria_step
from tests import factories
from units.models import Role, Unit

YEAR = 2026
DAY = dt.date(2026, 11, 1)


@dataclass
class Plain:
    """One unit as drawn: marks by "group.number", findings by number, last year's class."""

    code: str
    cluster: str
    members: int
    marks: dict[str, Decimal]
    found: set[int] = field(default_factory=set)
    last_year: int = 0


def make_year(
    count: int, clusters: int, *, seed: int = 7, name: str = "Lao động giỏi"
) -> tuple[Movement, list[Plain]]:
    """A movement at the step of scoring with a sent sheet of every unit, and its plain data."""
    draw = random.Random(seed)
    province = factories.province()
    leader = factories.person(Role.LEADER, province)
    criteria = create_criteria(owner=province, name="Tiêu chí năm", year=YEAR)
    EmulationGrade.objects.filter(criteria_set=criteria, order=1).update(
        most_units_percent=20, most_members_percent=25, years_in_row=1, least_points=Decimal(80)
    )
    EmulationGrade.objects.filter(criteria_set=criteria, order=2).update(most_units_percent=60)
    criteria = take_criteria_step(criteria, "issue", by=leader)
    movement = Movement.objects.create(
        owner=province, name=name, year=YEAR, criteria=criteria, starts_on=DAY, ends_on=DAY, launched_on=DAY,
        register_until=DAY, score_until=DAY, status=Movement.Status.SCORING,
    )  # fmt: skip
    found = EmulationCriterion.objects.filter(group__criteria_set=criteria).select_related("group")
    names = {f"{c.group.number}.{c.number}": c for c in found}
    plain = [_drawn(draw, number, clusters, names) for number in range(count)]
    _write(movement, plain, names, {c.number: c for c in criteria.conditions.all()})
    return movement, plain


def _drawn(draw: random.Random, number: int, clusters: int, names: dict[str, Any]) -> Plain:
    good = draw.random()
    marks = {}
    for name, criterion in names.items():
        share = 1 if draw.random() < good else draw.choice((0, 0.25, 0.5, 0.75))
        marks[name] = Decimal(int(float(criterion.max_points) * share * 4)) / 4
    one = Plain(f"{number:05d}", f"Cụm {number % clusters:03d}", draw.randint(5, 900), marks)
    one.found = {n for n in range(1, 6) if draw.random() < 0.02}
    one.last_year = draw.choice((0, 1, 1, 1, 2))
    return one


def _write(movement: Movement, plain: list[Plain], names: dict[str, Any], conditions: dict[int, Any]) -> None:
    province = movement.owner
    units = Unit.objects.bulk_create(_unit(province, number, one) for number, one in enumerate(plain))
    made = Cluster.objects.bulk_create(
        Cluster(movement=movement, name=name) for name in sorted({one.cluster for one in plain})
    )
    clusters = {cluster.name: cluster for cluster in made}
    registrations = EmulationRegistration.objects.bulk_create(
        EmulationRegistration(
            movement=movement,
            unit=unit,
            cluster=clusters[one.cluster],
            members=one.members,
            registered_on=DAY,
        )
        for unit, one in zip(units, plain, strict=True)
    )
    sheets = ScoreSheet.objects.bulk_create(
        [ScoreSheet(registration=one, level=2, status="sent") for one in registrations], batch_size=2000
    )
    # What counts is the highest level that was sent: these lower ones must not.
    lower = ScoreSheet.objects.bulk_create(
        ScoreSheet(registration=one, level=1, status="sent") for one in registrations[::7]
    )
    best = next(iter(names.values()))
    EmulationScore.objects.bulk_create(
        EmulationScore(sheet=sheet, criterion=best, points=10) for sheet in lower
    )
    _insert_scores(
        [
            (sheet.pk, names[name].pk, str(points))
            for sheet, one in zip(sheets, plain, strict=True)
            for name, points in one.marks.items()
        ]
    )
    ConditionFinding.objects.bulk_create(
        ConditionFinding(sheet=sheet, condition=conditions[number])
        for sheet, one in zip(sheets, plain, strict=True)
        for number in one.found
    )
    YearGrade.objects.bulk_create(
        YearGrade(unit=unit, owner=province, year=YEAR - 1, order=one.last_year, name="Hạng")
        for unit, one in zip(units, plain, strict=True)
        if one.last_year
    )


def _insert_scores(rows: list[tuple[int, int, str]]) -> None:
    """Three hundred rows a statement: objects of tens of thousands of scores would cost more than what is tested."""
    table = EmulationScore._meta.db_table
    with connection.cursor() as cursor:
        for at in range(0, len(rows), 300):
            some = rows[at : at + 300]
            values = ", ".join(["(%s, %s, %s, '')"] * len(some))
            words = [word for row in some for word in row]
            cursor.execute(
                f"INSERT INTO {table} (sheet_id, criterion_id, points, note) VALUES {values}", words
            )


def _unit(province: Unit, number: int, one: Plain) -> Unit:
    unit = Unit(
        code=f"{province.pk}-{one.code}", kind=factories.unit_kind("grassroots_union"), name=f"CĐCS số {number}",
        parent=province, depth=2, path=f"{province.path}z{number:04d}", member_count=one.members,
    )  # fmt: skip
    unit.name_parts()
    return unit
