"""Powers to sign of a unit: who signs for whom, who is away, how its signature blocks look."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.vietnamese import nfc
from documents.authority import setting_of
from documents.delegations.forms import (
    AbsenceForm,
    DelegationForm,
    SignatureSettingForm,
    UnitChoiceForm,
    add_refusal,
)
from documents.official import document_types
from documents.services.series import series_keeper
from documents.views.parts import page_of, show
from units import services
from units.delegations.powers import may_keep
from units.models import Absence, Delegation, Unit
from units.scope import units_of


@login_required
@require_safe
def delegation_list(request: HttpRequest) -> HttpResponse:
    form = UnitChoiceForm(request.GET, units=units_of(request.user))
    unit, today = form.unit(), timezone.localdate()
    given = Delegation.objects.visible_to(request.user).for_pages().filter(unit=unit)
    page = page_of(request, given)
    names = document_types()
    away = Absence.objects.visible_to(request.user).filter(seat__unit=unit, to_on__gte=today)
    context = {
        "form": form, "unit": unit, "page_obj": page, "today": today,
        "lines": [(one, [names.get(t, t) for t in one.type_list], one.is_in_force(today)) for one in page],
        "absences": away.select_related("seat__user"),
        "may_keep": unit is not None and may_keep(request.user, unit),
        "setting": setting_of(unit) if unit else None,
        "may_number": unit is not None and not series_keeper(request.user, unit),
    }  # fmt: skip
    return show(request, "documents/delegation_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def delegation_new(request: HttpRequest, code: str) -> HttpResponse:
    unit = _kept_unit(request, code)
    form = DelegationForm(_posted(request), unit=unit, user=request.user)
    if form.is_valid() and _saved(form, services.give_delegation, unit=unit, by=request.user):
        messages.success(
            request, "Đã ghi ủy quyền ký. Người được giao có trong danh sách người ký của văn bản."
        )
        return _back(unit)
    return _form(request, unit, form, "Ghi ủy quyền ký")


@login_required
@require_POST
def delegation_end(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Delegation.objects.visible_to(request.user).for_pages(), pk=pk)
    try:
        services.end_delegation(row, reason=request.POST.get("note", ""), by=request.user)
    except services.UnitError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, f"Đã thu hồi: {row.receiver.user.full_name} không còn ký {row.kind}. từ hôm nay."
        )
    return _back(row.unit)


@login_required
@require_http_methods(["GET", "POST"])
def absence_new(request: HttpRequest, code: str) -> HttpResponse:
    """Anybody of the unit for themselves; who keeps the book for everybody."""
    unit = _visible_unit(request, code)
    everybody = may_keep(request.user, unit)
    if not everybody and unit not in units_of(request.user):
        raise PermissionDenied(f"Bạn không giữ chức danh tại {unit.name}.")
    form = AbsenceForm(_posted(request), unit=unit, user=request.user, everybody=everybody)
    if form.is_valid() and _saved(form, services.record_absence, by=request.user):
        messages.success(request, "Đã ghi ngày vắng mặt.")
        return _back(unit)
    return _form(request, unit, form, "Ghi ngày vắng mặt")


@login_required
@require_POST
def absence_remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Absence.objects.visible_to(request.user).select_related("seat__unit"), pk=pk)
    services.remove_absence(row, by=request.user)
    messages.success(request, "Đã bỏ khỏi lịch vắng mặt.")
    return _back(row.seat.unit)


@login_required
@require_http_methods(["GET", "POST"])
def signature_setting(request: HttpRequest, code: str) -> HttpResponse:
    unit = _kept_unit(request, code)
    form = SignatureSettingForm(_posted(request), instance=setting_of(unit))
    if form.is_valid() and _saved(form, services.set_signature_form, unit=unit, by=request.user):
        messages.success(request, "Đã lưu cách ghi người ký.")
        return _back(unit)
    return _form(request, unit, form, "Cách ghi người ký")


def _visible_unit(request: HttpRequest, code: str) -> Unit:
    return get_object_or_404(Unit.objects.visible_to(request.user).select_related("kind"), code=nfc(code))


def _kept_unit(request: HttpRequest, code: str) -> Unit:
    unit = _visible_unit(request, code)
    if not may_keep(request.user, unit):
        raise PermissionDenied(f"Việc này dành cho lãnh đạo, văn thư hoặc quản trị của {unit.name}.")
    return unit


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _saved(form: Any, service: Any, **facts: Any) -> bool:
    """Whether the service took what the form says; its refusal stands at the field."""
    try:
        service(**form.cleaned_data, **facts)
    except services.UnitError as error:
        add_refusal(form, error)
        return False
    return True


def _form(request: HttpRequest, unit: Unit, form: Any, heading: str) -> HttpResponse:
    context = {"unit": unit, "form": form, "heading": heading}
    return show(request, "documents/delegation_form.html", context, status=422 if form.errors else 200)


def _back(unit: Unit) -> HttpResponse:
    answer = redirect("documents:delegation_list")
    answer["Location"] += f"?don_vi={unit.code}"
    return answer
