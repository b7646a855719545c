"""How an indicator of one's own adds up over units and periods follows from its kind (DOMAIN 2.6, 1–3)."""

from __future__ import annotations

from reporting.models import Aggregation, IndicatorKind, PeriodAggregation

RULES = {
    IndicatorKind.FLOW: (Aggregation.SUM, PeriodAggregation.SUM),
    IndicatorKind.STOCK: (Aggregation.SUM, PeriodAggregation.LAST),
    IndicatorKind.RATIO: (Aggregation.RATIO, PeriodAggregation.SUM),
    IndicatorKind.AVERAGE: (Aggregation.WEIGHTED, PeriodAggregation.WEIGHTED),
}
# Typed with what they are divided or weighted by.
WITH_BASE = frozenset({IndicatorKind.RATIO, IndicatorKind.AVERAGE})
