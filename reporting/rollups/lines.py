"""Units of the second line of a place: shown beside its totals, never added (each unit counts once, where it reports)."""

from __future__ import annotations

from dataclasses import dataclass

from reporting.models import Indicator, PeriodUnit
from reporting.rollups import sql
from reporting.rollups.parts import NOTHING, Parts
from reporting.rollups.rules import rules
from reporting.rollups.trees import grouped


@dataclass(frozen=True)
class Reference:
    """A unit of the second line with everything under it; its figures are in the total of `counted_at`."""

    place: PeriodUnit
    counted_at: str
    parts: Parts


def second_line(place: PeriodUnit, indicator: Indicator) -> list[Reference]:
    """Units that belonged to the place's unit by a second line on the last day of the period; four queries.

    What already stands under the place is left out: there it is part of the total.
    """
    day = place.period.ends_on
    lines = """
        FROM units_secondline l
        JOIN reporting_periodunit b ON b.unit_id = l.unit_id AND b.period_id = %s
        WHERE l.upper_id = %s AND l.from_on <= %s AND (l.to_on IS NULL OR l.to_on >= %s)
            AND NOT (b.path >= %s AND b.path < %s)
    """
    parameters = [place.period_id, place.unit_id, day, day, place.path, place.path + "~"]
    units = f"""
        SELECT s.id AS submission_id, line.id AS grp, u.members
        FROM (SELECT DISTINCT b.id, b.path, b.period_id {lines}) line
        JOIN reporting_periodunit u ON u.period_id = line.period_id AND u.path >= line.path AND u.path < line.path || '~'
        JOIN reporting_submission s ON s.period_unit_id = u.id
        WHERE s.status IN ({sql.COUNTED_LIST})
    """
    found = grouped(units, parameters, rules(), [indicator.pk])
    rows = PeriodUnit.objects.raw(f"SELECT DISTINCT b.* {lines} ORDER BY b.sort_key, b.id", parameters)
    places = {row.pk: row for row in rows}
    above = {p.parent_id for p in places.values() if p.parent_id}
    names = dict(PeriodUnit.objects.filter(pk__in=above).values_list("pk", "name"))
    return [
        Reference(
            row, names.get(row.parent_id or 0, ""), found.get(pk, {}).get((indicator.code, ""), NOTHING)
        )
        for pk, row in places.items()
    ]
