"""Contests of others: the list of records, one record, writing it down, its paper, the workbook."""

from __future__ import annotations

import mimetypes
from pathlib import PurePath

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.contests.outside import queries, services
from campaigns.contests.outside.forms import OutsideContestForm
from campaigns.contests.outside.models import OutsideContest
from campaigns.contests.spreadsheets import outside_workbook
from campaigns.contests.views.contests import kept
from campaigns.contests.views.questions import XLSX
from campaigns.workflow import LOGGING_ROLES, logs_for
from core.vietnamese import nfc, parse_id
from units.scope import units_of

PAGE = 25


@login_required
@require_GET
def outside_list(request: HttpRequest) -> HttpResponse:
    year = parse_id(request.GET.get("nam", ""))
    year = year if 2000 < year < 2100 else 0
    text = nfc(request.GET.get("q", ""))
    rows = queries.outside_rows(request.user, text=text, year=year)
    this_year = timezone.localdate().year
    context = {
        "page_obj": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "sums": queries.outside_sums(rows),
        "years": [this_year - back for back in range(4)],
        "year": year,
        "text": text,
        "may_record": bool(units_of(request.user, *LOGGING_ROLES)),
    }
    return render(request, "campaigns/contests/outside/outside_list.html", context)


@login_required
@require_GET
def outside_export(request: HttpRequest) -> HttpResponse:
    year = parse_id(request.GET.get("nam", ""))
    rows = queries.outside_rows(
        request.user, text=nfc(request.GET.get("q", "")), year=year if 2000 < year < 2100 else 0
    )
    answer = HttpResponse(outside_workbook(rows), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="cuoc-thi-ngoai.xlsx"'
    return answer


@login_required
@require_http_methods(["GET", "POST"])
def outside_new(request: HttpRequest) -> HttpResponse:
    units = units_of(request.user, *LOGGING_ROLES)
    if not units:
        raise PermissionDenied("Chỉ cán bộ của đơn vị được ghi cuộc thi ngoài.")
    form = OutsideContestForm(request.POST or None, request.FILES or None, units=units)
    row = kept(form, lambda: services.record_contest(by=request.user, **form.cleaned_data))
    if row:
        messages.success(request, "Đã ghi cuộc thi ngoài.")
        return redirect("campaigns:outside_detail", pk=row.pk)
    return _form(request, form, None)


@login_required
@require_GET
def outside_detail(request: HttpRequest, pk: int) -> HttpResponse:
    row = _visible(request, pk)
    context = {"row": row, "may_change": not logs_for(request.user, row.unit)}
    return render(request, "campaigns/contests/outside/outside_detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def outside_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = _to_change(request, pk)
    form = OutsideContestForm(request.POST or None, request.FILES or None, units=[row.unit], row=row)
    if kept(form, lambda: services.change_outside(row, by=request.user, **form.cleaned_data)):
        messages.success(request, "Đã lưu.")
        return redirect("campaigns:outside_detail", pk=pk)
    return _form(request, form, row)


@login_required
@require_POST
def outside_remove(request: HttpRequest, pk: int) -> HttpResponse:
    services.remove_outside(_to_change(request, pk), by=request.user)
    messages.success(request, "Đã xóa.")
    return redirect("campaigns:outside_list")


@login_required
@require_GET
def outside_file(request: HttpRequest, pk: int) -> FileResponse:
    """The paper as a download: nothing opens on this site."""
    row = _visible(request, pk)
    if not row.file:
        raise Http404
    try:
        opened = row.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    suffix = PurePath(row.file.name).suffix
    name = f"{PurePath(row.original_name).stem or 'minh-chung'}{suffix}"
    kind = mimetypes.types_map.get(suffix, "application/octet-stream")
    answer = FileResponse(opened, as_attachment=True, filename=name, content_type=kind)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _visible(request: HttpRequest, pk: int) -> OutsideContest:
    rows = OutsideContest.objects.visible_to(request.user).select_related("unit", "recorded_by")
    return get_object_or_404(rows, pk=pk)


def _to_change(request: HttpRequest, pk: int) -> OutsideContest:
    row = _visible(request, pk)
    if reason := logs_for(request.user, row.unit):
        raise PermissionDenied(reason)
    return row


def _form(request: HttpRequest, form: OutsideContestForm, row: OutsideContest | None) -> HttpResponse:
    context = {"form": form, "row": row}
    status = 422 if form.errors else 200
    return render(request, "campaigns/contests/outside/outside_form.html", context, status=status)
