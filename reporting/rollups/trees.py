"""A period beside an earlier one whose tree was another: each on its own tree, or the earlier one on the present tree.

On the present tree every report of the earlier period stands where its unit stands now: at its own place when the unit is
still there, else with the units that carry it on (units.succession), by their shares; what nobody carries on is dissolved.
Statements do not grow with the tree. The few reports of units that were split come apart by share and are multiplied here,
exactly; a unit that is counted (not added up) goes whole to its main successor.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection

from reporting.models import Indicator, Period, PeriodUnit
from reporting.rollups import sql
from reporting.rollups.live import Cell, branch_of, exact, statements_of, sums_by
from reporting.rollups.parts import NOTHING, Coverage, Parts, added, total_of
from reporting.rollups.rules import Rules, rules

MOST_STEPS = 20  # of a chain of successions
Cells = dict[Cell, Parts]

# Place of the earlier period → place of the present one (now_id NULL: dissolved), with its share. A unit that parts left
# (tách) after the earlier period, and before the present one or for a place in it, has a line to itself for the rest.
_LATER = "(f.effective_on > step.seen OR (f.goes_on = 0 AND f.effective_on = step.seen))"
_FATE = f"""
    WITH RECURSIVE carved AS (
        SELECT s.old_id, s.new_id, s.share, s.effective_on FROM units_succession s
        WHERE s.goes_on AND s.effective_on > %s AND s.effective_on <= %s AND (
            s.effective_on <= %s OR EXISTS (
                SELECT 1 FROM reporting_periodunit n WHERE n.period_id = %s AND n.unit_id = s.new_id
            )
        )
    ), line AS (
        SELECT old_id, new_id, CAST(share AS numeric) AS share, CASE WHEN main THEN 1 ELSE 0 END AS main, effective_on,
            0 AS goes_on
        FROM units_succession WHERE NOT goes_on AND effective_on <= %s
        UNION ALL SELECT old_id, new_id, share, 0, effective_on, 1 FROM carved
        UNION ALL SELECT old_id, old_id, ROUND(1 - SUM(share), 4), 1, effective_on, 1
        FROM carved GROUP BY old_id, effective_on
    ), following AS (
        SELECT l.* FROM line l WHERE l.goes_on = 1 OR NOT EXISTS (
            SELECT 1 FROM reporting_periodunit still WHERE still.period_id = %s AND still.unit_id = l.old_id
        )
    ), step AS (
        SELECT u.id AS was_id, u.unit_id, CAST(1 AS numeric) AS share, 1 AS main, 0 AS steps,
            CAST('0001-01-01' AS {{day}}) AS seen
        FROM reporting_periodunit u WHERE u.period_id = %s
        UNION ALL
        SELECT step.was_id, s.new_id, step.share * s.share, step.main * s.main, step.steps + 1, s.effective_on
        FROM step JOIN following s ON s.old_id = step.unit_id AND s.effective_on = (
            SELECT MIN(f.effective_on) FROM following f WHERE f.old_id = step.unit_id AND {_LATER}
        )
        WHERE step.steps < {MOST_STEPS}
    )
    SELECT step.was_id, step.share, step.main, n.id AS now_id, n.path AS now_path, n.parent_id AS now_parent_id
    FROM step
    LEFT JOIN reporting_periodunit n ON n.period_id = %s AND n.unit_id = step.unit_id
    WHERE NOT EXISTS (
        SELECT 1 FROM following f WHERE f.old_id = step.unit_id AND {_LATER}
    )
"""


def _fate() -> str:
    """Days are text in SQLite."""
    return _FATE.format(day="date" if connection.vendor == "postgresql" else "text")


def _fate_parameters(earlier: int, present: PeriodUnit) -> list[Any]:
    period = present.period
    end = Period.objects.values_list("ends_on", flat=True).get(pk=earlier)
    return [
        end.isoformat(), period.ends_on.isoformat(), period.starts_on.isoformat(), period.pk, period.ends_on.isoformat(),
        period.pk, earlier, period.pk,
    ]  # fmt: skip


@dataclass(frozen=True)
class OnTree:
    """Figures of one period by the units one level below a place, and their whole."""

    total: Cells
    branches: dict[int, Cells] = field(default_factory=dict)  # unit id; the place's own unit: its own report
    coverage: Coverage = field(default_factory=Coverage)


def on_own_tree(place: PeriodUnit, period_id: int, *, codes: Collection[str] = ()) -> OnTree:
    """What the place and the units one level below it now had in the period, each in that period's own tree (as was)."""
    catalogue = rules()
    wanted = tuple(i.pk for i in catalogue.indicators if not codes or i.code in codes)
    then = PeriodUnit.objects.filter(period=period_id, unit=place.unit_id).first()
    units = f"""
        SELECT s.id AS submission_id, b.unit_id AS grp, u.members
        FROM reporting_periodunit child
        JOIN reporting_periodunit b ON b.period_id = %s AND b.unit_id = child.unit_id
        JOIN reporting_periodunit u ON u.period_id = b.period_id AND u.path >= b.path AND u.path < b.path || '~'
        JOIN reporting_submission s ON s.period_unit_id = u.id
        WHERE child.parent_id = %s AND s.status IN ({sql.COUNTED_LIST})
        UNION ALL
        SELECT s.id, s.unit_id, u.members
        FROM reporting_submission s JOIN reporting_periodunit u ON u.id = s.period_unit_id
        WHERE s.period_id = %s AND s.unit_id = %s AND s.status IN ({sql.COUNTED_LIST})
    """
    parameters = [period_id, place.pk, period_id, place.unit_id]
    branches = grouped(units, parameters, catalogue, wanted)
    if then is None:
        return OnTree({}, branches)
    total = sums_by(then, catalogue, wanted, "''").get("", {})
    return OnTree(total, branches, coverage_of(then))


