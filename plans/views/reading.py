"""Finding plans, reading one, taking it a step further, comparing versions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST, require_safe

from core.workflow import IllegalStep, NoteMissing
from documents.html import preview_fragment
from documents.layout import LayoutError
from documents.models import FINAL, Status
from documents.queries import moves_of, stages_of
from documents.review.queries import steps_open_to
from documents.services import DocumentError
from documents.views.paper import amendment_context, pdf_context, seen_version
from documents.views.review_compose import review_context
from plans import docx, queries, services
from plans.adopting import review_of
from plans.assignments.workflow import giver_at
from plans.beside import beside
from plans.discussion import has_open_remarks
from plans.forms import PlanFilterForm
from plans.lineage import flagged, upper_changes
from plans.models import ChangeDecision, Plan, Task
from plans.pages import plan_paper
from plans.views.checking import belongs_to_issuer, findings_context
from units.models import Role
from units.scope import holds, units_of

PAGE = 20
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@login_required
@require_GET
def plan_list(request: HttpRequest) -> HttpResponse:
    side = request.GET.get("ben", "cua-toi")
    form = PlanFilterForm(request.GET)
    plans = queries.plan_rows(request.user, side=side, filters=form.chosen())
    page = Paginator(plans, PAGE).get_page(request.GET.get("page"))
    flags = flagged(page)
    for plan in page:
        plan.upper_flag = flags.get(plan.pk, "")
    context = {
        "page_obj": page,
        "side": side,
        "form": form,
        "counts": queries.side_counts(request.user),
        "may_draft": bool(units_of(request.user, Role.DRAFTER)),
        "tab_own": side == "cua-toi",
        "tab_upper": side == "cap-tren",
        "tab_lower": side == "cap-duoi",
    }
    return render(request, "plans/plan_list.html", context)


@login_required
@require_GET
def plan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(queries.plans_to_read(request.user), pk=pk)
    may_draft = holds(request.user, Role.DRAFTER, at=plan.issuer) and plan.is_editable
    moves = moves_of(plan, request.user)
    context = {
        "plan": plan,
        "sheet": preview_fragment(plan_paper(plan).paper),
        "steps": steps_open_to(request.user, plan),
        **review_context(request.user, plan),
        "stages": stages_of(plan, moves),
        "moves": moves,
        "tasks": Paginator(queries.task_rows(plan), PAGE).get_page(request.GET.get("viec")),
        "responsibilities": plan.responsibilities.select_related("actor_unit", "department"),
        "obligations": plan.obligations.select_related("reports_to"),
        "beside": beside(request.user, plan),
        "derivable_for": queries.units_that_may_derive(request.user, plan),
        "may_draft": may_draft,
        "may_give": plan.status == Status.ISSUED and not giver_at(request.user, plan.issuer),
        "may_save_template": holds(request.user, Role.DRAFTER, at=plan.issuer),
        "sees_comments": belongs_to_issuer(request.user, plan),
        "has_remarks": _sends_remarks(request, plan),
        "may_replace": plan.status == Status.ISSUED and holds(request.user, Role.DRAFTER, at=plan.issuer),
        "can_delete": plan.status == Status.DRAFT and not plan.moves.exists(),
    }
    context |= _coverage(request, plan) | _followed(plan, may_draft) | _changed_above(request, plan)
    checks = context["sees_comments"] and plan.status not in FINAL
    context |= findings_context(request, plan) if checks else {"findings": None}
    context |= amendment_context(request.user, plan)
    return render(request, "plans/plan_detail.html", context | pdf_context(plan, request.user))


def _sends_remarks(request: HttpRequest, plan: Plan) -> bool:
    """Whether what is said about the plan goes along into a Word file: only its own people read that."""
    return belongs_to_issuer(request.user, plan) and has_open_remarks(plan)


def _followed(plan: Plan, may_draft: bool) -> dict[str, Any]:
    """What is measured, and what its drafter still has to state or to review."""
    outline = queries.content_of(plan).outline
    return {
        "targets": queries.targets_with_measures(plan),
        "unstated": queries.unstated_targets(plan, outline) if may_draft else [],
        "review": review_of(outline) if plan.derived_from_id else None,
        "missing": services.missing_for_review(plan) if may_draft else {},
    }


def _changed_above(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    """What became of the plans this one comes from."""
    changes = upper_changes([plan]).get(plan.pk, []) if plan.derived_from_id else []
    return {
        "upper_changes": changes,
        "may_answer": bool(changes) and services.may_answer(request.user, plan),
        "change_decisions": ChangeDecision.choices,
    }


def _coverage(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    """The units below with the plan each made of this one, a page at a time."""
    text = request.GET.get("q", "").strip()
    page = Paginator(queries.receivers_of(plan, request.user, text), PAGE).get_page(request.GET.get("trang"))
    return {
        "receivers": page,
        "derived": queries.derived_plans(plan, request.user, page),
        "receiver_text": text,
    }


@login_required
@require_safe
def plan_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan as a Word file, made on the spot; for its own people with what is said about the draft, unless ?sach."""
    plan = get_object_or_404(queries.plans_to_read(request.user), pk=pk)
    remarks = "sach" not in request.GET and _sends_remarks(request, plan)
    try:
        written = docx.plan_docx(plan, remarks=remarks)
    except LayoutError as refused:
        messages.error(request, str(refused))
        return redirect("plans:plan_detail", pk=pk)
    answer = HttpResponse(written, content_type=DOCX)
    answer["Content-Disposition"] = content_disposition_header(True, docx.docx_name(plan))
    answer["Cache-Control"] = "private, no-cache"
    return answer


@login_required
@require_POST
def plan_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    plan = get_object_or_404(Plan.objects.visible_to(request.user), pk=pk)
    try:
        note, seen = request.POST.get("note", ""), seen_version(request)
        moved = services.take_plan_step(plan, step, by=request.user, note=note, version=seen)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    except (IllegalStep, NoteMissing, DocumentError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, queries.step_words(step, moved))
    return redirect("plans:plan_detail", pk=pk)


@login_required
@require_POST
def task_state(request: HttpRequest, pk: int) -> HttpResponse:
    task = get_object_or_404(
        Task.objects.visible_to(request.user).select_related("plan__issuer", "lead_unit"), pk=pk
    )
    try:
        services.set_task_state(task, request.POST.get("state", ""), by=request.user)
    except IllegalStep as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Đã cập nhật tình trạng nhiệm vụ.")
    return redirect("plans:plan_detail", pk=task.plan_id)
