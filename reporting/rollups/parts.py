"""What a total is made of, how it is shown, and how two half-years become a year (DOMAIN 2.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from reporting.models import Aggregation, Indicator, PeriodAggregation

FOUR_PLACES = Decimal("0.0001")
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Parts:
    """The additive parts of a figure: a ratio keeps Σ numerator in `value` and Σ denominator in `base`, an average
    keeps Σ value × weight in `value` and Σ weight in `base`; everything else has no base."""

    value: Decimal | None
    base: Decimal | None = None
    units_with_value: int = 0

    def plus(self, other: Parts) -> Parts:
        return Parts(
            added(self.value, other.value),
            added(self.base, other.base),
            self.units_with_value + other.units_with_value,
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


def formula_parts(indicator: Indicator, by_code: Mapping[str, Parts]) -> Parts | None:
    """Σ numerators over Σ denominators from the totals of the components; None when a side has no total at all."""
    above = [by_code[code] for code in codes_of(indicator.numerator) if code in by_code]
    below = [by_code[code] for code in codes_of(indicator.denominator) if code in by_code]
    if not above or not below:
        return None
    numerator, denominator = total_of(above), total_of(below)
    return Parts(numerator.value, denominator.value, min(part.units_with_value for part in (*above, *below)))


def over_two_periods(indicator: Indicator, earlier: Parts | None, later: Parts | None) -> Parts | None:
    """The year's parts from those of its two half-years, by the indicator's own rule.

    A stock takes the later one and is never added up; people who would be counted twice take the larger one; typed
    ratios and averages add numerators, denominators and weights. None where the rule needs more than the two totals:
    formula ratios are computed from the year's components and distinct units are counted again (rollups.years).
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
    return Parts(summed.value, summed.base, max(parts.units_with_value for parts in given))


def growth(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    """Change against the same period last year in per cent; None without a base."""
    if now is None or not before:
        return None
    return (now - before) * HUNDRED / abs(before)
