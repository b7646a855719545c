"""A month of activities, the map of places, the gallery, minutes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from campaigns import printed, services
from campaigns.activities import papers, queries
from campaigns.forms import ActivityFilterForm
from campaigns.models import Activity, Evidence
from campaigns.workflow import changes_activity
from core.vietnamese import nfc
from plans.assignments import months

PHOTOS = 24
LOOK_BACK = dt.timedelta(days=180)


@login_required
@require_GET
def activity_calendar(request: HttpRequest) -> HttpResponse:
    """What was done, and what is planned, on the days of a month."""
    today = timezone.localdate()
    year, month = months.month_said(request.GET.get("thang", ""), today)
    weeks = months.weeks_of(year, month)
    form = ActivityFilterForm(request.GET, user=request.user)
    entries = queries.month_entries(request.user, form.wanted(), weeks[0][0].on, weeks[-1][-1].on)
    months.place(weeks, entries)
    context = {
        "form": form, "unit_filter": form["don-vi"], "weeks": weeks, "today": today, "first": dt.date(year, month, 1),
        "this": f"{year}-{month:02d}", "previous": _month(request, months.beside(year, month, -1)),
        "next": _month(request, months.beside(year, month, 1)), "filled": any(day.entries for week in weeks for day in week),
    }  # fmt: skip
    return render(request, "campaigns/activities/calendar.html", context)


def _month(request: HttpRequest, month: str) -> str:
    query = request.GET.copy()
    query["thang"] = month
    return f"?{query.urlencode()}"


@login_required
@require_GET
def activity_places(request: HttpRequest) -> HttpResponse:
    """A bubble a place: how much was done there. The half-year up to today unless days are said."""
    form = ActivityFilterForm(request.GET, user=request.user)
    wanted = form.wanted()
    until = wanted.until or timezone.localdate()
    days = {"since": wanted.since or until - LOOK_BACK, "until": until}
    code = nfc(request.GET.get("don-vi", ""))[:40]
    wanted = queries.ActivityFilter(type=wanted.type, campaign=wanted.campaign, **days)
    places = queries.places_of(request.user, wanted, code=code)
    context = {"form": form, "places": places, "code": code, **days}
    return render(request, "campaigns/activities/places.html", context)


@login_required
@require_GET
def activity_gallery(request: HttpRequest) -> HttpResponse:
    form = ActivityFilterForm(request.GET, user=request.user)
    photos, consent = _photos(request, form)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form, "unit_filter": form["don-vi"], "campaign_filter": form["chien-dich"], "consent": consent,
        "page_obj": Paginator(photos, PHOTOS).get_page(request.GET.get("page")), "counts": queries.consent_counts(photos),
        "query": query.urlencode(), "filtered": any(query.values()), "most": papers.MOST_PHOTOS,
    }  # fmt: skip
    return render(request, "campaigns/activities/gallery.html", context)


@login_required
@require_GET
def activity_photos(request: HttpRequest) -> FileResponse:
    """The chosen photos as a ZIP: only those whose people agreed."""
    photos, _consent = _photos(request, ActivityFilterForm(request.GET, user=request.user))
    file = papers.photos_file(photos.filter(consent=True)[: papers.MOST_PHOTOS])
    name = f"anh-hoat-dong-{timezone.localdate():%Y-%m-%d}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


def _photos(request: HttpRequest, form: ActivityFilterForm) -> tuple[Any, str]:
    consent = request.GET.get("dong-y", "")
    return queries.photos_of(request.user, form.wanted(), consent=consent), consent


@login_required
@require_POST
def evidence_consent(request: HttpRequest, pk: int) -> HttpResponse:
    pieces = Evidence.objects.visible_to(request.user).select_related("activity__unit")
    piece = get_object_or_404(pieces, pk=pk, kind=Evidence.Kind.PHOTO)
    if reason := changes_activity(request.user, piece.activity):
        raise PermissionDenied(reason)
    agreed = request.POST.get("consent") == "1"
    services.set_consent(piece, by=request.user, consent=agreed)
    said = (
        "Đã ghi nhận người trong ảnh đồng ý." if agreed else "Đã rút sự đồng ý: ảnh không ra khỏi cổng nữa."
    )
    messages.success(request, said)
    return redirect("campaigns:activity_detail", pk=piece.activity_id)


@login_required
@require_POST
def activity_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    activity = get_object_or_404(Activity.objects.visible_to(request.user).select_related("unit"), pk=pk)
    return redirect("documents:job_status", papers.ask_for_minutes(activity, by=request.user).pk)


@login_required
@require_GET
def printed_file(request: HttpRequest, pk: int) -> FileResponse:
    return printed.printed_file(pk, request.user)
