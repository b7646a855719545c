"""The invited person's side: one's own invitations, and the page behind each code. No account is asked for."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from campaigns.events import queries, services
from campaigns.events.forms import AnswerForm
from campaigns.events.jobs import address_of
from campaigns.events.models import Event, Invitee
from campaigns.events.views.events import kept
from campaigns.events.workflow import runs_event
from documents.qr import qr_svg
from units.addresses import too_often

OPENED_A_MINUTE = 120


@login_required
@require_GET
def my_invitations(request: HttpRequest) -> HttpResponse:
    context = {"invitations": queries.invitations_of(request.user)[:100]}
    return render(request, "campaigns/events/my_invitations.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def invitation(request: HttpRequest, code: str) -> HttpResponse:
    """Event, answer and the QR code for the door. Whoever guesses codes is slowed down long before one fits."""
    if too_often(request.META, "event:invitation", a_minute=OPENED_A_MINUTE):
        return render(request, "campaigns/events/invitation_busy.html", status=429)
    rows = Invitee.objects.exclude(event__status=Event.Status.PREPARING).select_related("event__unit")
    invitee = get_object_or_404(rows, code=code.upper()[:10])
    event = invitee.event
    start = (
        {}
        if invitee.answer == Invitee.Answer.NONE
        else {"answer": invitee.answer, "note": invitee.answer_note}
    )
    form = AnswerForm(request.POST or None, initial=start)
    if kept(form, lambda: services.answer_invitation(invitee, **form.cleaned_data)):
        messages.success(request, "Cảm ơn bạn đã trả lời. Khi đến, hãy đưa mã QR này ở bàn đón khách.")
        return redirect("invitations:invitation", code=invitee.code)
    context = {
        "invitee": invitee, "event": event, "lines": queries.lines_of(event), "form": form,
        "qr": qr_svg(address_of(invitee), label="Mã QR điểm danh"),
        "open": event.status == Event.Status.OPEN,
        "runs": request.user.is_authenticated and not runs_event(request.user, event),
    }  # fmt: skip
    return render(request, "campaigns/events/invitation.html", context, status=422 if form.errors else 200)
