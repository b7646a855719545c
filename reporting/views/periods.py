"""Pages of periods: the list, preparing and opening, who has reported."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.formats import write
from reporting.forms.periods import TIER_NAMES, DueDayForm, PeriodForm, regimes_of
from reporting.models import Period, PeriodUnit
from reporting.queries import periods as queries
from reporting.regimes.patterns import AD_HOC, patterns
from reporting.services import PeriodError, close_period, create_period, create_regime, open_period
from reporting.services.due_days import set_due_day
from reporting.spreadsheets import completeness_workbook
from reporting.workflow import RECEIVER_ROLES
from units.context import active_seat
from units.scope import holds_any, sees_all, units_of

PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_GET
def period_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.periods_for(request.user), 20).get_page(request.GET.get("page"))
    return render(
        request, "reporting/period_list.html",
        {"page": page, "lines": queries.period_lines(request.user, list(page)), "may_prepare": _owners(request.user)},
    )  # fmt: skip


def _owners(user: Any) -> list[Any]:
    """Units at which the person may set up regimes and periods."""
    return units_of(user, *queries.OWNER_ROLES)


@login_required
@require_http_methods(["GET", "POST"])
def period_new(request: HttpRequest) -> HttpResponse:
    if not (_owners(request.user) or sees_all(request.user)):
        raise PermissionDenied("Chỉ quản trị hoặc cán bộ tổng hợp mới lập kỳ báo cáo.")
    form = PeriodForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            period = create_period(by=request.user, **form.cleaned_data)
        except PeriodError as error:
            form.add_error("year", str(error))
        else:
            messages.success(request, f"Đã lập “{period.name}”. Kiểm tra rồi bấm “Mở kỳ”.")
            return redirect("reporting:period_detail", period.pk)
    choices = [(code, one.label) for code, one in patterns().items() if code != AD_HOC]
    context = {"form": form, "regimes": regimes_of(request.user), "patterns": choices}
    return render(request, "reporting/period_new.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def regime_new(request: HttpRequest) -> HttpResponse:
    """Set up a regime of one of the known patterns at the unit the person acts from."""
    seat = active_seat(request)
    pattern = request.POST.get("pattern", "")
    if seat is None or seat.unit not in _owners(request.user):
        raise PermissionDenied("Chỉ quản trị hoặc cán bộ tổng hợp mới lập chế độ báo cáo.")
    if pattern not in patterns() or pattern == AD_HOC:
        raise Http404
    try:
        regime = create_regime(seat.unit, by=request.user, pattern=pattern)
    except PeriodError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Đã lập chế độ “{regime.name}”. Kiểm tra hạn gửi và biểu rồi lập kỳ.")
        return redirect("reporting:regime_change", regime.pk)
    return redirect("reporting:period_new")


def _period(request: HttpRequest, pk: int) -> Period:
    return get_object_or_404(queries.periods_for(request.user), pk=pk)


def _place(request: HttpRequest, period: Period) -> PeriodUnit | None:
    seat = active_seat(request)
    wanted = request.GET.get("noi")
    place = queries.place_of(request.user, period, at=seat.unit_id if seat else None, wanted=wanted)
    if wanted is not None and place is None:
        raise Http404
    return place


@login_required
@require_GET
def period_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Completeness of a place: one level below, or the units behind a filter."""
    period = _period(request, pk)
    place = _place(request, period)
    context = {"period": period, "place": place, "may_manage": queries.may_manage(request.user, period)}
    if place is not None:
        context |= _completeness(request, place)
    return render(request, "reporting/period_detail.html", context)


def _completeness(request: HttpRequest, place: PeriodUnit) -> dict[str, Any]:
    state, search = request.GET.get("tt", ""), request.GET.get("q", "").strip()
    state = state if state in queries.STATES else ""
    counts = queries.completeness(place)
    receives = holds_any(request.user, *RECEIVER_ROLES, at=place.unit)
    context = {
        "counts": counts, "here": _address(place), "tiles": _tiles(place, counts),
        "may_give_templates": receives and place.period.status == Period.Status.OPEN and counts.sent < counts.obliged,
        "state": state, "states": queries.STATES.items(),
        "above": [(_address(up), up) for up in queries.line_above(request.user, place)],
        "to_accept": queries.waiting_here(place) if receives else 0,
        "report": getattr(place, "submission", None), "filtered": bool(state or search),
        "export": _address(place, state, name="period_export") + f"&q={quote(search)}",
    }  # fmt: skip
    if context["filtered"]:
        page = Paginator(queries.units_behind(place, state=state, search=search), PER_PAGE)
        return context | {"page": page.get_page(request.GET.get("page")), "lines": []}
    page = Paginator(queries.children_of(place), PER_PAGE).get_page(request.GET.get("page"))
    lines = queries.child_lines(place, list(page))
    return context | {
        "page": page, "lines": [(line, _address(line.place)) for line in lines],
        "deeper": any(line.below.obliged for line in lines),
    }  # fmt: skip


