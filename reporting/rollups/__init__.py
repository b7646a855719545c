"""Adding accepted figures up a period's frozen tree: live one level below, frozen for the whole tree, over a year."""

from reporting.rollups.freezing import freeze_totals
from reporting.rollups.live import Branch, TotalsBelow, totals_below
from reporting.rollups.moment import one_moment
from reporting.rollups.parts import Coverage, Parts, growth, over_two_periods, shown_value
from reporting.rollups.years import earlier_parts, frozen_cells, year_below, year_name

__all__ = [
    "Branch",
    "Coverage",
    "Parts",
    "TotalsBelow",
    "earlier_parts",
    "freeze_totals",
    "frozen_cells",
    "growth",
    "one_moment",
    "over_two_periods",
    "shown_value",
    "totals_below",
    "year_below",
    "year_name",
]
