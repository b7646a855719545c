"""What a total is made of, how it is shown, and how two half-years become a year (DOMAIN 2.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce

from reporting.models import Aggregation, Indicator, PeriodAggregation

FOUR_PLACES = Decimal("0.0001")
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Parts:
    """The additive parts of a figure: a ratio keeps Σ numerator in `value` and Σ denominator in `base`, an average
    keeps Σ value × weight in `value` and Σ weight in `base`; everything else has no base. A pair counts only when the
    unit gave both sides. `units_with_value` and `members` are the units it comes from and their union members."""

    value: Decimal | None
    base: Decimal | None = None
    units_with_value: int = 0
    members: int = 0

    def plus(self, other: Parts) -> Parts:
        return Parts(
            added(self.value, other.value),
            added(self.base, other.base),
            self.units_with_value + other.units_with_value,
            self.members + other.members,
        )


@dataclass(frozen=True)
class Coverage:
    """n of N: obliged units with an accepted report of all obliged ones, and their union members when it opened."""

    counted: int = 0
    expected: int = 0
    members: int = 0
    members_expected: int = 0

    def plus(self, other: Coverage) -> Coverage:
        return Coverage(
            self.counted + other.counted,
            self.expected + other.expected,
            self.members + other.members,
            self.members_expected + other.members_expected,
        )


NOTHING = Parts(None)


def added(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    """The sum of what is there; nothing and nothing is nothing, never 0."""
    if one is None or other is None:
        return other if one is None else one
    return one + other


def total_of(parts: Iterable[Parts]) -> Parts:
    found = NOTHING
    for part in parts:
        found = found.plus(part)
    return found


def all_of(coverages: Iterable[Coverage]) -> Coverage:
    return reduce(Coverage.plus, coverages, Coverage())


def shown_value(indicator: Indicator, value: Decimal | None, base: Decimal | None) -> Decimal | None:
    """The figure people read: a count as it is, a ratio in its unit (per cent when the unit is %), an average.

    None when there is no value, or when a ratio or average has no base to divide by.
    """
    if value is None or indicator.over_units not in {Aggregation.RATIO, Aggregation.WEIGHTED}:
        return value
    if not base:
        return None
    factor = (
        HUNDRED
        if indicator.over_units == Aggregation.RATIO and "%" in indicator.unit_of_measure
        else Decimal(1)
    )
    return (value * factor / base).quantize(FOUR_PLACES, rounding=ROUND_HALF_UP)


def codes_of(formula: str) -> tuple[str, ...]:
    """ "TC17+TC18" → ("TC17", "TC18")."""
    return tuple(code.strip() for code in formula.split("+") if code.strip())


def is_formula_ratio(indicator: Indicator) -> bool:
    return indicator.over_units == Aggregation.RATIO and indicator.is_formula


def ratio_over_two_periods(
    ratio: Indicator, by_code: Mapping[str, Indicator], earlier: Parts | None, later: Parts | None
) -> Parts | None:
    """A formula ratio of a longer time where only the totals of its two parts are known.

    Two flows: both parts are added. Anything else stands as of a day: the later one counts, else the earlier one.
    """
    codes = codes_of(ratio.numerator) + codes_of(ratio.denominator)
    rules = {by_code[code].over_periods for code in codes if code in by_code}
    if rules == {PeriodAggregation.SUM} and earlier and later:
        summed = earlier.plus(later)
        most = max(earlier, later, key=lambda parts: parts.units_with_value)
        return Parts(summed.value, summed.base, most.units_with_value, most.members)
    return later or earlier


def over_two_periods(indicator: Indicator, earlier: Parts | None, later: Parts | None) -> Parts | None:
    """The year's parts from those of its two half-years, by the indicator's own rule.

    A stock takes the later one and is never added up; people who would be counted twice take the larger one; typed
    ratios and averages add numerators, denominators and weights. None where the rule needs more than the two totals:
    formula ratios and units counted once need the units' own cells (rollups.years).
    """
    if (
        indicator.over_periods == PeriodAggregation.NONE
        or indicator.over_periods == PeriodAggregation.DISTINCT
    ):
        return None
    if indicator.over_periods == PeriodAggregation.LAST:
        return later
    given = [parts for parts in (earlier, later) if parts is not None and parts.value is not None]
    if not given or is_formula_ratio(indicator):
        return None
    if indicator.over_periods == PeriodAggregation.MAX:
        return max(given, key=lambda parts: parts.value or Decimal(0))
    summed = total_of(given)
    most = max(given, key=lambda parts: parts.units_with_value)
    return Parts(summed.value, summed.base, most.units_with_value, most.members)


def growth(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    """Change against the same period last year in per cent; None without a base."""
    if now is None or not before:
        return None
    return (now - before) * HUNDRED / abs(before)
