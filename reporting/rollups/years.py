"""The year from its half-years, quarters or months, unit by unit, by each indicator's own rule (DOMAIN 2.6, 1-5).

What a unit gave in its periods becomes its figure of the year (flows are added, stocks take the last one, people who would
be counted twice the largest one, a unit counts once); the units' years are then added like any figures. A unit that left
the tree in between keeps what it gave before.
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

LEFT = ""  # group of the units that are no longer under the place in the last period
# How many periods of its kind make a year; they follow one another, so flows may be added.
PARTS_OF_YEAR = {"half_year": 2, "quarter": 4, "month": 12}


def earlier_parts(place: PeriodUnit) -> list[PeriodUnit]:
    """The unit's places in the earlier periods of the same year and regime, the oldest first; [] when the regime's
    periods are no parts of a year, or this is the first."""
    period = place.period
    if period.regime.frequency not in PARTS_OF_YEAR:
        return []
    earlier = Period.objects.filter(regime=period.regime_id, year=period.year, ends_on__lt=period.starts_on)
    opened = earlier.exclude(status=Period.Status.PREPARING)
    found = PeriodUnit.objects.filter(period__in=opened, unit=place.unit_id).select_related("period")
    return list(found.order_by("period__ends_on", "period_id"))


def year_name(period: Period, parts: int) -> str:
    """ "Cả năm 2026", or "Từ đầu năm đến hết Báo cáo quý II năm 2026" while periods are still to come.

    `parts`: how many periods the figures are made of; `period` is the last. Its regime must be loaded.
    """
    if parts >= PARTS_OF_YEAR[period.regime.frequency]:
        return f"Cả năm {period.year}"
    return f"Từ đầu năm đến hết {period.name[:1].lower()}{period.name[1:]}"


def year_below(
    later: PeriodUnit, earlier: Sequence[PeriodUnit], *, codes: Collection[str] = ()
) -> TotalsBelow:
    """The year as `totals_below` gives a period: the units one level below are those of the last period.

    `later` and `earlier` (`earlier_parts`) are the unit's places in the periods. n of N is that of the last period. Six
    queries, whatever the number of periods.
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
        branches.append(Branch(earlier[-1], False, by_branch[LEFT], left=True))
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
    later: PeriodUnit,
    earlier: Sequence[PeriodUnit],
    catalogue: Rules,
    wanted: Sequence[Indicator],
    group: str,
) -> dict[str, dict[Cell, Parts]]:
    """Branch of the last period's tree (LEFT: none) → cells of the year."""
    found: dict[str, dict[Cell, Parts]] = defaultdict(dict)
    ids = {i.pk for i in wanted} - catalogue.grades.keys()
    scopes: list[list[Any]] = [[at.period_id, at.path, at.path + "~"] for at in (later, *reversed(earlier))]
    given, rules_read = _given(catalogue, ids, len(scopes))
    statement = _YEAR.format(
        given=given, group=group, gone=_gone(len(scopes)), ids=", ".join(map(str, ids)) or "0",
        pairs=_pairs(catalogue, ids),
    )  # fmt: skip
    read = [word for scope in scopes for word in scope * rules_read]
    left = [word for at in range(1, len(scopes)) for scope in (scopes[at], *scopes[:at]) for word in scope]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*read, *scopes[0], *left])
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


def _gone(periods: int) -> str:
    """SQL of the units that are in an earlier period and in none after it, where that period had them."""
    still = "(still.period_id = %s AND still.path >= %s AND still.path < %s)"
    return "".join(_GONE.format(still=" OR ".join([still] * at)) for at in range(1, periods))


def _given(catalogue: Rules, ids: set[int], periods: int) -> tuple[str, int]:
    """SQL of every unit's parts in each period, the last one first, and how many statements it joins for one of them."""
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
    all_of_them = [
        f"SELECT p.*, {int(at == 0)} AS is_last FROM ({one}) p" for at in range(periods) for one in statements
    ]
    return " UNION ALL ".join(all_of_them), len(statements)


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


# One row a unit, indicator and breakdown; then by branch and sector. A unit stands where it is in the last period.
_YEAR = """
    WITH of_unit AS (
        SELECT h.grp AS unit_id, h.indicator_id, h.breakdown,
            CASE i.over_periods
                WHEN 'last' THEN MAX(CASE WHEN h.is_last = 1 THEN h.value END)
                WHEN 'max' THEN MAX(h.value)
                WHEN 'distinct' THEN MAX(h.value)
                ELSE SUM(h.value) END AS value,
            CASE i.over_periods WHEN 'last' THEN MAX(CASE WHEN h.is_last = 1 THEN h.base END)
                ELSE SUM(h.base) END AS base
        FROM ({given}) h
        JOIN reporting_indicator i ON i.id = h.indicator_id
        GROUP BY h.grp, h.indicator_id, h.breakdown, i.over_periods
        HAVING i.over_periods <> 'none' AND (i.over_periods <> 'last' OR MAX(h.is_last) = 1)
    ), place AS (
        SELECT u.unit_id, {group} AS branch, u.sector, u.members FROM reporting_periodunit u
        WHERE u.period_id = %s AND u.path >= %s AND u.path < %s
        {gone}
    )
    SELECT place.branch, place.sector, o.indicator_id, o.breakdown, SUM(o.value), SUM(o.base), COUNT(*),
        SUM(place.members)
    FROM of_unit o JOIN place ON place.unit_id = o.unit_id
    WHERE o.indicator_id IN ({ids})
    GROUP BY place.branch, place.sector, o.indicator_id, o.breakdown
    {pairs}
"""
_GONE = """
        UNION ALL
        SELECT gone.unit_id, '' AS branch, gone.sector, gone.members FROM reporting_periodunit gone
        WHERE gone.period_id = %s AND gone.path >= %s AND gone.path < %s AND NOT EXISTS (
            SELECT 1 FROM reporting_periodunit still WHERE still.unit_id = gone.unit_id AND ({still})
        )
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
