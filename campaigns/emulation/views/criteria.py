"""Sets of criteria: finding, reading, writing, putting in force, copying for another year or place."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.emulation import queries, services
from campaigns.emulation.forms.criteria import (
    PART_FORMS,
    PART_NAMES,
    CriteriaCopyForm,
    CriteriaForm,
    CriteriaHeadForm,
    tie_break_choices,
)
from campaigns.emulation.models import CriteriaSet, EmulationCriterion
from campaigns.emulation.views.shared import criteria_of, criteria_to_change, kept
from campaigns.emulation.workflow import CRITERIA_WORKFLOW, changes_criteria
from campaigns.services import CampaignError
from campaigns.workflow import CAMPAIGN_ROLES
from core.vietnamese import nfc
from core.workflow import IllegalStep
from units.scope import units_of

PAGE = 20


@login_required
@require_GET
def criteria_list(request: HttpRequest) -> HttpResponse:
    status = request.GET.get("trang-thai", "")
    rows = queries.criteria_rows(request.user, text=nfc(request.GET.get("q", "")), status=status)
    context = {
        "page_obj": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "statuses": CriteriaSet.Status.choices,
        "status": status,
        "may_start": bool(units_of(request.user, *CAMPAIGN_ROLES)),
    }
    return render(request, "campaigns/emulation/criteria_list.html", context)


@login_required
@require_GET
def criteria_detail(request: HttpRequest, pk: int) -> HttpResponse:
    criteria = criteria_of(request, pk)
    owners = units_of(request.user, *CAMPAIGN_ROLES)
    words = dict(tie_break_choices(criteria))
    context: dict[str, Any] = {
        "criteria": criteria,
        "groups": criteria.groups.prefetch_related("criteria__fallback"),
        "grades": criteria.grades.all(),
        "conditions": criteria.conditions.select_related("fallback"),
        "ties": [words[name] for name in criteria.tie_breaks if name in words],
        "changing": criteria.status == CriteriaSet.Status.DRAFT
        and not changes_criteria(request.user, criteria),
        "steps": CRITERIA_WORKFLOW.open_to(request.user, criteria),
        "copy": CriteriaCopyForm(user=request.user, owners=owners, criteria=criteria) if owners else None,
    }
    return render(request, "campaigns/emulation/criteria_detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def criteria_new(request: HttpRequest) -> HttpResponse:
    owners = units_of(request.user, *CAMPAIGN_ROLES)
    if not owners:
        raise PermissionDenied("Chỉ lãnh đạo hoặc cán bộ tham mưu được soạn bộ tiêu chí.")
    form = CriteriaForm(request.POST or None, user=request.user, owners=owners)
    criteria = kept(form, lambda: services.create_criteria(by=request.user, **form.cleaned_data))
    if criteria:
        messages.success(request, "Đã lập bộ tiêu chí. Hãy sửa cho đúng rồi trình lãnh đạo cho áp dụng.")
        return redirect("campaigns:criteria_detail", pk=criteria.pk)
    return _form(request, form, title="Soạn bộ tiêu chí", criteria=None)


@login_required
@require_http_methods(["GET", "POST"])
def criteria_edit(request: HttpRequest, pk: int) -> HttpResponse:
    criteria = criteria_to_change(request, pk)
    form = CriteriaHeadForm(request.POST or None, criteria=criteria)
    if kept(form, lambda: services.change_criteria(criteria, by=request.user, **form.given())):
        messages.success(request, "Đã lưu bộ tiêu chí.")
        return redirect("campaigns:criteria_detail", pk=pk)
    return _form(request, form, title="Sửa bộ tiêu chí", criteria=criteria)


@login_required
@require_POST
def criteria_copy(request: HttpRequest, pk: int) -> HttpResponse:
    criteria = criteria_of(request, pk)
    owners = units_of(request.user, *CAMPAIGN_ROLES)
    if not owners:
        raise PermissionDenied("Chỉ lãnh đạo hoặc cán bộ tham mưu được lập bản mới của bộ tiêu chí.")
    form = CriteriaCopyForm(request.POST, user=request.user, owners=owners, criteria=criteria)
    made = kept(form, lambda: services.copy_criteria(criteria, by=request.user, **form.cleaned_data))
    if not made:
        messages.error(request, " ".join(str(e) for errors in form.errors.values() for e in errors))
        return redirect("campaigns:criteria_detail", pk=pk)
    messages.success(request, "Đã lập bản mới. Bản cũ giữ nguyên.")
    return redirect("campaigns:criteria_detail", pk=made.pk)


@login_required
@require_POST
def criteria_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    criteria = criteria_of(request, pk)
    try:
        moved = services.take_criteria_step(criteria, step, by=request.user)
    except (IllegalStep, CampaignError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Bộ tiêu chí: {str(moved.get_status_display()).lower()}.")
    return redirect("campaigns:criteria_detail", pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def criteria_part(request: HttpRequest, pk: int, kind: str, part_pk: int = 0) -> HttpResponse:
    """A new part of the set, or one it has: nhom, tieu-chi, hang, dieu-kien."""
    criteria = criteria_to_change(request, pk)
    part = _part(criteria, kind, part_pk) if part_pk else None
    if kind not in PART_FORMS:
        raise Http404
    form = PART_FORMS[kind](request.POST or None, criteria=criteria, part=part)
    if kept(form, lambda: services.save_part(criteria, kind, part, by=request.user, **form.given())):
        messages.success(request, f"Đã lưu {PART_NAMES[kind]}.")
        return redirect("campaigns:criteria_detail", pk=pk)
    verb = "Sửa" if part else "Thêm"
    return _form(request, form, title=f"{verb} {PART_NAMES[kind]}", criteria=criteria)


@login_required
@require_POST
def criteria_part_remove(request: HttpRequest, pk: int, kind: str, part_pk: int) -> HttpResponse:
    criteria = criteria_to_change(request, pk)
    try:
        services.remove_part(criteria, _part(criteria, kind, part_pk), by=request.user)
    except CampaignError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Đã xóa {PART_NAMES[kind]}.")
    return redirect("campaigns:criteria_detail", pk=pk)


def _part(criteria: CriteriaSet, kind: str, pk: int) -> Any:
    rows = {
        "nhom": criteria.groups.all(),
        "hang": criteria.grades.all(),
        "dieu-kien": criteria.conditions.all(),
        "tieu-chi": EmulationCriterion.objects.filter(group__criteria_set=criteria),
    }
    if kind not in rows:
        raise Http404
    return get_object_or_404(rows[kind], pk=pk)


def _form(request: HttpRequest, form: Any, *, title: str, criteria: CriteriaSet | None) -> HttpResponse:
    context = {"form": form, "title": title, "criteria": criteria}
    return render(
        request, "campaigns/emulation/criteria_form.html", context, status=422 if form.errors else 200
    )
