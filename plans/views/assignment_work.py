"""What is told of one piece of work: progress, evidence, more time, other hands."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.forms import carried_out
from core.vietnamese import parse_id
from core.workflow import IllegalStep, NoteMissing
from documents.evidence import NewEvidence
from documents.models import Status
from plans.actors import GROUPS
from plans.assignments import queries, services
from plans.assignments.forms import (
    DeadlineForm,
    EvidenceForm,
    GiveForm,
    HandOverForm,
    MoreTimeForm,
    PlaceForm,
    ProgressForm,
)
from plans.assignments.models import Assignment, MoreTime, WorkEvidence
from plans.assignments.workflow import ASSIGNMENT_WORKFLOW, assignee, assigner, giver_at
from plans.models import Obligation, Plan, Task
from plans.views.assignments import show_work, work_context, work_row
from units.models import Unit

OFFERED = 15


@login_required
@require_POST
def assignment_progress(request: HttpRequest, pk: int) -> HttpResponse:
    row, form = _worked(request, pk), ProgressForm(request.POST)
    if carried_out(form, services.report_progress, row, by=request.user):
        messages.success(request, "Đã ghi tiến độ.")
        return redirect("plans:assignment_detail", pk=pk)
    return show_work(request, row, status=422, progress_form=form)


@login_required
@require_POST
def assignment_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    row, form = _worked(request, pk), EvidenceForm(request.POST, request.FILES)
    if carried_out(form, _keep_evidence, row, by=request.user):
        messages.success(request, "Đã thêm minh chứng.")
        return redirect("plans:assignment_detail", pk=pk)
    return show_work(request, row, status=422, evidence_form=form)


def _keep_evidence(row: Assignment, *, piece: NewEvidence, by: Any, **_typed: Any) -> WorkEvidence:
    return services.add_evidence(row, piece, by=by)


@login_required
@require_safe
def evidence_file(request: HttpRequest, pk: int) -> FileResponse:
    """The file to save; nothing somebody uploaded opens inside the portal."""
    piece = get_object_or_404(WorkEvidence.objects.visible_to(request.user), pk=pk)
    if not piece.file:
        raise Http404("Minh chứng này là một đường dẫn.")
    extension = PurePath(str(piece.file.name)).suffix
    name = PurePath(piece.original_name).stem or f"minh-chung-{piece.pk}"
    answer = FileResponse(piece.file.open(), as_attachment=True, filename=f"{name}{extension}")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@login_required
@require_POST
def evidence_remove(request: HttpRequest, pk: int) -> HttpResponse:
    found = WorkEvidence.objects.visible_to(request.user).select_related("assignment")
    piece = get_object_or_404(found, pk=pk)
    return _told(request, piece.assignment, "Đã bỏ minh chứng.", services.remove_evidence, piece)


@login_required
@require_POST
def assignment_more_time(request: HttpRequest, pk: int) -> HttpResponse:
    row, form = _worked(request, pk), MoreTimeForm(request.POST)
    if carried_out(form, services.ask_more_time, row, by=request.user):
        messages.success(request, "Đã gửi xin gia hạn tới người giao việc.")
        return redirect("plans:assignment_detail", pk=pk)
    return show_work(request, row, status=422, time_form=form)


@login_required
@require_POST
def more_time_answer(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Assignment.objects.visible_to(request.user).values("pk")
    wish = get_object_or_404(MoreTime.objects.select_related("assignment"), pk=pk, assignment__in=rows)
    granted = request.POST.get("granted") == "1"
    words = "Đã gia hạn." if granted else "Đã trả lời không gia hạn."
    return _told(
        request, wish.assignment, words, services.answer_more_time, wish, granted=granted,
        answer=request.POST.get("note", ""), along=bool(request.POST.get("along")),
    )  # fmt: skip


@login_required
@require_POST
def assignment_deadline(request: HttpRequest, pk: int) -> HttpResponse:
    """The assigner moves the deadline."""
    row = work_row(request, pk)
    refused = assigner(request.user, row)
    if refused:
        raise PermissionDenied(refused)
    form = DeadlineForm(request.POST, assignment=row)
    if carried_out(form, services.move_deadline, row, by=request.user):
        messages.success(request, "Đã đổi hạn và báo cho nơi làm.")
        return redirect("plans:assignment_detail", pk=pk)
    return show_work(request, row, status=422, deadline_form=form)


@login_required
@require_POST
def assignment_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    row = _worked(request, pk)
    form = HandOverForm(request.POST, assignment=row)
    if carried_out(form, services.hand_over, row, by=request.user):
        messages.success(request, "Đã chuyển việc.")
        return redirect("plans:assignment_detail", pk=pk)
    return show_work(request, row, status=422, over_form=form)


def _worked(request: HttpRequest, pk: int) -> Assignment:
    row = work_row(request, pk)
    refused = assignee(request.user, row)
    if refused:
        raise PermissionDenied(refused)
    return row


def _told(
    request: HttpRequest, row: Assignment, words: str, service: Any, *told: Any, **more: Any
) -> HttpResponse:
    try:
        service(*told, by=request.user, **more)
    except (IllegalStep, NoteMissing) as refused:
        messages.error(request, str(refused))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, words)
    return redirect("plans:assignment_detail", pk=row.pk)


# --- giving out and handing on


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def work_give(request: HttpRequest, pk: int, block_id: str) -> HttpResponse:
    """Who gets a task or duty of an issued plan."""
    plans = Plan.objects.visible_to(request.user).select_related("issuer")
    plan = get_object_or_404(plans, pk=pk)
    refused = giver_at(request.user, plan.issuer)
    if refused:
        raise PermissionDenied(refused)
    work = _work_or_404(plan, block_id)
    if plan.status != Status.ISSUED:
        messages.error(request, "Chỉ giao việc từ kế hoạch đã phát hành.")
        return redirect("plans:plan_detail", pk=pk)
    due = getattr(work, "deadline_on", None) or getattr(work, "due_on", None)
    form = GiveForm(
        request.POST if request.method == "POST" else None, unit=plan.issuer,
        initial={"deadline_on": due, "group": GROUPS.get(getattr(work, "lead_class", ""), "")},
    )  # fmt: skip
    if made := carried_out(form, services.give, plan, block_id, by=request.user):
        messages.success(request, f"Đã giao việc cho {made.assignments.count()} nơi.")
        return redirect(f"{reverse('plans:work_give', args=[pk, block_id])}#da-giao")
    context = work_context(request.user, "") | {
        "plan": plan,
        "work": work,
        "form": form,
        "rounds": queries.rounds_of(plan, block_id)[:20],
        "standing": queries.standing_by_block(plan).get(block_id),
    }
    return render(request, "plans/assignments/give.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def work_units(request: HttpRequest, pk: int) -> HttpResponse:
    """Units below that match, as boxes to tick; those ticked already come first."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=pk)
    refused = giver_at(request.user, unit)
    if refused:
        raise PermissionDenied(refused)
    text = request.GET.get("tim", "").strip()
    ticked = [parse_id(one) for one in request.GET.getlist("below")[: queries.MOST_FOUND]]
    below = queries.units_below(unit)
    rows = (
        below.search(text).exclude(pk__in=ticked).order_by("depth", "sort_key", "pk")
        if text
        else below.none()
    )
    found = queries.with_lines(rows[: OFFERED + 1])
    context = {
        "chosen": queries.with_lines(below.filter(pk__in=ticked)), "found": found[:OFFERED], "text": text,
        "more": len(found) > OFFERED,
    }  # fmt: skip
    return render(request, "plans/assignments/_unit_options.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def assignment_hand_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Units below that get the work handed on."""
    row = _worked(request, pk)
    step = next((t for t in ASSIGNMENT_WORKFLOW.open_to(request.user, row) if t.step == "hand_on"), None)
    if step is None or not row.unit.child_count:
        messages.error(request, "Việc này không chuyển tiếp được nữa, hoặc đơn vị không có cấp dưới.")
        return redirect("plans:assignment_detail", pk=pk)
    posted = request.POST if request.method == "POST" else None
    form = PlaceForm(posted, unit=row.unit, initial={"deadline_on": row.deadline_on})
    if made := carried_out(form, services.hand_on, row, by=request.user):
        messages.success(request, f"Đã chuyển tiếp cho {made.assignments.count()} đơn vị.")
        return redirect("plans:assignment_detail", pk=pk)
    context = work_context(request.user, "") | {"row": row, "form": form}
    return render(request, "plans/assignments/hand_on.html", context, status=422 if form.errors else 200)


def _work_or_404(plan: Plan, block_id: str) -> Task | Obligation:
    for model in (Task, Obligation):
        if found := model.objects.filter(plan=plan, block_id=block_id).first():
            return found  # type: ignore[no-any-return]
    raise Http404("Không có nhiệm vụ này trong kế hoạch.")
