"""Reports that are asked since the beginning of the year: what a unit types is cumulative, what is stored is in the period.

Only numbers that are added over periods are taken apart; a stock, a ratio, an average is asked as in any other report.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from core.formats.write import number
from reporting.checks.cells import CellError, Entry
from reporting.models import (
    Figure,
    FigureState,
    IndicatorKind,
    Period,
    PeriodAggregation,
    Regime,
    Submission,
)
from reporting.queries.layout import CellSpec, FormLayout, Key

ZERO = Decimal(0)


def cumulates(spec: CellSpec) -> bool:
    """Whether the box is asked since the beginning of the year where its period asks so; computed rows never are typed."""
    indicator = spec.indicator
    adds = indicator.kind == IndicatorKind.FLOW and indicator.over_periods == PeriodAggregation.SUM
    return adds and not spec.computed


@dataclass(frozen=True)
class Earlier:
    """What the unit said in the earlier periods of the year; nothing at all where the period asks in-period numbers.

    `parts`: box → (name of the period, number), oldest first. `silent`: periods it sent no report for.
    """

    asked: bool = False
    names: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    parts: Mapping[Key, tuple[tuple[str, Decimal], ...]] = field(default_factory=dict)

    def takes(self, spec: CellSpec) -> bool:
        return self.asked and cumulates(spec)

    def before(self, spec: CellSpec) -> Decimal:
        """The sum of the earlier periods; 0 for a box that is asked in the period."""
        return self.sum_of(spec.key) if self.takes(spec) else ZERO

    def sum_of(self, key: Key) -> Decimal:
        return sum((value for _name, value in self.parts.get(key, ())), ZERO)

    def words(self, spec: CellSpec) -> str:
        """ "Quý I: 20; Quý II: 30"; "" when the box has no earlier number."""
        return "; ".join(f"{name}: {number(value)}" for name, value in self.parts.get(spec.key, ()))

    def gaps(self, spec: CellSpec) -> tuple[str, ...]:
        """Periods that were reported without a number in this box: their part lies in the difference."""
        known = {name for name, _value in self.parts.get(spec.key, ())}
        return tuple(name for name in self.names if name not in known)

    def in_period(self, spec: CellSpec, entry: Entry | None) -> Entry | None:
        """The typed entry as it is stored. Raises CellError where the year would be less than its earlier periods."""
        before = self.before(spec)
        if entry is None or entry.value is None or not before:
            return entry
        if entry.value < before:
            raise CellError(
                f"Lũy kế {number(entry.value)} nhỏ hơn số các kỳ trước cộng lại là {number(before)} ({self.words(spec)}). "
                "Hãy ghi số từ đầu năm đến ngày chốt; nếu kỳ trước ghi sai, đề nghị đính chính báo cáo kỳ đó."
            )
        return replace(entry, value=entry.value - before)

    def typed(self, spec: CellSpec, figure: Figure | None) -> Figure | None:
        """The stored figure as the unit would type it; a copy where that is another number."""
        before = self.before(spec)
        if figure is None or figure.value is None or not before:
            return figure
        shown = copy.copy(figure)
        shown.value = figure.value + before
        return shown

    def typed_all(self, layout: FormLayout, figures: Mapping[Key, Figure]) -> dict[Key, Figure]:
        """Every stored figure as the unit would type it."""
        shown = dict(figures)
        if self.asked:
            for spec in layout:
                figure = self.typed(spec, figures.get(spec.key))
                if figure is not None:
                    shown[spec.key] = figure
        return shown


IN_PERIOD = Earlier()


def earlier_of(submission: Submission) -> Earlier:
    """As `earlier_of_many`, of one report."""
    return earlier_of_many([submission])[submission.pk]


def earlier_of_many(submissions: Sequence[Submission]) -> dict[int, Earlier]:
    """Report → what its cumulative numbers are taken apart with: the unit's reports of the year's earlier periods.

    Reports of one period. No query where it asks in-period numbers, two where it does not. A report counts once it was
    sent, also while it is returned.
    """
    if not submissions or submissions[0].period.counting != Regime.Counting.CUMULATIVE:
        return {one.pk: IN_PERIOD for one in submissions}
    period = submissions[0].period
    reports = list(
        Submission.objects.filter(
            unit__in=[one.unit_id for one in submissions], period__regime=period.regime_id, period__year=period.year,
            period__ends_on__lte=period.starts_on, period_unit__obliged=True,
        )
        .exclude(period__status=Period.Status.PREPARING)
        .select_related("period").order_by("period__ends_on")
    )  # fmt: skip
    values: dict[int, list[tuple[Key, Decimal]]] = defaultdict(list)
    figures = Figure.objects.filter(
        submission__in=[one.pk for one in reports if one.submitted_at], state=FigureState.VALUE
    ).values_list("submission_id", "indicator__code", "breakdown", "value")
    for pk, code, breakdown, value in figures:
        values[pk].append(((code, breakdown), value or ZERO))
    by_unit: dict[int, list[Submission]] = defaultdict(list)
    for report in reports:
        by_unit[report.unit_id].append(report)
    return {one.pk: _earlier(by_unit[one.unit_id], values) for one in submissions}


def _earlier(reports: list[Submission], values: Mapping[int, list[tuple[Key, Decimal]]]) -> Earlier:
    sent = [one for one in reports if one.submitted_at]
    parts: dict[Key, tuple[tuple[str, Decimal], ...]] = {}
    for report in sent:
        for key, value in values.get(report.pk, []):
            parts[key] = (*parts.get(key, ()), (report.period.name, value))
    silent = tuple(one.period.name for one in reports if not one.submitted_at)
    return Earlier(True, tuple(one.period.name for one in sent), silent, parts)
