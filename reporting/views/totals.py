"""Totals as they stand now: one level below a unit, and the reports behind a number."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from core.vietnamese import nfc, parse_id
from reporting.models import CompiledReport, Indicator, PeriodUnit
from reporting.queries import totals as queries
from reporting.rollups import Branch, earlier_parts, shown_value, totals_below, year_below, year_name
from reporting.rollups.lines import second_line
from reporting.services.compiling import EDITABLE, compiler
from reporting.workbooks.services.consolidations import is_large

PER_PAGE = 50


@login_required
@require_GET
def totals(request: HttpRequest, pk: int) -> HttpResponse:
    """The indicators of one group, each with its total, last year, and the chosen one by unit."""
    place = get_object_or_404(queries.places_for(request.user), pk=pk)
    group = request.GET.get("nhom", "B")
    group = group if group in queries.GROUPS else "B"
    codes = queries.group_codes(group)
    earlier = earlier_parts(place)
    year = bool(earlier) and "nam" in request.GET
    below = year_below(place, earlier, codes=codes) if year else totals_below(place, codes=codes)
    chosen = _chosen(request, codes)
    indicator = next((i for i in below.indicators if i.code == chosen), None)
    lines, both = queries.total_lines(below, year=year)
    context: dict[str, Any] = {
        "place": place,
        "below": below,
        "alike": queries.alike_words(both, below.coverage, place),
        "coverage": queries.coverage_words(below.coverage),
        "group": group,
        "groups": [(code, name, code == group) for code, name in queries.GROUPS.items()],
        "lines": lines,
        "has_year": bool(earlier),
        "year": year,
        "one_period": not year,
        "year_name": year_name(place.period, len(earlier) + 1) if earlier else "",
        "year_periods": [at.period.name for at in (*earlier, place)],
        "is_large": is_large(place),
        "group_query": "?nam=1&nhom=" if year else "?nhom=",
        "indicator": indicator,
        **_compiling(request, place),
    }
    if indicator is not None:
        context |= _by_unit(request, below, indicator)
    return render(request, "reporting/totals.html", context)


def _chosen(request: HttpRequest, codes: list[str]) -> str:
    wanted = request.GET.get("ct", "")
    return wanted if wanted in codes else (codes[0] if codes else "")


def _by_unit(request: HttpRequest, below: Any, indicator: Indicator) -> dict[str, Any]:
    rows = queries.branch_values(below, indicator)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    lines = [
        {
            "branch": branch,
            "value": value,
            "heard": queries.n_of_n(parts.units_with_value, parts.members, branch.coverage) if parts else "",
            "coverage": queries.n_of_n(branch.counted, branch.coverage.members, branch.coverage),
            "url": _sources_url(branch, indicator),
        }
        for branch, value, parts in page
    ]
    bars = [(line["branch"].name, line["value"], line["url"]) for line in lines if line["value"] is not None]
    references = [
        (reference, shown_value(indicator, reference.parts.value, reference.parts.base))
        for reference in second_line(below.place, indicator)
    ]
    return {"page": page, "unit_lines": lines, "bars": bars, "references": references}


def _sources_url(branch: Branch, indicator: Indicator) -> str:
    url = reverse("reporting:total_sources", args=[branch.place.pk, indicator.code])
    return f"{url}?rieng=1" if branch.own else url


def _compiling(request: HttpRequest, place: PeriodUnit) -> dict[str, Any]:
    report = CompiledReport.objects.newest_at(place)
    may = not compiler(request.user, place) and PeriodUnit.objects.filter(parent=place).exists()
    return {
        "may_compile": may and (report is None or (report.status in EDITABLE and not report.replaces_id)),
        "report": queries.compiled_for(request.user).filter(period_unit=place).first(),
        "job": queries.compile_job(place) if may else None,
    }


@login_required
@require_GET
def total_sources(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The accepted cells a number is made of, unit by unit."""
    place = get_object_or_404(queries.places_for(request.user), pk=pk)
    indicator = get_object_or_404(Indicator, code=code)
    report = _compiled(request, place)
    part, included = (
        nfc(request.GET.get("o", "")),
        report.current_version.content["included"] if report else None,
    )
    rows = queries.figures_behind(place, indicator, breakdown=part, included=included)
    if request.GET.get("rieng"):
        rows = rows.filter(submission__period_unit=place)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    names = queries.breakdown_names()
    below = totals_below(place, codes=[code])
    parts = below.total.get((code, part))
    context = {
        "place": place, "indicator": indicator, "page": page, "report": report, "part": names.get(part, ""),
        "lines": [(figure, names.get(figure.breakdown, figure.breakdown)) for figure in page],
        "total": below.shown(indicator, part),
        "heard": queries.n_of_n(parts.units_with_value, parts.members, below.coverage) if parts else "",
        "own_only": bool(request.GET.get("rieng")),
    }  # fmt: skip
    return render(request, "reporting/total_sources.html", context)


def _compiled(request: HttpRequest, place: PeriodUnit) -> CompiledReport | None:
    """The compiled report of the place whose numbers are asked for; None for the numbers of now."""
    if "bao-cao" not in request.GET:
        return None
    reports = queries.compiled_for(request.user).filter(period_unit=place, current_version__isnull=False)
    return get_object_or_404(reports, pk=parse_id(request.GET["bao-cao"]))
