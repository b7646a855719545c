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
    """Submission ids, the group of their unit and its members; parameters: period, first path, path after the last."""
    return f"""
        SELECT s.id AS submission_id, {group} AS grp, u.members
        FROM reporting_submission s
        JOIN reporting_periodunit u ON u.id = s.period_unit_id
        WHERE s.period_id = %s AND s.status IN ({COUNTED_LIST}) AND u.path >= %s AND u.path < %s
    """


# A unit with units below it keeps its own figures at its own place, a leaf's go to the place above.
FROZEN_GROUP = f"COALESCE(inner_place.parent_id, u.parent_id, u.id) * 64 + ({SECTOR_NUMBER}) * 8 + u.tier"


def frozen_units(flags: dict[str, str]) -> str:
    """Every unit of the scope with its group, members, its submission when that counts, and 0/1 columns by condition.

    Parameters: period, first path, path after the last.
    """
    columns = ", ".join(
        f"CASE WHEN {condition} THEN 1 ELSE 0 END AS {name}" for name, condition in flags.items()
    )
    return f"""
        SELECT CASE WHEN s.status IN ({COUNTED_LIST}) THEN s.id END AS submission_id, {FROZEN_GROUP} AS grp, u.members,
            {columns}
        FROM reporting_periodunit u
        LEFT JOIN reporting_submission s ON s.period_unit_id = u.id
        LEFT JOIN (SELECT DISTINCT parent_id FROM reporting_periodunit WHERE parent_id IS NOT NULL) inner_place
            ON inner_place.parent_id = u.id
        WHERE u.period_id = %s AND u.path >= %s AND u.path < %s
    """


# Columns every statement of parts gives: grp, indicator_id, breakdown, value, base, units, members.
_COUNTS = "COUNT(*) AS units, SUM(x.members) AS members"


def plain_parts(units: str) -> str:
    """Sums of flows and stocks. A nil counts as an answered 0."""
    return f"""
        SELECT x.grp, f.indicator_id, f.breakdown, COALESCE(SUM({scaled("f.value")}), 0) AS value,
            CAST(NULL AS numeric) AS base, {_COUNTS}
        FROM reporting_figure f
        JOIN ({units}) x ON x.submission_id = f.submission_id
        WHERE f.state IN ('value', 'nil'){{only}}
        GROUP BY x.grp, f.indicator_id, f.breakdown
    """


def rated_parts(units: str, indicator_id: int, grades: Sequence[str]) -> str:
    """A self-rating: how many units rated themselves, and how many of them gave each grade."""
    ranks = " ".join(f"WHEN {rank} THEN '{grade}'" for rank, grade in enumerate(grades, start=1))
    grade = f"CASE CAST(f.value AS INTEGER) {ranks} END"
    rows = f"""
        FROM reporting_figure f
        JOIN ({units}) x ON x.submission_id = f.submission_id
        WHERE f.indicator_id = {indicator_id} AND f.state = 'value' AND f.breakdown = '' AND {grade} IS NOT NULL
    """
    counts = f"COUNT(*) * {scaled('1')} AS value, CAST(NULL AS numeric) AS base, {_COUNTS}"
    return f"""
        SELECT x.grp, {indicator_id} AS indicator_id, x.breakdown, {counts}
        FROM (SELECT x.grp, x.members, '' AS breakdown {rows} UNION ALL SELECT x.grp, x.members, {grade} {rows}) x
        GROUP BY x.grp, x.breakdown
    """


def special_parts(units: str, indicators: str, counted: str) -> str:
    """Typed ratios, weighted averages, units counted once and listed texts, for the given indicator ids only.

    `counted`: ids of what is counted in units. A ratio or average without its other side says nothing.
    """
    weight = "CASE WHEN wi.id IS NULL THEN f.base ELSE w.value END"
    product = scaled_product("f.value", "x.weight").replace("f.value", "x.value")
    return f"""
        SELECT x.grp, x.indicator_id, x.breakdown,
            SUM(CASE x.rule
                WHEN 'distinct' THEN CASE WHEN x.value > 0 THEN {scaled("1")} ELSE {scaled("0")} END
                WHEN 'num_den' THEN {scaled("x.value")}
                WHEN 'weighted' THEN {product} END) AS value,
            SUM(CASE WHEN x.rule IN ('num_den', 'weighted') THEN {scaled("x.weight")} END) AS base,
            {_COUNTS}
        FROM (
            SELECT x.grp, x.members, f.indicator_id, f.breakdown, f.value, f.state, {weight} AS weight,
                CASE WHEN f.indicator_id IN ({counted or "0"}) THEN 'distinct' ELSE i.over_units END AS rule
            FROM reporting_figure f
            JOIN ({units}) x ON x.submission_id = f.submission_id
            JOIN reporting_indicator i ON i.id = f.indicator_id
            LEFT JOIN reporting_indicator wi ON wi.code = i.denominator AND i.over_units = 'weighted'
            LEFT JOIN reporting_figure w
                ON w.submission_id = f.submission_id AND w.indicator_id = wi.id AND w.breakdown = f.breakdown
            WHERE f.indicator_id IN ({indicators})
        ) x
        WHERE (x.rule IN ('distinct', 'list') AND x.state IN ('value', 'nil'))
            OR (x.state = 'value' AND x.weight IS NOT NULL)
        GROUP BY x.grp, x.indicator_id, x.breakdown
    """


def pair_parts(units: str, components: Sequence[tuple[int, int, int, int]]) -> str:
    """Ratios of other indicators, unit by unit: a pair counts only when the unit answered every part of both sides.

    `components`: rows of Rules.components(). A nil is an answered 0.
    """
    mapping = " UNION ALL ".join(
        f"SELECT {ratio} AS ratio_id, {part} AS component_id, {side} AS side, {parts} AS parts"
        for ratio, part, side, parts in components
    )
    ids = ", ".join(str(part) for part in sorted({part for _ratio, part, _side, _parts in components}))
    value = f"COALESCE({scaled('f.value')}, 0)"
    return f"""
        SELECT x.grp, x.ratio_id AS indicator_id, x.breakdown, SUM(x.numerator) AS value, SUM(x.denominator) AS base,
            {_COUNTS}
        FROM (
            SELECT x.grp, x.members, m.ratio_id, f.breakdown,
                SUM(CASE WHEN m.side = 1 THEN {value} ELSE 0 END) AS numerator,
                SUM(CASE WHEN m.side = 0 THEN {value} ELSE 0 END) AS denominator
            FROM reporting_figure f
            JOIN ({units}) x ON x.submission_id = f.submission_id
            JOIN ({mapping}) m ON m.component_id = f.indicator_id
            WHERE f.state IN ('value', 'nil') AND f.indicator_id IN ({ids})
            GROUP BY f.submission_id, x.grp, x.members, m.ratio_id, f.breakdown
            HAVING COUNT(*) = MAX(m.parts)
        ) x
        GROUP BY x.grp, x.ratio_id, x.breakdown
    """
