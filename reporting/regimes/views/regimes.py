"""Pages of a regime, of a call for one theme, of days off and of units freed from a period."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from core.formats import write
from reporting.forms.periods import TIER_NAMES
from reporting.models import Exemption, Holiday, Regime
from reporting.queries import periods as queries
from reporting.regimes.calendar import working_days
from reporting.regimes.forms import CallForm, ExemptionForm, HolidayForm, RegimeForm
from reporting.regimes.patterns import dates_of, name_of, pattern_of
from reporting.regimes.services.exempting import end_exemption, exempt_units
from reporting.regimes.services.regimes import (
    call_reports,
    change_regime,
    may_change,
    may_change_holidays,
    remove_holiday,
    set_holiday,
)
from reporting.services import PeriodError
from units.context import active_seat
from units.scope import units_of


@login_required
@require_http_methods(["GET", "POST"])
def regime_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything a regime says, with the periods of this year as they would come out."""
    visible = Regime.objects.visible_to(request.user).select_related("owner", "department")
    regime = get_object_or_404(visible, pk=pk)
    if not may_change(request.user, regime):
        raise PermissionDenied(
            "Chỉ quản trị hoặc cán bộ tổng hợp của đơn vị ban hành mới được sửa chế độ báo cáo."
        )
    form = RegimeForm(request.user, regime, request.POST if request.method == "POST" else None)
    if form.is_valid():
        change_regime(regime, fields=form.fields_given, forms=form.forms_given, by=request.user)
        messages.success(request, "Đã lưu chế độ báo cáo. Kỳ đang mở giữ nguyên như khi mở.")
        return redirect("reporting:regime_change", pk)
    context = {"form": form, "regime": regime, "pattern": pattern_of(regime), "coming": _coming(regime)}
    return render(request, "reporting/regimes/regime.html", context, status=422 if form.errors else 200)


def _coming(regime: Regime) -> list[dict[str, Any]]:
    """The periods of this year with their due days and why one moved."""
    year = timezone.localdate().year
    found: list[dict[str, Any]] = []
    for part in pattern_of(regime).parts:
        start, cutoff = dates_of(regime, year, part.number)
        found.append({"name": name_of(regime, year, part.number), "start": start, "cutoff": cutoff})
    tiers = sorted(regime.due_days.items(), reverse=True)
    counted = [one["cutoff"] + dt.timedelta(days=int(days)) for one in found for _tier, days in tiers]
    moved = iter(working_days(counted))
    for one in found:
        one["due"] = [(TIER_NAMES.get(int(tier), f"cấp {tier}"), next(moved)) for tier, _days in tiers]
    return found


@login_required
@require_http_methods(["GET", "POST"])
def call_new(request: HttpRequest) -> HttpResponse:
    """A report of one theme, asked of chosen units."""
    seat = active_seat(request)
    if seat is None or seat.unit not in units_of(request.user, *queries.OWNER_ROLES):
        raise PermissionDenied("Chỉ quản trị hoặc cán bộ tổng hợp mới yêu cầu báo cáo chuyên đề.")
    form = CallForm(request.user, seat.unit, request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("name", "form", "starts_on", "ends_on", "due_on")}
        try:
            period = call_reports(seat.unit, asked=form.asked, by=request.user, **given)
        except PeriodError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Đã lập “{period.name}”. Kiểm tra rồi bấm “Mở kỳ” để giao cho đơn vị.")
            return redirect("reporting:period_detail", period.pk)
    context = {"form": form, "unit": seat.unit}
    return render(request, "reporting/regimes/call_new.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def holidays(request: HttpRequest) -> HttpResponse:
    """Days off and days worked in exchange, year by year; administrators add and change."""
    may = may_change_holidays(request.user)
    if request.method == "POST" and not may:
        raise PermissionDenied("Chỉ quản trị của công đoàn cấp tỉnh mới sửa được danh sách ngày nghỉ.")
    form = HolidayForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        holiday = set_holiday(by=request.user, **form.cleaned_data)
        messages.success(request, f"Đã lưu ngày {write.date(holiday.day)}. Hạn gửi của kỳ đã mở không đổi.")
        return redirect("reporting:holidays")
    context = {"form": form, "may_change": may, "holidays": Holiday.objects.order_by("-day__year", "day")}
    return render(request, "reporting/regimes/holidays.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def holiday_remove(request: HttpRequest, pk: int) -> HttpResponse:
    if not may_change_holidays(request.user):
        raise PermissionDenied("Chỉ quản trị của công đoàn cấp tỉnh mới sửa được danh sách ngày nghỉ.")
    holiday = get_object_or_404(Holiday, pk=pk)
    remove_holiday(holiday, by=request.user)
    messages.success(request, f"Đã bỏ ngày {write.date(holiday.day)} khỏi danh sách.")
    return redirect("reporting:holidays")


@login_required
@require_http_methods(["GET", "POST"])
def period_exemptions(request: HttpRequest, pk: int) -> HttpResponse:
    """Units freed from the period: who, why, who decided."""
    period = get_object_or_404(queries.periods_for(request.user), pk=pk)
    if not queries.may_manage(request.user, period):
        raise PermissionDenied("Chỉ quản trị hoặc cán bộ tổng hợp của đơn vị ban hành mới được miễn báo cáo.")
    form = ExemptionForm(request.POST if request.method == "POST" else None, period=period)
    if form.is_valid():
        given = form.cleaned_data
        try:
            count = exempt_units(
                period,
                given["codes"],
                reason=given["reason"],
                decided_by=given["decided_by"],
                by=request.user,
            )
        except PeriodError as error:
            form.add_error("codes", str(error))
        else:
            messages.success(request, f"Đã miễn báo cáo cho {write.number(count)} đơn vị.")
            return redirect("reporting:period_exemptions", pk)
    rows = Exemption.objects.visible_to(request.user).filter(place__period=period)
    rows = rows.select_related("place__unit", "recorded_by").order_by("place__path")
    context = {"period": period, "form": form, "exemptions": rows}
    return render(request, "reporting/regimes/exemptions.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def exemption_end(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Exemption.objects.visible_to(request.user).select_related("place__period")
    exemption = get_object_or_404(visible, pk=pk)
    try:
        end_exemption(exemption, by=request.user)
    except PeriodError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{exemption.place.name} lại phải gửi báo cáo kỳ này.")
    return redirect("reporting:period_exemptions", exemption.place.period_id)
