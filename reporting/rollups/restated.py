"""Frozen totals "as restated": what was reported, with the corrections approved since (DESIGN 6)."""

from __future__ import annotations

from collections import Counter

from reporting.models import Correction, PeriodUnit, RestatedTotal
from reporting.rollups.live import Cell
from reporting.rollups.parts import NOTHING, Parts
from reporting.rollups.years import frozen_cells


def restatements(place: PeriodUnit) -> dict[Cell, Parts]:
    """Only the cells that corrections changed, as they are now; NOTHING where no unit is left with a figure."""
    rows = RestatedTotal.objects.filter(period_unit=place).values_list(
        "indicator__code", "breakdown", "value", "base", "units_with_value", "members_with_value"
    )
    return {
        (code, breakdown): Parts(value, base, units, members) if units else NOTHING
        for code, breakdown, value, base, units, members in rows
    }


def restated_cells(place: PeriodUnit) -> dict[Cell, Parts]:
    """The stored totals of a place as they are after corrections; two queries."""
    return with_restatements(frozen_cells(place), restatements(place))


def with_restatements(cells: dict[Cell, Parts], restated: dict[Cell, Parts]) -> dict[Cell, Parts]:
    return {cell: parts for cell, parts in (cells | restated).items() if parts != NOTHING}


def pending_below(place: PeriodUnit) -> dict[str, int]:
    """Indicator code → how many corrections at and below the place wait: its totals still hold the old value.

    Also of indicators that are computed from the corrected one.
    """
    rows = Correction.objects.pending().filter(
        submission__period_unit__in=PeriodUnit.objects.below(place), indicator__isnull=False
    )
    touched = (
        {code, *(key.partition("|")[0] for key in moves)}
        for code, moves in rows.values_list("indicator__code", "moves_of_totals")
    )
    return dict(Counter(code for codes in touched for code in codes))
