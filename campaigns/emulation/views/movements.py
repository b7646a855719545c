"""Finding movements, the page of one, starting, changing and moving it on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.emulation import queries, services
from campaigns.emulation.forms.movements import MovementForm
from campaigns.emulation.models import CouncilMember, EmulationRegistration, Movement
from campaigns.emulation.views.shared import kept, movement_of, movement_to_run
from campaigns.emulation.workflow import MOVEMENT_WORKFLOW, runs_movement
from campaigns.services import CampaignError
from campaigns.workflow import CAMPAIGN_ROLES, LOGGING_ROLES
from core.vietnamese import nfc, parse_id
from core.workflow import IllegalStep, NoteMissing
from units.scope import units_of

PAGE = 20
FORM = "campaigns/emulation/movement_form.html"


@login_required
@require_GET
def movement_list(request: HttpRequest) -> HttpResponse:
    status, year = request.GET.get("trang-thai", ""), parse_id(request.GET.get("nam", ""))
    rows = queries.movement_rows(request.user, text=nfc(request.GET.get("q", "")), status=status, year=year)
    context = {
        "page_obj": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "statuses": Movement.Status.choices,
        "status": status,
        "years": queries.movement_years(request.user),
        "year": year,
        "may_start": bool(units_of(request.user, *CAMPAIGN_ROLES)),
    }
    return render(request, "campaigns/emulation/movement_list.html", context)


@login_required
@require_GET
def movement_detail(request: HttpRequest, pk: int) -> HttpResponse:
    movement = movement_of(request, pk)
    mine = [unit for unit in units_of(request.user, *LOGGING_ROLES) if unit.is_under(movement.owner)]
    own = EmulationRegistration.objects.filter(movement=movement, unit__in=[unit.pk for unit in mine])
    context: dict[str, Any] = {
        "movement": movement,
        "stages": Movement.Status.choices,
        "own": own.select_related("unit", "rating__grade").order_by("unit__path"),
        "may_register": bool(mine) and movement.status == Movement.Status.LAUNCHED,
        "runs": not runs_movement(request.user, movement),
        "sits": CouncilMember.objects.filter(council__movement=movement, user=request.user).exists(),
        "steps": MOVEMENT_WORKFLOW.open_to(request.user, movement),
        "moves": [(MOVEMENT_WORKFLOW.label(move.step), move) for move in movement.moves.select_related("by")],
        "progress": queries.progress_of(request.user, movement),
    }
    return render(request, "campaigns/emulation/movement_detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def movement_new(request: HttpRequest) -> HttpResponse:
    owners = units_of(request.user, *CAMPAIGN_ROLES)
    if not owners:
        raise PermissionDenied("Chỉ lãnh đạo hoặc cán bộ tham mưu được lập phong trào thi đua.")
    start = {
        "campaign": parse_id(request.GET.get("chien-dich", "")) or None,
        "plan": parse_id(request.GET.get("ke-hoach", "")) or None,
    }
    form = MovementForm(request.POST or None, user=request.user, owners=owners, initial=start)
    movement = kept(form, lambda: services.create_movement(by=request.user, **form.cleaned_data))
    if movement:
        messages.success(request, "Đã lập phong trào. Hãy chọn bộ tiêu chí rồi trình lãnh đạo phát động.")
        return redirect("campaigns:movement_detail", pk=movement.pk)
    context = {"form": form, "movement": None}
    return render(request, FORM, context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def movement_edit(request: HttpRequest, pk: int) -> HttpResponse:
    movement = movement_to_run(request, pk)
    form = MovementForm(request.POST or None, user=request.user, owners=[movement.owner], movement=movement)
    if kept(form, lambda: services.change_movement(movement, by=request.user, **form.cleaned_data)):
        messages.success(request, "Đã lưu phong trào.")
        return redirect("campaigns:movement_detail", pk=pk)
    context = {"form": form, "movement": movement}
    return render(request, FORM, context, status=422 if form.errors else 200)


@login_required
@require_POST
def movement_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    movement = movement_of(request, pk)
    try:
        moved = services.take_step(movement, step, by=request.user, note=nfc(request.POST.get("note", "")))
    except (IllegalStep, NoteMissing, CampaignError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Phong trào: {str(moved.get_status_display()).lower()}.")
    return redirect("campaigns:movement_detail", pk=pk)
