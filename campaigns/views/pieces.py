"""What is printed and shared in the name of the unit; the public page behind the QR code."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_safe

from campaigns import queries
from campaigns.models import Campaign, Message
from campaigns.pieces import CARD, FORMATS, leaflet_of, piece_of
from documents.codes import plain
from documents.sheets import NoSheets
from units.addresses import too_often
from units.context import active_seat
from units.models import Unit

A_MINUTE = 60
BUSY = "Máy chủ đang bận dàn trang. Hãy thử lại sau ít phút."


@login_required
@require_GET
def message_piece(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The approved message in one of FORMATS."""
    format = FORMATS.get(kind)
    if format is None:
        raise Http404
    seen = Message.objects.visible_to(request.user).select_related("campaign__owner")
    message = get_object_or_404(seen.prefetch_related("variants"), pk=pk)
    if message.approved_at is None or not message.holds_on(timezone.localdate()):
        messages.error(request, "Chỉ in thông điệp đã duyệt và còn trong thời hạn dùng.")
        return redirect("campaigns:campaign_detail", pk=message.campaign_id)
    try:
        made = piece_of(message, format, _signing_unit(request, message.campaign))
    except (NoSheets, TimeoutError) as error:
        messages.error(request, str(error) if isinstance(error, NoSheets) else BUSY)
        return redirect("campaigns:campaign_detail", pk=message.campaign_id)
    is_card = format.code == CARD
    return _file(made, f"{format.code}-{slugify(message.text)[:40]}", "png" if is_card else "pdf")


@login_required
@require_GET
def campaign_leaflet(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user).select_related("owner"), pk=pk)
    rows = queries.messages_in_use(campaign, language=Message.Language.VIETNAMESE)
    try:
        made = leaflet_of(campaign, rows, _signing_unit(request, campaign))
    except TimeoutError:
        messages.error(request, BUSY)
        return redirect("campaigns:campaign_detail", pk=pk)
    return _file(made, f"to-roi-{slugify(campaign.name)[:40]}", "pdf")


def _signing_unit(request: HttpRequest, campaign: Campaign) -> Unit:
    """The unit the person acts from when it takes part, else the owner."""
    seat = active_seat(request)
    return seat.unit if seat and seat.unit.is_under(campaign.owner) else campaign.owner


def _file(content: bytes, name: str, ending: str) -> HttpResponse:
    kind = "image/png" if ending == "png" else "application/pdf"
    disposition = {"Content-Disposition": f'inline; filename="{name}.{ending}"'}
    return HttpResponse(content, content_type=kind, headers=disposition)


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
