"""The checks over every report below a place: list with filters, export."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from core.vietnamese import parse_id
from reporting.checks import BY_CODE, ERROR, Finding, check_many
from reporting.checks.tree import Asked, Spot, TreeSearch
from reporting.models import PeriodUnit, Submission
from reporting.queries import periods as period_queries
from reporting.queries.layout import FormLayout, layout_of
from reporting.receiving.sheets import table
from units.context import active_seat

PER_PAGE = 50
TILES = 6
MOST_EXPORTED = 20_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = (
    ("Mã đơn vị", 14), ("Tên đơn vị", 46), ("Công đoàn cấp trên", 40), ("Mức", 10), ("Mục", 30), ("Ô", 16), ("Chỉ tiêu", 46),
    ("Giá trị", 14),
    ("Quy tắc", 36), ("Kết quả kiểm tra", 70), ("Cách xử lý", 60), ("Giải trình", 40), ("Người chấp nhận", 24),
)  # fmt: skip
# The report, what is told of it, the name of the indicator.
Line = tuple[Submission, Finding, str]


def _place(request: HttpRequest, pk: int) -> PeriodUnit:
    period = get_object_or_404(period_queries.periods_for(request.user), pk=pk)
    seat = active_seat(request)
    at, wanted = (seat.unit_id if seat else None), request.GET.get("noi")
    place = period_queries.place_of(request.user, period, at=at, wanted=wanted)
    if place is None:
        raise Http404
    return place


def _asked(request: HttpRequest) -> Asked:
    rule = request.GET.get("qt", "")
    return Asked(
        rule=rule if rule in BY_CODE else "",
        severity=request.GET.get("muc", "") if request.GET.get("muc") in {"error", "warning"} else "",
        search=request.GET.get("q", ""), unexplained=bool(request.GET.get("chua")),
    )  # fmt: skip


class _Layouts(dict[int, FormLayout]):
    """Form id → layout, read when first met."""

    def take(self, submissions: list[Submission]) -> _Layouts:
        for submission in submissions:
            if submission.form_id not in self:
                self[submission.form_id] = layout_of(submission.form)
        return self

    def name(self, report: Submission, code: str) -> str:
        """The indicator as the report's form calls it; its code where the form no longer has it."""
        row = self[report.form_id].rows.get(code)
        return row.indicator.name if row else code


def _worded(spots: list[Spot], layouts: _Layouts) -> list[Line]:
    """Each box with its report and the words of its finding; as many queries for fifty reports as for one."""
    rows = Submission.objects.filter(pk__in={spot.submission_id for spot in spots}).select_related(
        "unit", "form", "period", "period_unit__parent"
    )
    reports = {row.pk: row for row in rows}
    told = check_many(reports.values(), layouts.take(list(reports.values())))
    by_box = {(pk, f.rule, f.key): f for pk, found in told.items() for f in found}
    return [
        (reports[pk], by_box[pk, spot.rule, spot.key], layouts.name(reports[pk], spot.key[0]))
        for spot in spots
        if ((pk := spot.submission_id), spot.rule, spot.key) in by_box
    ]


@login_required
@require_GET
def tree_checks(request: HttpRequest, pk: int) -> HttpResponse:
    """What breaks a rule in the sent reports below a place."""
    place, asked = _place(request, pk), _asked(request)
    search = TreeSearch(place, asked)
    first = (min(max(parse_id(request.GET.get("page")) or 1, 1), MOST_EXPORTED) - 1) * PER_PAGE
    counts, spots = search.window(first=first, most=PER_PAGE)
    page = Paginator(range(sum(counts.values())), PER_PAGE).get_page(request.GET.get("page"))
    if counts and page.start_index() - 1 != first:
        # A page beyond the end shows the last one.
        counts, spots = search.window(first=page.start_index() - 1, most=PER_PAGE)
    context: dict[str, Any] = {
        "period": place.period, "place": place, "page": page, "asked": asked,
        "lines": _worded(spots, _Layouts()),
        "rules": [(r.code, r.title) for r in BY_CODE.values()],
        "tiles": _tiles(place, counts),
        "export": f"xuat/?{request.GET.urlencode()}",
    }  # fmt: skip
    return render(request, "reporting/receiving/tree_checks.html", context)


def _tiles(place: PeriodUnit, counts: dict[str, int]) -> list[tuple[str, int, str]]:
    """The rules broken most, each opening to its boxes: title, count, address."""
    most = sorted(counts.items(), key=lambda item: -item[1])[:TILES]
    return [(BY_CODE[code].title, count, f"?noi={place.pk}&qt={code}") for code, count in most]


@login_required
@require_GET
def tree_checks_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The list behind its filters as an XLSX file."""
    place, asked = _place(request, pk), _asked(request)
    spots = TreeSearch(place, asked).spots(most=MOST_EXPORTED)
    answer = HttpResponse(table("Kiểm tra đơn vị trực thuộc", COLUMNS, _rows(spots)), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="kiem-tra-{place.period.code}.xlsx"'
    return answer


def _rows(spots: list[Spot]) -> Iterator[list[Any]]:
    layouts = _Layouts()
    for start in range(0, len(spots), PER_PAGE):
        for report, finding, name in _worded(spots[start : start + PER_PAGE], layouts):
            parent, waiver = report.period_unit.parent, finding.waiver
            yield [
                report.unit.code, report.period_unit.name, parent.name if parent else "",
                "Lỗi" if finding.severity == ERROR else "Cảnh báo", finding.section, finding.cell, name, finding.value,
                finding.title, finding.message, finding.fix, finding.reason,
                str(waiver.decided_by) if waiver is not None and finding.is_approved else "",
            ]  # fmt: skip
