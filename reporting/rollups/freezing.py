"""Freeze the totals of every place of a period's tree that has units below it.

The number of statements depends neither on the number of units nor on the number of indicators: figures are read once
into sums by (place, sector, tier), the sums climb to every ancestor in one INSERT … SELECT.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.db.models.functions import Length

from documents.models import SENT
from reporting.models import CompiledReport, Period, PeriodUnit, RestatedTotal, Total
from reporting.rollups import sql
from reporting.rollups.completeness import FLAGS, freeze_completeness
from reporting.rollups.rules import Rules, rules
from units.models import STEP

_COLUMNS = (
    "period_unit_id, indicator_id, breakdown, value, base, units_with_value, members_with_value, "
    "units_counted, units_expected, members_counted, members_expected"
)
# Places whose report went out: what it said stands as it was reported, corrections stand beside it.
_KEPT = f"""
    SELECT report.period_unit_id FROM reporting_compiledreport report
    JOIN documents_document paper ON paper.id = report.document_ptr_id
    WHERE paper.status IN ({", ".join(f"'{status.value}'" for status in SENT)})
"""
_TABLES = ("rollup_part", "rollup_place", "rollup_group", "rollup_unit")


def freeze_totals(place: PeriodUnit) -> int:
    """Write the Total rows of `place` and of every place with units below it, replacing what was there.

    Takes accepted and compiled reports only, through the period's frozen tree. Returns how many totals were written.
    Rules: DOMAIN 2.6 (flows and stocks add, ratios from numerators and denominators, averages by weight, units that
    did something are counted once, a cell without a row is not 0). All or nothing. A place whose report was issued
    keeps its totals.
    """
    catalogue = rules()
    with transaction.atomic(), connection.cursor() as cursor:
        # Two compiles of one tree take turns: they delete and write the same rows.
        Period.objects.select_for_update(no_key=True).get(pk=place.period_id)
        scope = [place.period_id, place.path, place.path + "~"]
        kept = CompiledReport.objects.filter(period_unit__in=PeriodUnit.objects.below(place), status__in=SENT)
        open_places = PeriodUnit.objects.below(place).exclude(pk__in=kept.values("period_unit"))
        Total.objects.filter(period_unit__in=open_places).delete()
        RestatedTotal.objects.filter(period_unit__in=open_places).delete()
        levels = _levels(place)
        _collect_units(cursor, levels, scope)
        _collect_figures(cursor, catalogue)
        _write_totals(cursor, levels)
        freeze_completeness(cursor, catalogue, levels, scope)
        for table in _TABLES:
            cursor.execute(f"DROP TABLE {table}")
    return Total.objects.filter(period_unit__in=PeriodUnit.objects.below(place)).count()


def prefix_lengths(place: PeriodUnit) -> list[int]:
    """Lengths of the paths of the tree's levels, from the place down."""
    longest = PeriodUnit.objects.below(place).aggregate(longest=Max(Length("path")))["longest"] or len(
        place.path
    )
    return list(range(len(place.path), longest + 1, STEP))


def _collect_units(cursor: Any, levels: str, scope: list[Any]) -> None:
    """Temporary tables: rollup_unit (one row a unit), rollup_group (sums of its flags), rollup_place (n and N)."""
    for table in _TABLES:
        cursor.execute(f"DROP TABLE IF EXISTS {table}")
    cursor.execute(f"CREATE TEMPORARY TABLE rollup_unit AS {sql.frozen_units(FLAGS)}", scope)
    if connection.vendor == "postgresql":
        # Unanalysed, the planner hashes a million figures instead of the units.
        cursor.execute("ANALYZE rollup_unit")
    members = "SUM(is_counted * members) AS members_counted, SUM(is_obliged * members) AS members_expected"
    sums = ", ".join([*(f"SUM({flag}) AS {flag}" for flag in FLAGS), members])
    cursor.execute(f"CREATE TEMPORARY TABLE rollup_group AS SELECT grp, {sums} FROM rollup_unit GROUP BY grp")
    cursor.execute(
        f"""
        CREATE TEMPORARY TABLE rollup_place AS
        SELECT a.id AS place_id, a.path AS path, SUM(g.is_counted) AS counted, SUM(g.is_obliged) AS expected,
            SUM(g.members_counted) AS members_counted, SUM(g.members_expected) AS members_expected
        FROM rollup_group g
        JOIN reporting_periodunit u ON u.id = g.grp / 64
        JOIN ({levels}) l ON l.len <= LENGTH(u.path)
        JOIN reporting_periodunit a ON a.period_id = u.period_id AND a.path = SUBSTR(u.path, 1, l.len)
        WHERE a.id IN (SELECT parent_id FROM reporting_periodunit WHERE parent_id IS NOT NULL)
            AND a.id NOT IN ({_KEPT})
        GROUP BY a.id, a.path
        """
    )


