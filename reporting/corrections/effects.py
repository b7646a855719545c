"""What a correction touches, without writing anything: totals up the path, targets, compiled reports, later periods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from core.formats import write
from documents.models import Status
from plans.models import Target
from reporting.corrections.models import Correction
from reporting.corrections.parts import from_json, moved_cells
from reporting.corrections.workflow import line_of
from reporting.models import CompiledReport, Indicator, IndicatorKind, Period, PeriodUnit, Submission
from reporting.report.targets import planned, targets_in_force, verdict
from reporting.rollups import growth, shown_value, totals_below
from reporting.rollups.live import Cell
from reporting.rollups.parts import NOTHING, Parts
from reporting.rollups.rules import Rules, rules


@dataclass(frozen=True)
class TotalEffect:
    """One total of one level, old and new, as people read them."""

    place: PeriodUnit
    indicator: Indicator
    breakdown: str
    before: Decimal | None
    after: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def percent(self) -> Decimal | None:
        return growth(self.after, self.before)

    def as_json(self) -> dict[str, str]:
        """As kept with the approved correction."""
        is_share = self.indicator.kind == IndicatorKind.RATIO
        whole, change = (1, 1) if is_share else (None, 4)
        return {
            "unit": self.place.name, "code": self.indicator.code, "name": self.indicator.name,
            "breakdown": self.breakdown, "before": write.number(self.before, whole),
            "after": write.number(self.after, whole), "difference": write.signed(self.difference, change),
            "percent": write.signed_percent(self.percent),
        }  # fmt: skip


@dataclass(frozen=True)
class TargetEffect:
    """A target measured by a figure that changes: reached before and after."""

    place: PeriodUnit
    target: Target
    planned: str
    before: Decimal | None
    after: Decimal | None
    was: str
    will_be: str


@dataclass(frozen=True)
class ReportEffect:
    """A compiled report that holds the old value, and what approval does about it."""

    report: CompiledReport
    what: str


@dataclass(frozen=True)
class Effects:
    totals: list[TotalEffect]
    targets: list[TargetEffect]
    reports: list[ReportEffect]
    later: list[Period]


def effects_of(correction: Correction) -> Effects:
    """Everything a correction touches, from the totals of now; works for one that is not saved yet."""
    catalogue = rules()
    line = line_of(correction.submission.period_unit)
    moves = from_json(correction.moves_of_totals)
    totals: list[TotalEffect] = []
    targets: list[TargetEffect] = []
    for place in line if moves else ():
        before = totals_below(place, codes={code for code, _part in moves}).total
        after = moved_cells(before, moves)
        totals += [_total(place, cell, before, after, catalogue) for cell in moves]
        targets += _targets(place, {code for code, part in moves if not part}, before, after, catalogue)
    reports = reports_holding(correction.submission, line)
    return Effects(
        [one for one in totals if one.before != one.after],
        targets,
        [ReportEffect(report, _what(report, correction)) for report in reports],
        later_periods(correction),
    )


def _shown(cells: dict[Cell, Parts], cell: Cell, catalogue: Rules) -> Decimal | None:
    parts = cells.get(cell, NOTHING)
    return shown_value(catalogue.by_code[cell[0]], parts.value, parts.base)


def _total(
    place: PeriodUnit, cell: Cell, before: dict[Cell, Parts], after: dict[Cell, Parts], catalogue: Rules
) -> TotalEffect:
    return TotalEffect(
        place, catalogue.by_code[cell[0]], cell[1], _shown(before, cell, catalogue), _shown(after, cell, catalogue)
    )  # fmt: skip


def _targets(
    place: PeriodUnit, codes: set[str], before: dict[Cell, Parts], after: dict[Cell, Parts], catalogue: Rules
) -> list[TargetEffect]:
    """Targets of the level that are measured by a changed total; one that compares with a year keeps its own base."""
    found = []
    for target in targets_in_force(place).filter(indicator_code__in=codes) if codes else ():
        cell = (target.indicator_code, "")
        was, will_be = _shown(before, cell, catalogue), _shown(after, cell, catalogue)
        aim = target.aim(None)
        found.append(
            TargetEffect(
                place, target, planned(target), was, will_be, verdict(target, was, aim), verdict(target, will_be, aim)
            )
        )  # fmt: skip
    return found


# --- compiled reports


def reports_holding(submission: Submission, line: Iterable[PeriodUnit]) -> list[CompiledReport]:
    """Compiled reports on the line that were made with the report, from below; drafts and issued ones, none that ended."""
    rows = (
        CompiledReport.objects.filter(period_unit__in=[place.pk for place in line])
        .exclude(status__in=[Status.REPLACED, Status.RECALLED])
        .select_related("current_version", "issuer", "period_unit", "period")
        .order_by("-period_unit__depth", "pk")
    )
    return [report for report in rows if holds_report(report, submission)]


def holds_report(report: CompiledReport, submission: Submission) -> bool:
    return report.current_version is not None and submission.pk in report.current_version.content["included"]


def _what(report: CompiledReport, correction: Correction) -> str:
    if report.status == Status.ISSUED:
        if correction.reason.material:
            return "Được đánh dấu đã đính chính số liệu; hệ thống lập dự thảo báo cáo thay thế."
        return "Được đánh dấu đã đính chính số liệu; hệ thống lập dự thảo công văn đính chính."
    if report.is_editable:
        return "Chưa phát hành: tổng hợp lại để có số mới."
    return "Đang trình duyệt hoặc chờ phát hành: không duyệt, không phát hành được cho đến khi trả lại và tổng hợp lại."


def later_periods(correction: Correction) -> list[Period]:
    """Periods that compare themselves with this one: the same one next year, and the next one for a stock."""
    period = correction.submission.period
    compares = Q(previous=period)
    if correction.indicator is not None and correction.indicator.kind == IndicatorKind.STOCK:
        next_day = period.ends_on + dt.timedelta(days=1)
        compares |= Q(regime=period.regime_id, starts_on__range=(period.ends_on, next_day))
    opened = Period.objects.filter(compares).exclude(status=Period.Status.PREPARING)
    return list(opened.order_by("starts_on", "pk"))


def path_to_approve(submission: Submission) -> list[PeriodUnit]:
    """Levels that approve again, from below: the one that accepted, then on up to the top one that compiled it."""
    line = line_of(submission.period_unit)
    holding = {report.period_unit_id for report in reports_holding(submission, line)}
    above = line[1:] or line
    top = max((at for at, place in enumerate(above) if place.pk in holding), default=0)
    return above[: top + 1]
