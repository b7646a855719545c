"""The year from its two half-years, unit by unit, by each indicator's own rule (DOMAIN 2.6, 1-5).

What a unit gave in both half-years becomes its figure of the year (flows are added, stocks take the later one, people who
would be counted twice the larger one, a unit counts once); the units' years are then added like any figures. A unit that
left the tree in between keeps what it gave in the first half-year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection

from reporting.models import Indicator, Period, PeriodUnit, Total
from reporting.rollups import sql
from reporting.rollups.live import Branch, Cell, TotalsBelow, branch_of, coverage_by, exact, merged, sums_by
from reporting.rollups.parts import Coverage, Parts, all_of
from reporting.rollups.rules import Rules, rules

LEFT = ""  # group of the units that are no longer under the place in the second half-year


def earlier_half(place: PeriodUnit) -> PeriodUnit | None:
    """The unit's place in the other half of the same year: the period of its regime that ended before."""
    period = place.period
    if period.regime.frequency != "half_year":
        return None
    earlier = Period.objects.filter(regime=period.regime_id, year=period.year, ends_on__lt=period.ends_on)
    found = earlier.exclude(status=Period.Status.PREPARING).order_by("-ends_on").first()
    places = PeriodUnit.objects.filter(period=found, unit=place.unit_id).select_related("period")
    return places.first() if found else None


def year_totals(later: PeriodUnit, earlier: PeriodUnit) -> dict[Cell, Parts]:
    """The year's parts of a unit from the accepted reports of its two half-years; breakdowns by sector with them."""
    return year_below(later, earlier).total


def year_below(later: PeriodUnit, earlier: PeriodUnit, *, codes: Collection[str] = ()) -> TotalsBelow:
    """The year as `totals_below` gives a period: the units one level below are those of the second half-year.

    `later` and `earlier` are the unit's places in the two periods. n of N is that of the second half-year. Six queries.
    """
    catalogue = rules()
    wanted = [i for i in catalogue.indicators if not codes or i.code in codes]
    children = list(PeriodUnit.objects.filter(parent=later).select_related("unit").order_by("sort_key"))
    group = branch_of(later, children)
    by_branch, counts = _year_by(later, earlier, catalogue, wanted, group), coverage_by(later, group)
    branches = [
        Branch(at, own, by_branch.get(at.path, {}), counts.get(at.path, Coverage()))
        for at, own in [(later, True), *((child, False) for child in children)]
    ]
    if by_branch.get(LEFT):
        branches.append(Branch(earlier, False, by_branch[LEFT], left=True))
    return TotalsBelow(
        place=later,
        branches=tuple(branches),
        total=merged(branch.cells for branch in branches),
        coverage=all_of(branch.coverage for branch in branches),
        indicators=tuple(wanted),
    )


def frozen_cells(place: PeriodUnit) -> dict[Cell, Parts]:
    """The stored totals of a place."""
    rows = Total.objects.filter(period_unit=place).values_list(
        "indicator__code", "breakdown", "value", "base", "units_with_value", "members_with_value"
    )
    return {(row[0], row[1]): Parts(row[2], row[3], row[4], row[5]) for row in rows}


def _year_by(
    later: PeriodUnit, earlier: PeriodUnit, catalogue: Rules, wanted: Sequence[Indicator], group: str
) -> dict[str, dict[Cell, Parts]]:
    """Branch of the second half-year's tree (LEFT: none) → cells of the year."""
    found: dict[str, dict[Cell, Parts]] = defaultdict(dict)
    ids = {i.pk for i in wanted} - catalogue.grades.keys()
    second: list[Any] = [later.period_id, later.path, later.path + "~"]
    first: list[Any] = [earlier.period_id, earlier.path, earlier.path + "~"]
    halves, rules_read = _halves(catalogue, ids)
    statement = _YEAR.format(
        halves=halves, group=group, ids=", ".join(map(str, ids)) or "0", pairs=_pairs(catalogue, ids)
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*second * rules_read, *first * rules_read, *second, *second, *first])
        for branch, sector, pk, breakdown, value, base, units, members in cursor.fetchall():
            indicator = catalogue.by_id[pk]
            parts = Parts(exact(value), exact(base), units, int(members or 0))
            for cell in _cells(indicator, breakdown, sector, catalogue):
                there = found[branch].get(cell)
                found[branch][cell] = there.plus(parts) if there else parts
    rated = tuple(i.pk for i in wanted if i.pk in catalogue.grades)
    for path, cells in sums_by(later, catalogue, rated, group).items():
        found[path].update(cells)
    return found


