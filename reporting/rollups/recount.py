"""Totals computed once more in plain Python, figure by figure, to check the stored ones.

Shares no statement and no arithmetic with rollups.sql: only the catalogue's rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reporting.models import Aggregation, Figure, FigureState, Indicator, Period, PeriodUnit, Total
from reporting.models.submissions import COUNTED
from reporting.rollups.completeness import COUNTED_KINDS
from reporting.rollups.parts import Parts, formula_parts
from reporting.rollups.rules import Rules, rules
from reporting.rollups.sql import TIER_CATEGORIES

Key = tuple[int, str, str]  # place, indicator code, breakdown


@dataclass(frozen=True)
class Difference:
    place: str
    code: str
    breakdown: str
    stored: str
    counted: str


def recount(period: Period) -> dict[Key, Parts]:
    """Every total the period's tree should have now, from the accepted figures; QT01-QT05 are left out."""
    catalogue = rules()
    places = {place.pk: place for place in PeriodUnit.objects.filter(period=period)}
    inner = {place.parent_id for place in places.values() if place.parent_id}
    found: dict[Key, Parts] = {}
    for place_id, code, breakdown, parts in _own_parts(period, catalogue):
        for ancestor in _line(places, place_id):
            if ancestor in inner:
                key = (ancestor, code, breakdown)
                found[key] = found[key].plus(parts) if key in found else parts
    _add_formulas(found, catalogue)
    _add_kinds(found, places, inner, catalogue)
    return found


def _line(places: dict[int, PeriodUnit], place_id: int) -> Iterator[int]:
    """The place and its ancestors, by parent and not by path."""
    at: int | None = place_id
    while at is not None and at in places:
        yield at
        at = places[at].parent_id


def _own_parts(period: Period, catalogue: Rules) -> Iterator[tuple[int, str, str, Parts]]:
    """What each accepted figure adds, under its own breakdown and the derived ones."""
    rows = (
        Figure.objects.filter(submission__period=period, submission__status__in=COUNTED)
        .select_related("submission__period_unit")
        .order_by("submission_id")
    )
    derived = {
        i.pk: {d.code for d in i.disaggregations.all()}
        for i in Indicator.objects.prefetch_related("disaggregations")
    }
    weights = _weights(period, catalogue)
    for figure in rows.iterator(chunk_size=5000):
        indicator = catalogue.by_id[figure.indicator_id]
        parts = _rated(figure) if indicator.pk in catalogue.grades else _parts(figure, indicator, weights)
        if parts is None:
            continue
        place = figure.submission.period_unit
        yield place.pk, indicator.code, figure.breakdown, parts
        if indicator.pk in catalogue.grades:
            yield place.pk, indicator.code, catalogue.grades[indicator.pk][int(figure.value or 0) - 1], parts
        if figure.breakdown == "":
            if "k" in derived[indicator.pk] and place.sector:
                yield place.pk, indicator.code, f"k.{place.sector}", parts
            if "c" in derived[indicator.pk] and place.tier in TIER_CATEGORIES:
                yield place.pk, indicator.code, f"c.{TIER_CATEGORIES[place.tier]}", parts


def _weights(period: Period, catalogue: Rules) -> dict[tuple[int, str, str], Decimal]:
    codes = {
        i.denominator for i in catalogue.indicators if i.over_units == Aggregation.WEIGHTED and i.denominator
    }
    rows = Figure.objects.filter(
        submission__period=period,
        submission__status__in=COUNTED,
        indicator__code__in=codes,
        value__isnull=False,
    ).values_list("submission_id", "indicator__code", "breakdown", "value")
    return {(row[0], row[1], row[2]): row[3] for row in rows if row[3] is not None}


def _rated(figure: Figure) -> Parts | None:
    """A unit that rated itself counts once."""
    return Parts(Decimal(1), None, 1) if figure.state == FigureState.VALUE and figure.value else None


def _parts(
    figure: Figure, indicator: Indicator, weights: dict[tuple[int, str, str], Decimal]
) -> Parts | None:
    if indicator.computed or indicator.over_units == Aggregation.LIST:
        return None
    answered = figure.state in {FigureState.VALUE, FigureState.NIL}
    value = figure.value or Decimal(0)
    if indicator.over_units == Aggregation.DISTINCT:
        return Parts(Decimal(int(value > 0)), None, 1) if answered else None
    if indicator.over_units == Aggregation.WEIGHTED and indicator.denominator:
        base = weights.get((figure.submission_id, indicator.denominator, figure.breakdown))
    else:
        base = figure.base
    if indicator.over_units in {Aggregation.WEIGHTED, Aggregation.RATIO}:
        if figure.state != FigureState.VALUE or base is None:
            return None
        return Parts(value * base if indicator.over_units == Aggregation.WEIGHTED else value, base, 1)
    return Parts(value, None, 1) if answered else None


def _add_formulas(found: dict[Key, Parts], catalogue: Rules) -> None:
    by_place: dict[tuple[int, str], dict[str, Parts]] = defaultdict(dict)
    for (place, code, breakdown), parts in found.items():
        by_place[place, breakdown][code] = parts
    for (place, breakdown), by_code in by_place.items():
        for ratio in catalogue.formulas:
            made = formula_parts(ratio, by_code)
            if made is not None:
                found[place, ratio.code, breakdown] = made


def _add_kinds(
    found: dict[Key, Parts], places: dict[int, PeriodUnit], inner: set[int], catalogue: Rules
) -> None:
    counts: dict[tuple[int, str], int] = defaultdict(int)
    for place in places.values():
        for ancestor in _line(places, place.pk):
            for code, kinds in COUNTED_KINDS.items():
                counts[ancestor, code] += place.kind_code in kinds
    for (place_id, code), count in counts.items():
        if place_id in inner and code in catalogue.by_code:
            found[place_id, code, ""] = Parts(Decimal(count), None, 0)


def differences(period: Period) -> list[Difference]:
    """Stored totals that are not what the accepted figures give now, missing and surplus ones included."""
    stored = {
        (place, code, breakdown): (value, base)
        for place, code, breakdown, value, base in Total.objects.filter(period_unit__period=period)
        .exclude(indicator__code__startswith="QT", indicator__computed=True)
        .values_list("period_unit_id", "indicator__code", "breakdown", "value", "base")
    }
    frozen = {key[0] for key in stored}
    counted = {key: (p.value, p.base) for key, p in recount(period).items() if key[0] in frozen}
    names = dict(PeriodUnit.objects.filter(period=period).values_list("pk", "name"))
    return [
        Difference(names[key[0]], key[1], key[2], _pair(stored.get(key)), _pair(counted.get(key)))
        for key in sorted(stored.keys() | counted.keys())
        if not _same(stored.get(key), counted.get(key))
    ]


def _same(one: tuple[Decimal | None, ...] | None, other: tuple[Decimal | None, ...] | None) -> bool:
    if one is None or other is None:
        return one is other
    return all(_close(a, b) for a, b in zip(one, other, strict=True))


def _close(one: Decimal | None, other: Decimal | None) -> bool:
    """Equal in the four places that are stored; a product of two four-place numbers is rounded once."""
    if one is None or other is None:
        return one is other
    return abs(one - other) <= Decimal("0.0001")


def _pair(pair: tuple[Decimal | None, ...] | None) -> str:
    return (
        "–" if pair is None else " / ".join("–" if part is None else f"{part.normalize():f}" for part in pair)
    )
