"""The checks over a whole tree: SQL finds the boxes, whatever the number of units; the kinds then word those of one page.

Every kind is searched (`selects`). Two of them need words that SQL does not read, so a query beside finds the few reports
concerned: transfers told in a note, events two units logged.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import connection

from core.vietnamese import search_words
from reporting.checks import selects_against, selects_within  # noqa: F401 - they enter their kinds
from reporting.checks.joint import joint_boxes
from reporting.checks.kinds_against import moved_of
from reporting.checks.registry import RULES, Rule
from reporting.checks.selects import CODE, SEARCHED, Search
from reporting.models import Disaggregation, Indicator, IndicatorKind, PeriodUnit
from reporting.models.submissions import SENT
from reporting.queries.layout import Key
from reporting.rollups.sql import COUNTED_LIST

SENT_LIST = ", ".join(f"'{status.value}'" for status in SENT)


@dataclass(frozen=True)
class Spot:
    """A box of a report that breaks a rule."""

    submission_id: int
    rule: str
    key: Key


def _pivot(rules: list[Rule], ratios: list[Indicator], prefix: str) -> str:
    """Columns of the totals that the conditions name, one row a report."""
    text = " ".join(
        [*(str(rule.options) for rule in rules), *(f"{r.numerator} {r.denominator}" for r in ratios)]
    )
    codes = sorted({"LD01", *CODE.findall(text)})
    return ", ".join(f"MAX(CASE WHEN code = '{code}' THEN value END) AS {prefix}_{code}" for code in codes)


# Figures of accepted reports of other periods, of each box of a unit the latest.
_EARLIER = f"""
    SELECT unit_id, code, breakdown, state, value FROM (
        SELECT s.unit_id, i.code, f.breakdown, f.state, CASE f.state WHEN 'nil' THEN 0 ELSE f.value END AS value,
            ROW_NUMBER() OVER (
                PARTITION BY s.unit_id, f.indicator_id, f.breakdown ORDER BY d.ends_on DESC, s.id DESC
            ) AS pos
        FROM reporting_figure f
        JOIN reporting_submission s ON s.id = f.submission_id
        JOIN reporting_period d ON d.id = s.period_id
        JOIN reporting_indicator i ON i.id = f.indicator_id
        WHERE s.status IN ({COUNTED_LIST}) AND s.unit_id IN (SELECT unit_id FROM mine) AND {{condition}}
    ) latest WHERE pos = 1
