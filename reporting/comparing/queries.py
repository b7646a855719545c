"""What the comparison page shows: chosen indicators, units one level below a place, periods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from core.formats import write
from reporting.models import Indicator, Period, PeriodUnit
from reporting.models.submissions import COUNTED
from reporting.queries.totals import coverage_words
from reporting.rollups import (
    Coverage,
    Parts,
    earlier_parts,
    growth,
    shown_value,
    totals_below,
    year_below,
    year_name,
)
from reporting.rollups.alike import Alike, alike
from reporting.rollups.live import Cell
from reporting.rollups.parts import NOTHING
from reporting.rollups.trees import Bridge, bridge, on_own_tree, on_present_tree
from reporting.rollups.years import PARTS_OF_YEAR

MOST_PERIODS, MOST_INDICATORS = 6, 8
OWN_TREE, PRESENT_TREE = "tung-ky", "hien-nay"
YEAR = "nam-"
WHOLE = 0  # key of the place itself among its units


@dataclass(frozen=True)
class Column:
    """A period, or the whole year that ends with it."""

    key: str
    period: Period
    name: str


@dataclass(frozen=True)
class Point:
    """One number: what people read, of how many units, where it opens to."""

    when: str
    value: Decimal | None
    heard: str = ""
    change: Decimal | None = None
    other_units: bool = False  # the change is between different numbers of units
    like: str = ""  # of which units the change is: those with an accepted report in both periods
    place: int | None = None


@dataclass(frozen=True)
class Row:
    name: str
    points: tuple[Point, ...]
    whole: bool = False


@dataclass(frozen=True)
class Comparison:
    indicator: Indicator
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class _Read:
    """One column: cells by unit id (WHOLE: the place), coverage of the whole, places to open by unit id."""

    name: str
    cells: dict[int, dict[Cell, Parts]]
    coverage: Coverage
    places: dict[int, int]


def columns_for(place: PeriodUnit) -> list[Column]:
    """Periods of the same regime in which somebody at or below the unit has an accepted report, and the years they make
    up, as far as they go."""
    periods = (
        Period.objects.filter(regime=place.period.regime_id, places__unit=place.unit_id)
        .filter(submissions__status__in=COUNTED).select_related("regime").distinct().order_by("ends_on", "pk")
    )  # fmt: skip
    found: list[Column] = []
    parts: Counter[int] = Counter()
    for period in periods:
        found.append(Column(str(period.pk), period, period.name))
        parts[period.year] += 1
        if parts[period.year] > 1 and period.regime.frequency in PARTS_OF_YEAR:
            found.append(Column(f"{YEAR}{period.pk}", period, year_name(period, parts[period.year])))
    return found


def units_of_place(place: PeriodUnit) -> list[PeriodUnit]:
    return list(PeriodUnit.objects.filter(parent=place).order_by("sort_key"))


def compared(
    place: PeriodUnit,
    indicators: Sequence[Indicator],
    columns: Sequence[Column],
    *,
    units: Iterable[int],
    tree: str,
) -> list[Comparison]:
    """Each indicator by chosen units (ids) over the columns; the number of queries follows the columns alone."""
    codes = [indicator.code for indicator in indicators]
    reads = [_read(place, column, codes, tree) for column in columns]
    beside = _beside(place, columns, codes)
    names = {child.unit_id: child.name for child in units_of_place(place)}
    chosen = [unit for unit in names if unit in set(units)]
    own = f"Cơ quan {place.name}"
    lines = [(WHOLE, place.name), (place.unit_id, own), *((unit, names[unit]) for unit in chosen)]
    found = []
    for indicator in indicators:
        rows = [
            Row(name, _points(indicator, key, reads, beside), whole=key == WHOLE)
            for key, name in lines
            if key != place.unit_id or any((indicator.code, "") in read.cells.get(key, {}) for read in reads)
        ]
        found.append(Comparison(indicator, tuple(rows)))
    return found


@dataclass(frozen=True)
class _Beside:
    """How a column compares with the one before it: not at all (a year beside a part of it), or over which units."""

    comparable: bool = False
    both: Alike | None = None


def _beside(place: PeriodUnit, columns: Sequence[Column], codes: Sequence[str]) -> list[_Beside]:
    rows = PeriodUnit.objects.filter(unit=place.unit_id, period__in=[column.period.pk for column in columns])
    at = {one.period_id: one for one in rows}
    found = [_Beside()]
    for before, column in pairwise(columns):
        years = [one.key.startswith(YEAR) for one in (before, column)]
        known = {before.period.pk, column.period.pk} <= at.keys()
        both = None
        if known and not any(years):
            both = alike(at[column.period.pk], at[before.period.pk], codes=codes)
        found.append(_Beside(years[0] == years[1], both))
    return found


def _growth_alike(indicator: Indicator, both: Alike) -> tuple[Decimal | None, str]:
    """Growth of the units in both periods, and how many of how many they are."""
    code = (indicator.code, "")
    parts = [cells.get(code) for cells in (both.cells_now, both.cells_then)]
    values = [shown_value(indicator, one.value, one.base) if one else None for one in parts]
    return growth(*values), f"cùng {write.number(both.both)}/{write.number(both.now)} đơn vị"


def _points(
    indicator: Indicator, key: int, reads: Sequence[_Read], beside: Sequence[_Beside]
) -> tuple[Point, ...]:
    points: list[Point] = []
    last_heard = 0
    for read, compared_so in zip(reads, beside, strict=True):
        parts = read.cells.get(key, {}).get((indicator.code, ""))
        value = shown_value(indicator, parts.value, parts.base) if parts else None
        heard = ""
        if parts is not None:
            heard = f"{write.number(parts.units_with_value)} đơn vị"
            if key == WHOLE:
                heard = coverage_words(
                    replace(read.coverage, counted=parts.units_with_value, members=parts.members)
                )
        before = points[-1].value if points else None
        heard_by = parts.units_with_value if parts else 0
        unlike = bool(points) and heard_by != last_heard
        change, like = growth(value, before) if compared_so.comparable else None, ""
        both = compared_so.both if key == WHOLE else None
        if both is not None and not both.same:
            (change, like), unlike = _growth_alike(indicator, both), False
        points.append(Point(read.name, value, heard, change, unlike, like, read.places.get(key)))
        last_heard = heard_by
    return tuple(points)


def _read(place: PeriodUnit, column: Column, codes: Sequence[str], tree: str) -> _Read:
    if column.key.startswith(YEAR):
        return _year(place, column, codes)
    if column.period.pk == place.period_id:
        below = totals_below(place, codes=codes)
        cells = {place.unit_id if b.own else b.place.unit_id: b.cells for b in below.branches}
        cells[WHOLE], coverage = below.total, below.coverage
    else:
        compare = on_present_tree if tree == PRESENT_TREE else on_own_tree
        found = compare(place, column.period.pk, codes=codes)
        cells, coverage = {**found.branches, WHOLE: found.total}, found.coverage
    opens = (
        {} if tree == PRESENT_TREE and column.period.pk != place.period_id else _places(column.period, cells)
    )
    return _Read(
        column.name,
        cells,
        coverage,
        {**opens, WHOLE: opens[place.unit_id]} if place.unit_id in opens else opens,
    )


def _places(period: Period, cells: dict[int, dict[Cell, Parts]]) -> dict[int, int]:
    rows = PeriodUnit.objects.filter(period=period, unit__in=[unit for unit in cells if unit])
    return dict(rows.values_list("unit_id", "pk"))


def _year(place: PeriodUnit, column: Column, codes: Sequence[str]) -> _Read:
    """The year up to the column's period as its parts were, each on its own tree."""
    later = (
        PeriodUnit.objects.select_related("period__regime", "unit")
        .filter(period=column.period, unit=place.unit_id)
        .first()
    )
    earlier = earlier_parts(later) if later else []
    if later is None or not earlier:
        return _Read(column.name, {}, Coverage(), {})
    below = year_below(later, earlier, codes=codes)
    cells = {later.unit_id if b.own else b.place.unit_id: b.cells for b in below.branches if not b.left}
    return _Read(column.name, {**cells, WHOLE: below.total}, below.coverage, {})


