"""The comparison page and its files."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from core.vietnamese import parse_id
from reporting.comparing import queries
from reporting.comparing.charts import MOST_SERIES, Series, chart
from reporting.comparing.spreadsheets import comparison_csv, comparison_workbook
from reporting.models import Indicator, PeriodUnit
from reporting.queries.totals import GROUPS, group_codes, places_for

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TREES = {queries.OWN_TREE: "tổ chức của từng kỳ", queries.PRESENT_TREE: "tổ chức hiện nay"}
AT_FIRST = ("TC05", "TC06")


@login_required
@require_GET
def comparison(request: HttpRequest, pk: int) -> HttpResponse:
    """Chosen indicators of a place and the units one level below it over periods; `tep` gives the same as a file."""
    place = get_object_or_404(places_for(request.user), pk=pk)
    choice = _choice(request, place)
    comparisons = queries.compared(
        place, choice["indicators"], choice["columns"], units=choice["units"], tree=choice["tree"]
    )
    pillars, sentence = _bridge(place, choice)
    kind = request.GET.get("tep", "")
    if kind in {"xlsx", "csv"}:
        return _file(kind, place, choice, comparisons, pillars)
    labels = [column.name for column in choice["columns"]]
    cards = [(one, *_drawing(one, labels)) for one in comparisons]
    query = request.GET.copy()
    query.pop("tep", None)
    context = {
        "place": place, "cards": cards, "pillars": pillars, "sentence": sentence, "query": query.urlencode(), **choice,
        "trees": [(key, words, key == choice["tree"]) for key, words in TREES.items()],
    }  # fmt: skip
    return render(request, "reporting/comparing/comparison.html", context)


def _drawing(one: queries.Comparison, labels: list[str]) -> tuple[str, list[str]]:
    """The chart of the chosen units (of the place itself where none has a number) and the names of its series."""
    told = [row for row in one.rows if any(point.value is not None for point in row.points)]
    rows = [row for row in told if not row.whole][:MOST_SERIES] or told[:1]
    series = [Series(row.name, tuple(point.value for point in row.points)) for row in rows]
    title = f"{one.indicator.name} ({one.indicator.unit_of_measure})"
    return chart(series, labels, title=title), [row.name for row in rows]


def _choice(request: HttpRequest, place: PeriodUnit) -> dict[str, Any]:
    """What the address asks for, each narrowed to what there is to choose."""
    group = request.GET.get("nhom", "")
    offered = list(Indicator.objects.filter(code__in=group_codes(group if group in GROUPS else "B")))
    wanted = request.GET.getlist("ct") or AT_FIRST
    chosen = [one for one in offered if one.code in wanted][: queries.MOST_INDICATORS] or offered[:1]
    known = queries.columns_for(place)
    keys = request.GET.getlist("ky")
    columns = [c for c in known if c.key in keys] or [c for c in known if not c.key.startswith(queries.YEAR)][
        -2:
    ]
    children = queries.units_of_place(place)
    asked = {parse_id(value) for value in request.GET.getlist("dv")}
    units = [child.unit_id for child in children if child.unit_id in asked] or [
        c.unit_id for c in children[:5]
    ]
    tree = request.GET.get("cay", "")
    return {
        "group": group if group in GROUPS else "B", "groups": list(GROUPS.items()), "indicators": chosen,
        "offered": [(one, one in chosen) for one in offered],
        "columns": columns[-queries.MOST_PERIODS :], "known": [(c, c in columns) for c in known],
        "units": units, "children": [(child, child.unit_id in units) for child in children],
        "tree": tree if tree in TREES else queries.OWN_TREE,
    }  # fmt: skip


def _bridge(place: PeriodUnit, choice: dict[str, Any]) -> tuple[list[queries.Pillar], str]:
    """The bridge of the first indicator from the newest other period that is compared."""
    others = [c.period for c in choice["columns"] if c.period.pk != place.period_id]
    if not others or not choice["indicators"]:
        return [], ""
    return queries.bridge_lines(place, others[-1], choice["indicators"][0])


def _file(
    kind: str, place: PeriodUnit, choice: dict[str, Any], comparisons: list[queries.Comparison],
    pillars: list[queries.Pillar],
) -> HttpResponse:  # fmt: skip
    name = f"so-sanh-{place.period.code}-{place.unit.code}.{kind}"
    if kind == "csv":
        answer = HttpResponse(
            comparison_csv(choice["columns"], comparisons), content_type="text/csv; charset=utf-8"
        )
    else:
        made = comparison_workbook(place, TREES[choice["tree"]], choice["columns"], comparisons, pillars)
        answer = HttpResponse(made, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