"""


def _tables(
    place: PeriodUnit, rules: list[Rule], ratios: list[Indicator], only: str = ""
) -> tuple[str, list[Any]]:
    """What the conditions select from, and its parameters.

    Boxes (f) and totals (g) of sent reports; figures of last year (p), of the period that ended the day before (b), its
    totals (o), figures of one that lies inside this period (n). `only`: a condition that leaves few of the reports (s).
    """
    period = place.period
    day_before = (period.starts_on - dt.timedelta(days=1)).isoformat()
    starts_on, ends_on = period.starts_on.isoformat(), period.ends_on.isoformat()
    before, inside = (
        _EARLIER.format(condition=condition)
        for condition in (
            "d.ends_on BETWEEN %s AND %s",
            "d.starts_on = %s AND d.ends_on > %s AND d.ends_on < %s",
        )
    )
    return (
        f"""
        mine AS (
            SELECT s.id AS submission_id, s.unit_id, s.nil_return, u.tier, u.kind_code
            FROM reporting_submission s JOIN reporting_periodunit u ON u.id = s.period_unit_id
            WHERE s.period_id = %s AND s.status IN ({SENT_LIST}) AND u.path >= %s AND u.path < %s {only}
        ), f AS (
            SELECT m.submission_id, m.unit_id, m.nil_return, m.tier, m.kind_code, i.code, i.kind, i.unit_of_measure,
                i.over_units, i.over_periods, (i.numerator <> '' AND i.denominator <> '') AS is_formula, i.denominator,
                i."group" AS grp, i."order" AS ord, f.breakdown, f.state, f.base, f.note,
                CASE f.state WHEN 'nil' THEN 0 ELSE f.value END AS value
            FROM reporting_figure f
            JOIN mine m ON m.submission_id = f.submission_id
            JOIN reporting_indicator i ON i.id = f.indicator_id
            WHERE f.state IN ('value', 'nil')
        ), g AS (
            SELECT submission_id, unit_id, tier, kind_code, {_pivot(rules, ratios, "c")}
            FROM f WHERE breakdown = '' GROUP BY submission_id, unit_id, tier, kind_code
        ), p AS (
            SELECT s.unit_id, i.code, f.breakdown, f.value FROM reporting_figure f
            JOIN reporting_submission s ON s.id = f.submission_id
            JOIN reporting_indicator i ON i.id = f.indicator_id
            WHERE s.period_id = %s AND s.status IN ({COUNTED_LIST}) AND f.state = 'value'
        ), b AS ({before}), o AS (
            SELECT unit_id, {_pivot(rules, ratios, "o")}
            FROM b WHERE breakdown = '' AND state = 'value' GROUP BY unit_id
        ), n AS ({inside})
        """,
        [
            place.period_id, place.path, place.path + "~", period.previous_id or 0, day_before, starts_on, starts_on,
            starts_on, ends_on,
        ],
    )  # fmt: skip


def tree_sql(place: PeriodUnit, rules: list[Rule]) -> tuple[str, list[Any]]:
    """SELECT submission_id, rule, code, breakdown of every box that breaks one of the rules, and its parameters."""
    ratios = list(
        Indicator.objects.filter(kind=IndicatorKind.RATIO).exclude(numerator="").exclude(denominator="")
    )
    classes = {
        d.code: len(d.categories.all())
        for d in Disaggregation.objects.filter(exhaustive=True, derived=False).prefetch_related("categories")
    }
    tables, params = _tables(place, rules, ratios)
    search = Search(place, ratios, classes)
    kinds = {rule.kind for rule in rules}
    if "identity" in kinds:
        search.moved = _moved(place, [rule for rule in rules if rule.kind == "identity"])
    if "joint" in kinds:
        search.joint = joint_boxes(place)
    found = [
        f"SELECT x.submission_id, '{rule.code}' AS rule, x.code, x.breakdown FROM ({select}) x"
        for rule in rules
        for select in SEARCHED[rule.kind](rule, search)
    ]
    nothing = "SELECT 0 AS submission_id, '' AS rule, '' AS code, '' AS breakdown FROM g WHERE 1 = 0"
    return f"WITH {tables} {' UNION '.join([nothing, *found])}", params


# Reports with a note at some box that may tell transfers: “chuyển đến 12, chuyển đi 3”.
_WITH_NOTE = "AND EXISTS (SELECT 1 FROM reporting_figure t WHERE t.submission_id = s.id AND LOWER(t.note) LIKE '%%chuy%%')"


def _moved(place: PeriodUnit, rules: list[Rule]) -> dict[str, dict[int, bool]]:
    """Stock → reports whose note tells transfers, with whether start + more − less ± transfers is the end. One query."""
    tables, params = _tables(place, rules, [], _WITH_NOTE)
    parts = [
        f"SELECT '{end}' AS code, f.submission_id, f.note, o.o_{end} + g.c_{plus} - g.c_{minus} AS expected, f.value"
        f" FROM f JOIN g ON g.submission_id = f.submission_id JOIN o ON o.unit_id = f.unit_id"
        f" WHERE f.code = '{end}' AND f.breakdown = '' AND LOWER(f.note) LIKE '%%chuy%%'"
        for rule in rules
        for end, plus, minus in rule.option("identities")
    ]
    found: dict[str, dict[int, bool]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {tables} {' UNION ALL '.join(parts)}", params)
        for code, pk, note, expected, value in cursor.fetchall():
            came, went = moved_of(note)
            if expected is not None and (came or went):
                off = Decimal(str(expected)) + came - went - Decimal(str(value))
                found[code][pk] = abs(off) < Decimal("0.00005")
    return found


@dataclass(frozen=True)
class Asked:
    """What the page asks for: one rule or a severity, units by words, only what nobody has explained."""

    rule: str = ""
    severity: str = ""
    search: str = ""
    unexplained: bool = False

    @property
    def rules(self) -> list[Rule]:
        return [r for r in RULES if self.rule in {"", r.code} and self.severity in {"", r.severity}]


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


@dataclass(frozen=True)
class TreeSearch:
    """One search below a place; what stands beside the SQL is read once."""

    place: PeriodUnit
    asked: Asked

    @cached_property
    def sql(self) -> tuple[str, list[Any]]:
        return _narrowed(self.place, self.asked)

    def counts(self) -> dict[str, int]:
        """Rule code → how many boxes below the place break it."""
        return self.window(most=0)[0]

    def spots(self, *, most: int | None = None) -> list[Spot]:
        """Boxes in the order of the tree."""
        return self.window(most=most)[1]

    def window(self, *, first: int = 0, most: int | None = None) -> tuple[dict[str, int], list[Spot]]:
        """Rule code → number of all boxes, and a window of them in the order of the tree. The tree is searched once."""
        joined, params = self.sql
        limit = "" if most is None else f" LIMIT {int(most)} OFFSET {int(first)}"
        order = "place, rule, code, breakdown"
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                WITH hits AS MATERIALIZED (
                    SELECT x.submission_id, x.rule, x.code, x.breakdown, u.path AS place{joined}
                ), part AS (SELECT * FROM hits ORDER BY {order}{limit})
                SELECT 0 AS submission_id, rule, '' AS code, '' AS breakdown, '' AS place, COUNT(*) AS boxes
                FROM hits GROUP BY rule
                UNION ALL SELECT submission_id, rule, code, breakdown, place, 0 FROM part
                ORDER BY {order}
                """,
                params,
            )
            rows = cursor.fetchall()
        return (
            {rule: boxes for _pk, rule, _code, _part, _place, boxes in rows if boxes},
            [Spot(pk, rule, (code, part)) for pk, rule, code, part, _place, boxes in rows if not boxes],
        )