def _collect_figures(cursor: Any, catalogue: Rules) -> None:
    """Temporary rollup_part: sums by (group of units, indicator, breakdown)."""
    units = "SELECT submission_id, grp, members FROM rollup_unit WHERE submission_id IS NOT NULL"
    cursor.execute(f"CREATE TEMPORARY TABLE rollup_part AS {sql.plain_parts(units).format(only='')}")
    if catalogue.not_plain:
        own_rules = ", ".join(map(str, catalogue.not_plain))
        cursor.execute(f"DELETE FROM rollup_part WHERE indicator_id IN ({own_rules})")
    if catalogue.special_ids:
        ids, counted = (
            ", ".join(map(str, found)) for found in (catalogue.special_ids, catalogue.counted_ids)
        )
        cursor.execute(f"INSERT INTO rollup_part {sql.special_parts(units, ids, counted)}")
    for pk, grades in catalogue.grades.items():
        cursor.execute(f"INSERT INTO rollup_part {sql.rated_parts(units, pk, grades)}")
    if components := catalogue.components():
        cursor.execute(f"INSERT INTO rollup_part {sql.pair_parts(units, components)}")


def _levels(place: PeriodUnit) -> str:
    return " UNION ALL ".join(f"SELECT {length} AS len" for length in prefix_lengths(place))


def _write_totals(cursor: Any, levels: str) -> None:
    """Every place with units below it, from its own part and the parts below; breakdowns of sector and tier with it."""
    counts = "units, members"
    derived = " UNION ALL ".join(
        f"""SELECT p.grp / 64, p.indicator_id, '{code}.' || {category}, p.value, p.base, {counts}
            FROM rollup_part p
            JOIN reporting_indicator_disaggregations d
                ON d.indicator_id = p.indicator_id AND d.disaggregation_id = '{code}'
            WHERE p.breakdown = '' AND {category} IS NOT NULL"""
        for code, category in sql.DERIVED.items()
    )
    cursor.execute(
        f"""
        INSERT INTO reporting_total ({_COLUMNS})
        SELECT t.place_id, t.indicator_id, t.breakdown, {sql.unscaled("t.value")}, {sql.unscaled("t.base")},
            t.units, t.members, n.counted, n.expected, n.members_counted, n.members_expected
        FROM (
            SELECT a.id AS place_id, x.indicator_id, x.breakdown, SUM(x.value) AS value,
                SUM(x.base) AS base, SUM(x.units) AS units, SUM(x.members) AS members
            FROM (
                SELECT grp / 64 AS at_id, indicator_id, breakdown, value, base, {counts} FROM rollup_part
                UNION ALL {derived}
            ) x
            JOIN reporting_periodunit u ON u.id = x.at_id
            JOIN ({levels}) l ON l.len <= LENGTH(u.path)
            JOIN reporting_periodunit a ON a.period_id = u.period_id AND a.path = SUBSTR(u.path, 1, l.len)
            GROUP BY a.id, x.indicator_id, x.breakdown
        ) t
        JOIN rollup_place n ON n.place_id = t.place_id
        """
    )
