"""Who is invited, and the door where they are checked in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.certificates.forms import BatchForm
from campaigns.certificates.services import Recipient, print_for
from campaigns.certificates.workflow import prints_at
from campaigns.events import queries, services
from campaigns.events.forms import GroupForm, PeopleForm, WalkInForm
from campaigns.events.models import CheckIn, Event, Invitee, Sitting
from campaigns.events.views.events import kept, sitting_to_run, to_run
from campaigns.events.workflow import runs_event
from campaigns.services import CampaignError
from core.formats import write
from core.vietnamese import nfc, parse_id

PAGE = 50


@login_required
@require_http_methods(["GET", "POST"])
def event_people(request: HttpRequest, pk: int) -> HttpResponse:
    """The list with answers and letters; POST adds the lines typed."""
    event = to_run(request, pk)
    form = PeopleForm(request.POST or None)
    if form.is_bound:
        added = kept(form, lambda: services.add_people(event, form.cleaned_data["people"], by=request.user))
        if added is not None and not form.errors:
            messages.success(request, _added(added))
            return redirect("campaigns:event_people", pk=pk)
    text, answer = nfc(request.GET.get("q", ""))[:200], request.GET.get("tra-loi", "")
    rows = queries.invitee_rows(event, text=text, answer=answer)
    context = {
        "event": event, "form": form, "group_form": GroupForm(), "turnout": queries.turnout_of(event),
        "page_obj": Paginator(rows, PAGE).get_page(request.GET.get("page")), "answer": answer,
        "answers": [*Invitee.Answer.choices, ("da-den", "Đã đến")],
        "changing": event.status in (Event.Status.PREPARING, Event.Status.OPEN), "filtered": bool(text or answer),
    }  # fmt: skip
    return render(request, "campaigns/events/event_people.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def event_group(request: HttpRequest, pk: int) -> HttpResponse:
    event = to_run(request, pk)
    try:
        added = services.invite_officers(event, request.POST.get("group", ""), by=request.user)
    except CampaignError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _added(added))
    return redirect("campaigns:event_people", pk=pk)


def _added(count: int) -> str:
    if not count:
        return "Không có ai mới: những người này đã có trong danh sách."
    return f"Đã thêm {write.number(count)} người vào danh sách mời."


@login_required
@require_POST
def invitee_remove(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Invitee.objects.filter(event__in=Event.objects.visible_to(request.user).values("pk"))
    invitee = get_object_or_404(rows.select_related("event__unit"), pk=pk)
    _allow(request, invitee.event)
    try:
        services.remove_invitee(invitee, by=request.user)
    except CampaignError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Đã xóa khỏi danh sách mời.")
    return redirect("campaigns:event_people", pk=invitee.event_id)


@login_required
@require_http_methods(["GET", "POST"])
def event_door(request: HttpRequest, pk: int) -> HttpResponse:
    """The desk at the door: scan or type a code, or tick a name. POST answers with the same page, ready for the next."""
    event = to_run(request, pk)
    sitting = _sitting(request, event)
    said = {"tone": "", "words": ""}
    if request.method == "POST" and sitting:
        said = _check_in(request, sitting)
    text = nfc(request.GET.get("q", ""))[:200]
    rows = queries.invitee_rows(event, text=text)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    came = (
        {one.invitee_id: one for one in sitting.check_ins.filter(invitee__in=[row.pk for row in page])}
        if sitting
        else {}
    )
    context = {
        "event": event, "sitting": sitting, "sittings": event.sittings.all(), "page_obj": page, "said": said,
        "lines": [(row, came.get(row.pk)) for row in page], "turnout": queries.turnout_of(event), "walk_in": WalkInForm(),
        "here": sitting.check_ins.count() if sitting else 0, "open": event.status == Event.Status.OPEN, "text": text,
    }  # fmt: skip
    status = 422 if said["tone"] == "danger" else 200
    template = "campaigns/events/_door.html" if request.htmx else "campaigns/events/event_door.html"  # type: ignore[attr-defined]
    return render(request, template, context, status=status)


def _sitting(request: HttpRequest, event: Event) -> Sitting | None:
    chosen = parse_id(request.POST.get("buoi", "") or request.GET.get("buoi", ""))
    return event.sittings.filter(pk=chosen).first() or queries.sitting_now(event)


def _check_in(request: HttpRequest, sitting: Sitting) -> dict[str, str]:
    code, invitee = request.POST.get("code", ""), parse_id(request.POST.get("invitee", ""))
    if not code.strip() and not invitee:
        return {"tone": "danger", "words": "Hãy quét hoặc gõ mã trên giấy mời, hoặc bấm “Có mặt” ở dòng tên."}
    try:
        found, new = services.check_in(sitting, by=request.user, code=code[:300], invitee=invitee)
    except CampaignError as error:
        return {"tone": "danger", "words": str(error)}
    who = f"{found.invitee.name}{', ' + found.invitee.workplace if found.invitee.workplace else ''}"
    if new:
        return {"tone": "success", "words": f"{who}: có mặt."}
    return {"tone": "info", "words": f"{who}: đã điểm danh lúc {write.datetime(found.at)}, không tính thêm."}


@login_required
@require_POST
def walk_in(request: HttpRequest, pk: int) -> HttpResponse:
    sitting = sitting_to_run(request, pk)
    form = WalkInForm(request.POST)
    found = kept(form, lambda: services.walk_in(sitting, by=request.user, **form.cleaned_data))
    if found:
        messages.success(request, f"{found.invitee.name}: có mặt.")
    else:
        messages.error(request, " ".join(str(line) for lines in form.errors.values() for line in lines))
    return redirect(f"{reverse('campaigns:event_door', args=[sitting.event_id])}?buoi={sitting.pk}")


@login_required
@require_POST
def check_in_remove(request: HttpRequest, pk: int) -> HttpResponse:
    rows = CheckIn.objects.filter(sitting__event__in=Event.objects.visible_to(request.user).values("pk"))
    found = get_object_or_404(rows.select_related("sitting__event__unit", "invitee"), pk=pk)
    _allow(request, found.sitting.event)
    try:
        services.take_back(found, by=request.user)
    except CampaignError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Đã bỏ điểm danh {found.invitee.name}.")
    return redirect(
        f"{reverse('campaigns:event_door', args=[found.sitting.event_id])}?buoi={found.sitting_id}"
    )


@login_required
@require_http_methods(["GET", "POST"])
def event_certificates(request: HttpRequest, pk: int) -> HttpResponse:
    """Certificates on a blank of the unit for who came to enough sittings."""
    event = to_run(request, pk)
    if reason := prints_at(request.user, event.unit):
        raise PermissionDenied(reason)
    start = {"name": f"Giấy chứng nhận: {event.title}"[:200], "event": event.title}
    form = BatchForm(request.POST or None, unit=event.unit, user=request.user, initial=start)
    people = queries.certified(event)
    batch = kept(form, lambda: print_for(
        [Recipient(person.name, person.workplace) for person in people], form.cleaned_data["blank"], unit=event.unit,
        name=form.cleaned_data["name"], by=request.user, common=form.common(),
        source_url=reverse("campaigns:event_detail", args=[pk]),
    ))  # fmt: skip
    if batch:
        return redirect("campaigns:batch_detail", batch.pk)
    context = {"event": event, "form": form, "count": people.count(), "some": people[:5]}
    status = 422 if form.errors else 200
    return render(request, "campaigns/events/event_certificates.html", context, status=status)


def _allow(request: HttpRequest, event: Event) -> None:
    if reason := runs_event(request.user, event):
        raise PermissionDenied(reason)
