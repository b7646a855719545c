"""The checks over a whole tree: SQL finds the boxes, whatever the number of units; the kinds then word those of one page.

A rule is searched here when a set-based condition says the same as its kind; SEARCHED lists the kinds. Rules that need a
person's words or the activity log (transfers in a note, joint events, signs of a running total) are told at each report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from core.vietnamese import search_words
from reporting.checks.kinds_within import PEOPLE
from reporting.checks.norms import norms_of
from reporting.checks.registry import RULES, Rule
from reporting.models import Disaggregation, Indicator, IndicatorKind, PeriodUnit
from reporting.models.submissions import SENT
from reporting.queries.layout import MONEY, Key
from reporting.rollups.sql import COUNTED_LIST

SENT_LIST = ", ".join(f"'{status.value}'" for status in SENT)
_CODE = re.compile(r"[A-Z]{2}\d{2}[a-z]?")


@dataclass(frozen=True)
class Spot:
    """A box of a report that breaks a rule."""

    submission_id: int
    rule: str
    key: Key


@dataclass
class Search:
    """What the conditions of one search need: the catalogue, and parameters in the order they stand in the SQL."""

    place: PeriodUnit
    ratios: list[Indicator]
    classes: dict[str, int]


# Kind → SELECTs of (submission_id, code, breakdown).
Selects = Callable[[Rule, Search], Iterator[str]]
SEARCHED: dict[str, Selects] = {}


def searched(look: Selects) -> Selects:
    SEARCHED[look.__name__] = look
    return look


def _of_totals(code: str, condition: str) -> str:
    return f"SELECT submission_id, '{code}' AS code, '' AS breakdown FROM g WHERE {condition}"


def _of_boxes(condition: str) -> str:
    return f"SELECT submission_id, code, breakdown FROM f WHERE {condition}"


def _added(codes: str) -> str:
    return "(" + " + ".join(f"c_{code}" for code in codes.split("+")) + ")"


def _listed(codes: Any) -> str:
    return ", ".join(f"'{code}'" for code in codes) or "''"


# --- inside one report


@searched
def part_total(rule: Rule, search: Search) -> Iterator[str]:
    yield (
        "SELECT p.submission_id, p.code, p.breakdown FROM f p JOIN f t ON t.submission_id = p.submission_id"
        " AND t.code = p.code AND t.breakdown = '' WHERE p.breakdown <> '' AND p.value > t.value"
    )


@searched
def class_sum(rule: Rule, search: Search) -> Iterator[str]:
    for name, count in search.classes.items():
        yield (
            "SELECT p.submission_id, p.code, '' AS breakdown FROM f p JOIN f t ON t.submission_id = p.submission_id"
            f" AND t.code = p.code AND t.breakdown = '' WHERE p.breakdown LIKE '{name}.%%'"
            f" GROUP BY p.submission_id, p.code, t.value HAVING COUNT(*) = {count} AND ABS(SUM(p.value) - t.value) > 0.00005"
        )


@searched
def not_negative(rule: Rule, search: Search) -> Iterator[str]:
    yield _of_boxes("value < 0")


@searched
def nil_return(rule: Rule, search: Search) -> Iterator[str]:
    yield _of_boxes("nil_return AND kind = 'F' AND value <> 0")


@searched
def ratio_typed(rule: Rule, search: Search) -> Iterator[str]:
    yield _of_boxes(
        "kind = 'R' AND NOT is_formula AND state = 'value' AND base > 0 AND value > base"
        f" AND code NOT IN ({_listed(rule.option('except', ()))})"
    )


@searched
def ratio_computed(rule: Rule, search: Search) -> Iterator[str]:
    for ratio in search.ratios:
        if ratio.code not in rule.option("except", ()):
            first = ratio.numerator.split("+")[0]
            yield _of_totals(first, f"{_added(ratio.numerator)} > c_{ratio.denominator}")


@searched
def needs(rule: Rule, search: Search) -> Iterator[str]:
    for code, needed in rule.option("pairs"):
        yield _of_totals(code, f"c_{code} <> 0 AND c_{needed} = 0")


@searched
def at_most(rule: Rule, search: Search) -> Iterator[str]:
    for smaller, larger, _why in rule.option("pairs"):
        yield _of_totals(smaller, f"c_{smaller} > c_{larger}")


@searched
def sum_at_most(rule: Rule, search: Search) -> Iterator[str]:
    for parts, larger in rule.option("sums"):
        codes = parts.split("+")
        added = " + ".join(f"COALESCE(c_{code}, 0)" for code in codes)
        yield _of_totals(codes[0], f"{added} > c_{larger}")


@searched
def events(rule: Rule, search: Search) -> Iterator[str]:
    for count, people in rule.option("pairs"):
        yield _of_totals(
            people, f"c_{people} > 0 AND c_{people} < CASE c_{count} WHEN 0 THEN 1e15 ELSE c_{count} END"
        )


@searched
def possible(rule: Rule, search: Search) -> Iterator[str]:
    tiers = ", ".join(str(tier) for tier in rule.option("tiers"))
    for count, people in rule.option("pairs"):
        most = f"c_{count} * c_LD01 * {rule.number('tolerance')}"
        yield _of_totals(
            people, f"tier IN ({tiers}) AND c_LD01 > 0 AND c_{count} > 0 AND c_{people} > {most}"
        )


@searched
def people(rule: Rule, search: Search) -> Iterator[str]:
    told = {c for ratio in search.ratios if ratio.denominator == "LD01" for c in ratio.numerator.split("+")}
    yield (
        "SELECT f.submission_id, f.code, f.breakdown FROM f JOIN g ON g.submission_id = f.submission_id"
        f" WHERE f.unit_of_measure = '{PEOPLE}' AND f.breakdown = '' AND f.code NOT IN ({_listed(sorted(told))})"
        " AND g.c_LD01 > 0 AND f.value > g.c_LD01"
    )


@searched
def plausible(rule: Rule, search: Search) -> Iterator[str]:
    for code, least, most in rule.option("ranges"):
        yield _of_totals(code, f"c_{code} <> 0 AND (c_{code} < {least} OR c_{code} > {most})")


@searched
def least_money(rule: Rule, search: Search) -> Iterator[str]:
    yield _of_boxes(f"unit_of_measure = '{MONEY}' AND value <> 0 AND value < {rule.number('least')}")


@searched
def per_head(rule: Rule, search: Search) -> Iterator[str]:
    for money, counted, least, most in rule.option("ranges"):
        number = _added(counted)
        outside = f"(c_{money} < {least} * {number} OR c_{money} > {most} * {number})"
        yield _of_totals(money, f"c_{money} <> 0 AND {number} <> 0 AND {outside}")


@searched
def counts_units(rule: Rule, search: Search) -> Iterator[str]:
    also = _listed(rule.option("also"))
    yield _of_boxes(f"(over_units = 'distinct' OR code IN ({also})) AND breakdown = '' AND value > 1")


# --- against last year and sister units


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
        if norm.count >= rule.option("sisters") and norm.median > 0 and _CODE.fullmatch(code)
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


# --- the search


def _pivot(rules: list[Rule], ratios: list[Indicator]) -> str:
    """Columns of the totals that the conditions name, one row a report."""
    text = " ".join(
        [*(str(rule.options) for rule in rules), *(f"{r.numerator} {r.denominator}" for r in ratios)]
    )
    codes = sorted({"LD01", *_CODE.findall(text)})
    return ", ".join(f"MAX(CASE WHEN code = '{code}' THEN value END) AS c_{code}" for code in codes)


def tree_sql(place: PeriodUnit, rules: list[Rule]) -> tuple[str, list[Any]]:
    """SELECT submission_id, rule, code, breakdown, path of every box that breaks one of the rules, and its parameters."""
    ratios = list(
        Indicator.objects.filter(kind=IndicatorKind.RATIO).exclude(numerator="").exclude(denominator="")
    )
    classes = {
        d.code: len(d.categories.all())
        for d in Disaggregation.objects.filter(exhaustive=True, derived=False).prefetch_related("categories")
    }
    search = Search(place, ratios, classes)
    found = [
        f"SELECT x.submission_id, '{rule.code}' AS rule, x.code, x.breakdown FROM ({select}) x"
        for rule in rules
        if rule.kind in SEARCHED
        for select in SEARCHED[rule.kind](rule, search)
    ]
    nothing = "SELECT 0 AS submission_id, '' AS rule, '' AS code, '' AS breakdown FROM g WHERE 1 = 0"
    return (
        f"""
        WITH f AS (
            SELECT f.submission_id, s.unit_id, s.nil_return, u.tier, u.kind_code, i.code, i.kind, i.unit_of_measure,
                i.over_units, (i.numerator <> '' AND i.denominator <> '') AS is_formula, f.breakdown, f.state, f.base,
                CASE f.state WHEN 'nil' THEN 0 ELSE f.value END AS value
            FROM reporting_figure f
            JOIN reporting_submission s ON s.id = f.submission_id
            JOIN reporting_periodunit u ON u.id = s.period_unit_id
            JOIN reporting_indicator i ON i.id = f.indicator_id
            WHERE s.period_id = %s AND s.status IN ({SENT_LIST}) AND u.path >= %s AND u.path < %s
                AND f.state IN ('value', 'nil')
        ), g AS (
            SELECT submission_id, tier, kind_code, {_pivot(rules, ratios)}
            FROM f WHERE breakdown = '' GROUP BY submission_id, tier, kind_code
        ), p AS (
            SELECT s.unit_id, i.code, f.breakdown, f.value FROM reporting_figure f
            JOIN reporting_submission s ON s.id = f.submission_id
            JOIN reporting_indicator i ON i.id = f.indicator_id
            WHERE s.period_id = %s AND s.status IN ({COUNTED_LIST}) AND f.state = 'value'
        )
        {" UNION ".join([nothing, *found])}
        """,
        [place.period_id, place.path, place.path + "~", place.period.previous_id or 0],
    )  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What the page asks for: one rule or a severity, units by words, only what nobody has explained."""

    rule: str = ""
    severity: str = ""
    search: str = ""
    unexplained: bool = False

    @property
    def rules(self) -> list[Rule]:
        return [
            r
            for r in RULES
            if r.kind in SEARCHED and self.rule in {"", r.code} and self.severity in {"", r.severity}
        ]


