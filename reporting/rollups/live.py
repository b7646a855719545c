"""Totals as they stand now, one level below a unit: for the page of the officer who follows the reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, Q
from django.db.models.functions import Substr

from reporting.models import Indicator, PeriodUnit
from reporting.models.submissions import COUNTED
from reporting.rollups import sql
from reporting.rollups.parts import NOTHING, Parts, formula_parts, shown_value, total_of
from reporting.rollups.rules import Rules, rules
from units.models import STEP

Cell = tuple[str, str]  # indicator code, breakdown


@dataclass(frozen=True)
class Branch:
    """One row of the page: a unit one level below with everything under it, or the unit's own report."""

    place: PeriodUnit
    own: bool
    cells: dict[Cell, Parts] = field(default_factory=dict)
    counted: int = 0
    expected: int = 0


@dataclass(frozen=True)
class TotalsBelow:
    place: PeriodUnit
    branches: tuple[Branch, ...]
    total: dict[Cell, Parts]
    counted: int
    expected: int
    indicators: tuple[Indicator, ...]

    def shown(self, indicator: Indicator, breakdown: str = "") -> Decimal | None:
        """The unit's total as people read it."""
        parts = self.total.get((indicator.code, breakdown), NOTHING)
        return shown_value(indicator, parts.value, parts.base)


def totals_below(place: PeriodUnit, *, codes: Collection[str] = ()) -> TotalsBelow:
    """Sums of accepted reports for each unit one level below `place`, the unit's own report and the whole.

    `codes` narrows to some indicators (their components are read along). Six queries, whatever the size of the tree;
    nothing is written.
    """
    catalogue = rules()
    wanted = _with_components(catalogue, codes)
    by_group = _sums(place, catalogue, wanted)
    counts = _counts(place)
    children = list(PeriodUnit.objects.filter(parent=place).select_related("unit").order_by("sort_key"))
    branches = [_branch(place, place.path, True, by_group, counts, catalogue)]
    branches += [_branch(child, child.path, False, by_group, counts, catalogue) for child in children]
    total = _merged([branch.cells for branch in branches], catalogue)
    return TotalsBelow(
        place=place,
        branches=tuple(branches),
        total=total,
        counted=sum(branch.counted for branch in branches),
        expected=sum(branch.expected for branch in branches),
        indicators=tuple(i for i in catalogue.indicators if not codes or i.code in codes),
    )


def _with_components(catalogue: Rules, codes: Collection[str]) -> tuple[int, ...]:
    if not codes:
        return tuple(i.pk for i in catalogue.indicators)
    named = {pk for ratio, pk, _side in catalogue.components() if catalogue.by_id[ratio].code in codes}
    return tuple(sorted(named | {i.pk for i in catalogue.indicators if i.code in codes}))


def own_parts(place: PeriodUnit, catalogue: Rules) -> dict[str, dict[Cell, Parts]]:
    """Path of each unit at or below the place → the cells of its own accepted report, by the rules of the totals."""
    return _sums(place, catalogue, tuple(i.pk for i in catalogue.indicators), group="u.path")


def _sums(
    place: PeriodUnit, catalogue: Rules, wanted: tuple[int, ...], group: str = ""
) -> dict[str, dict[Cell, Parts]]:
    """Path of the branch → its cells; a statement for plain sums, one for other rules, one for each self-rating."""
    scope: list[Any] = [place.period_id, place.path, place.path + "~"]
    found: dict[str, dict[Cell, Parts]] = defaultdict(dict)
    with connection.cursor() as cursor:
        for statement, times in _statements(place, catalogue, wanted, group):
            cursor.execute(statement, scope * times)
            for path, indicator_id, breakdown, value, base, units_with_value in cursor.fetchall():
                indicator = catalogue.by_id[indicator_id]
                if not indicator.computed:
                    parts = Parts(_decimal(value) or Decimal(0), _decimal(base), units_with_value)
                    found[path][indicator.code, breakdown] = parts
    return found


def _statements(
    place: PeriodUnit, catalogue: Rules, wanted: tuple[int, ...], group: str
) -> Iterator[tuple[str, int]]:
    """Each statement and how often it names the units of the scope; `group` is the SQL of what is added together."""
    units = sql.counted_units(group or f"SUBSTR(u.path, 1, {len(place.path) + STEP})")
    special = [pk for pk in wanted if pk in set(catalogue.special_ids)]
    rated = [pk for pk in wanted if pk in catalogue.grades]
    plain = sorted(set(wanted) - set(special) - set(rated))
    if plain:
        ids = ", ".join(map(str, plain))
        yield sql.plain_parts(units).format(only=f" AND f.indicator_id IN ({ids})"), 1
    if special:
        yield sql.special_parts(units, ", ".join(map(str, special))), 1
    for pk in rated:
        yield sql.rated_parts(units, pk, catalogue.grades[pk]), 2


def _decimal(value: object) -> Decimal | None:
    if value is None:
        return None
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return exact if connection.vendor == "postgresql" else exact / sql.SCALE


def _counts(place: PeriodUnit) -> dict[str, tuple[int, int]]:
    """Path of the branch → (accepted reports, obliged units)."""
    length = len(place.path) + STEP
    rows = (
        PeriodUnit.objects.below(place)
        .filter(obliged=True)
        .annotate(branch=Substr("path", 1, length))
        .values_list("branch")
        .annotate(counted=Count("submission", filter=Q(submission__status__in=COUNTED)), expected=Count("pk"))
        .order_by()
    )
    return {branch: (counted, expected) for branch, counted, expected in rows}


def _branch(
    place: PeriodUnit,
    path: str,
    own: bool,
    sums: dict[str, dict[Cell, Parts]],
    counts: dict[str, tuple[int, int]],
    catalogue: Rules,
) -> Branch:
    counted, expected = counts.get(path, (0, 0))
    return Branch(place, own, with_formulas(sums.get(path, {}), catalogue), counted, expected)


def _merged(branches: list[dict[Cell, Parts]], catalogue: Rules) -> dict[Cell, Parts]:
    formula_codes = {ratio.code for ratio in catalogue.formulas}
    cells: dict[Cell, list[Parts]] = defaultdict(list)
    for branch in branches:
        for cell, parts in branch.items():
            if cell[0] not in formula_codes:
                cells[cell].append(parts)
    return with_formulas({cell: total_of(parts) for cell, parts in cells.items()}, catalogue)


def with_formulas(cells: dict[Cell, Parts], catalogue: Rules) -> dict[Cell, Parts]:
    """The cells and the ratios that follow from them, breakdown by breakdown."""
    by_breakdown: dict[str, dict[str, Parts]] = defaultdict(dict)
    for (code, breakdown), parts in cells.items():
        by_breakdown[breakdown][code] = parts
    computed = {
        (ratio.code, breakdown): made
        for breakdown, by_code in by_breakdown.items()
        for ratio in catalogue.formulas
        if (made := formula_parts(ratio, by_code)) is not None
    }
    return {**cells, **computed}
