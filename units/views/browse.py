"""Finding units: the tree with children on demand, the search, one unit's page, the export."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.vietnamese import fold, parse_id
from units.models import Unit
from units.queries import children_of, line_of, search_units, seats_at, sub_units
from units.scope import administers, sees_all, units_of
from units.spreadsheets import units_workbook
from units.views.importing import may_import
from units.views.reach import visible_unit

PAGE = 25
BRANCH = 100  # children of one node fetched at once
FOUND = 50


def _tops(user: Any) -> list[Unit]:
    """Where the tree starts: one's own units, without those below another of them."""
    if sees_all(user):
        return list(children_of(user, None))
    own = sorted(units_of(user), key=lambda unit: unit.path)
    tops: list[Unit] = []
    for unit in own:
        if not tops or not unit.is_under(tops[-1]):
            tops.append(unit)
    return tops


@require_safe
@login_required
def unit_list(request: HttpRequest) -> HttpResponse:
    """The tree, or what a search finds; htmx asks for the list alone."""
    text = request.GET.get("q", "").strip()
    context: dict[str, Any] = {"text": text, "can_import": may_import(request.user)}
    if fold(text):
        found = search_units(request.user, text, limit=FOUND + 1)
        lines = line_of(found)
        context |= {"found": [(unit, lines[unit.pk]) for unit in found[:FOUND]], "more": len(found) > FOUND}
    else:
        tops = _tops(request.user)
        lines = line_of(tops)
        branches = [(top, lines[top.pk], _branch(request, top, 0)) for top in tops]
        context |= {"branches": branches}
    page = "units/_unit_list.html" if request.htmx and not request.htmx.boosted else "units/unit_list.html"
    return render(request, page, context)


def _branch(request: HttpRequest, unit: Unit, start: int) -> dict[str, Any]:
    rows = list(children_of(request.user, unit)[start : start + BRANCH + 1])
    return {"unit": unit, "children": rows[:BRANCH], "next": start + BRANCH if len(rows) > BRANCH else None,
            "left": max(unit.child_count - start - BRANCH, 0)}  # fmt: skip


@require_safe
@login_required
def unit_children(request: HttpRequest, code: str) -> HttpResponse:
    """A branch of the tree for htmx: the units directly below, a hundred at a time."""
    start = parse_id(request.GET.get("from"))
    unit = visible_unit(request, code)
    return render(
        request,
        "units/_branch.html",
        {"branch": _branch(request, unit, start)},
    )


@require_safe
@login_required
def unit_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One unit: facts, names and places over time, people, units below."""
    unit = visible_unit(request, code)
    text = request.GET.get("q", "").strip()
    page = Paginator(sub_units(request.user, unit, text), PAGE).get_page(request.GET.get("page"))
    lines = line_of([unit, *page.object_list])
    context = {
        "unit": unit,
        "line": lines[unit.pk],
        "page": page,
        "rows": [(row, lines[row.pk][unit.depth :]) for row in page.object_list],
        "text": text,
        "names": unit.names.order_by("-from_on"),
        "placements": unit.placements.select_related("parent").order_by("-from_on"),
        "carried_on": [*unit.predecessors.select_related("old"), *unit.successors.select_related("new")],
        "people": seats_at(unit),
        "administers": administers(request.user, unit) and not unit.ended_on,
        "administers_above": administers(request.user, unit.parent) and not unit.ended_on,
    }
    return render(request, "units/unit_detail.html", context)


@require_safe
@login_required
def unit_export(request: HttpRequest) -> HttpResponse:
    """The visible units (below `don_vi`, when it is named) as XLSX in the columns of the import."""
    units = Unit.objects.visible_to(request.user).active()
    code = request.GET.get("don_vi", "")
    if code:
        units = units.below(visible_unit(request, code))
    answer = HttpResponse(
        units_workbook(units),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    answer["Content-Disposition"] = 'attachment; filename="danh-sach-don-vi.xlsx"'
    return answer
