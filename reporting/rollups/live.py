"""Totals as they stand now, one level below a unit: for the page of the officer who follows the reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection

from reporting.models import Indicator, PeriodUnit
from reporting.rollups import sql
from reporting.rollups.parts import NOTHING, Coverage, Parts, all_of, shown_value, total_of
from reporting.rollups.rules import Rules, rules
from units.models import STEP

Cell = tuple[str, str]  # indicator code, breakdown
GRASSROOTS_TIER = 3


@dataclass(frozen=True)
class Branch:
    """One row of the page: a unit one level below with everything under it, or the unit's own report.

    `left`: of a year, what units gave in the first half-year that are no longer under the place in the second.
    """

    place: PeriodUnit
    own: bool
    cells: dict[Cell, Parts] = field(default_factory=dict)
    coverage: Coverage = field(default_factory=Coverage)
    left: bool = False

    @property
    def name(self) -> str:
        """What people read: the own activity of a level above the grassroots is that of its office."""
        if self.left:
            return "Đơn vị không còn trực thuộc ở kỳ sau"
        if not self.own:
            return self.place.name
        office = self.place.tier < GRASSROOTS_TIER
        return f"Cơ quan {self.place.name}" if office else f"{self.place.name} (trực tiếp thực hiện)"

    @property
    def counted(self) -> int:
        return self.coverage.counted

    @property
    def expected(self) -> int:
        return self.coverage.expected


@dataclass(frozen=True)
class TotalsBelow:
    place: PeriodUnit
    branches: tuple[Branch, ...]
    total: dict[Cell, Parts]
    coverage: Coverage
    indicators: tuple[Indicator, ...]

    @property
    def counted(self) -> int:
        return self.coverage.counted

    @property
    def expected(self) -> int:
        return self.coverage.expected

    def shown(self, indicator: Indicator, breakdown: str = "") -> Decimal | None:
        """The unit's total as people read it."""
        parts = self.total.get((indicator.code, breakdown), NOTHING)
        return shown_value(indicator, parts.value, parts.base)


def totals_below(place: PeriodUnit, *, codes: Collection[str] = ()) -> TotalsBelow:
    """Sums of accepted reports for each unit one level below `place`, the unit's own report and the whole.

    `codes` narrows to some indicators. Seven queries, whatever the size of the tree; nothing is written.
    """
    catalogue = rules()
    wanted = tuple(i.pk for i in catalogue.indicators if not codes or i.code in codes)
    children = list(PeriodUnit.objects.filter(parent=place).select_related("unit").order_by("sort_key"))
    group = branch_of(place, children)
    by_group, counts = sums_by(place, catalogue, wanted, group), coverage_by(place, group)
    branches = [
        Branch(at, own, by_group.get(at.path, {}), counts.get(at.path, Coverage()))
        for at, own in [(place, True), *((child, False) for child in children)]
    ]
    return TotalsBelow(
        place=place,
        branches=tuple(branches),
        total=merged(branch.cells for branch in branches),
        coverage=all_of(branch.coverage for branch in branches),
        indicators=tuple(i for i in catalogue.indicators if not codes or i.code in codes),
    )


def branch_of(place: PeriodUnit, children: Sequence[PeriodUnit]) -> str:
    """SQL of the path of the branch a unit `u` stands in: the place's own path, or that of a unit one level below."""
    step = len(place.path) + STEP
    # Below an ended unit the next ones hang directly under the place, their paths are a level longer.
    deeper = [child.path for child in children if len(child.path) != step]
    cases = " ".join(f"WHEN u.path >= '{path}' AND u.path < '{path}~' THEN '{path}'" for path in deeper)
    cut = f"SUBSTR(u.path, 1, {step})"
    return f"CASE {cases} ELSE {cut} END" if cases else cut


def own_parts(place: PeriodUnit, catalogue: Rules) -> dict[str, dict[Cell, Parts]]:
    """Path of each unit at or below the place → the cells of its own accepted report, by the rules of the totals."""
    return sums_by(place, catalogue, tuple(i.pk for i in catalogue.indicators), "u.path")


def sums_by(
    place: PeriodUnit, catalogue: Rules, wanted: tuple[int, ...], group: str
) -> dict[str, dict[Cell, Parts]]:
    """Group (SQL on the place `u` of a unit) → its cells; a statement for each rule, one for each self-rating."""
    scope: list[Any] = [place.period_id, place.path, place.path + "~"]
    found: dict[str, dict[Cell, Parts]] = defaultdict(dict)
    with connection.cursor() as cursor:
        for statement, times in statements_of(sql.counted_units(group), catalogue, wanted):
            cursor.execute(statement, scope * times)
            for path, indicator_id, breakdown, value, base, units, members in cursor.fetchall():
                indicator = catalogue.by_id[indicator_id]
                found[path][indicator.code, breakdown] = Parts(
                    exact(value), exact(base), units, int(members or 0)
                )
    return found


def statements_of(units: str, catalogue: Rules, wanted: Collection[int]) -> Iterator[tuple[str, int]]:
    """Each statement over `units` (see sql.counted_units) and how often it names them."""
    special = [pk for pk in wanted if pk in set(catalogue.special_ids)]
    rated = [pk for pk in wanted if pk in catalogue.grades]
    plain = sorted(set(wanted) - set(catalogue.not_plain))
    pairs = [row for row in catalogue.components() if row[0] in wanted]
    if plain:
        ids = ", ".join(map(str, plain))
        yield sql.plain_parts(units).format(only=f" AND f.indicator_id IN ({ids})"), 1
    if special:
        counted = ", ".join(map(str, catalogue.counted_ids))
        yield sql.special_parts(units, ", ".join(map(str, special)), counted), 1
    if pairs:
        yield sql.pair_parts(units, pairs), 1
    for pk in rated:
        yield sql.rated_parts(units, pk, catalogue.grades[pk]), 2


def exact(value: object) -> Decimal | None:
    """A sum as the database gives it back (SQLite sums integers of 1/10 000)."""
    if value is None:
        return None
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    return number if connection.vendor == "postgresql" else number / sql.SCALE


def coverage_by(place: PeriodUnit, group: str) -> dict[str, Coverage]:
    """Group → accepted reports of the obliged units, with members."""
    counted = f"s.status IN ({sql.COUNTED_LIST})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT {group} AS branch, SUM(CASE WHEN {counted} THEN 1 ELSE 0 END), COUNT(*),
                SUM(CASE WHEN {counted} THEN u.members ELSE 0 END), SUM(u.members)
            FROM reporting_periodunit u
            LEFT JOIN reporting_submission s ON s.period_unit_id = u.id
            WHERE u.obliged AND u.period_id = %s AND u.path >= %s AND u.path < %s
            GROUP BY 1
            """,
            [place.period_id, place.path, place.path + "~"],
        )
        return {branch: Coverage(*map(int, numbers)) for branch, *numbers in cursor.fetchall()}


def merged(branches: Iterable[dict[Cell, Parts]]) -> dict[Cell, Parts]:
    """The cells of the whole from those of its branches."""
    cells: dict[Cell, list[Parts]] = defaultdict(list)
    for branch in branches:
        for cell, parts in branch.items():
            cells[cell].append(parts)
    return {cell: total_of(parts) for cell, parts in cells.items()}
