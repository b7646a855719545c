"""The SQL that adds accepted figures up through a period's frozen tree, the same on SQLite and PostgreSQL.

SQLite keeps decimals as floats, so sums run over integers of 1/10 000; PostgreSQL sums its exact numeric.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from reporting.models.submissions import COUNTED
from units.models import Sector

SCALE = 10_000

# A group of units in one integer: place × 64 + sector × 8 + tier, so that a million figures are grouped by numbers.
SECTOR_CODES = {sector: number for number, sector in enumerate(Sector.values, start=1)}
_SECTOR_CASE = " ".join(f"WHEN '{sector}' THEN {number}" for sector, number in SECTOR_CODES.items())
SECTOR_NUMBER = f"CASE u.sector {_SECTOR_CASE} ELSE 0 END"
SECTOR_OF_GROUP = (
    "CASE (grp % 64) / 8 " + " ".join(f"WHEN {n} THEN '{s}'" for s, n in SECTOR_CODES.items()) + " END"
)
# Categories of the disaggregation by tier of the unit (DOMAIN 2.5, dis. c).
TIER_CATEGORIES = {1: "tinh", 2: "tren_co_so", 3: "co_so"}
TIER_OF_GROUP = (
    "CASE grp % 8 "
    + " ".join(f"WHEN {tier} THEN '{code}'" for tier, code in TIER_CATEGORIES.items())
    + " END"
)
DERIVED = {"k": SECTOR_OF_GROUP, "c": TIER_OF_GROUP}

COUNTED_LIST = ", ".join(f"'{status.value}'" for status in COUNTED)


def _exact() -> bool:
    return connection.vendor == "postgresql"


def scaled(column: str) -> str:
    """The column as something that SUM adds exactly."""
    return column if _exact() else f"CAST(ROUND({column} * {SCALE}) AS INTEGER)"


def scaled_product(value: str, weight: str) -> str:
    """value × weight, scaled once; the whole part of the weight is multiplied as an integer."""
    if _exact():
        return f"{value} * {weight}"
    whole = f"CAST({weight} AS INTEGER)"
    return (
        f"CAST(ROUND({value} * {SCALE}) AS INTEGER) * {whole}"
        f" + CAST(ROUND({value} * ({weight} - {whole}) * {SCALE}) AS INTEGER)"
    )


def unscaled(total: str) -> str:
    """A scaled sum as the value of a decimal column."""
    if _exact():
        return total
    return f"CASE WHEN {total} % {SCALE} = 0 THEN {total} / {SCALE} ELSE {total} / {SCALE}.0 END"


def counted_units(group: str) -> str:
    """Submission ids and the group of their unit; parameters: period, first path, path after the last."""
    return f"""
        SELECT s.id AS submission_id, {group} AS grp
        FROM reporting_submission s
        JOIN reporting_periodunit u ON u.id = s.period_unit_id
        WHERE s.period_id = %s AND s.status IN ({COUNTED_LIST}) AND u.path >= %s AND u.path < %s
    """


# A unit with units below it keeps its own figures at its own place, a leaf's go to the place above.
FROZEN_GROUP = f"COALESCE(inner_place.parent_id, u.parent_id, u.id) * 64 + ({SECTOR_NUMBER}) * 8 + u.tier"


def frozen_units(flags: dict[str, str]) -> str:
    """Every unit of the scope with its group, its submission when that counts, and 0/1 columns by condition.

    Parameters: period, first path, path after the last.
    """
    columns = ", ".join(
        f"CASE WHEN {condition} THEN 1 ELSE 0 END AS {name}" for name, condition in flags.items()
    )
    return f"""
        SELECT CASE WHEN s.status IN ({COUNTED_LIST}) THEN s.id END AS submission_id, {FROZEN_GROUP} AS grp, {columns}
        FROM reporting_periodunit u
        LEFT JOIN reporting_submission s ON s.period_unit_id = u.id
        LEFT JOIN (SELECT DISTINCT parent_id FROM reporting_periodunit WHERE parent_id IS NOT NULL) inner_place
            ON inner_place.parent_id = u.id
        WHERE u.period_id = %s AND u.path >= %s AND u.path < %s
    """


def plain_parts(units: str) -> str:
    """Sums of flows and stocks: grp, indicator_id, breakdown, value, base, units. A nil counts as an answered 0."""
    return f"""
        SELECT x.grp, f.indicator_id, f.breakdown, SUM({scaled("f.value")}) AS value,
            CAST(NULL AS numeric) AS base, COUNT(*) AS units
        FROM reporting_figure f
        JOIN ({units}) x ON x.submission_id = f.submission_id
        WHERE f.state IN ('value', 'nil'){{only}}
        GROUP BY x.grp, f.indicator_id, f.breakdown
    """


def rated_parts(units: str, indicator_id: int, grades: Sequence[str]) -> str:
    """A self-rating: how many units rated themselves, and how many of them gave each grade; the same columns."""
    ranks = " ".join(f"WHEN {rank} THEN '{grade}'" for rank, grade in enumerate(grades, start=1))
    grade = f"CASE CAST(f.value AS INTEGER) {ranks} END"
    rows = f"""
        FROM reporting_figure f
        JOIN ({units}) x ON x.submission_id = f.submission_id
        WHERE f.indicator_id = {indicator_id} AND f.state = 'value' AND f.breakdown = '' AND {grade} IS NOT NULL
    """
    counts = f"COUNT(*) * {scaled('1')} AS value, CAST(NULL AS numeric) AS base, COUNT(*) AS units"
    return f"""
        SELECT y.grp, {indicator_id} AS indicator_id, y.breakdown, {counts}
        FROM (SELECT x.grp, '' AS breakdown {rows} UNION ALL SELECT x.grp, {grade} AS breakdown {rows}) y
        GROUP BY y.grp, y.breakdown
    """


def special_parts(units: str, indicators: str) -> str:
    """Typed ratios, weighted averages and distinct units: the same columns, for the given indicator ids only."""
    weight = "CASE WHEN wi.id IS NULL THEN f.base ELSE w.value END"
    product = scaled_product("f.value", "x2.weight").replace("f.value", "x2.value")
    return f"""
        SELECT x2.grp, x2.indicator_id, x2.breakdown,
            SUM(CASE x2.over_units
                WHEN 'distinct' THEN CASE WHEN x2.value > 0 THEN {scaled("1")} ELSE {scaled("0")} END
                WHEN 'num_den' THEN {scaled("x2.value")}
                ELSE {product} END) AS value,
            SUM(CASE x2.over_units WHEN 'distinct' THEN NULL ELSE {scaled("x2.weight")} END) AS base,
            COUNT(*) AS units
        FROM (
            SELECT x.grp, f.indicator_id, f.breakdown, i.over_units, f.value, f.state, {weight} AS weight
            FROM reporting_figure f
            JOIN ({units}) x ON x.submission_id = f.submission_id
            JOIN reporting_indicator i ON i.id = f.indicator_id
            LEFT JOIN reporting_indicator wi ON wi.code = i.denominator AND i.over_units = 'weighted'
            LEFT JOIN reporting_figure w
                ON w.submission_id = f.submission_id AND w.indicator_id = wi.id AND w.breakdown = f.breakdown
            WHERE f.indicator_id IN ({indicators})
        ) x2
        WHERE (x2.over_units = 'distinct' AND x2.state IN ('value', 'nil'))
            OR (x2.state = 'value' AND x2.weight IS NOT NULL)
        GROUP BY x2.grp, x2.indicator_id, x2.breakdown
    """