def _narrowed(place: PeriodUnit, asked: Asked) -> tuple[str, list[Any]]:
    inner, params = tree_sql(place, asked.rules)
    where = ["1 = 1"]
    for word in search_words(asked.search):
        where.append("(t.name_fold LIKE %s OR LOWER(t.code) LIKE %s)")
        params += [f"%{word}%"] * 2
    if asked.unexplained:
        where.append(
            "NOT EXISTS (SELECT 1 FROM reporting_waiver w JOIN reporting_indicator wi ON wi.id = w.indicator_id"
            " WHERE w.submission_id = x.submission_id AND w.rule = x.rule AND wi.code = x.code"
            " AND w.breakdown = x.breakdown AND w.status <> 'refused')"
        )
    joined = (
        " FROM (" + inner + ") x JOIN reporting_submission s ON s.id = x.submission_id"
        " JOIN reporting_periodunit u ON u.id = s.period_unit_id JOIN units_unit t ON t.id = s.unit_id"
        f" WHERE {' AND '.join(where)}"
    )
    return joined, params


def count_spots(place: PeriodUnit, asked: Asked) -> dict[str, int]:
    """Rule code → how many boxes below the place break it. One query beside the catalogue."""
    joined, params = _narrowed(place, asked)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT x.rule, COUNT(*){joined} GROUP BY x.rule", params)
        return dict(cursor.fetchall())


def find_spots(place: PeriodUnit, asked: Asked, *, first: int = 0, most: int | None = None) -> list[Spot]:
    """Boxes in the order of the tree."""
    joined, params = _narrowed(place, asked)
    window = "" if most is None else f" LIMIT {int(most)} OFFSET {int(first)}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT x.submission_id, x.rule, x.code, x.breakdown{joined}"
            f" ORDER BY u.path, x.rule, x.code, x.breakdown{window}",
            params,
        )
        return [Spot(pk, rule, (code, part)) for pk, rule, code, part in cursor.fetchall()]
