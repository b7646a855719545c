"""Accepted figures as the pages of targets ask for them."""

from __future__ import annotations

from plans.indicators import FiguresBelow
from reporting.models import Period, PeriodUnit
from reporting.models.submissions import COUNTED
from reporting.rollups import shown_value, totals_below
from units.models import Unit


def latest_place(unit: Unit) -> PeriodUnit | None:
    """The unit's place in the newest period in which somebody at or below it has an accepted report."""
    return (
        PeriodUnit.objects.filter(unit=unit, period__submissions__status__in=COUNTED)
        .exclude(period__status=Period.Status.PREPARING)
        .select_related("period", "unit")
        .order_by("-period__ends_on", "-pk")
        .first()
    )


def latest_figures_below(unit: Unit, code: str) -> FiguresBelow | None:
    """The indicator's accepted totals of each unit directly below, in the newest period that has some."""
    place = latest_place(unit)
    if place is None:
        return None
    below = totals_below(place, codes=[code])
    found = {}
    for indicator in below.indicators:
        for branch in below.branches:
            parts = branch.cells.get((indicator.code, ""))
            value = shown_value(indicator, parts.value, parts.base) if parts and not branch.own else None
            if value is not None:
                found[branch.place.unit_id] = value
    return FiguresBelow(place.period.name, found)
