"""Finding events, the page of one, planning and changing it, its sittings and steps, its papers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.awards.dossier import papers_about
from campaigns.certificates.workflow import prints_at
from campaigns.events import papers, queries, services
from campaigns.events.drawing_up import draw_up_invitation, may_draw_up
from campaigns.events.forms import EventForm, SittingForm
from campaigns.events.models import Event, Sitting
from campaigns.events.workflow import EVENT_WORKFLOW, runs_event
from campaigns.services import CampaignError
from campaigns.workflow import LOGGING_ROLES
from core.vietnamese import nfc, parse_id
from core.workflow import IllegalStep, NoteMissing
from units import audit
from units.context import active_seat
from units.models import Unit
from units.scope import units_of

PAGE = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_GET
def event_list(request: HttpRequest) -> HttpResponse:
    status, kind = request.GET.get("trang-thai", ""), request.GET.get("loai", "")
    text = nfc(request.GET.get("q", ""))[:200]
    rows = queries.event_rows(request.user, text=text, status=status, kind=kind)
    context = {
        "page_obj": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "statuses": Event.Status.choices, "status": status, "kinds": Event.Kind.choices, "kind": kind,
        "filtered": bool(text or status or kind),
        "may_hold": bool(units_of(request.user, *LOGGING_ROLES)),
    }  # fmt: skip
    return render(request, "campaigns/events/event_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def event_new(request: HttpRequest) -> HttpResponse:
    units = _homes(request)
    form = EventForm(request.POST or None, user=request.user, units=units, initial=_from_plan(request, units))
    event = kept(form, lambda: services.create_event(by=request.user, **form.values()))
    if event:
        messages.success(request, "Đã lập sự kiện. Hãy thêm người được mời rồi bấm “Gửi giấy mời”.")
        return redirect("campaigns:event_people", pk=event.pk)
    context = {"form": form, "event": None}
    return render(request, "campaigns/events/event_form.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def event_detail(request: HttpRequest, pk: int) -> HttpResponse:
    event = visible(request, pk)
    steps = EVENT_WORKFLOW.open_to(request.user, event)
    context = {
        "event": event, "lines": queries.lines_of(event), "sittings": list(event.sittings.all()),
        "turnout": queries.turnout_of(event), "runs": not runs_event(request.user, event),
        "changing": event.status in (Event.Status.PREPARING, Event.Status.OPEN), "steps": steps,
        "documents": papers_about(f"event:{event.pk}", request.user), "may_draw_up": may_draw_up(request.user, event),
        "may_certify": not runs_event(request.user, event) and not prints_at(request.user, event.unit),
        "sitting_form": SittingForm(), "money": event.money.all(),
    }  # fmt: skip
    return render(request, "campaigns/events/event_detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def event_edit(request: HttpRequest, pk: int) -> HttpResponse:
    event = to_run(request, pk)
    form = EventForm(request.POST or None, user=request.user, units=[event.unit], event=event)
    if kept(form, lambda: services.change_event(event, by=request.user, **form.values())):
        messages.success(request, _changed(event))
        return redirect("campaigns:event_detail", pk=pk)
    context = {"form": form, "event": event}
    return render(request, "campaigns/events/event_form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def event_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    event = to_run(request, pk)
    try:
        moved = services.take_step(event, step, by=request.user, note=request.POST.get("note", ""))
    except (IllegalStep, NoteMissing, CampaignError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Sự kiện: {str(moved.get_status_display()).lower()}.")
    return redirect("campaigns:event_detail", pk=pk)


@login_required
@require_POST
def event_tell(request: HttpRequest, pk: int) -> HttpResponse:
    event = to_run(request, pk)
    try:
        services.tell_change(event, by=request.user)
    except CampaignError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Đang gửi thư báo thay đổi cho người đã mời.")
    return redirect("campaigns:event_detail", pk=pk)


@login_required
@require_POST
def sitting_new(request: HttpRequest, pk: int) -> HttpResponse:
    event = to_run(request, pk)
    form = SittingForm(request.POST)
    saved = kept(form, lambda: services.save_sitting(event, None, by=request.user, **form.cleaned_data))
    if saved:
        messages.success(request, _changed(event))
    else:
        messages.error(request, " ".join(str(line) for lines in form.errors.values() for line in lines))
    return redirect("campaigns:event_detail", pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def sitting_edit(request: HttpRequest, pk: int) -> HttpResponse:
    sitting = sitting_to_run(request, pk)
    start = {"starts_at": sitting.starts_at, "ends_at": sitting.ends_at}
    form = SittingForm(request.POST or None, initial=start)
    if kept(
        form, lambda: services.save_sitting(sitting.event, sitting, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _changed(sitting.event))
        return redirect("campaigns:event_detail", pk=sitting.event_id)
    context = {"form": form, "event": sitting.event}
    return render(request, "campaigns/events/sitting_form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def sitting_remove(request: HttpRequest, pk: int) -> HttpResponse:
    sitting = sitting_to_run(request, pk)
    try:
        services.remove_sitting(sitting, by=request.user)
    except CampaignError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Đã xóa buổi.")
    return redirect("campaigns:event_detail", pk=sitting.event_id)


@login_required
@require_POST
def event_paper(request: HttpRequest, pk: int, which: str) -> HttpResponse:
    """Ask for the invitations or the list to sign as PDF; the next page shows how far it is."""
    event = to_run(request, pk)
    if which not in papers.TEMPLATES:
        raise Http404("Không có bản in này.")
    audit.record(f"event.print.{which}", event, by=request.user, unit=event.unit)
    return redirect("documents:job_status", papers.ask_for_paper(event, which, by=request.user).pk)


@login_required
@require_POST
def event_document(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw up the official paper; its page is where it is worded and sent on."""
    event = to_run(request, pk)
    paper = draw_up_invitation(event, by=request.user)
    messages.success(
        request, "Đã lập dự thảo giấy mời. Hãy đọc lại lời văn, chọn người ký, nơi nhận rồi trình duyệt."
    )
    return redirect("campaigns:dossier_detail", paper.pk)


