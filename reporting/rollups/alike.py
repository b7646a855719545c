"""Two periods of one unit over the units that reported in both: growth that no missing report makes up."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from reporting.models import PeriodUnit
from reporting.rollups import sql
from reporting.rollups.live import Cell
from reporting.rollups.parts import Parts
from reporting.rollups.rules import rules
from reporting.rollups.trees import grouped

Cells = dict[Cell, Parts]


@dataclass(frozen=True)
class Alike:
    """How many accepted reports either period has, how many units have one in both, and the sums of those.

    The sums are empty when the sets are the same: then the totals themselves compare like with like.
    """

    now: int = 0
    then: int = 0
    both: int = 0
    cells_now: Cells = field(default_factory=dict)
    cells_then: Cells = field(default_factory=dict)

    @property
    def same(self) -> bool:
        return self.now == self.then == self.both


def alike(place: PeriodUnit, earlier: PeriodUnit, *, codes: Collection[str] = ()) -> Alike:
    """Units at and below the place in both periods, each in its own tree. A fixed number of statements."""
    counts = _counts(place, earlier)
    if counts[0] == counts[1] == counts[2] or not counts[2]:
        return Alike(*counts)
    catalogue = rules()
    wanted = tuple(i.pk for i in catalogue.indicators if not codes or i.code in codes)
    sums: list[Cells] = []
    for one, other in ((place, earlier), (earlier, place)):
        units = f"""
            SELECT a.submission_id, '' AS grp, a.members
            FROM ({_ACCEPTED}) a JOIN ({_ACCEPTED}) b ON b.unit_id = a.unit_id
        """
        sums.append(grouped(units, [*_scope(one), *_scope(other)], catalogue, wanted).get("", {}))
    return Alike(*counts, *sums)


_ACCEPTED = f"""
    SELECT s.id AS submission_id, s.unit_id, u.members FROM reporting_submission s
    JOIN reporting_periodunit u ON u.id = s.period_unit_id
    WHERE s.period_id = %s AND s.status IN ({sql.COUNTED_LIST}) AND u.path >= %s AND u.path < %s
"""


def _scope(place: PeriodUnit) -> list[Any]:
    return [place.period_id, place.path, place.path + "~"]


def _counts(place: PeriodUnit, earlier: PeriodUnit) -> tuple[int, int, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT COUNT(now_id), COUNT(then_id), SUM(CASE WHEN now_id IS NOT NULL AND then_id IS NOT NULL THEN 1 ELSE 0 END)
            FROM (
                SELECT MAX(CASE WHEN side = 1 THEN submission_id END) AS now_id,
                    MAX(CASE WHEN side = 0 THEN submission_id END) AS then_id
                FROM (
                    SELECT 1 AS side, a.* FROM ({_ACCEPTED}) a UNION ALL SELECT 0, b.* FROM ({_ACCEPTED}) b
                ) each_side GROUP BY unit_id
            ) both_sides
            """,
            [*_scope(place), *_scope(earlier)],
        )
        now, then, both = cursor.fetchone()
    return int(now or 0), int(then or 0), int(both or 0)
