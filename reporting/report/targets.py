"""How far the targets of the plans in force are reached, by the frozen totals (DOMAIN 2.6, 11)."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Q

from core.formats import write
from plans.models import Allocation, Comparator, Target
from reporting.models import PeriodUnit
from reporting.report.figures import Figures
from reporting.report.sentences import written
from reporting.rollups import earlier_parts, year_below
from units.paths import levels

EXCEEDED, REACHED, NEARLY, ONGOING, NO_FIGURE = "vượt", "đạt", "gần đạt", "đang thực hiện", "chưa có số liệu"
NEARLY_FROM = Decimal(90)  # per cent of the target


@dataclass(frozen=True)
class TargetRow:
    """One line of the table of results per target, as printed."""

    name: str
    plan: str
    code: str
    planned: str
    achieved: str
    rate: str
    change: str
    verdict: str

    def as_json(self) -> dict[str, str]:
        return asdict(self)


def target_rows(place: PeriodUnit, figures: Figures) -> list[TargetRow]:
    """Targets measured by an indicator, of issued plans in force in the period: the unit's own, and of plans above
    those that each unit must reach (unless the unit has a target of its own for them)."""
    targets = list(targets_in_force(place))
    so_far = _year_so_far(place, figures, {target.indicator_code for target in targets})
    answered = {target.upper_target_id for target in targets if target.plan.issuer_id == place.unit_id}
    return [_row(target, place, so_far) for target in targets if target.pk not in answered]


def _year_so_far(place: PeriodUnit, figures: Figures, codes: set[str]) -> Figures:
    """A target of the year is measured by the year: a quarter's report adds the quarters before it."""
    parts = earlier_parts(place) if codes else []
    if not parts:
        return figures
    return replace(figures, cells=year_below(place, parts, codes=codes).total, before={}, both=None)


def targets_in_force(place: PeriodUnit) -> Any:
    period = place.period
    in_time = (Q(plan__starts_on__isnull=True) | Q(plan__starts_on__lte=period.ends_on)) & (
        Q(plan__ends_on__isnull=True) | Q(plan__ends_on__gte=period.starts_on)
    )
    whose = Q(plan__issuer_id=place.unit_id) | Q(
        plan__issuer__path__in=levels(place.path)[:-1], allocation=Allocation.EACH
    )
    return (
        Target.objects.filter(in_time & whose, plan__status="issued")
        .exclude(indicator_code="").exclude(value__isnull=True)
        .select_related("plan").order_by("plan__issuer__path", "plan_id", "order", "pk")
    )  # fmt: skip


def _row(target: Target, place: PeriodUnit, figures: Figures) -> TargetRow:
    code = target.indicator_code
    achieved = figures.value(code)
    aim = target.aim(_base_figure(target, place, figures))
    rate = write.share(achieved, aim)
    return TargetRow(
        name=target.name,
        plan=target.plan.doc_code.strip(),
        code=code,
        planned=planned(target),
        achieved=written(figures.indicators[code], achieved) if code in figures.indicators else "",
        rate=write.percent(rate, 1),
        change=figures.change_words(code),
        verdict=verdict(target, achieved, aim),
    )


def planned(target: Target) -> str:
    """ "từ 90% trở lên", "1.200 người"."""
    if target.change:
        return target.goal
    value = write.number(target.value)
    measure = target.unit_of_measure.strip()
    text = f"{value}%" if measure == "%" else f"{value} {measure}".strip()
    if target.comparator == Comparator.AT_MOST:
        return f"không quá {text}"
    return f"từ {text} trở lên" if target.comparator == Comparator.AT_LEAST and measure == "%" else text


def _base_figure(target: Target, place: PeriodUnit, figures: Figures) -> Decimal | None:
    """Without a number of its own, a change against last year is measured by the same period of last year."""
    last_year = place.period.ends_on.year - 1
    return figures.value_before(target.indicator_code) if target.base_year == last_year else None


def verdict(target: Target, achieved: Decimal | None, aim: Decimal | None) -> str:
    """vượt / đạt / gần đạt / đang thực hiện; an upper limit is kept or not, a target of the whole term runs on."""
    if achieved is None or aim is None:
        return NO_FIGURE
    if target.is_ceiling:
        return REACHED if achieved <= aim else ONGOING
    rate = write.share(achieved, aim)
    if rate is None:
        return NO_FIGURE
    if rate >= 100:
        return EXCEEDED if rate > 100 and target.comparator == Comparator.AT_LEAST else REACHED
    if rate >= NEARLY_FROM:
        return NEARLY
    return ONGOING


def summary(rows: list[dict[str, str]]) -> str:
    """ "Trong 12 chỉ tiêu: 3 chỉ tiêu vượt, 2 chỉ tiêu đạt …"; "" without targets."""
    if not rows:
        return ""
    counts = {
        word: sum(row["verdict"] == word for row in rows)
        for word in (EXCEEDED, REACHED, NEARLY, ONGOING, NO_FIGURE)
    }
    told = ", ".join(f"{count} chỉ tiêu {word}" for word, count in counts.items() if count)
    return (
        f"Trong {len(rows)} chỉ tiêu của các kế hoạch đang thực hiện được theo dõi bằng số liệu, có {told}."
    )


__all__ = ["TargetRow", "planned", "summary", "target_rows", "targets_in_force", "verdict"]
