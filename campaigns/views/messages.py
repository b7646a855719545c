"""Writing, approving and taking over the messages of a campaign."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns import queries, services
from campaigns.forms import MessageForm
from campaigns.models import Campaign, Channel, Message
from campaigns.services import CampaignError
from campaigns.views.campaigns import campaign_to_run
from campaigns.workflow import runs_campaign
from core.vietnamese import nfc, parse_id
from plans.models import Plan

PAGE = 25


@login_required
@require_http_methods(["GET", "POST"])
def message_new(request: HttpRequest, pk: int) -> HttpResponse:
    return _write(request, campaign_to_run(request, pk), None)


@login_required
@require_http_methods(["GET", "POST"])
def message_edit(request: HttpRequest, pk: int) -> HttpResponse:
    message = _visible(request, pk)
    if reason := runs_campaign(request.user, message.campaign):
        raise PermissionDenied(reason)
    return _write(request, message.campaign, message)


def _write(request: HttpRequest, campaign: Campaign, message: Message | None) -> HttpResponse:
    form = MessageForm(request.POST or None, message=message)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_message(
                campaign, message, text=form.cleaned_data["text"], variants=form.variants(), by=request.user,
                **form.terms(),
            )  # fmt: skip
        except CampaignError as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, "Đã lưu thông điệp.")
            return redirect("campaigns:campaign_detail", pk=campaign.pk)
    context = {"form": form, "campaign": campaign, "message": message}
    return render(request, "campaigns/message_form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def message_approve(request: HttpRequest, pk: int) -> HttpResponse:
    message = _visible(request, pk)
    try:
        services.approve_message(message, by=request.user)
    except CampaignError as error:
        messages.error(request, f"Chưa duyệt được “{message.text}”. {error}")
    else:
        messages.success(request, "Đã duyệt thông điệp. Các đơn vị dùng được từ bây giờ.")
    return redirect("campaigns:campaign_detail", pk=message.campaign_id)


@login_required
@require_POST
def message_move(request: HttpRequest, pk: int) -> HttpResponse:
    """One place up, or down for "huong=xuong"."""
    message = _visible(request, pk)
    services.move_message(message, up=request.POST.get("huong") != "xuong", by=request.user)
    return redirect(f"{reverse('campaigns:campaign_detail', args=[message.campaign_id])}#thong-diep")


@login_required
@require_GET
def publications(request: HttpRequest, pk: int) -> HttpResponse:
    """Who published which message, where, when, with which evidence."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user).select_related("owner"), pk=pk)
    message, channel = parse_id(request.GET.get("thong-diep", "")), nfc(request.GET.get("kenh", ""))[:30]
    text = request.GET.get("q", "")
    rows = queries.publications(request.user, campaign, text=text, message=message, channel=channel)
    context = {
        "campaign": campaign,
        "page_obj": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "campaign_messages": queries.messages_of(request.user, campaign),
        "channels": Channel.objects.all(),
        "filtered": bool(text or message or channel),
        "message_wanted": message,
        "channel_wanted": channel,
    }
    return render(request, "campaigns/publications.html", context)


@login_required
@require_POST
def message_remove(request: HttpRequest, pk: int) -> HttpResponse:
    message = _visible(request, pk)
    try:
        services.remove_message(message, by=request.user)
    except CampaignError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Đã xóa thông điệp.")
    return redirect("campaigns:campaign_detail", pk=message.campaign_id)


@login_required
@require_POST
def slogans_take(request: HttpRequest, pk: int, plan_pk: int) -> HttpResponse:
    campaign = campaign_to_run(request, pk)
    plan = get_object_or_404(Plan.objects.visible_to(request.user), pk=plan_pk)
    try:
        taken = services.take_slogans(campaign, plan, by=request.user)
    except CampaignError as error:
        messages.error(request, str(error))
    else:
        left = plan.slogans.count() - campaign.messages.filter(slogan__plan=plan).count()
        words = f" Còn {left} câu dài quá 300 ký tự, hãy rút gọn và thêm bằng tay." if left else ""
        messages.success(request, f"Đã lấy {len(taken)} thông điệp từ kế hoạch.{words}")
    return redirect("campaigns:campaign_detail", pk=pk)


def _visible(request: HttpRequest, pk: int) -> Message:
    return get_object_or_404(
        Message.objects.visible_to(request.user)
        .select_related("campaign__owner")
        .prefetch_related("variants"),
        pk=pk,
    )
