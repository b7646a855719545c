"""The page that follows a period: by tree, day by day, against the last periods, late units with a reminder."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core.formats import write
from core.vietnamese import nfc, parse_id
from reporting.models import Period, PeriodUnit
from reporting.queries import periods as queries
from reporting.regimes import follow
from reporting.regimes.services.reminding import remind_late
from reporting.regimes.spreadsheets import follow_workbook
from reporting.workflow import RECEIVER_ROLES
from units.context import active_seat
from units.scope import holds_any

PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _place(request: HttpRequest, pk: int, wanted: str | None) -> PeriodUnit:
    period = get_object_or_404(queries.periods_for(request.user), pk=pk)
    seat = active_seat(request)
    place = queries.place_of(request.user, period, at=seat.unit_id if seat else None, wanted=wanted)
    if place is None:
        raise Http404
    return place


def _receives(request: HttpRequest, place: PeriodUnit) -> bool:
    return request.user.is_superuser or holds_any(request.user, *RECEIVER_ROLES, at=place.unit)


def _address(place: PeriodUnit, name: str = "period_follow", **asked: str) -> str:
    query = urlencode({"noi": str(place.pk), **{key: value for key, value in asked.items() if value}})
    return f"{reverse(f'reporting:{name}', args=[place.period_id])}?{query}"


@login_required
@require_GET
def period_follow(request: HttpRequest, pk: int) -> HttpResponse:
    place = _place(request, pk, request.GET.get("noi"))
    order, search = request.GET.get("xep", ""), request.GET.get("q", "").strip()
    counts, days = queries.completeness(place), follow.days_of(place)
    late = Paginator(follow.late_units(place, search=search, order=order), PER_PAGE)
    children = Paginator(queries.children_of(place), PER_PAGE).get_page(request.GET.get("nhanh"))
    lines = queries.child_lines(place, list(children))
    times = follow.last_periods(request.user, place)
    receives = _receives(request, place)
    context = {
        "period": place.period, "place": place, "counts": counts, "order": order, "orders": follow.ORDERS,
        "above": [(_address(up), up) for up in queries.line_above(request.user, place)],
        "curve": follow.curve_of(place, counts, days), "days": days[-10:],
        "times": times, "late": late.get_page(request.GET.get("page")), "search": search,
        "share_rows": [(t.period.name, round(t.on_time_share, 1), _past(t), "success") for t in times],
        "branches": [(line, _address(line.place)) for line in lines if line.below.obliged], "children": children,
        "may_remind": receives and place.period.status == Period.Status.OPEN,
        "export": _address(place, "period_follow_export"),
    }  # fmt: skip
    return render(request, "reporting/regimes/follow.html", context)


def _past(times: follow.PeriodTimes) -> str:
    return f"{reverse('reporting:period_follow', args=[times.period.pk])}?noi={times.place_id}"


@login_required
@require_GET
def period_follow_export(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything the page shows as sheets of one file, not only its first lines."""
    place = _place(request, pk, request.GET.get("noi"))
    children = list(queries.children_of(place))
    content: dict[str, Any] = {
        "branches": queries.child_lines(place, children), "days": follow.days_of(place),
        "times": follow.last_periods(request.user, place), "late": follow.late_units(place).iterator(chunk_size=2000),
    }  # fmt: skip
    answer = HttpResponse(follow_workbook(**content), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="theo-doi-{place.period.code}.xlsx"'
    return answer


@login_required
@require_POST
def period_remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind the late units that are ticked, or all of them."""
    place = _place(request, pk, request.POST.get("noi"))
    if not _receives(request, place):
        raise PermissionDenied("Chỉ người nhận báo cáo của công đoàn cấp trên mới nhắc được đơn vị bên dưới.")
    chosen = [found for text in request.POST.getlist("report") if (found := parse_id(text))]
    every = "every" in request.POST
    if not (chosen or every):
        messages.error(request, "Chưa chọn đơn vị nào. Hãy đánh dấu đơn vị cần nhắc hoặc chọn “tất cả”.")
        return redirect(_address(place))
    note = nfc(request.POST.get("note", "")).strip()[:300]
    done = remind_late(place, by=request.user, only=None if every else chosen, note=note)
    words = f"Đã nhắc {write.number(done.sent)} đơn vị; lời nhắc nằm trong thư hằng ngày của đơn vị."
    if done.recent:
        words += f" {write.number(done.recent)} đơn vị vừa được nhắc nên không nhắc lại."
    (messages.success if done.sent else messages.warning)(request, words)
    return redirect(_address(place))
