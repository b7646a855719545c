"""The kinds against other periods, sister units and the activity log, over the whole tree."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from reporting.checks.norms import norms_of
from reporting.checks.registry import Rule
from reporting.checks.selects import CODE, Search, numbers, of_totals, searched
from reporting.models import PeriodUnit, Regime

# Less than the last digit that is stored: numbers of SQLite are not exact.
SAME = "0.00005"
OPENING = " JOIN o ON o.unit_id = g.unit_id"


@searched
def identity(rule: Rule, search: Search) -> Iterator[str]:
    for end, plus, minus in rule.option("identities"):
        told = search.moved.get(end, {})
        wrong = [pk for pk, holds in told.items() if not holds]
        expected = f"o_{end} + c_{plus} - c_{minus}"
        yield of_totals(
            end,
            f"(ABS({expected} - c_{end}) > {SAME} AND g.submission_id NOT IN ({numbers(told)}))"
            f" OR g.submission_id IN ({numbers(wrong)})",
            OPENING,
        )


@searched
def at_most_opening(rule: Rule, search: Search) -> Iterator[str]:
    for stock, more in rule.option("pairs"):
        yield of_totals(stock, f"c_{stock} > o_{stock} + c_{more} + {SAME}", OPENING)


@searched
def same_number(rule: Rule, search: Search) -> Iterator[str]:
    for flow, stock in rule.option("pairs"):
        least = rule.number("least")
        yield of_totals(flow, f"c_{flow} >= {least} AND c_{flow} = c_{stock} AND o_{stock} <> 0", OPENING)


def _flows(other: str) -> str:
    """Totals of flows that are added over periods, with a number in both reports."""
    return (
        "SELECT f.submission_id, f.code, f.breakdown, f.grp, f.ord, f.value, e.value AS earlier FROM f"
        f" JOIN {other} e ON e.unit_id = f.unit_id AND e.code = f.code AND e.breakdown = f.breakdown"
        " WHERE f.breakdown = '' AND f.kind = 'F' AND f.over_periods = 'sum' AND e.value <> 0"
    )


def _of_flows(other: str, condition: str) -> str:
    return f"SELECT w.submission_id, w.code, w.breakdown FROM ({_flows(other)}) w WHERE {condition}"


@searched
def repeated(rule: Rule, search: Search) -> Iterator[str]:
    yield _of_flows("b", f"w.value = w.earlier AND w.value >= {rule.number('least')}")


@searched
def below_inside(rule: Rule, search: Search) -> Iterator[str]:
    yield _of_flows("n", "w.value < w.earlier")


@searched
def running_total(rule: Rule, search: Search) -> Iterator[str]:
    """One box a report: its first flow; none where the units are asked for cumulative numbers."""
    if search.place.period.counting == Regime.Counting.CUMULATIVE:
        return
    mine = "OVER (PARTITION BY w.submission_id)"
    yield (
        "SELECT x.submission_id, x.code, x.breakdown FROM (SELECT w.submission_id, w.code, w.breakdown,"
        " ROW_NUMBER() OVER (PARTITION BY w.submission_id ORDER BY w.grp, w.ord, w.code) AS pos,"
        f" COUNT(*) {mine} AS flows, SUM(CASE WHEN w.value > w.earlier THEN 1 ELSE 0 END) {mine} AS grown,"
        f" SUM(CASE WHEN w.value = w.earlier THEN 1 ELSE 0 END) {mine} AS still FROM ({_flows('b')}) w) x"
        f" WHERE x.pos = 1 AND x.flows >= {rule.number('at_least')} AND x.grown > x.still"
        f" AND x.grown + x.still >= {rule.number('tolerance')} * x.flows"
    )


@searched
def joint(rule: Rule, search: Search) -> Iterator[str]:
    rows = [f"({int(pk)}, '{code}', '{part}')" for pk, (code, part) in search.joint]
    if rows:
        yield (
            "SELECT j.submission_id, j.code, j.breakdown FROM (SELECT 0 AS submission_id, '' AS code, '' AS breakdown"
            f" UNION ALL VALUES {', '.join(rows)}) j WHERE j.submission_id <> 0"
        )


def _against(condition: str) -> str:
    return (
        "SELECT f.submission_id, f.code, f.breakdown FROM f JOIN p ON p.unit_id = f.unit_id AND p.code = f.code"
        f" AND p.breakdown = f.breakdown WHERE f.state = 'value' AND f.kind <> 'R' AND f.value > 0 AND p.value > 0"
        f" AND {condition}"
    )


def _folded(times: Decimal) -> str:
    return f"(f.value >= p.value * {times} OR p.value >= f.value * {times})"


@searched
def fold_between(rule: Rule, search: Search) -> Iterator[str]:
    if search.place.period.previous_id:
        yield _against(_folded(rule.number("fold")))


@searched
def jump(rule: Rule, search: Search) -> Iterator[str]:
    if search.place.period.previous_id:
        least, tolerance = rule.number("least"), rule.number("tolerance")
        yield _against(
            f"(f.value >= {least} OR p.value >= {least}) AND ABS(f.value - p.value) > {tolerance} * p.value"
            f" AND NOT {_folded(rule.number('fold'))}"
        )


@searched
def outlier(rule: Rule, search: Search) -> Iterator[str]:
    """Each kind of unit below the place with its own norms, as a small table."""
    rows = [
        f"({place.tier}, '{place.kind_code}', '{code}', {norm.median:f}, {norm.deviation:f}, {_workforce(norms)})"
        for place in _kinds_below(search.place)
        for norms in (norms_of(place),)
        for code, norm in norms.items()
        if norm.count >= rule.option("sisters") and norm.median > 0 and CODE.fullmatch(code)
    ]
    if not rows:
        return
    yield (
        "SELECT f.submission_id, f.code, f.breakdown FROM f JOIN g ON g.submission_id = f.submission_id"
        " JOIN (SELECT 0 AS tier, '' AS kind_code, '' AS code, 0.0 AS median, 0.0 AS deviation, 0.0 AS workforce"
        f" UNION ALL VALUES {', '.join(rows)}) n ON n.tier = g.tier AND n.kind_code = g.kind_code AND n.code = f.code"
        f" WHERE f.breakdown = '' AND f.value >= {rule.number('least')}"
        f" AND f.value > {rule.number('fold')} * n.median * CASE WHEN f.code = 'LD01' OR f.kind = 'A' OR n.workforce = 0"
        " OR g.c_LD01 IS NULL OR g.c_LD01 <= n.workforce THEN 1 ELSE g.c_LD01 / n.workforce END"
        f" AND ABS(f.value - n.median) > {rule.number('deviations')} * n.deviation"
    )


def _workforce(norms: dict[str, Any]) -> str:
    norm = norms.get("LD01")
    return f"{norm.median:f}" if norm is not None else "0"


def _kinds_below(place: PeriodUnit) -> list[PeriodUnit]:
    """One place of each tier and kind below."""
    kinds = PeriodUnit.objects.below(place).order_by().values_list("tier", "kind_code").distinct()
    return [PeriodUnit(period_id=place.period_id, tier=tier, kind_code=code) for tier, code in kinds]