@login_required
@require_POST
def event_export(request: HttpRequest, pk: int) -> HttpResponse:
    """Names leave the portal: by POST, and the log keeps who took them."""
    event = to_run(request, pk)
    audit.record("event.export", event, by=request.user, unit=event.unit)
    name = f"diem-danh-{event.pk}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(papers.attendance_workbook(event), content_type=XLSX, headers=headers)


# --- shared by the pages of an event


def kept(form: Any, service: Any) -> Any:
    """What the service gave, None when the form or the service refused; the refusal stands in the form."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return service()
    except CampaignError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return None


def visible(request: HttpRequest, pk: int) -> Event:
    """The event when the person may see it, else 404."""
    return get_object_or_404(queries.event_to_read(request.user), pk=pk)


def to_run(request: HttpRequest, pk: int) -> Event:
    """The event when the person may run it; 404 for strangers, 403 without the role."""
    event = visible(request, pk)
    if reason := runs_event(request.user, event):
        raise PermissionDenied(reason)
    return event


def sitting_to_run(request: HttpRequest, pk: int) -> Sitting:
    rows = Sitting.objects.filter(event__in=Event.objects.visible_to(request.user).values("pk"))
    sitting = get_object_or_404(rows.select_related("event__unit"), pk=pk)
    if reason := runs_event(request.user, sitting.event):
        raise PermissionDenied(reason)
    return sitting


def _homes(request: HttpRequest) -> list[Unit]:
    units = units_of(request.user, *LOGGING_ROLES)
    if not units:
        raise PermissionDenied("Bạn chưa có vai trò được tổ chức sự kiện ở đơn vị nào.")
    seat = active_seat(request)
    return sorted(units, key=lambda unit: not (seat and unit.pk == seat.unit_id))


def _from_plan(request: HttpRequest, units: list[Unit]) -> dict[str, Any]:
    start: dict[str, Any] = {"campaign": parse_id(request.GET.get("chien-dich", "")) or None}
    planned = (
        queries.planned_to_hold(request.user, units)
        .filter(pk=parse_id(request.GET.get("hoat-dong", "")))
        .first()
    )
    return start | queries.start_from(planned) if planned else start


def _changed(event: Event) -> str:
    if event.status == Event.Status.OPEN:
        return "Đã lưu. Người đã mời chưa biết: bấm “Báo thay đổi” để gửi thư cho họ."
    return "Đã lưu."
