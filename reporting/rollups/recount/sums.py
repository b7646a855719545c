"""What one report adds, figure by figure in plain Python; used by every recount.

Shares no statement and no arithmetic with rollups.sql: only the catalogue's rules.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reporting.models import Aggregation, Figure, FigureVersion, Indicator
from reporting.rollups.parts import codes_of
from reporting.rollups.rules import Rules
from reporting.rollups.sql import TIER_CATEGORIES

CHUNK = 300  # reports read at a time
Cell = tuple[str, str]  # indicator code, breakdown
Given = tuple[str, Decimal | None, Decimal | None]  # state, value, base
PLACE = (
    "pk", "parent_id", "name", "tier", "sector", "kind_code", "obliged", "members", "unit_id", "submission__pk",
    "submission__status", "submission__submitted_at", "submission__late",
)  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """`kind` says which number is meant: the frozen one, the corrected one, that of a paper, a line, a tree."""

    place: str
    code: str
    breakdown: str
    stored: str
    counted: str
    kind: str = "số đã chốt"


@dataclass
class Sum:
    """What is added up for one cell; no base stays no base."""

    value: Decimal | None = None
    base: Decimal | None = None
    units: int = 0
    members: int = 0

    def add(self, other: Sum) -> None:
        self.value = _plus(self.value, other.value)
        self.base = _plus(self.base, other.base)
        self.units += other.units
        self.members += other.members


def side_words(given: tuple[Any, ...] | None) -> str:
    return (
        "–"
        if given is None
        else " / ".join("–" if one is None else f"{Decimal(one).normalize():f}" for one in given)
    )


def chunks(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    chunk: list[dict[str, Any]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def figures_of(
    submissions: list[int], *, until: dt.datetime | None = None
) -> dict[int, dict[tuple[int, str], Given]]:
    """Report → its figures as they stand, or as they stood when only the corrections settled by `until` were in."""
    found: dict[int, dict[tuple[int, str], Given]] = defaultdict(dict)
    rows = Figure.objects.filter(submission__in=submissions).values_list(
        "submission_id", "indicator_id", "breakdown", "state", "value", "base"
    )
    for pk, indicator, breakdown, state, value, base in rows:
        found[pk][indicator, breakdown] = (state, value, base)
    if until is not None:
        _take_back(found, submissions, until)
    return found


def _take_back(
    found: dict[int, dict[tuple[int, str], Given]], submissions: list[int], until: dt.datetime
) -> None:
    """The chain of each corrected cell up to the moment."""
    links = FigureVersion.objects.filter(submission__in=submissions, indicator__isnull=False).order_by(
        "number"
    )
    for link in links.select_related("correction"):
        cell = (link.indicator_id or 0, link.breakdown)
        if link.correction is None or (link.correction.decided_at and link.correction.decided_at <= until):
            found[link.submission_id][cell] = (link.state, link.value, link.base)
            if not link.state:
                del found[link.submission_id][cell]


def own_sums(
    row: dict[str, Any], figures: dict[tuple[int, str], Given], catalogue: Rules
) -> Iterator[tuple[str, str, Sum]]:
    """What one report adds, under its own breakdowns and those that follow from the unit."""
    for (pk, breakdown), given in figures.items():
        indicator = catalogue.by_id[pk]
        one = (
            _rated(given)
            if pk in catalogue.grades
            else _part(given, indicator, breakdown, figures, catalogue)
        )
        if one is None:
            continue
        if pk in catalogue.grades:
            yield indicator.code, catalogue.grades[pk][int(given[1] or 0) - 1], _at(one, row)
        yield from _derived(indicator, breakdown, _at(one, row), row, catalogue)
    for ratio in catalogue.formulas:
        for breakdown in {breakdown for _pk, breakdown in figures}:
            above = _side(ratio.numerator, breakdown, figures, catalogue)
            below = _side(ratio.denominator, breakdown, figures, catalogue)
            if above is not None and below is not None:
                yield from _derived(ratio, breakdown, _at(Sum(above, below), row), row, catalogue)


def _at(one: Sum, row: dict[str, Any]) -> Sum:
    return Sum(one.value, one.base, 1, row["members"])


def _derived(
    indicator: Indicator, breakdown: str, one: Sum, row: dict[str, Any], catalogue: Rules
) -> Iterator[tuple[str, str, Sum]]:
    yield indicator.code, breakdown, one
    if breakdown == "":
        if indicator.pk in catalogue.by_sector and row["sector"]:
            yield indicator.code, f"k.{row['sector']}", one
        if indicator.pk in catalogue.by_tier and row["tier"] in TIER_CATEGORIES:
            yield indicator.code, f"c.{TIER_CATEGORIES[row['tier']]}", one


def _rated(given: Given) -> Sum | None:
    """A unit that rated itself counts once."""
    return Sum(Decimal(1)) if given[0] == "value" and given[1] else None


def _part(
    given: Given,
    indicator: Indicator,
    breakdown: str,
    figures: dict[tuple[int, str], Given],
    catalogue: Rules,
) -> Sum | None:
    state, value, base = given
    answered = state in {"value", "nil"}
    if indicator.computed:
        return None
    if indicator.pk in catalogue.counted_ids:
        return Sum(Decimal(int((value or 0) > 0))) if answered else None
    if indicator.over_units == Aggregation.LIST:
        return Sum() if answered else None
    if indicator.over_units not in {Aggregation.WEIGHTED, Aggregation.RATIO}:
        return Sum(value or Decimal(0)) if answered else None
    if indicator.over_units == Aggregation.WEIGHTED and indicator.denominator:
        weight = figures.get((catalogue.by_code[indicator.denominator].pk, breakdown))
        base = weight[1] if weight else None
    if state != "value" or value is None or base is None:
        return None
    return Sum(value * base if indicator.over_units == Aggregation.WEIGHTED else value, base)


def _side(
    formula: str, breakdown: str, figures: dict[tuple[int, str], Given], catalogue: Rules
) -> Decimal | None:
    """One side of a ratio of one unit; None when a part of it was not answered."""
    total = Decimal(0)
    for code in codes_of(formula):
        given = figures.get((catalogue.by_code[code].pk, breakdown)) if code in catalogue.by_code else None
        if given is None or given[0] not in {"value", "nil"}:
            return None
        total += given[1] or Decimal(0)
    return total


def _plus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    if one is None or other is None:
        return other if one is None else one
    return one + other


def same(one: tuple[Any, ...] | None, other: tuple[Any, ...] | None) -> bool:
    if one is None or other is None:
        return one is other
    return all(close(a, b) for a, b in zip(one, other, strict=True))


def close(one: Decimal | int | None, other: Decimal | int | None) -> bool:
    """Equal in the four places that are stored; a product of two four-place numbers is rounded once."""
    if one is None or other is None:
        return one is other
    return abs(Decimal(one) - Decimal(other)) <= Decimal("0.0001")


def words(stored: tuple[Any, ...] | None) -> str:
    """ "145 / 250; 3 đơn vị, 60 đoàn viên; 3/7 đơn vị, 60/140 đoàn viên"."""
    if stored is None:
        return "–"
    value, base, units, members, counted, expected, heard, everybody = stored
    sides = " / ".join("–" if side is None else f"{Decimal(side).normalize():f}" for side in (value, base))
    return f"{sides}; {units} đơn vị, {members} đoàn viên; {counted}/{expected} đơn vị, {heard}/{everybody} đoàn viên"
