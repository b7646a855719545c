"""Indicators the system counts itself: kinds of units in the tree, who reported and when, plans derived (DOMAIN 2.5, H)."""

from __future__ import annotations

from typing import Any

from reporting.models.submissions import SENT
from reporting.rollups import sql
from reporting.rollups.rules import Rules

# Indicator → kinds of units it counts in the frozen tree.
COUNTED_KINDS = {
    "TC09": ("commune_union",),
    "TC10": ("civil_servant_union", "sector_union", "industrial_zone_union"),
}
SENT_LIST = ", ".join(f"'{status.value}'" for status in SENT)
# What a report of an obliged unit is: breakdown of QT02 → condition on its row `s`.
STATES = {
    "": f"s.status IN ({SENT_LIST})",
    "tt.dung_han": "s.submitted_at IS NOT NULL AND NOT s.late",
    "tt.muon": "s.submitted_at IS NOT NULL AND s.late",
    "tt.tra_lai": "s.status = 'returned'",
}


def freeze_completeness(cursor: Any, catalogue: Rules, levels: str, scope: list[Any]) -> None:
    """Write TC09, TC10, QT01-QT04 of every place with units below it; needs the temporary rollup_place."""
    for code, kinds in COUNTED_KINDS.items():
        if code in catalogue.by_code:
            _insert(cursor, levels, scope, _places_of_kinds(catalogue.by_code[code].pk, kinds))
    _write_reports(cursor, catalogue, levels, scope)
    if "QT04" in catalogue.by_code:
        _insert(cursor, levels, scope, _derived_plans(catalogue.by_code["QT04"].pk))


def _insert(cursor: Any, levels: str, scope: list[Any], rows: str) -> None:
    """`rows` yields path, indicator_id, breakdown, value, base, units per unit; they climb to every ancestor."""
    cursor.execute(
        f"""
        INSERT INTO reporting_total (
            period_unit_id, indicator_id, breakdown, value, base, units_with_value, units_counted, units_expected
        )
        SELECT n.place_id, x.indicator_id, x.breakdown, SUM(x.value), SUM(x.base), SUM(x.units), n.counted, n.expected
        FROM ({rows}) x
        JOIN ({levels}) l ON l.len <= LENGTH(x.path)
        JOIN rollup_place n ON n.path = SUBSTR(x.path, 1, l.len)
        GROUP BY n.place_id, x.indicator_id, x.breakdown, n.counted, n.expected
        """,
        scope,
    )


def _places_of_kinds(indicator_id: int, kinds: tuple[str, ...]) -> str:
    named = ", ".join(f"'{kind}'" for kind in kinds)
    return f"""
        SELECT path, {indicator_id} AS indicator_id, '' AS breakdown,
            CASE WHEN kind_code IN ({named}) THEN 1 ELSE 0 END AS value, NULL AS base, 1 AS units
        FROM reporting_periodunit WHERE period_id = %s AND path >= %s AND path < %s
    """


def _write_reports(cursor: Any, catalogue: Rules, levels: str, scope: list[Any]) -> None:
    """QT01 obliged, QT02 sent / on time / late / returned, QT03 on time of obliged; whole and by tier of the unit."""
    wanted = []
    if "QT01" in catalogue.by_code:
        wanted.append((catalogue.by_code["QT01"].pk, "", "1", "NULL"))
    if "QT02" in catalogue.by_code:
        wanted += [(catalogue.by_code["QT02"].pk, state, _one_if(when), "NULL") for state, when in STATES.items()]
    if "QT03" in catalogue.by_code:
        wanted.append((catalogue.by_code["QT03"].pk, "", _one_if(STATES["tt.dung_han"]), "1"))
    if not wanted:
        return
    cells = " UNION ALL ".join(
        f"SELECT u.path, u.tier, {pk} AS indicator_id, '{breakdown}' AS breakdown, {value} AS value, {base} AS base "
        "FROM own_reports u"
        for pk, breakdown, value, base in _numbered(wanted)
    )
    tiers = " ".join(f"WHEN {tier} THEN 'c.{category}'" for tier, category in sql.TIER_CATEGORIES.items())
    columns = ", ".join(f"{value} AS flag_{n}" for n, (_pk, _b, value, _base) in enumerate(wanted))
    rows = f"""
        WITH own_reports AS (
            SELECT u.path, u.tier, {columns}
            FROM reporting_periodunit u
            LEFT JOIN reporting_submission s ON s.period_unit_id = u.id
            WHERE u.period_id = %s AND u.path >= %s AND u.path < %s AND u.obliged
        ), cells AS ({cells})
        SELECT path, indicator_id, breakdown, value, base, 1 AS units FROM cells
        UNION ALL
        SELECT path, indicator_id, CASE tier {tiers} END, value, base, 1
        FROM cells WHERE breakdown = '' AND tier IN ({", ".join(map(str, sql.TIER_CATEGORIES))})
    """
    _insert(cursor, levels, scope, rows)


def _one_if(condition: str) -> str:
    return f"CASE WHEN {condition} THEN 1 ELSE 0 END"


def _numbered(wanted: list[tuple[int, str, str, str]]) -> list[tuple[int, str, str, str]]:
    return [(pk, breakdown, f"u.flag_{n}", base) for n, (pk, breakdown, _value, base) in enumerate(wanted)]


def _derived_plans(indicator_id: int) -> str:
    """Plans sent down to be carried out during the period: how many of them the receiving unit has issued its own of."""
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
        WHERE u.period_id = %s AND u.path >= %s AND u.path < %s AND paper.status = 'issued'
            AND paper.issued_on <= period.ends_on
            AND (upper_plan.ends_on IS NULL OR upper_plan.ends_on >= period.starts_on)
    """
