"""Reads of the totals pages, the compiled reports and the export of figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Prefetch, Q, QuerySet
from django.urls import reverse

from core.formats import write
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
from reporting.rollups import Coverage, TotalsBelow, frozen_cells, growth, shown_value
from reporting.rollups.alike import Alike, alike
from reporting.rollups.live import Cell
from reporting.rollups.parts import Parts
from reporting.rollups.restated import pending_below, restated_cells, restatements
from reporting.rollups.rules import rules
from reporting.rollups.trees import coverage_of

GROUPS = {
    "A": "Lao động, việc làm, đời sống",
    "B": "Tổ chức, đoàn viên",
    "C": "Tuyên truyền, văn hóa, dư luận",
    "D": "Đại diện, bảo vệ",
    "E": "Chăm lo",
    "F": "Thi đua, khen thưởng",
    "G": "Nữ công, kiểm tra, tài chính",
    "R": "Chỉ tiêu riêng",
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
    heard: str
    url: str
    women_url: str
    before_url: str
    before_heard: str = ""
    # As reported, where a correction restated the total; and how many corrections wait.
    reported: Decimal | None = None
    before_reported: Decimal | None = None
    pending: int = 0


def coverage_words(coverage: Coverage) -> str:
    """ "45/48 đơn vị (98,2% đoàn viên)"."""
    share = write.percent(write.share(coverage.members, coverage.members_expected), 1)
    members = f" ({share} đoàn viên)" if coverage.members_expected else ""
    return f"{write.number(coverage.counted)}/{write.number(coverage.expected)} đơn vị{members}"


def n_of_n(units: int, members: int, coverage: Coverage) -> str:
    """Of how many a total is: "40/45 (98,2%)", the share in members; "" where nobody owes anything."""
    if not coverage.expected:
        return ""
    share = write.percent(write.share(members, coverage.members_expected), 1)
    told = f"{write.number(units)}/{write.number(coverage.expected)}"
    return f"{told} ({share})" if share else told


def group_codes(group: str) -> list[str]:
    """Codes of the group's indicators that units or formulas fill."""
    rows = Indicator.objects.filter(group=group).exclude(over_units__in=["count", "list"], computed=True)
    return list(rows.order_by("order", "code").values_list("code", flat=True))


def total_lines(below: TotalsBelow, *, year: bool = False) -> tuple[list[TotalLine], Alike | None]:
    """One line per indicator of the page, in the catalogue's order, beside last year's frozen totals.

    Growth is that of the units with an accepted report in both periods, which the second part counts. `year`: the
    totals are those of a whole year, so a half-year before says nothing.
    """
    earlier = None if year else earlier_place(below.place)
    before = restated_cells(earlier) if earlier else {}
    both = (
        alike(below.place, earlier, codes=[i.code for i in below.indicators]) if earlier and before else None
    )
    lines = [_line(below, earlier, before, indicator, both) for indicator in below.indicators]
    return _with_reported(lines, below.place, earlier), both


def _with_reported(lines: list[TotalLine], place: PeriodUnit, earlier: PeriodUnit | None) -> list[TotalLine]:
    """“As reported” beside the totals that corrections changed since they were frozen."""
    waiting = pending_below(place)
    now, then = (reported_beside(at) if at else {} for at in (place, earlier))
    return [
        replace(
            line, reported=now.get(line.indicator.code), before_reported=then.get(line.indicator.code),
            pending=waiting.get(line.indicator.code, 0),
        )
        for line in lines
    ]  # fmt: skip


def reported_beside(place: PeriodUnit) -> dict[str, Decimal | None]:
    """Indicator code → the frozen total as it was reported, where a correction changed the whole of it."""
    changed = [cell for cell in restatements(place) if not cell[1]]
    if not changed:
        return {}
    frozen, by_code = frozen_cells(place), rules().by_code
    reported = [(code, frozen[code, part]) for code, part in changed if (code, part) in frozen]
    return {code: shown_value(by_code[code], parts.value, parts.base) for code, parts in reported}


def sources_url(place: PeriodUnit, code: str, **query: Any) -> str:
    """The page with the reports a total of the place is made of."""
    url = reverse("reporting:total_sources", args=[place.pk, code])
    return f"{url}?{urlencode(query)}" if query else url