def _cells(indicator: Indicator, breakdown: str, sector: str, catalogue: Rules) -> list[Cell]:
    by_sector = breakdown == "" and sector and indicator.pk in catalogue.by_sector
    cells = [(indicator.code, breakdown)]
    return [*cells, (indicator.code, f"k.{sector}")] if by_sector else cells


def _halves(catalogue: Rules, ids: set[int]) -> tuple[str, int]:
    """SQL of every unit's parts in each half-year, and how many statements it joins for one of them."""
    pairs = [row for row in catalogue.components() if row[0] in ids]
    read = ids | {part for _ratio, part, _side, _parts in pairs}
    special = sorted(read & set(catalogue.special_ids))
    plain = sorted(read - set(catalogue.not_plain))
    units = sql.counted_units("s.unit_id")
    statements = [
        sql.plain_parts(units).format(only=f" AND f.indicator_id IN ({', '.join(map(str, plain)) or '0'})")
    ]
    if special:
        chosen, counted = (", ".join(map(str, found)) for found in (special, catalogue.counted_ids))
        statements.append(sql.special_parts(units, chosen, counted))
    both = [f"SELECT p.*, {later} AS is_later FROM ({one}) p" for later in (1, 0) for one in statements]
    return " UNION ALL ".join(both), len(statements)


def _pairs(catalogue: Rules, ids: set[int]) -> str:
    """SQL of the ratios of other indicators from the units' years; "" when none is asked for."""
    rows = [row for row in catalogue.components() if row[0] in ids]
    if not rows:
        return ""
    mapping = " UNION ALL ".join(
        f"SELECT {ratio} AS ratio_id, {part} AS component_id, {side} AS side, {parts} AS parts"
        for ratio, part, side, parts in rows
    )
    return _PAIRS.format(mapping=mapping)


# One row a unit, indicator and breakdown; then by branch and sector. A unit stands where it is in the second half-year.
_YEAR = """
    WITH of_unit AS (
        SELECT h.grp AS unit_id, h.indicator_id, h.breakdown,
            CASE i.over_periods
                WHEN 'last' THEN MAX(CASE WHEN h.is_later = 1 THEN h.value END)
                WHEN 'max' THEN MAX(h.value)
                WHEN 'distinct' THEN MAX(h.value)
                ELSE SUM(h.value) END AS value,
            CASE i.over_periods WHEN 'last' THEN MAX(CASE WHEN h.is_later = 1 THEN h.base END)
                ELSE SUM(h.base) END AS base
        FROM ({halves}) h
        JOIN reporting_indicator i ON i.id = h.indicator_id
        GROUP BY h.grp, h.indicator_id, h.breakdown, i.over_periods
        HAVING i.over_periods <> 'none' AND (i.over_periods <> 'last' OR MAX(h.is_later) = 1)
    ), place AS (
        SELECT u.unit_id, {group} AS branch, u.sector, u.members FROM reporting_periodunit u
        WHERE u.period_id = %s AND u.path >= %s AND u.path < %s
        UNION ALL
        SELECT gone.unit_id, '' AS branch, gone.sector, gone.members FROM reporting_periodunit gone
        WHERE NOT EXISTS (
            SELECT 1 FROM reporting_periodunit still
            WHERE still.unit_id = gone.unit_id AND still.period_id = %s AND still.path >= %s AND still.path < %s
        ) AND gone.period_id = %s AND gone.path >= %s AND gone.path < %s
    )
    SELECT place.branch, place.sector, o.indicator_id, o.breakdown, SUM(o.value), SUM(o.base), COUNT(*),
        SUM(place.members)
    FROM of_unit o JOIN place ON place.unit_id = o.unit_id
    WHERE o.indicator_id IN ({ids})
    GROUP BY place.branch, place.sector, o.indicator_id, o.breakdown
    {pairs}
"""
_PAIRS = """
    UNION ALL
    SELECT place.branch, place.sector, pair.ratio_id, pair.breakdown, SUM(pair.numerator), SUM(pair.denominator),
        COUNT(*), SUM(place.members)
    FROM (
        SELECT o.unit_id, m.ratio_id, o.breakdown, SUM(CASE WHEN m.side = 1 THEN o.value ELSE 0 END) AS numerator,
            SUM(CASE WHEN m.side = 0 THEN o.value ELSE 0 END) AS denominator
        FROM of_unit o JOIN ({mapping}) m ON m.component_id = o.indicator_id
        GROUP BY o.unit_id, m.ratio_id, o.breakdown
        HAVING COUNT(*) = MAX(m.parts)
    ) pair JOIN place ON place.unit_id = pair.unit_id
    GROUP BY place.branch, place.sector, pair.ratio_id, pair.breakdown
"""