def on_present_tree(place: PeriodUnit, period_id: int, *, codes: Collection[str] = ()) -> OnTree:
    """The period's figures rearranged on the tree of the place's own period (as is)."""
    catalogue = rules()
    wanted = tuple(i.pk for i in catalogue.indicators if not codes or i.code in codes)
    children = list(PeriodUnit.objects.filter(parent=place).only("path", "unit_id"))
    by_path = {place.path: place.unit_id, **{child.path: child.unit_id for child in children}}
    branch = branch_of(place, children).replace("u.path", "f.now_path")
    units = f"""
        SELECT s.id AS submission_id, {branch} || {_SPLIT} AS grp, u.members
        FROM ({_fate()}) f
        JOIN reporting_periodunit u ON u.id = f.was_id
        JOIN reporting_submission s ON s.period_unit_id = u.id
        WHERE f.now_path >= %s AND f.now_path < %s AND s.status IN ({sql.COUNTED_LIST})
    """
    fate = _fate_parameters(period_id, place)
    found: dict[int, dict[Cell, list[Parts]]] = defaultdict(lambda: defaultdict(list))
    for group, cells in grouped(units, [*fate, place.path, place.path + "~"], catalogue, wanted).items():
        path, *split = str(group).split("|")
        for cell, parts in cells.items():
            found[by_path[path]][cell].append(_shared(parts, split, catalogue.by_code[cell[0]], catalogue))
    branches = {unit: {cell: total_of(some) for cell, some in cells.items()} for unit, cells in found.items()}
    total: dict[Cell, list[Parts]] = defaultdict(list)
    for cells in branches.values():
        for cell, parts in cells.items():
            total[cell].append(parts)
    return OnTree(
        {cell: total_of(some) for cell, some in total.items()}, branches, _coverage_now(place, period_id)
    )


# Rows of a unit that was split stay apart: "|share|main|place".
_SPLIT = (
    "CASE WHEN f.share = 1 THEN '' "
    "ELSE '|' || CAST(f.share AS text) || '|' || f.main || '|' || COALESCE(f.now_id, 0) END"
)


def _shared(parts: Parts, split: Sequence[str], indicator: Indicator, catalogue: Rules) -> Parts:
    """What a successor takes over; counted units stay whole."""
    if len(split) < 2:
        return parts
    share, main = Decimal(split[0]), split[1] == "1"
    units, members = (parts.units_with_value, parts.members) if main else (0, 0)
    if indicator.pk in catalogue.counted_ids or indicator.pk in catalogue.grades:
        return Parts(parts.value if main else Decimal(0), parts.base, units, members)
    value = None if parts.value is None else parts.value * share
    return Parts(value, None if parts.base is None else parts.base * share, units, members)


def grouped(units: str, parameters: list[Any], catalogue: Rules, wanted: Collection[int]) -> dict[Any, Cells]:
    """Group → cells of the reports that `units` (columns as sql.counted_units) names."""
    found: dict[Any, Cells] = defaultdict(dict)
    with connection.cursor() as cursor:
        for statement, times in statements_of(units, catalogue, wanted):
            cursor.execute(statement, parameters * times)
            for group, pk, breakdown, value, base, count, members in cursor.fetchall():
                parts = Parts(exact(value), exact(base), count, int(members or 0))
                found[group][catalogue.by_id[pk].code, breakdown] = parts
    return found


def coverage_of(place: PeriodUnit) -> Coverage:
    """n of N of everything at and below a place."""
    return _counted(
        "SELECT u.* FROM reporting_periodunit u WHERE u.period_id = %s AND u.path >= %s AND u.path < %s",
        [place.period_id, place.path, place.path + "~"],
    )


