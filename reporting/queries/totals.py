"""Reads of the totals pages, the compiled reports and the export of figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Prefetch, QuerySet
from django.urls import reverse

from documents.models import Job
from reporting.models import (
    CompiledReport,
    Disaggregation,
    Figure,
    Indicator,
    Period,
    PeriodUnit,
)
from reporting.models.submissions import COUNTED
from reporting.rollups import TotalsBelow, frozen_cells, growth, shown_value
from reporting.rollups.live import Cell
from reporting.rollups.parts import Parts

GROUPS = {
    "A": "Lao động, việc làm, đời sống",
    "B": "Tổ chức, đoàn viên",
    "C": "Tuyên truyền, văn hóa, dư luận",
    "D": "Đại diện, bảo vệ",
    "E": "Chăm lo",
    "F": "Thi đua, khen thưởng",
    "G": "Nữ công, kiểm tra, tài chính",
}


def places_for(user: Any) -> QuerySet[PeriodUnit]:
    """Places the person may look into, with what the pages of totals need."""
    return PeriodUnit.objects.visible_to(user).select_related(
        "period__regime", "period__previous", "unit", "parent"
    )


@dataclass(frozen=True)
class TotalLine:
    """An indicator on the totals page: the whole, of which women, last year, how many units answered."""

    indicator: Indicator
    value: Decimal | None
    women: Decimal | None
    before: Decimal | None
    change: Decimal | None
    units: int
    url: str


def group_codes(group: str) -> list[str]:
    """Codes of the group's indicators that units or formulas fill."""
    rows = Indicator.objects.filter(group=group).exclude(over_units__in=["count", "list"], computed=True)
    return list(rows.order_by("order", "code").values_list("code", flat=True))


def total_lines(below: TotalsBelow, before: dict[Cell, Parts]) -> list[TotalLine]:
    """One line per indicator of the page, in the catalogue's order."""
    return [_line(below, before, indicator) for indicator in below.indicators]


def _line(below: TotalsBelow, before: dict[Cell, Parts], indicator: Indicator) -> TotalLine:
    parts = below.total.get((indicator.code, ""))
    earlier = before.get((indicator.code, ""))
    now = below.shown(indicator)
    then = shown_value(indicator, earlier.value, earlier.base) if earlier else None
    return TotalLine(
        indicator=indicator,
        value=now,
        women=below.shown(indicator, "n.nu"),
        before=then,
        change=growth(now, then),
        units=parts.units_with_value if parts else 0,
        url=reverse("reporting:total_sources", args=[below.place.pk, indicator.code]),
    )


def last_year(place: PeriodUnit) -> dict[Cell, Parts]:
    """Frozen totals of the unit in the same period last year; empty when there are none."""
    earlier = (
        PeriodUnit.objects.filter(period_id=place.period.previous_id, unit_id=place.unit_id).first()
        if place.period.previous_id
        else None
    )
    return frozen_cells(earlier) if earlier else {}


def branch_values(below: TotalsBelow, indicator: Indicator) -> list[tuple[Any, Decimal | None, Parts | None]]:
    """(branch, shown value, parts) of one indicator for each unit one level below and the own report."""
    rows = []
    for branch in below.branches:
        parts = branch.cells.get((indicator.code, ""))
        rows.append((branch, shown_value(indicator, parts.value, parts.base) if parts else None, parts))
    return rows


def figures_behind(place: PeriodUnit, indicator: Indicator) -> QuerySet[Figure]:
    """Accepted cells of the indicator and of what its formula is made of, at and below the place."""
    codes = [indicator.code, *indicator.numerator.split("+"), *indicator.denominator.split("+")]
    return (
        Figure.objects.filter(
            submission__period_unit__in=PeriodUnit.objects.below(place), submission__status__in=COUNTED,
            indicator__code__in=[code.strip() for code in codes if code.strip()],
        )
        .select_related("submission__period_unit__parent", "indicator")
        .order_by("submission__period_unit__path", "indicator__order", "indicator__code", "breakdown")
    )  # fmt: skip


def breakdown_names() -> dict[str, str]:
    """ "n.nu" → "Trong đó nữ: Nữ"; for tables that name a breakdown."""
    names = {"": ""}
    for disaggregation in Disaggregation.objects.prefetch_related(Prefetch("categories")):
        for category in disaggregation.categories.all():
            names[f"{disaggregation.code}.{category.code}"] = f"{disaggregation.name}: {category.name}"
    return names


# --- compiled reports


def compiled_for(user: Any) -> QuerySet[CompiledReport]:
    """Compiled reports the person may see, newest period first."""
    return (
        CompiledReport.objects.visible_to(user)
        .select_related(
            "issuer__kind", "issuer__parent", "period", "period_unit__parent", "current_version", "job"
        )
        .select_related("signer__user", "created_by")
        .order_by("-period__ends_on", "period_unit__path")
    )


def compile_job(place: PeriodUnit) -> Job | None:
    """The newest compile asked for the place."""
    return (
        Job.objects.filter(kind="compile_report", key__startswith=f"compile:{place.pk}:")
        .order_by("-queued_at", "-pk").first()
    )  # fmt: skip


# --- export


def latest_compiled_period() -> Period | None:
    """The period of the newest compiled report: the latest cut-off day first."""
    return (
        Period.objects.filter(compiled_reports__isnull=False)
        .order_by("-ends_on", F("compiled_reports__compiled_at").desc(nulls_last=True)).first()
    )  # fmt: skip


def own_figures(period: Period) -> Iterator[tuple[str, str, str, str, str]]:
    """(unit code, indicator code, breakdown, value, state) of every accepted cell; each unit's own, no totals."""
    rows = (
        Figure.objects.filter(submission__period=period, submission__status__in=COUNTED)
        .order_by("submission__period_unit__path", "indicator__order", "indicator__code", "breakdown")
        .values_list("submission__unit__code", "indicator__code", "breakdown", "value", "state")
    )
    for unit, indicator, breakdown, value, state in rows.iterator(chunk_size=5000):
        yield unit, indicator, breakdown, _plain(value), state


def _plain(value: Decimal | None) -> str:
    """A decimal with a dot, without trailing zeros; "" for no value."""
    if value is None:
        return ""
    return f"{value.normalize():f}" if value else "0"
