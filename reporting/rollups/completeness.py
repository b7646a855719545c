"""Indicators the system counts itself: kinds of units in the tree, who reported and when, plans derived (DOMAIN 2.5, H)."""

from __future__ import annotations

from typing import Any

from reporting.rollups import sql
from reporting.rollups.rules import Rules

# Indicator → kinds of units it counts in the frozen tree.
COUNTED_KINDS = {
    "TC09": ("commune_union",),
    "TC10": ("civil_servant_union", "sector_union", "industrial_zone_union"),
}


def _named(kinds: tuple[str, ...]) -> str:
    return ", ".join(f"'{kind}'" for kind in kinds)


OWES_PLANS = 2  # tiers that must turn a plan from above into one of their own

# What a unit is in the period: column of rollup_unit → condition on its place `u` and its report `s`.
# “Sent” is sent at least once; the first sending decides between on time and late (as queries.periods.Counts).
FLAGS = {
    "is_obliged": "u.obliged",
    "is_counted": f"u.obliged AND s.status IN ({sql.COUNTED_LIST})",
    "is_sent": "u.obliged AND s.submitted_at IS NOT NULL",
    "is_on_time": "u.obliged AND s.submitted_at IS NOT NULL AND NOT s.late",
    "is_late": "u.obliged AND s.submitted_at IS NOT NULL AND s.late",
    "is_returned": "u.obliged AND s.status = 'returned'",
    **{f"is_{code.lower()}": f"u.kind_code IN ({_named(kinds)})" for code, kinds in COUNTED_KINDS.items()},
}

# (indicator, breakdown, value, base, whether it is told by tier of the unit too); columns of rollup_group
_CELLS = (
    ("QT01", "", "is_obliged", "", True),
    ("QT02", "", "is_sent", "", True),
    ("QT02", "tt.dung_han", "is_on_time", "", False),
    ("QT02", "tt.muon", "is_late", "", False),
    ("QT02", "tt.tra_lai", "is_returned", "", False),
    ("QT03", "", "is_on_time", "is_obliged", True),
    *((code, "", f"is_{code.lower()}", "", False) for code in COUNTED_KINDS),
)


def freeze_completeness(cursor: Any, catalogue: Rules, levels: str, scope: list[Any]) -> None:
    """Write TC09, TC10, QT01-QT04 of every place with units below it; needs the temporary tables of freezing."""
    rows = list(_cells(catalogue))
    if rows:
        _insert(cursor, levels, " UNION ALL ".join(rows))
    if "QT04" in catalogue.by_code:
        _insert(cursor, levels, _derived_plans(catalogue.by_code["QT04"].pk), scope, reach="<")


def _insert(
    cursor: Any, levels: str, rows: str, parameters: list[Any] | None = None, *, reach: str = "<="
) -> None:
    """`rows` yields path, indicator_id, breakdown, value, base, units; they climb to every ancestor.

    `reach` "<" leaves the place itself out: what it did is not what the units below it did.
    """
    cursor.execute(
        f"""
        INSERT INTO reporting_total (
            period_unit_id, indicator_id, breakdown, value, base, units_with_value, members_with_value,
            units_counted, units_expected, members_counted, members_expected
        )
        SELECT n.place_id, x.indicator_id, x.breakdown, SUM(x.value), SUM(x.base), SUM(x.units), 0, n.counted, n.expected,
            n.members_counted, n.members_expected
        FROM ({rows}) x
        JOIN ({levels}) l ON l.len {reach} LENGTH(x.path)
        JOIN rollup_place n ON n.path = SUBSTR(x.path, 1, l.len)
        GROUP BY n.place_id, x.indicator_id, x.breakdown, n.counted, n.expected, n.members_counted, n.members_expected
        """,
        parameters,
    )


def _cells(catalogue: Rules) -> list[str]:
    """A SELECT over rollup_group for each cell of _CELLS, and one by tier of the unit."""
    selects = []
    for code, breakdown, value, base, by_tier in _CELLS:
        if code not in catalogue.by_code:
            continue
        whole = base or "CAST(NULL AS numeric)"
        pk = catalogue.by_code[code].pk
        columns = f"{value} AS value, {whole} AS base, is_obliged AS units FROM rollup_group g"
        place = "JOIN reporting_periodunit u ON u.id = g.grp / 64"
        selects.append(f"SELECT u.path, {pk} AS indicator_id, '{breakdown}' AS breakdown, {columns} {place}")
        if by_tier:
            tiers = ", ".join(map(str, sql.TIER_CATEGORIES))
            category = f"'c.' || {sql.TIER_OF_GROUP}"
            selects.append(
                f"SELECT u.path, {pk}, {category}, {columns} {place} WHERE grp % 8 IN ({tiers}) AND is_obliged > 0"
            )
    return selects


def _derived_plans(indicator_id: int) -> str:
    """Plans sent down to upper units to be carried out in the period: how many the receiver has issued its own of.

    Grassroots unions carry a plan out as it is; only units with units below them owe a plan of their own.
    """
    return f"""
        SELECT u.path, {indicator_id} AS indicator_id, '' AS breakdown,
            CASE WHEN EXISTS (
                SELECT 1 FROM plans_plan own
                JOIN documents_document own_paper ON own_paper.id = own.document_ptr_id
                WHERE own.derived_from_id = upper_plan.document_ptr_id AND own_paper.issuer_id = u.unit_id
                    AND own_paper.status = 'issued'
            ) THEN 1 ELSE 0 END AS value, 1 AS base, 1 AS units
        FROM reporting_periodunit u
        JOIN reporting_period period ON period.id = u.period_id
        JOIN documents_delivery sent ON sent.unit_id = u.unit_id AND sent.role = 'thuc_hien'
        JOIN plans_plan upper_plan ON upper_plan.document_ptr_id = sent.document_id
        JOIN documents_document paper ON paper.id = sent.document_id
        WHERE u.period_id = %s AND u.path >= %s AND u.path < %s AND u.tier <= {OWES_PLANS} AND paper.status = 'issued'
            AND paper.issued_on <= period.ends_on
            AND (upper_plan.ends_on IS NULL OR upper_plan.ends_on >= period.starts_on)
    """
