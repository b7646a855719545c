"""Lists of work, one piece of work, its steps; many at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.vietnamese import parse_id
from core.workflow import IllegalStep, NoteMissing
from documents.views.parts import page_of, workbook
from plans.assignments import queries, services
from plans.assignments.forms import (
    DeadlineForm,
    EvidenceForm,
    HandOverForm,
    MoreTimeForm,
    ProgressForm,
    WorkFilterForm,
)
from plans.assignments.models import DEADLINE_MOVED, Assignment, MoreTimeState
from plans.assignments.spreadsheets import work_workbook
from plans.assignments.workflow import ASSIGNMENT_WORKFLOW, WORKABLE, answerer, assignee, assigner
from plans.models import Plan

MOST_AT_ONCE = 200
MOST_EXPORTED = 50_000
BULK = {"accept": "Nhận việc", "confirm": "Xác nhận"}
DONE = {
    "accept": "Đã nhận việc.", "report": "Đã báo xong, chờ người giao xác nhận.", "confirm": "Đã xác nhận.",
    "return": "Đã trả lại.", "reopen": "Đã mở lại.", "withdraw": "Đã thu hồi.",
}  # fmt: skip


def work_context(user: Any, current: str) -> dict[str, Any]:
    """What the tabs of this part print."""
    return {"work_counts": queries.side_counts(user), "work_tab": current, "nav_current": "work"}


@login_required
@require_safe
def assignment_list(request: HttpRequest) -> HttpResponse:
    side, form, rows = _found(request)
    page = page_of(request, queries.with_words(rows))
    context = work_context(request.user, side) | {
        "side": side,
        "form": form,
        "page_obj": page,
        "bulk": "confirm" if side == queries.GIVEN else "accept",
    }
    return render(request, "plans/assignments/list.html", context)


@login_required
@require_safe
def assignment_export(request: HttpRequest) -> HttpResponse:
    side, _form, rows = _found(request)
    found = queries.with_words(rows)[:MOST_EXPORTED].iterator(chunk_size=2000)
    return workbook(work_workbook(found, title=queries.SIDES[side].upper()), f"viec-{side}.xlsx")


def _found(request: HttpRequest) -> tuple[str, WorkFilterForm, Any]:
    side = request.GET.get("ben", queries.MINE)
    side = side if side in queries.SIDES else queries.MINE
    rows = queries.side_of(request.user, side)
    form = WorkFilterForm(request.GET, plans=queries.plans_in(rows))
    return side, form, queries.narrowed(rows, form.chosen())


@login_required
@require_POST
def assignment_bulk(request: HttpRequest) -> HttpResponse:
    """Accept or confirm the chosen rows, each by itself; the page tells what became of each."""
    step = request.POST.get("step", "")
    if step not in BULK:
        raise PermissionDenied("Chỉ nhận và xác nhận được làm cho nhiều việc cùng lúc.")
    chosen = [parse_id(pk) for pk in request.POST.getlist("viec")[:MOST_AT_ONCE]]
    rows = list(queries.with_words(Assignment.objects.visible_to(request.user).filter(pk__in=chosen)))
    if not rows:
        messages.error(request, "Hãy chọn ít nhất một việc.")
        return redirect(_back_to_list(request))
    results = services.take_step_for_many(rows, step, by=request.user)
    context = work_context(request.user, "") | {
        "results": results,
        "label": BULK[step],
        "went": sum(not why for _row, why in results),
        "back_url": _back_to_list(request),
    }
    return render(request, "plans/assignments/bulk.html", context)


def _back_to_list(request: HttpRequest) -> str:
    side = request.POST.get("ben", "")
    return f"{reverse('plans:assignment_list')}?ben={side if side in queries.SIDES else queries.MINE}"


# --- one piece of work


def work_row(request: HttpRequest, pk: int) -> Assignment:
    found: Assignment = get_object_or_404(
        queries.with_words(Assignment.objects.visible_to(request.user)), pk=pk
    )
    return found


@login_required
@require_safe
def assignment_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return show_work(request, work_row(request, pk))


def show_work(request: HttpRequest, row: Assignment, *, status: int = 200, **refused: Any) -> HttpResponse:
    """The page of one piece of work; `refused` holds a form that was not taken, by its name in the page."""
    user = request.user
    works = not assignee(user, row) and row.status in WORKABLE
    wish = row.more_time.filter(state=MoreTimeState.ASKED).select_related("asked_by").first()
    if wish:
        wish.assignment = row
    may_answer = wish is not None and not answerer(user, wish)
    steps = ASSIGNMENT_WORKFLOW.open_to(user, row)
    context = work_context(user, "") | {
        "row": row,
        "may_open_plan": Plan.objects.visible_to(user).filter(pk=row.plan_id).exists(),
        "steps": [step for step in steps if step.step != "hand_on"],
        "may_hand_on": any(step.step == "hand_on" for step in steps) and row.unit.child_count > 0,
        "works": works,
        "may_keep_evidence": not assignee(user, row) and not row.is_closed,
        "wish": wish,
        "may_answer": may_answer,
        "same_day_below": queries.same_day_below(row) if may_answer else 0,
        "history": row.more_time.select_related("asked_by", "answered_by"),
        "moves": [
            (ASSIGNMENT_WORKFLOW.label(move.step) if move.step not in OWN_WORDS else OWN_WORDS[move.step], move)
            for move in row.moves.select_related("by")
        ],
        "evidence": row.evidence.select_related("added_by"),
        "handed": queries.with_words(Assignment.objects.filter(round__parent=row)).order_by("unit__sort_key")[:50],
        "handed_standing": queries.standing(Assignment.objects.filter(round__parent=row)),
        "progress_form": ProgressForm(initial={"percent": row.progress}) if works else None,
        "evidence_form": EvidenceForm(),
        "time_form": MoreTimeForm() if works and row.deadline_on and not wish else None,
        "deadline_form": DeadlineForm(assignment=row)
        if not assigner(user, row) and row.status in WORKABLE and not wish else None,
        "over_form": HandOverForm(assignment=row) if works and row.status != "handed_on" else None,
    }  # fmt: skip
    return render(request, "plans/assignments/detail.html", context | refused, status=status)


OWN_WORDS = {
    "progress": "Báo tiến độ", "hand_over": "Chuyển người làm", "ask_more_time": "Xin gia hạn",
    DEADLINE_MOVED: "Đổi hạn", "grant_more_time": "Cho gia hạn", "refuse_more_time": "Không gia hạn",
}  # fmt: skip


@login_required
@require_POST
def assignment_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One step; where it came from (list, board or page) is where it goes back to."""
    row = get_object_or_404(Assignment.objects.visible_to(request.user), pk=pk)
    try:
        services.take_step(row, step, by=request.user, note=request.POST.get("note", ""))
    except (IllegalStep, NoteMissing) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, DONE.get(step, "Đã ghi."))
    if request.POST.get("ve") == "bang":
        side = request.POST.get("ben", "")
        known = side if side in queries.SIDES else queries.MINE
        return redirect(f"{reverse('plans:assignment_board')}?ben={known}#viec-{pk}")
    return redirect("plans:assignment_detail", pk=pk)
