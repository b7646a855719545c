"""A unit registers; the list of registrations; the page of one registration; clusters."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.emulation import queries, services
from campaigns.emulation.forms.movements import ClusterForm, PlaceForm, RegistrationForm
from campaigns.emulation.models import Movement
from campaigns.emulation.spreadsheets import registrations_workbook
from campaigns.emulation.views.results import may_read
from campaigns.emulation.views.shared import XLSX, kept, movement_of, movement_to_run, registration_of
from campaigns.emulation.workflow import registers_for, runs_movement
from campaigns.services import CampaignError
from campaigns.workflow import LOGGING_ROLES
from core.vietnamese import nfc, parse_id
from units.scope import units_of

PAGE = 50


@login_required
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """Register one of one's units, or change what it registered."""
    movement = movement_of(request, pk)
    units = [unit for unit in units_of(request.user, *LOGGING_ROLES) if unit.is_under(movement.owner)]
    if not units:
        raise PermissionDenied("Chỉ cán bộ của đơn vị tham gia được đăng ký thi đua cho đơn vị mình.")
    wanted = parse_id(request.POST.get("unit", "") or request.GET.get("don-vi", "")) or units[0].pk
    made = movement.registrations.filter(unit=wanted, unit__in=units).first()
    form = RegistrationForm(
        request.POST or None, user=request.user, units=units, movement=movement, registration=made
    )
    saved = kept(
        form, lambda: services.register(movement, form.cleaned_data["unit"], by=request.user, **form.given())
    )
    if saved:
        messages.success(request, f"Đã đăng ký thi đua cho “{saved.unit.name}”.")
        return redirect("campaigns:emulation_registration", pk=saved.pk)
    context = {"form": form, "movement": movement, "registration": made}
    return render(request, "campaigns/emulation/register.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def registration_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    registration = registration_of(request, pk)
    if reason := registers_for(request.user, registration.unit):
        raise PermissionDenied(reason)
    try:
        services.withdraw(registration, by=request.user)
    except CampaignError as error:
        messages.error(request, str(error))
        return redirect("campaigns:emulation_registration", pk=pk)
    messages.success(request, "Đã rút đăng ký thi đua.")
    return redirect("campaigns:movement_detail", pk=registration.movement_id)


@login_required
@require_GET
def registration_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Who registered, who scored how far; searched, filtered, exported."""
    movement = movement_of(request, pk)
    rows, told = _filtered(request, movement)
    context = told | {
        "movement": movement,
        "page_obj": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "clusters": movement.clusters.all(),
        "shown": may_read(request.user, movement),
        "runs": not runs_movement(request.user, movement),
    }
    return render(request, "campaigns/emulation/registration_list.html", context)


@login_required
@require_GET
def registration_export(request: HttpRequest, pk: int) -> HttpResponse:
    movement = movement_of(request, pk)
    rows, _told = _filtered(request, movement)
    shown = may_read(request.user, movement)
    answer = HttpResponse(registrations_workbook(movement, rows, with_classes=shown), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="thi-dua-{movement.pk}.xlsx"'
    return answer


@login_required
@require_http_methods(["GET", "POST"])
def cluster_form(request: HttpRequest, pk: int, cluster_pk: int = 0) -> HttpResponse:
    """A new cluster, or one of the movement's."""
    movement = movement_to_run(request, pk)
    cluster = get_object_or_404(movement.clusters, pk=cluster_pk) if cluster_pk else None
    form = ClusterForm(request.POST or None, user=request.user, movement=movement, cluster=cluster)
    if kept(form, lambda: services.save_cluster(movement, cluster, by=request.user, **form.cleaned_data)):
        messages.success(request, "Đã lưu cụm, khối.")
        return redirect("campaigns:cluster_list", pk=pk)
    context = {"form": form, "movement": movement, "title": cluster.name if cluster else "Thêm cụm, khối"}
    status = 422 if form.errors else 200
    return render(request, "campaigns/emulation/cluster_form.html", context, status=status)


@login_required
@require_GET
def cluster_list(request: HttpRequest, pk: int) -> HttpResponse:
    movement = movement_of(request, pk)
    context: dict[str, Any] = {
        "movement": movement,
        "clusters": queries.cluster_rows(movement),
        "without": movement.registrations.filter(cluster__isnull=True).count(),
        "runs": not runs_movement(request.user, movement),
        "changing": movement.status in (Movement.Status.LAUNCHED, Movement.Status.SCORING),
    }
    return render(request, "campaigns/emulation/cluster_list.html", context)


@login_required
@require_POST
def cluster_split(request: HttpRequest, pk: int) -> HttpResponse:
    movement = movement_to_run(request, pk)
    try:
        placed = services.split_by_upper_unit(movement, by=request.user)
    except CampaignError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Đã xếp {placed} đơn vị vào cụm theo cấp trên trực tiếp.")
    return redirect("campaigns:cluster_list", pk=pk)


@login_required
@require_POST
def registration_place(request: HttpRequest, pk: int) -> HttpResponse:
    registration = registration_of(request, pk)
    if reason := runs_movement(request.user, registration.movement):
        raise PermissionDenied(reason)
    form = PlaceForm(request.POST, registration=registration)
    try:
        if form.is_valid():
            services.place_in_cluster(registration, form.cleaned_data["cluster"], by=request.user)
            messages.success(request, "Đã chuyển cụm, khối.")
        else:
            messages.error(request, "Không có cụm, khối này trong phong trào. Hãy tải lại trang.")
    except CampaignError as error:
        messages.error(request, str(error))
    return redirect("campaigns:emulation_registration", pk=pk)


def _filtered(request: HttpRequest, movement: Movement) -> tuple[Any, dict[str, Any]]:
    told = {
        "cluster": parse_id(request.GET.get("cum", "")),
        "state": request.GET.get("da", ""),
        "sort": request.GET.get("xep", ""),
    }
    rows = queries.registration_rows(
        request.user, movement, text=nfc(request.GET.get("q", "")), cluster=told["cluster"], state=told["state"],
        sort=told["sort"],
    )  # fmt: skip
    return rows, told | {"states": queries.STATES, "sorts": queries.SORTS}