# --- the bridge


@dataclass(frozen=True)
class Pillar:
    """One line of the bridge in words; `value` as people read it where a single number says it."""

    words: str
    value: Decimal | None
    base: Decimal | None
    units: int
    strong: bool = False


_WORDS = {
    "stayed": "Các đơn vị vẫn trực thuộc", "ended": "Giải thể, không có đơn vị kế thừa", "out": "Chuyển đến {}",
    "in": "Chuyển từ {} về",
}  # fmt: skip


def bridge_lines(place: PeriodUnit, earlier: Period, indicator: Indicator) -> tuple[list[Pillar], str]:
    """The bridge from the earlier period to this one, and it in one sentence."""
    made = bridge(place, earlier.pk, indicator.code)
    lines = [_pillar(f"{earlier.name}, theo tổ chức của kỳ đó", made.was, strong=True)]
    lines += [
        _pillar(_WORDS[step.kind].format(step.place), step.parts) for step in made.steps if step.kind != "in"
    ]
    lines += [
        _pillar(_WORDS[step.kind].format(step.place), step.parts) for step in made.steps if step.kind == "in"
    ]
    lines.append(_pillar(f"{earlier.name}, theo tổ chức hiện nay", made.as_is, strong=True))
    lines.append(_pillar(place.period.name, made.now, strong=True))
    return lines, _sentence(made, indicator)


def _pillar(words: str, parts: Parts, *, strong: bool = False) -> Pillar:
    return Pillar(words, parts.value, parts.base, parts.units_with_value, strong)


def _sentence(made: Bridge, indicator: Indicator) -> str:
    """ "Trong 12.400 người: 9.800 chuyển đến …, 2.600 giải thể."; "" where nothing moved."""
    told = [
        f"{write.number(step.parts.value, 2)} {_SAID[step.kind].format(step.place)}"
        for step in made.steps
        if step.kind in {"out", "ended"} and step.parts.value
    ]
    if not told or made.was == NOTHING:
        return ""
    return f"Trong {write.number(made.was.value, 2)} {indicator.unit_of_measure}: {', '.join(told)}."


_SAID = {"out": "chuyển đến {}", "ended": "giải thể"}
