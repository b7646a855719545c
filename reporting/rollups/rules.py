"""Which indicator is added up by which statement, read once from the catalogue."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from reporting.models import Aggregation, Category, Indicator
from reporting.rollups.parts import codes_of, is_formula_ratio


@dataclass(frozen=True)
class Rules:
    """The catalogue's indicators sorted by how they aggregate over units."""

    indicators: tuple[Indicator, ...]
    # Self-ratings are stored as a rank and counted by grade: id → breakdown of each rank, the lowest first.
    grades: dict[int, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> dict[int, Indicator]:
        return {indicator.pk: indicator for indicator in self.indicators}

    @cached_property
    def by_code(self) -> dict[str, Indicator]:
        return {indicator.code: indicator for indicator in self.indicators}

    @cached_property
    def special_ids(self) -> tuple[int, ...]:
        """Typed ratios, weighted averages, distinct units."""
        wanted = {Aggregation.RATIO, Aggregation.WEIGHTED, Aggregation.DISTINCT}
        return tuple(
            indicator.pk
            for indicator in self.indicators
            if indicator.over_units in wanted and not is_formula_ratio(indicator) and not indicator.computed
        )

    @cached_property
    def formulas(self) -> tuple[Indicator, ...]:
        """Ratios computed from other totals, without the ones the system computes from completeness."""
        return tuple(i for i in self.indicators if is_formula_ratio(i) and i.code[:2] != "QT")

    def components(self) -> list[tuple[int, int, int]]:
        """(ratio id, component id, 1 for the numerator and 0 for the denominator) of every formula ratio."""
        rows = []
        for ratio in self.formulas:
            for code, side in [(c, 1) for c in codes_of(ratio.numerator)] + [
                (c, 0) for c in codes_of(ratio.denominator)
            ]:
                if code in self.by_code:
                    rows.append((ratio.pk, self.by_code[code].pk, side))
        return rows


def rules() -> Rules:
    """Two queries."""
    indicators = tuple(Indicator.objects.order_by("order", "code"))
    rated = [i.pk for i in indicators if i.over_units == Aggregation.COUNT and not i.computed]
    found: dict[int, list[str]] = {}
    categories = Category.objects.filter(disaggregation__indicator__in=rated).order_by("order", "code")
    for pk, scale, code in categories.values_list(
        "disaggregation__indicator", "disaggregation_id", "code"
    ).distinct():
        found.setdefault(pk, []).append(f"{scale}.{code}")
    return Rules(indicators, {pk: tuple(grades) for pk, grades in found.items()})
