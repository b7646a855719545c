"""Which indicator is added up by which statement, read once from the catalogue."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from reporting.models import Aggregation, Category, Indicator, IndicatorKind
from reporting.rollups.parts import codes_of, is_formula_ratio


@dataclass(frozen=True)
class Rules:
    """The catalogue's indicators sorted by how they aggregate over units."""

    indicators: tuple[Indicator, ...]
    # Self-ratings are stored as a rank and counted by grade: id → breakdown of each rank, the lowest first.
    grades: dict[int, tuple[str, ...]] = field(default_factory=dict)

    # Ids of the indicators that are broken down by the unit's sector, by its tier.
    by_sector: frozenset[int] = frozenset()
    by_tier: frozenset[int] = frozenset()

    @cached_property
    def by_id(self) -> dict[int, Indicator]:
        return {indicator.pk: indicator for indicator in self.indicators}

    @cached_property
    def by_code(self) -> dict[str, Indicator]:
        return {indicator.code: indicator for indicator in self.indicators}

    @cached_property
    def counted_ids(self) -> tuple[int, ...]:
        """Yes/no and what is counted in units: a unit with a value above 0 is one, whatever the value."""
        counted = {Aggregation.DISTINCT, Aggregation.COUNT}
        return tuple(
            i.pk
            for i in self.indicators
            if not i.computed
            and i.pk not in self.grades
            and (i.over_units in counted or i.kind == IndicatorKind.YES_NO)
        )

    @cached_property
    def special_ids(self) -> tuple[int, ...]:
        """Typed ratios, weighted averages, counted units, texts that are listed."""
        wanted = {Aggregation.RATIO, Aggregation.WEIGHTED, Aggregation.LIST}
        return tuple(
            indicator.pk
            for indicator in self.indicators
            if indicator.pk in self.counted_ids
            or (indicator.over_units in wanted and not is_formula_ratio(indicator) and not indicator.computed)
        )

    @cached_property
    def formulas(self) -> tuple[Indicator, ...]:
        """Ratios computed from other totals, without the ones the system computes from completeness."""
        return tuple(i for i in self.indicators if is_formula_ratio(i) and i.code[:2] != "QT")

    def components(self) -> list[tuple[int, int, int, int]]:
        """(ratio id, component id, 1 for the numerator and 0 for the denominator, how many parts the ratio has)."""
        rows = []
        for ratio in self.formulas:
            above, below = codes_of(ratio.numerator), codes_of(ratio.denominator)
            sides = [(code, 1) for code in above] + [(code, 0) for code in below]
            rows += [
                (ratio.pk, self.by_code[code].pk, side, len(sides))
                for code, side in sides
                if code in self.by_code
            ]
        return rows

    @cached_property
    def not_plain(self) -> tuple[int, ...]:
        """Indicators whose cells are not simply added up."""
        computed = {i.pk for i in self.indicators if i.computed}
        return tuple(sorted(computed | set(self.special_ids) | self.grades.keys()))


def rules() -> Rules:
    """Three queries."""
    indicators = tuple(Indicator.objects.order_by("order", "code"))
    rated = [i.pk for i in indicators if i.over_units == Aggregation.COUNT and not i.computed]
    by_rating: dict[int, list[str]] = {}
    categories = Category.objects.filter(disaggregation__indicator__in=rated).order_by("order", "code")
    for pk, scale, code in categories.values_list(
        "disaggregation__indicator", "disaggregation_id", "code"
    ).distinct():
        by_rating.setdefault(pk, []).append(f"{scale}.{code}")
    derived: dict[str, set[int]] = {"k": set(), "c": set()}
    broken = Indicator.disaggregations.through.objects.filter(disaggregation__in=derived)
    for pk, code in broken.values_list("indicator_id", "disaggregation_id"):
        derived[code].add(pk)
    grades = {pk: tuple(found) for pk, found in by_rating.items()}
    return Rules(indicators, grades, frozenset(derived["k"]), frozenset(derived["c"]))
