"""Sending a message to officers: how many it would reach, the press of the button, what became of it; one's notices."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.models import Message
from campaigns.sending import queries, services
from campaigns.sending.forms import BroadcastForm
from campaigns.sending.jobs import job_key
from campaigns.sending.models import Broadcast, Outcome, Sending
from campaigns.services import CampaignError
from campaigns.workflow import runs_campaign
from core.workflow import IllegalStep
from documents.models import Job

PAGE = 25


@login_required
@require_http_methods(["GET", "POST"])
def broadcast_new(request: HttpRequest, pk: int) -> HttpResponse:
    """GET with a choice shows how many people it would reach; POST sends."""
    message = get_object_or_404(
        Message.objects.visible_to(request.user).select_related("campaign__owner"), pk=pk
    )
    if reason := runs_campaign(request.user, message.campaign):
        raise PermissionDenied(reason)
    chosen = request.GET if "audience" in request.GET else None
    form = BroadcastForm(request.POST if request.method == "POST" else chosen)
    if request.method == "POST" and form.is_valid():
        try:
            broadcast = services.start_broadcast(message, by=request.user, **form.cleaned_data)
        except CampaignError as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, "Đang gửi. Bạn có thể rời trang này; việc gửi vẫn tiếp tục.")
            return redirect("campaigns:broadcast_detail", pk=broadcast.pk)
    context = {"form": form, "message": message, "campaign": message.campaign, "blocked": _blocked(message)}
    if form.is_bound and not form.errors:
        context["reaches"] = queries.dry_run(message, **form.cleaned_data)
        context["total"] = sum(reach.now for reach in context["reaches"])
    context["earlier"] = queries.broadcasts_of(request.user, message)[:10]
    return render(
        request, "campaigns/sending/broadcast_form.html", context, status=422 if form.errors else 200
    )


def _blocked(message: Message) -> str:
    try:
        services.check_sendable(message)
    except CampaignError as error:
        return str(error)
    return ""


@login_required
@require_GET
def broadcast_detail(request: HttpRequest, pk: int) -> HttpResponse:
    broadcast = _run_by(request, pk)
    rows = broadcast.sendings.select_related("recipient", "unit", "recorded").order_by("pk")
    status = request.GET.get("tinh-trang", "")
    if status in Outcome.values:
        rows = rows.filter(status=status)
    job = Job.objects.filter(key=job_key(broadcast)).first()
    open_job = job is not None and job.status in (Job.Status.QUEUED, Job.Status.RUNNING)
    context = {
        "broadcast": broadcast,
        "campaign": broadcast.message.campaign,
        "counts": queries.counts_of(broadcast),
        "waiting": broadcast.sendings.filter(status__in=[Outcome.QUEUED, Outcome.SENDING]).count(),
        "unknown": broadcast.sendings.filter(status=Outcome.UNKNOWN).count(),
        "job": job,
        "running": open_job and broadcast.stopped_at is None,
        "page_obj": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "outcomes": Outcome.choices,
        "status": status,
    }
    return render(request, "campaigns/sending/broadcast_detail.html", context)


@login_required
@require_POST
def broadcast_stop(request: HttpRequest, pk: int) -> HttpResponse:
    broadcast = _run_by(request, pk)
    try:
        left = services.stop_broadcast(broadcast, by=request.user)
    except IllegalStep as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, f"Đã dừng. {left} tin đang chờ không gửi nữa; tin đã gửi không thu lại được."
        )
    return redirect("campaigns:broadcast_detail", pk=pk)


@login_required
@require_POST
def sending_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """What a person found out about a row nobody knew of."""
    sending = _sent_by(request, pk)
    arrived = request.POST.get("da_toi") == "1"
    try:
        services.settle_sending(sending, arrived=arrived, by=request.user)
    except IllegalStep as error:
        messages.error(request, str(error))
    else:
        words = "đã tới người nhận" if arrived else "chưa tới người nhận, có thể gửi lại"
        messages.success(request, f"Đã ghi: tin gửi {sending.recipient} {words}.")
    return redirect("campaigns:broadcast_detail", pk=sending.broadcast_id)


@login_required
@require_POST
def sending_again(request: HttpRequest, pk: int) -> HttpResponse:
    sending = _sent_by(request, pk)
    try:
        services.send_again(sending, by=request.user)
    except (IllegalStep, CampaignError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Đang gửi lại cho {sending.recipient}.")
    return redirect("campaigns:broadcast_detail", pk=sending.broadcast_id)


def _sent_by(request: HttpRequest, pk: int) -> Sending:
    """A row of a sending the person may see; 403 without the role."""
    seen = Broadcast.objects.visible_to(request.user)
    sending = get_object_or_404(Sending.objects.filter(broadcast__in=seen).select_related("recipient"), pk=pk)
    _run_by(request, sending.broadcast_id)
    return sending


def _run_by(request: HttpRequest, pk: int) -> Broadcast:
    broadcast = get_object_or_404(
        Broadcast.objects.visible_to(request.user).select_related(
            "message__campaign__owner", "asked_by", "stopped_by"
        ),
        pk=pk,
    )
    if reason := runs_campaign(request.user, broadcast.message.campaign):
        raise PermissionDenied(reason)
    return broadcast


@login_required
@require_GET
def notice_list(request: HttpRequest) -> HttpResponse:
    rows = queries.notices_of(request.user)
    return render(
        request,
        "campaigns/sending/notice_list.html",
        {"page_obj": Paginator(rows, PAGE).get_page(request.GET.get("page"))},
    )


@login_required
@require_POST
def notice_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark it read and open its campaign."""
    notice = get_object_or_404(Sending.objects.visible_to(request.user).notices(), pk=pk)
    services.read_notice(notice)
    return redirect("campaigns:campaign_detail", pk=notice.campaign_id)
