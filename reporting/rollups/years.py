"""The year from its two half-years, by each indicator's own rule (DOMAIN 2.6, 1-5)."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from reporting.models import Aggregation, Figure, PeriodAggregation, PeriodUnit, Total
from reporting.models.submissions import COUNTED
from reporting.rollups.live import Cell, with_formulas
from reporting.rollups.parts import Parts, over_two_periods
from reporting.rollups.rules import rules


def year_totals(later: PeriodUnit, earlier: PeriodUnit) -> dict[Cell, Parts]:
    """The year's parts of a unit from the frozen totals of its second and first half-year.

    Five queries. Units that did something are counted again over both half-years, one time each; ratios of other
    indicators are computed from the year's components. `later` and `earlier` are the unit's places in the two periods.
    """
    catalogue = rules()
    first, second = frozen_cells(earlier), frozen_cells(later)
    formula_codes = {ratio.code for ratio in catalogue.formulas}
    year: dict[Cell, Parts] = {}
    for cell in first.keys() | second.keys():
        indicator = catalogue.by_code[cell[0]]
        if cell[0] in formula_codes:
            continue
        parts = over_two_periods(indicator, first.get(cell), second.get(cell))
        if parts is not None:
            year[cell] = parts
    year.update(_distinct_units(later, earlier))
    return with_formulas(year, catalogue)


def frozen_cells(place: PeriodUnit) -> dict[Cell, Parts]:
    """The stored totals of a place."""
    rows = Total.objects.filter(period_unit=place).values_list(
        "indicator__code", "breakdown", "value", "base", "units_with_value"
    )
    return {(code, breakdown): Parts(value, base, units) for code, breakdown, value, base, units in rows}


def _distinct_units(later: PeriodUnit, earlier: PeriodUnit) -> dict[Cell, Parts]:
    """Units with a value above 0 in either half-year, each once, for indicators that say so."""
    rows = (
        Figure.objects.filter(
            indicator__over_units=Aggregation.DISTINCT,
            indicator__over_periods=PeriodAggregation.DISTINCT,
            submission__period_id__in=[later.period_id, earlier.period_id],
            submission__status__in=COUNTED,
            submission__period_unit__in=(PeriodUnit.objects.below(later) | PeriodUnit.objects.below(earlier)),
            value__gt=0,
        )
        .values_list("indicator__code", "breakdown", "submission__unit_id", "submission__period_unit__sector")
        .order_by("submission__period__ends_on")
    )
    sectors: dict[int, str] = {}
    units: dict[Cell, set[int]] = defaultdict(set)
    for code, breakdown, unit, sector in rows:
        units[code, breakdown].add(unit)
        # The later half-year's sector stands.
        sectors[unit] = sector
    for (code, breakdown), found in list(units.items()):
        for unit in found:
            if breakdown == "" and sectors[unit]:
                units[code, f"k.{sectors[unit]}"].add(unit)
    return {cell: Parts(Decimal(len(found)), None, len(found)) for cell, found in units.items()}