def _line(
    below: TotalsBelow, earlier_at: PeriodUnit | None, before: dict[Cell, Parts], indicator: Indicator,
    both: Alike | None,
) -> TotalLine:  # fmt: skip
    parts = below.total.get((indicator.code, ""))
    earlier = before.get((indicator.code, ""))
    now = below.shown(indicator)
    then = shown_value(indicator, earlier.value, earlier.base) if earlier else None
    return TotalLine(
        indicator=indicator,
        value=now,
        women=below.shown(indicator, "n.nu"),
        before=then,
        change=growth(now, then) if both is None or both.same else _growth_alike(indicator, both),
        before_heard=f"{write.number(earlier.units_with_value)} đơn vị" if earlier else "",
        heard=n_of_n(parts.units_with_value, parts.members, below.coverage) if parts else "",
        url=sources_url(below.place, indicator.code),
        women_url=sources_url(below.place, indicator.code, o="n.nu"),
        before_url=sources_url(earlier_at, indicator.code) if earlier_at else "",
    )


def _growth_alike(indicator: Indicator, both: Alike) -> Decimal | None:
    values = [
        shown_value(indicator, parts.value, parts.base)
        if (parts := cells.get((indicator.code, "")))
        else None
        for cells in (both.cells_now, both.cells_then)
    ]
    return growth(*values)


def alike_words(both: Alike | None, now: Coverage, place: PeriodUnit) -> str:
    """Which units growth is about, with n of N of both periods; "" where nothing is compared."""
    earlier = earlier_place(place) if both is not None else None
    if both is None or earlier is None:
        return ""
    told = f"Kỳ này {coverage_words(now)}; cùng kỳ {coverage_words(coverage_of(earlier))}. "
    if both.same:
        return f"{told}Tăng, giảm tính trên cùng {write.number(both.both)} đơn vị."
    if not both.both:
        return f"{told}Không đơn vị nào có báo cáo được duyệt ở cả hai kỳ nên không tính tăng, giảm."
    return (
        f"{told}Tăng, giảm chỉ tính trên {write.number(both.both)} đơn vị có báo cáo được duyệt ở cả hai kỳ; tổng số và "
        "cột “Cùng kỳ” tính trên mọi báo cáo được duyệt của từng kỳ."
    )


def earlier_place(place: PeriodUnit) -> PeriodUnit | None:
    """The unit's place in the same period last year."""
    if not place.period.previous_id:
        return None
    return PeriodUnit.objects.filter(period_id=place.period.previous_id, unit_id=place.unit_id).first()


def last_year(place: PeriodUnit) -> dict[Cell, Parts]:
    """Totals of the unit in the same period last year, as restated; empty when there are none."""
    earlier = earlier_place(place)
    return restated_cells(earlier) if earlier else {}


def branch_values(below: TotalsBelow, indicator: Indicator) -> list[tuple[Any, Decimal | None, Parts | None]]:
    """(branch, shown value, parts) of one indicator for each unit one level below and the office's own report."""
    rows = []
    for branch in below.branches:
        parts = branch.cells.get((indicator.code, ""))
        rows.append((branch, shown_value(indicator, parts.value, parts.base) if parts else None, parts))
    return rows


def figures_behind(
    place: PeriodUnit, indicator: Indicator, *, breakdown: str = "", included: list[int] | None = None
) -> QuerySet[Figure]:
    """Accepted cells of the indicator and of what its formula is made of, at and below the place.

    `breakdown` narrows to one part; `included` takes the reports a compiled report was made from instead of those that
    are accepted now.
    """
    codes = [indicator.code, *indicator.numerator.split("+"), *indicator.denominator.split("+")]
    counted = Q(submission__status__in=COUNTED) if included is None else Q(submission__in=included)
    part = Q(breakdown=breakdown) if breakdown else Q()
    return (
        Figure.objects.filter(
            counted, part, submission__period_unit__in=PeriodUnit.objects.below(place),
            indicator__code__in=[code.strip() for code in codes if code.strip()],
        )
        .select_related("submission__period_unit__parent", "indicator")
        .order_by("submission__period_unit__path", "indicator__order", "indicator__code", "breakdown")
    )  # fmt: skip


def printed_figures(report: CompiledReport) -> list[tuple[str, str, str, str]]:
    """(code, name, printed total, where it comes from) of every indicator of a compiled report's annex.

    What the system counts itself comes from the completeness of the period, everything else from reports.
    """
    place, found = report.period_unit, []
    version = report.current_version
    counted = set(Indicator.objects.filter(computed=True, numerator="").values_list("code", flat=True))
    for code, name, measure, total, *_rest in (
        version.content["annexes"]["figures"]["rows"] if version else []
    ):
        if code and measure:
            period_url = f"{reverse('reporting:period_detail', args=[place.period_id])}?noi={place.pk}"
            url = period_url if code in counted else sources_url(place, code, **{"bao-cao": report.pk})
            found.append((code, name, total, url))
    return found


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
        .order_by("-period__ends_on", "period_unit__path", "-pk")
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
