"""The log of activities: finding, writing down on a phone, reading, changing, deleting."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from campaigns import queries, services, spreadsheets
from campaigns.duplicates import queries as duplicates
from campaigns.duplicates.workflow import merges
from campaigns.forms import ActivityFilterForm, ActivityForm
from campaigns.models import Activity, Evidence
from campaigns.services import CampaignError, EvidenceError
from campaigns.twins.queries import candidates
from campaigns.workflow import LOGGING_ROLES, changes_activity
from units.context import active_seat
from units.devices import kept_offline
from units.models import Unit
from units.scope import units_of

PAGE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Address parameter → field of the form it fills.
FROM_ADDRESS = {"chien-dich": "campaign", "thong-diep": "message", "kenh": "channel", "nhiem-vu": "task"}


@login_required
@require_GET
def activity_list(request: HttpRequest) -> HttpResponse:
    form = ActivityFilterForm(request.GET, user=request.user)
    rows = queries.activity_rows(request.user, form.wanted())
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "campaign_filter": form["chien-dich"],
        "task_filter": form["nhiem-vu"],
        "task": form.cleaned_data.get("nhiem-vu"),
        "unit_filter": form["don-vi"],
        "page_obj": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "totals": queries.totals_of(rows),
        "filtered": any(value for key, value in query.items()),
        "export_url": f"{reverse('campaigns:activity_export')}?{query.urlencode()}",
        "may_log": bool(units_of(request.user, *LOGGING_ROLES)),
    }
    return render(request, "campaigns/activity_list.html", context)


@login_required
@require_GET
def activity_export(request: HttpRequest) -> HttpResponse:
    form = ActivityFilterForm(request.GET, user=request.user)
    book = spreadsheets.activities_workbook(queries.activity_rows(request.user, form.wanted()))
    name = f"hoat-dong-{timezone.localdate():%Y-%m-%d}.xlsx"
    return HttpResponse(
        book, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@login_required
@kept_offline
@require_http_methods(["GET", "POST"])
def activity_new(request: HttpRequest) -> HttpResponse:
    units = _units_to_log(request)
    form = ActivityForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        units=units,
        initial=_from_address(request),
    )
    if request.method == "POST" and form.is_valid():
        unit, key = form.cleaned_data["unit"], form.cleaned_data["request_key"] or uuid.uuid4()
        try:
            taken = services.take_activity(key=key, unit=unit, by=request.user, **form.values())
        except (CampaignError, EvidenceError) as error:
            form.show_refusal(error)
        else:
            messages.success(request, taken["message"])
            return _to_detail(request, taken["activity"])
    context = {"form": form, "activity": None, "units": units}
    return render(request, "campaigns/activity_form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def activity_send(request: HttpRequest) -> JsonResponse:
    """The form of activity_new as a device sends it from its outbox: `request_key` is made by the device, JSON comes back.

    The same key gives the same answer whatever happened since. 422: nothing was stored; `errors` field → messages.
    """
    units = _units_to_log(request)
    try:
        key = uuid.UUID(request.POST.get("request_key", ""))
        if known := services.receipt_of(key, request.user):
            return _sent(known)
    except ValueError:
        return JsonResponse({"message": "Thiếu khóa của lần gửi. Hãy tải lại trang rồi gửi lại."}, status=422)
    except CampaignError as error:
        return JsonResponse({"message": str(error)}, status=422)
    form = ActivityForm(request.POST, request.FILES, user=request.user, units=units)
    if form.is_valid():
        try:
            unit = form.cleaned_data["unit"]
            return _sent(services.take_activity(key=key, unit=unit, by=request.user, **form.values()))
        except (CampaignError, EvidenceError) as error:
            form.show_refusal(error)
    errors = {name: [str(line) for line in lines] for name, lines in form.errors.items()}
    return JsonResponse({"message": _refusal(form), "errors": errors}, status=422)


def _sent(answer: dict[str, Any]) -> JsonResponse:
    return JsonResponse({**answer, "url": reverse("campaigns:activity_detail", args=[answer["activity"]])})


def _refusal(form: ActivityForm) -> str:
    """Every refused field with its reason, in one line each."""
    lines = []
    for name, errors in form.errors.items():
        label = f"{form.fields[name].label}: " if name in form.fields else ""
        lines += [f"{label}{error}" for error in errors]
    return "\n".join(lines)


def _to_detail(request: HttpRequest, pk: int) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(reverse("campaigns:activity_detail", args=[pk]))
    return redirect("campaigns:activity_detail", pk=pk)


def _units_to_log(request: HttpRequest) -> list[Unit]:
    """Units the person may log for, the one they act from first."""
    units = units_of(request.user, *LOGGING_ROLES)
    if not units:
        raise PermissionDenied("Bạn chưa có vai trò được ghi hoạt động ở đơn vị nào.")
    seat = active_seat(request)
    return sorted(units, key=lambda unit: not (seat and unit.pk == seat.unit_id))


def _from_address(request: HttpRequest) -> dict[str, Any]:
    return {field: request.GET[name] for name, field in FROM_ADDRESS.items() if request.GET.get(name)}


@login_required
@require_GET
def activity_detail(request: HttpRequest, pk: int) -> HttpResponse:
    activity = queries.activity_to_read(request.user).filter(pk=pk).first()
    if activity is None:
        return _to_merged(request, pk)
    pieces = list(activity.evidence.all())
    context = {
        "activity": activity,
        "photos": [piece for piece in pieces if piece.kind == Evidence.Kind.PHOTO],
        "papers": [piece for piece in pieces if piece.kind != Evidence.Kind.PHOTO],
        "money_total": sum(entry.amount for entry in activity.money.all()),
        "may_change": not changes_activity(request.user, activity),
        "merges": duplicates.merges_of(activity),
        "may_merge": not merges(request.user, activity),
        "twins": candidates(request.user, activity),
    }
    return render(request, "campaigns/activity_detail.html", context)


def _to_merged(request: HttpRequest, pk: int) -> HttpResponse:
    """Old links and papers name an activity that was merged: they lead to the one it is part of now. Raises Http404."""
    kept = duplicates.kept_of(request.user, pk)
    if kept is None:
        raise Http404("Không có hoạt động này.")
    messages.info(request, "Hoạt động bạn mở đã được gộp vào hoạt động này.")
    return redirect("campaigns:activity_detail", pk=kept)


@login_required
@require_http_methods(["GET", "POST"])
def activity_edit(request: HttpRequest, pk: int) -> HttpResponse:
    activity = _to_change(request, pk)
    form = ActivityForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        units=[activity.unit],
        activity=activity,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_activity(activity, by=request.user, **form.values())
        except (CampaignError, EvidenceError) as error:
            form.show_refusal(error)
        else:
            messages.success(request, "Đã lưu hoạt động.")
            return _to_detail(request, pk)
    context = {"form": form, "activity": activity, "units": [activity.unit]}
    return render(request, "campaigns/activity_form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def activity_remove(request: HttpRequest, pk: int) -> HttpResponse:
    activity = _to_change(request, pk)
    try:
        services.remove_activity(activity, by=request.user)
    except CampaignError as error:
        messages.error(request, str(error))
        return redirect("campaigns:activity_detail", pk=pk)
    messages.success(request, f"Đã xóa hoạt động “{activity.title}”.")
    return redirect("campaigns:activity_list")


def _to_change(request: HttpRequest, pk: int) -> Activity:
    activity = get_object_or_404(Activity.objects.visible_to(request.user).select_related("unit"), pk=pk)
    if reason := changes_activity(request.user, activity):
        raise PermissionDenied(reason)
    return activity
