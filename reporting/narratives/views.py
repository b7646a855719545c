"""The page of what the units wrote under a heading, and its file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from reporting.models import PeriodUnit
from reporting.narratives import queries
from reporting.narratives.themes import themes
from reporting.queries.totals import places_for
from reporting.receiving.sheets import table

PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = (
    ("Nhóm", 8), ("Đơn vị", 46), ("Nội dung", 90), ("Đơn vị viết gần giống", 14), ("Gần giống năm trước", 14),
    ("Đối chiếu số liệu", 40),
)  # fmt: skip


@login_required
@require_GET
def narratives(request: HttpRequest, pk: int) -> HttpResponse:
    """The paragraphs of accepted reports at and below a place under one heading; `tep=xlsx` gives the same as a file."""
    place = get_object_or_404(places_for(request.user), pk=pk)
    headings = queries.headings(place)
    wanted = request.GET.get("muc", "")
    section = next((one for one, _ in headings if one.code == wanted), None) or next(
        (one for one, reports in headings if reports), None
    )
    found = queries.paragraphs_of(place, section) if section else queries.Gathered([])
    theme = request.GET.get("kk", "")
    theme = theme if theme in {one.code for one in themes()} else ""
    only, search = request.GET.get("loc", ""), request.GET.get("q", "")
    groups = queries.groups_of(found, search=search, theme=theme, only=only)
    if request.GET.get("tep") == "xlsx":
        return _file(place, groups)
    query = request.GET.copy()
    query["tep"] = "xlsx"
    context: dict[str, Any] = {
        "place": place, "headings": headings, "section": section,
        "page": Paginator(groups, PER_PAGE).get_page(request.GET.get("page")),
        "themes": queries.theme_counts(found), "theme": theme, "only": only, "filters": queries.FILTERS,
        "theme_name": next((one.name for one in themes() if one.code == theme), ""),
        "export": f"?{query.urlencode()}",
        "most": queries.MOST, "cut": any(one == section and n > queries.MOST for one, n in headings),
    }  # fmt: skip
    return render(request, "reporting/narratives/narratives.html", context)


def _file(place: PeriodUnit, groups: Iterable[queries.Group]) -> HttpResponse:
    answer = HttpResponse(table("Lời văn", COLUMNS, _rows(groups)), content_type=XLSX)
    name = f"loi-van-{place.period.code}-{place.unit.code}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _rows(groups: Iterable[queries.Group]) -> Iterator[list[Any]]:
    for number, group in enumerate(groups, start=1):
        for member in group.members:
            yield [
                number, member.unit, member.text, group.units, "Có" if member.from_last_year else "",
                "; ".join(chip.words for chip in member.chips),
            ]  # fmt: skip
