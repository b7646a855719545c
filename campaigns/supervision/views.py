"""Supervision visits: plan, result, recommendations and their follow-up, minutes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.opinions.spreadsheets import sheet
from campaigns.supervision import queries, services
from campaigns.supervision.forms import RecommendationForm, VisitFilterForm, VisitForm
from campaigns.supervision.models import Recommendation, Visit
from campaigns.supervision.pages import minutes_paper
from campaigns.supervision.workflow import (
    RECOMMENDATION_WORKFLOW,
    SUPERVISING_ROLES,
    VISIT_WORKFLOW,
    runs_visit,
)
from core.forms import carried_out
from core.vietnamese import nfc
from core.workflow import IllegalStep, NoteMissing
from documents.pdf import preview_pdf
from documents.views.parts import page_of, workbook
from units.scope import units_of

_COLUMNS = (
    ("Ngày", 12), ("Loại", 20), ("Nội dung", 50), ("Đơn vị chủ trì", 36), ("Đơn vị được giám sát", 36), ("Trạng thái", 20),
    ("Kiến nghị", 10), ("Đã thực hiện", 12), ("Quá hạn", 10),
)  # fmt: skip


@login_required
@require_GET
def visit_list(request: HttpRequest) -> HttpResponse:
    form, rows = _chosen(request)
    context = {
        "form": form,
        "page_obj": page_of(request, rows),
        "filtered": bool(form.chosen()),
        "may_plan": bool(units_of(request.user, *SUPERVISING_ROLES)),
    }
    return render(request, "campaigns/supervision/visit_list.html", context)


@login_required
@require_GET
def visit_export(request: HttpRequest) -> HttpResponse:
    _form, rows = _chosen(request)
    lines = (
        [row.planned_on, row.get_kind_display(), row.subject, row.unit.name, row.visited.name, row.get_status_display(),
         row.asked, row.done, row.late]
        for row in rows.iterator(chunk_size=2000)
    )  # fmt: skip
    return workbook(sheet("Giám sát", _COLUMNS, lines), f"giam-sat-{timezone.localdate():%Y-%m-%d}.xlsx")


@login_required
@require_http_methods(["GET", "POST"])
def visit_new(request: HttpRequest) -> HttpResponse:
    units = units_of(request.user, *SUPERVISING_ROLES)
    if not units:
        raise PermissionDenied("Chỉ lãnh đạo, trưởng ban hoặc cán bộ tham mưu được lập cuộc giám sát.")
    form = VisitForm(request.POST or None, units=units, user=request.user)
    if form.is_bound and (made := carried_out(form, services.plan_visit, by=request.user)):
        messages.success(
            request, "Đã lập cuộc giám sát. Lãnh đạo thông báo thì đơn vị được giám sát mới thấy."
        )
        return redirect("campaigns:visit_detail", pk=made.pk)
    return _form(request, form, None)


@login_required
@require_http_methods(["GET", "POST"])
def visit_edit(request: HttpRequest, pk: int) -> HttpResponse:
    visit = _to_run(request, pk)
    form = VisitForm(request.POST or None, units=[], user=request.user, instance=visit)
    if form.is_bound and carried_out(form, services.change_visit, visit, by=request.user):
        messages.success(request, "Đã lưu cuộc giám sát.")
        return redirect("campaigns:visit_detail", pk=pk)
    return _form(request, form, visit)


@login_required
@require_GET
def visit_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, _visible(request, pk), RecommendationForm())


@login_required
@require_POST
def visit_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    visit = _visible(request, pk)
    try:
        moved = services.take_step(visit, step, by=request.user, note=nfc(request.POST.get("note", "")))
    except (IllegalStep, NoteMissing) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Cuộc giám sát: {str(moved.get_status_display()).lower()}.")
    return redirect("campaigns:visit_detail", pk=pk)


@login_required
@require_POST
def visit_recommend(request: HttpRequest, pk: int) -> HttpResponse:
    visit = _to_run(request, pk)
    form = RecommendationForm(request.POST)
    if carried_out(form, services.recommend, visit, by=request.user):
        messages.success(request, "Đã thêm kiến nghị.")
        return redirect("campaigns:visit_detail", pk=pk)
    return _show(request, visit, form, status=422)


@login_required
@require_GET
def visit_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    visit = _visible(request, pk)
    content = preview_pdf(minutes_paper(visit)).content
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="bien-ban-giam-sat-{visit.pk}.pdf"'
    return answer


@login_required
@require_POST
def recommendation_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    one = _recommendation(request, pk)
    try:
        moved = services.follow(one, step, by=request.user, note=nfc(request.POST.get("note", "")))
    except (IllegalStep, NoteMissing) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Kiến nghị: {str(moved.get_status_display()).lower()}.")
    return redirect("campaigns:visit_detail", pk=one.visit_id)


@login_required
@require_POST
def recommendation_drop(request: HttpRequest, pk: int) -> HttpResponse:
    one = _recommendation(request, pk)
    try:
        services.drop_recommendation(one, by=request.user)
    except IllegalStep as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Đã bỏ kiến nghị.")
    return redirect("campaigns:visit_detail", pk=one.visit_id)


# --- shared


def _chosen(request: HttpRequest) -> tuple[VisitFilterForm, Any]:
    form = VisitFilterForm(request.GET)
    chosen = form.chosen()
    rows = queries.visit_rows(
        request.user, text=nfc(chosen.get("q", "")), status=chosen.get("tt", ""), kind=chosen.get("loai", "")
    )
    return form, rows


def _visible(request: HttpRequest, pk: int) -> Visit:
    rows = Visit.objects.visible_to(request.user).select_related("unit", "visited", "created_by")
    return get_object_or_404(rows, pk=pk)


def _to_run(request: HttpRequest, pk: int) -> Visit:
    visit = _visible(request, pk)
    if reason := runs_visit(request.user, visit):
        raise PermissionDenied(reason)
    return visit


def _recommendation(request: HttpRequest, pk: int) -> Recommendation:
    rows = Recommendation.objects.visible_to(request.user).select_related("visit__unit", "visit__visited")
    return get_object_or_404(rows, pk=pk)


def _form(request: HttpRequest, form: VisitForm, visit: Visit | None) -> HttpResponse:
    context = {"form": form, "visit": visit}
    return render(
        request, "campaigns/supervision/visit_form.html", context, status=422 if form.errors else 200
    )


def _show(request: HttpRequest, visit: Visit, form: RecommendationForm, status: int = 200) -> HttpResponse:
    asked = list(visit.recommendations.prefetch_related("moves__by"))
    runs = not runs_visit(request.user, visit)
    followed = visit.status == Visit.Status.HELD
    for one in asked:
        one.visit = visit
    context = {
        "visit": visit, "form": form, "runs": runs,
        "changing": runs and visit.status in (Visit.Status.PREPARED, Visit.Status.PLANNED),
        "may_drop": runs and visit.status == Visit.Status.PLANNED,
        "may_ask": runs and visit.status in (Visit.Status.PLANNED, Visit.Status.HELD),
        "asked": [(one, RECOMMENDATION_WORKFLOW.open_to(request.user, one) if followed else []) for one in asked],
        "steps": VISIT_WORKFLOW.open_to(request.user, visit),
        "moves": [(VISIT_WORKFLOW.label(move.step), move) for move in visit.moves.select_related("by")],
    }  # fmt: skip
    return render(request, "campaigns/supervision/visit_detail.html", context, status=status)
