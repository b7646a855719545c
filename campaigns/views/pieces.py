"""What is printed and shared in the name of the unit; the public page behind the QR code."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST, require_safe

from campaigns import queries
from campaigns.models import Campaign, Message
from campaigns.pieces import FORMATS, LEAFLET
from campaigns.printing import KIND, NOT_IN_USE, ask_for_piece, may_print
from documents.codes import plain
from documents.models import Job
from units.addresses import too_often
from units.context import active_seat
from units.models import Unit

A_MINUTE = 60


@login_required
@require_POST
def message_piece(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Ask for the approved message in one of FORMATS; the next page shows how far it is."""
    if kind not in FORMATS:
        raise Http404
    seen = Message.objects.visible_to(request.user).select_related("campaign__owner")
    message = get_object_or_404(seen, pk=pk)
    if not may_print(message):
        messages.error(request, NOT_IN_USE)
        return redirect("campaigns:campaign_detail", pk=message.campaign_id)
    unit = _signing_unit(request, message.campaign)
    return _to(ask_for_piece(message.campaign, unit, kind=kind, message=message, by=request.user))


@login_required
@require_POST
def campaign_leaflet(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user).select_related("owner"), pk=pk)
    unit = _signing_unit(request, campaign)
    return _to(ask_for_piece(campaign, unit, kind=LEAFLET.code, by=request.user))


def _to(job: Job) -> HttpResponse:
    return redirect(
        job.result["url"]
        if job.status == Job.Status.READY
        else reverse("documents:job_status", args=[job.pk])
    )


@login_required
@require_GET
def piece_file(request: HttpRequest, pk: int) -> FileResponse:
    """What the job made; it holds approved words only, so whoever sees the job may open it."""
    ready = Job.objects.visible_to(request.user).filter(kind=KIND, status=Job.Status.READY)
    job = get_object_or_404(ready, pk=pk)
    name = job.result.get("file", "")
    if not name or not default_storage.exists(name):
        raise Http404("Tệp không còn được giữ. Hãy yêu cầu in lại.")
    kind = "image/png" if name.endswith(".png") else "application/pdf"
    return FileResponse(default_storage.open(name), filename=job.result["name"], content_type=kind)


def _signing_unit(request: HttpRequest, campaign: Campaign) -> Unit:
    """The unit the person acts from when it takes part, else the owner."""
    seat = active_seat(request)
    return seat.unit if seat and seat.unit.is_under(campaign.owner) else campaign.owner


@require_safe
def public(request: HttpRequest, code: str) -> HttpResponse:
    """For anybody with the code: theme, days and approved messages of an open campaign, and no word of others."""
    if too_often(request.META, "campaign", a_minute=A_MINUTE):
        return render(request, "campaigns/public_busy.html", status=429)
    opened = Campaign.objects.exclude(status=Campaign.Status.PREPARING).select_related("owner")
    campaign = get_object_or_404(opened, public_code=plain(code)[:11])
    is_open = campaign.status == Campaign.Status.OPEN
    rows = queries.messages_in_use(campaign) if is_open else []
    context = {"campaign": campaign, "is_open": is_open, "campaign_messages": rows}
    return render(request, "campaigns/public.html", context)
