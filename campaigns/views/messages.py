"""Writing, approving and taking over the messages of a campaign."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from campaigns import services
from campaigns.forms import MessageForm
from campaigns.models import Campaign, Message
from campaigns.services import CampaignError
from campaigns.views.campaigns import campaign_to_run
from campaigns.workflow import runs_campaign
from plans.models import Plan


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
                campaign, message, text=form.cleaned_data["text"], variants=form.variants(), by=request.user
            )
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
    services.approve_message(message, by=request.user)
    messages.success(request, "Đã duyệt thông điệp. Các đơn vị dùng được từ bây giờ.")
    return redirect("campaigns:campaign_detail", pk=message.campaign_id)


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
