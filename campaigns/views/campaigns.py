"""Finding campaigns, the workspace of one, starting and changing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns import queries, services
from campaigns.forms import CampaignForm
from campaigns.models import Campaign
from campaigns.pieces import FORMATS, public_address
from campaigns.services import CampaignError
from campaigns.serving.queries import against_plan, parts_of
from campaigns.workflow import (
    CAMPAIGN_ROLES,
    CAMPAIGN_WORKFLOW,
    LOGGING_ROLES,
    approves_messages,
    runs_campaign,
)
from campaigns.workspace import workspace_of
from core.workflow import IllegalStep
from documents.qr import qr_svg
from plans.models import Plan
from units.models import Unit
from units.scope import units_of

PAGE = 20


@login_required
@require_GET
def campaign_list(request: HttpRequest) -> HttpResponse:
    status = request.GET.get("trang-thai", "")
    rows = queries.campaign_rows(request.user, text=request.GET.get("q", ""), status=status)
    context = {
        "page_obj": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "statuses": Campaign.Status.choices,
        "status": status,
        "may_start": bool(units_of(request.user, *CAMPAIGN_ROLES)),
    }
    return render(request, "campaigns/campaign_list.html", context)


@login_required
@require_GET
def campaign_detail(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = _visible(request, pk)
    runs = not runs_campaign(request.user, campaign)
    logging = [unit for unit in units_of(request.user, *LOGGING_ROLES) if unit.is_under(campaign.owner)]
    visible_plans = Plan.objects.visible_to(request.user).select_related("issuer")
    address = public_address(campaign)
    context = {
        "campaign": campaign,
        "activities_url": f"{reverse('campaigns:activity_list')}?chien-dich={campaign.pk}",
        "plans": visible_plans.filter(campaigns=campaign),
        "workspace": workspace_of(request.user, campaign),
        "piece_formats": FORMATS.values(),
        "public_address": address,
        "public_qr": qr_svg(address, label="Mã QR mở trang công khai của chiến dịch") if address else "",
        "campaign_messages": queries.messages_of(request.user, campaign),
        "parts": parts_of(request.user, campaign),
        "against": against_plan(request.user, campaign),
        "progress": queries.progress_of(request.user, campaign),
        "recent": queries.activity_rows(request.user, queries.ActivityFilter(campaign=campaign.pk))[:5],
        "slogan_plans": queries.plans_with_slogans_to_take(campaign) if runs else [],
        "steps": CAMPAIGN_WORKFLOW.open_to(request.user, campaign),
        "runs": runs,
        "approves": not approves_messages(request.user, campaign),
        "may_log": bool(logging) and campaign.status == Campaign.Status.OPEN,
    }
    return render(request, "campaigns/campaign_detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def campaign_new(request: HttpRequest) -> HttpResponse:
    owners = units_of(request.user, *CAMPAIGN_ROLES)
    if not owners:
        raise PermissionDenied("Chỉ lãnh đạo hoặc cán bộ tham mưu được lập chiến dịch.")
    form = CampaignForm(
        request.POST or None, user=request.user, owners=owners, initial=_from_plan(request, owners)
    )
    if request.method == "POST" and form.is_valid():
        try:
            campaign = services.create_campaign(by=request.user, **form.values())
        except CampaignError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, "Đã lập chiến dịch. Hãy thêm thông điệp rồi mở cho cơ sở.")
            return redirect("campaigns:campaign_detail", pk=campaign.pk)
    status = 422 if form.errors else 200
    return render(request, "campaigns/campaign_form.html", {"form": form, "campaign": None}, status=status)


def _from_plan(request: HttpRequest, owners: list[Unit]) -> dict[str, Any]:
    """What the plan named in the address says already."""
    wanted = request.GET.get("ke-hoach", "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 10):
        return {}
    plan = queries.eligible_plans(request.user, owners).filter(pk=wanted).first()
    if plan is None:
        return {}
    start = {
        "name": plan.abstract[:200],
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
        "plans": [plan.pk],
    }
    return start | ({"owner": plan.issuer_id} if plan.issuer_id in {owner.pk for owner in owners} else {})


@login_required
@require_http_methods(["GET", "POST"])
def campaign_edit(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = campaign_to_run(request, pk)
    form = CampaignForm(request.POST or None, user=request.user, owners=[campaign.owner], campaign=campaign)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_campaign(campaign, by=request.user, **form.values())
        except CampaignError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, "Đã lưu chiến dịch.")
            return redirect("campaigns:campaign_detail", pk=pk)
    status = 422 if form.errors else 200
    return render(
        request, "campaigns/campaign_form.html", {"form": form, "campaign": campaign}, status=status
    )


@login_required
@require_POST
def campaign_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    campaign = _visible(request, pk)
    try:
        moved = services.take_step(campaign, step, by=request.user)
    except IllegalStep as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Chiến dịch: {moved.get_status_display().lower()}.")
    return redirect("campaigns:campaign_detail", pk=pk)


def campaign_to_run(request: HttpRequest, pk: int) -> Campaign:
    """The campaign when the person may change it; 404 for strangers, 403 without the role."""
    campaign = _visible(request, pk)
    if reason := runs_campaign(request.user, campaign):
        raise PermissionDenied(reason)
    return campaign


def _visible(request: HttpRequest, pk: int) -> Campaign:
    return get_object_or_404(Campaign.objects.visible_to(request.user).select_related("owner"), pk=pk)
