"""Second lines counted again: what a unit and everything under it gave, for the upper unit it also belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from django.db.models import Q

from reporting.models import Period, PeriodUnit
from reporting.models.submissions import COUNTED
from reporting.rollups.lines import second_line
from reporting.rollups.recount.sums import (
    PLACE,
    Difference,
    Sum,
    chunks,
    figures_of,
    own_sums,
    same,
    side_words,
)
from reporting.rollups.rules import Rules
from units.models import SecondLine

KIND = "tuyến thứ hai"


def differences_of_lines(period: Period, catalogue: Rules) -> Iterator[Difference]:
    """References on the pages of upper units that are not what the units of their second line gave."""
    day = period.ends_on
    lines = SecondLine.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=day), from_on__lte=day)
    uppers: dict[int, set[int]] = defaultdict(set)
    for unit, upper in lines.values_list("unit_id", "upper_id"):
        uppers[upper].add(unit)
    if not uppers:
        return
    sums = _by_unit(period, {unit for units in uppers.values() for unit in units}, catalogue)
    parents = dict(period.places.values_list("unit_id", "parent__unit_id"))
    for place in period.places.filter(unit__in=uppers).select_related("period", "unit").order_by("pk"):
        wanted = {unit for unit in uppers[place.unit_id] if place.unit_id not in _above(unit, parents)}
        codes = sorted({code for unit in wanted for code in sums[unit]})
        for indicator in (catalogue.by_code[code] for code in codes):
            shown = {ref.place.unit_id: (ref.place.name, ref.parts) for ref in second_line(place, indicator)}
            for unit in sorted(wanted & parents.keys() | shown.keys()):
                name, parts = shown.get(unit, (place.name, None))
                one = (parts.value, parts.base) if parts else (None, None)
                there = sums[unit].get(indicator.code) if unit in wanted else None
                other = (there.value, there.base) if there else (None, None)
                if not same(one, other):
                    yield Difference(name, indicator.code, "", side_words(one), side_words(other), KIND)


def _by_unit(period: Period, units: set[int], catalogue: Rules) -> dict[int, dict[str, Sum]]:
    """Unit → code → what it and everything under it gave."""
    parents = dict(period.places.values_list("unit_id", "parent__unit_id"))
    found: dict[int, dict[str, Sum]] = defaultdict(lambda: defaultdict(Sum))
    rows = PeriodUnit.objects.filter(period=period, submission__status__in=COUNTED).order_by("path")
    for chunk in chunks(rows.values(*PLACE).iterator(chunk_size=300)):
        figures = figures_of([row["submission__pk"] for row in chunk])
        for row in chunk:
            at = units & {row["unit_id"], *_above(row["unit_id"], parents)}
            given = own_sums(row, figures.get(row["submission__pk"], {}), catalogue) if at else ()
            for code, breakdown, one in given:
                for unit in at if not breakdown else ():
                    found[unit][code].add(one)
    return found


def _above(unit: int, parents: Mapping[int, int | None]) -> set[int]:
    found: set[int] = set()
    at = parents.get(unit)
    while at is not None:
        found.add(at)
        at = parents.get(at)
    return found
