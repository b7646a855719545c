"""The calendar, its feed for phones, how one is reminded, the board."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plans.assignments import agenda, months, queries, services
from plans.assignments.forms import ReminderForm
from plans.assignments.icalendar import calendar_text
from plans.assignments.models import Assignment, AssignmentStatus, CalendarFeed, ReminderSetting
from plans.assignments.workflow import ASSIGNMENT_WORKFLOW
from plans.views.assignments import work_context

FEED_BEFORE, FEED_AHEAD = dt.timedelta(days=90), dt.timedelta(days=400)
IN_COLUMN = 12
COLUMNS = {
    AssignmentStatus.ASSIGNED: (AssignmentStatus.ASSIGNED,),
    AssignmentStatus.DOING: (AssignmentStatus.DOING, AssignmentStatus.HANDED_ON),
    AssignmentStatus.RETURNED: (AssignmentStatus.RETURNED,),
    AssignmentStatus.REPORTED: (AssignmentStatus.REPORTED,),
    AssignmentStatus.CONFIRMED: (AssignmentStatus.CONFIRMED,),
}


# The filter of the list that shows a whole column; the ones still open stand together.
LISTS = {
    AssignmentStatus.ASSIGNED: queries.NEW, AssignmentStatus.REPORTED: queries.WAITING,
    AssignmentStatus.CONFIRMED: queries.CLOSED_ONES,
}  # fmt: skip


@login_required
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """A month as a sheet or as a list, of all kinds or of some."""
    today = timezone.localdate()
    year, month = months.month_said(request.GET.get("thang", ""), today)
    labels = agenda.kinds()
    wanted = [kind for kind in request.GET.getlist("loai") if kind in labels]
    weeks = months.weeks_of(year, month)
    months.place(weeks, agenda.entries(request.user, weeks[0][0].on, weeks[-1][-1].on, wanted=wanted))
    context = work_context(request.user, "lich") | {
        "weeks": weeks,
        "filled": [day for week in weeks for day in week if day.inside and day.entries],
        "first": dt.date(year, month, 1),
        "today": today,
        "as_list": request.GET.get("xem") == "danh-sach",
        "kinds": [(kind, label, kind in wanted) for kind, label in labels.items()],
        "labels": labels,
        "previous": _month_url(request, months.beside(year, month, -1)),
        "next": _month_url(request, months.beside(year, month, 1)),
        "this": f"{year}-{month:02d}",
        "sheet_url": _month_url(request, f"{year}-{month:02d}", xem="bang-thang"),
        "list_url": _month_url(request, f"{year}-{month:02d}", xem="danh-sach"),
    }
    return render(request, "plans/assignments/calendar.html", context)


def _month_url(request: HttpRequest, month: str, **more: str) -> str:
    query = request.GET.copy()
    query["thang"] = month
    for name, value in more.items():
        query[name] = value
    return f"?{query.urlencode()}"


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """For a phone or a desk program: whoever has the address reads it, until its person ends it."""
    found = CalendarFeed.objects.filter(token_sha256=services.token_digest(token), user__is_active=True)
    feed = found.select_related("user").first()
    if feed is None:
        raise Http404("Địa chỉ lịch này không còn dùng được.")
    today = timezone.localdate()
    entries = agenda.entries(feed.user, today - FEED_BEFORE, today + FEED_AHEAD)
    text = calendar_text(entries, name=f"Nhịp Cầu – {feed.user}", labels=agenda.kinds())
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="nhip-cau.ics"'
    answer["Cache-Control"] = "private, max-age=900"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: HttpRequest) -> HttpResponse:
    """The daily letter: whether, when not; and the address of the calendar."""
    row = ReminderSetting.objects.filter(user=request.user).first() or ReminderSetting(user=request.user)
    form = ReminderForm(request.POST if request.method == "POST" else None, instance=row)
    if form.is_valid():
        services.keep_reminders(by=request.user, **form.cleaned_data)
        messages.success(request, "Đã lưu cách nhắc việc.")
        return redirect("plans:reminders")
    return _reminders(request, form, status=422 if form.errors else 200)


def _reminders(request: HttpRequest, form: ReminderForm, *, status: int = 200, **more: Any) -> HttpResponse:
    context: dict[str, Any] = {
        "nav_current": "work",
        "form": form,
        "feed": CalendarFeed.objects.filter(user=request.user).first(),
        "feed_url": "",
    }
    return render(request, "plans/assignments/reminders.html", context | more, status=status)


@login_required
@require_POST
def feed_new(request: HttpRequest) -> HttpResponse:
    """The page that shows the new address; it is not kept and cannot be shown again."""
    token = services.new_feed(by=request.user)
    row = ReminderSetting.objects.filter(user=request.user).first() or ReminderSetting(user=request.user)
    address = f"{settings.SITE_URL}{reverse('plans:calendar_feed', args=[token])}"
    return _reminders(request, ReminderForm(instance=row), feed_url=address)


@login_required
@require_POST
def feed_end(request: HttpRequest) -> HttpResponse:
    if services.end_feed(by=request.user):
        messages.success(request, "Địa chỉ lịch cũ đã ngừng hoạt động.")
    return redirect("plans:reminders")


@login_required
@require_safe
def assignment_board(request: HttpRequest) -> HttpResponse:
    """Columns by state. A card moves by its buttons, or by being dragged: both send the same step."""
    side = request.GET.get("ben", queries.MINE)
    side = side if side in queries.SIDES else queries.MINE
    rows = queries.side_of(request.user, side)
    recent = timezone.now() - dt.timedelta(days=30)
    columns = []
    for status, members in COLUMNS.items():
        found = rows.filter(status__in=members)
        if status == AssignmentStatus.CONFIRMED:
            found = found.filter(confirmed_at__gte=recent)
        total = found.count()
        shown = queries.with_words(found.order_by(*queries.ORDERS["han"]))[:IN_COLUMN]
        columns.append(
            (
                status,
                AssignmentStatus(status).label,
                total,
                [_card(request.user, row) for row in shown],
                LISTS.get(status, ""),
            )
        )
    context = work_context(request.user, "bang") | {
        "side": side,
        "sides": [(name, label, name == side) for name, label in queries.SIDES.items()],
        "columns": columns,
        "in_column": IN_COLUMN,
    }
    return render(request, "plans/assignments/board.html", context)


def _card(user: Any, row: Assignment) -> tuple[Assignment, Any]:
    """The row with the steps a press may take; those that ask for a reason are taken on its page."""
    steps = [t for t in ASSIGNMENT_WORKFLOW.open_to(user, row) if not t.needs_note and t.step != "hand_on"]
    return row, steps