def _coverage_now(place: PeriodUnit, period_id: int) -> Coverage:
    """Of the units of the earlier period that stand under the place now, each once."""
    inside = f"SELECT f.was_id FROM ({_fate()}) f WHERE f.main = 1 AND f.now_path >= %s AND f.now_path < %s"
    return _counted(
        f"SELECT u.* FROM reporting_periodunit u WHERE u.id IN ({inside})",
        [*_fate_parameters(period_id, place), place.path, place.path + "~"],
    )


def _counted(places: str, parameters: list[Any]) -> Coverage:
    counted = f"s.status IN ({sql.COUNTED_LIST})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT COALESCE(SUM(CASE WHEN {counted} THEN 1 ELSE 0 END), 0), COUNT(*),
                COALESCE(SUM(CASE WHEN {counted} THEN u.members ELSE 0 END), 0), COALESCE(SUM(u.members), 0)
            FROM ({places}) u LEFT JOIN reporting_submission s ON s.period_unit_id = u.id
            WHERE u.obliged
            """,
            parameters,
        )
        return Coverage(*map(int, cursor.fetchone()))


# --- the bridge


@dataclass(frozen=True)
class Step:
    """One pillar of the bridge: what came or went, how many units, from or to where."""

    kind: str  # stayed, in, out, ended
    place: str
    parts: Parts


@dataclass(frozen=True)
class Bridge:
    """From the earlier total in its own tree to the present total: was − ended − out + in = as_is; then ± activity."""

    was: Parts
    steps: tuple[Step, ...]
    as_is: Parts
    now: Parts


def bridge(place: PeriodUnit, period_id: int, code: str, breakdown: str = "") -> Bridge:
    """How the unit's total of the earlier period becomes the same period's total on the present tree, and today's.

    Ratios and averages move by numerator and denominator. Four statements and the present total.
    """
    catalogue = rules()
    indicator = catalogue.by_code[code]
    then = PeriodUnit.objects.filter(period=period_id, unit=place.unit_id).first()
    was = (then.path, then.path + "~") if then else ("", "")
    inside, under = "u.path >= %s AND u.path < %s", "f.now_path >= %s AND f.now_path < %s"
    units = f"""
        SELECT s.id AS submission_id, u.members,
            CASE WHEN {inside} AND {under} THEN 'stayed|'
                WHEN {under} THEN 'in|' || COALESCE(u.parent_id, u.id)
                WHEN f.now_id IS NULL THEN 'ended|'
                ELSE 'out|' || COALESCE(f.now_parent_id, f.now_id) END || {_SPLIT} AS grp
        FROM ({_fate()}) f
        JOIN reporting_periodunit u ON u.id = f.was_id
        JOIN reporting_submission s ON s.period_unit_id = u.id
        WHERE s.status IN ({sql.COUNTED_LIST}) AND (({inside}) OR ({under}))
    """
    now = [place.path, place.path + "~"]
    parameters = [*was, *now, *now, *_fate_parameters(period_id, place), *was, *now]
    found: dict[tuple[str, str], Parts] = {}
    for group, cells in grouped(units, parameters, catalogue, [indicator.pk]).items():
        kind, at, *split = str(group).split("|")
        if (code, breakdown) in cells:
            parts = _shared(cells[code, breakdown], split, indicator, catalogue)
            found[kind, at] = found.get((kind, at), NOTHING).plus(parts)
    steps = _steps(found)
    kinds: dict[str, list[Parts]] = defaultdict(list)
    for step in steps:
        kinds[step.kind].append(step.parts)
    present = sums_by(place, catalogue, (indicator.pk,), "''").get("", {})
    return Bridge(
        was=total_of([*kinds["stayed"], *kinds["out"], *kinds["ended"]]),
        steps=steps,
        as_is=total_of([*kinds["stayed"], *kinds["in"]]),
        now=present.get((code, breakdown), NOTHING),
    )


_ORDER = {"stayed": 0, "ended": 1, "out": 2, "in": 3}


def _steps(found: dict[tuple[str, str], Parts]) -> tuple[Step, ...]:
    names = dict(
        PeriodUnit.objects.filter(pk__in=[int(at) for _kind, at in found if at]).values_list("pk", "name")
    )
    steps = [Step(kind, names[int(at)] if at else "", parts) for (kind, at), parts in found.items()]
    return tuple(sorted(steps, key=lambda step: (_ORDER[step.kind], -(step.parts.value or 0), step.place)))


def difference(one: Parts, other: Parts) -> Decimal | None:
    """How much more; None when neither says anything."""
    return added(one.value, None if other.value is None else -other.value)
