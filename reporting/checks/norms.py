"""What accepted sister units report: median and median distance of each indicator, in one query."""

from __future__ import annotations

from decimal import Decimal

from django.core.cache import cache
from django.db import connection

from reporting.checks.registry import Norm
from reporting.models import PeriodUnit
from reporting.rollups.sql import COUNTED_LIST

# A few hundred sisters say what is usual; the norm of a large federation costs no more.
MOST_SISTERS = 400
FEWEST = 8
KEPT_SECONDS = 300

# The middle one, or the two in the middle.
_MIDDLE = "pos IN ((n + 1) / 2, (n + 2) / 2)"
NORMS = f"""
    WITH sister AS (
        SELECT s.id FROM reporting_submission s JOIN reporting_periodunit u ON u.id = s.period_unit_id
        WHERE s.period_id = %s AND s.status IN ({COUNTED_LIST}) AND u.tier = %s AND u.kind_code = %s
        ORDER BY s.accepted_at DESC, s.id DESC LIMIT {MOST_SISTERS}
    ), given AS (
        SELECT f.indicator_id, f.value,
            ROW_NUMBER() OVER (PARTITION BY f.indicator_id ORDER BY f.value) AS pos,
            COUNT(*) OVER (PARTITION BY f.indicator_id) AS n
        FROM reporting_figure f JOIN sister ON sister.id = f.submission_id
        WHERE f.state = 'value' AND f.breakdown = ''
    ), middle AS (
        SELECT indicator_id, AVG(value) AS median FROM given
        WHERE n >= {FEWEST} AND {_MIDDLE} GROUP BY indicator_id
    ), away AS (
        SELECT given.indicator_id, given.n, middle.median, ABS(given.value - middle.median) AS distance,
            ROW_NUMBER() OVER (PARTITION BY given.indicator_id ORDER BY ABS(given.value - middle.median)) AS pos
        FROM given JOIN middle ON middle.indicator_id = given.indicator_id
    )
    SELECT i.code, away.n, away.median, AVG(away.distance)
    FROM away JOIN reporting_indicator i ON i.id = away.indicator_id
    WHERE {_MIDDLE} GROUP BY i.code, away.n, away.median
"""


def norms_of(place: PeriodUnit) -> dict[str, Norm]:
    """Indicator code → norm among accepted units of the same tier and kind in the period; kept for five minutes.

    A report among its own sisters moves a median of eight little, so it is not taken out.
    """
    name = f"reporting.norms:{place.period_id}:{place.tier}:{place.kind_code}"
    kept: dict[str, Norm] | None = cache.get(name)
    if kept is None:
        kept = read_norms(place.period_id, place.tier, place.kind_code)
        cache.set(name, kept, KEPT_SECONDS)
    return kept


def read_norms(period_id: int, tier: int, kind_code: str) -> dict[str, Norm]:
    with connection.cursor() as cursor:
        cursor.execute(NORMS, [period_id, tier, kind_code])
        return {
            code: Norm(int(count), Decimal(str(median)), Decimal(str(distance)))
            for code, count, median, distance in cursor.fetchall()
        }