def _address(place: PeriodUnit, state: str = "", *, name: str = "period_detail") -> str:
    url = f"{reverse(f'reporting:{name}', args=[place.period_id])}?noi={place.pk}"
    return f"{url}&tt={state}" if state else url


def _tiles(place: PeriodUnit, counts: queries.Counts) -> list[dict[str, Any]]:
    """Each count opens to the units behind it."""
    rows = (
        ("missing", "Chưa gửi", counts.missing, "", "file-text"),
        ("overdue", "Quá hạn chưa gửi", counts.overdue, "danger" if counts.overdue else "", "clock"),
        ("waiting", "Chờ duyệt", counts.waiting, "", "inbox"),
        (
            "returned",
            "Bị trả lại, chưa gửi lại",
            counts.returned,
            "warning" if counts.returned else "",
            "undo-2",
        ),
        ("accepted", "Đã duyệt", counts.accepted, "success" if counts.accepted else "", "circle-check"),
        ("late", "Gửi muộn", counts.late, "", "calendar-check"),
    )
    return [
        {
            "label": label,
            "value": value,
            "url": _address(place, state) if value else "",
            "tone": tone,
            "icon": icon,
        }
        for state, label, value, tone, icon in rows
    ]


@login_required
@require_GET
def period_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The units behind the page's filter as an XLSX file."""
    period = _period(request, pk)
    place = _place(request, period)
    if place is None:
        raise Http404
    rows = queries.units_behind(place, state=request.GET.get("tt", ""), search=request.GET.get("q", ""))
    answer = HttpResponse(completeness_workbook(rows.iterator(chunk_size=2000)), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="tinh-hinh-bao-cao-{period.code}.xlsx"'
    return answer


@login_required
@require_POST
def period_open(request: HttpRequest, pk: int) -> HttpResponse:
    return _change(request, pk, open_period, "Đã mở kỳ “{}” và giao báo cáo cho các đơn vị.")


@login_required
@require_POST
def period_close(request: HttpRequest, pk: int) -> HttpResponse:
    return _change(request, pk, close_period, "Đã khóa kỳ “{}”.")


@login_required
@require_http_methods(["GET", "POST"])
def period_due_days(request: HttpRequest, pk: int) -> HttpResponse:
    """Another due day for a tier or for some units; who has sent already keeps what was said of it."""
    period = _period(request, pk)
    if not queries.may_manage(request.user, period):
        raise PermissionDenied(
            "Chỉ quản trị hoặc cán bộ tổng hợp của đơn vị ban hành mới được đổi hạn gửi báo cáo."
        )
    form = DueDayForm(request.POST if request.method == "POST" else None, period=period)
    if form.is_valid():
        given = form.cleaned_data
        try:
            changed = set_due_day(
                period, given["places"], on=given["on"], by=request.user, note=given["note"]
            )
        except PeriodError as error:
            form.add_error("on", str(error))
        else:
            messages.success(
                request, f"Đã đổi hạn gửi của {write.number(changed)} đơn vị thành {write.date(given['on'])}."
            )
            return redirect("reporting:period_due_days", pk)
    days = [
        (TIER_NAMES.get(tier, f"cấp {tier}"), day, count) for tier, day, count in queries.due_days(period)
    ]
    context = {"period": period, "form": form, "days": days}
    return render(request, "reporting/period_due_days.html", context, status=422 if form.errors else 200)


def _change(request: HttpRequest, pk: int, service: Any, done: str) -> HttpResponse:
    period = _period(request, pk)
    try:
        service(period, by=request.user)
    except PeriodError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done.format(period.name))
    return redirect("reporting:period_detail", pk)
