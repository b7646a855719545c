"""The essay part for people with an account: the task, the essays of own units, choosing, the jury, the board."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.contests.essays import queries, services
from campaigns.contests.essays.forms import EssayTaskForm, MarkerForm
from campaigns.contests.essays.models import Essay, EssayMarker, EssayTask
from campaigns.contests.essays.workflow import ESSAY_WORKFLOW
from campaigns.contests.models import Contest
from campaigns.contests.ranking import Board, boards_of
from campaigns.contests.rules import ESSAY_RANKING
from campaigns.contests.views.contests import kept, to_run, tried
from campaigns.contests.workflow import runs_contest
from campaigns.services import CampaignError
from core.formats import write
from core.vietnamese import nfc
from core.workflow import IllegalStep

PAGE = 50


@login_required
@require_http_methods(["GET", "POST"])
def essay_task_new(request: HttpRequest, pk: int) -> HttpResponse:
    return _task_form(request, to_run(request, pk), None)


@login_required
@require_http_methods(["GET", "POST"])
def essay_task_edit(request: HttpRequest, pk: int) -> HttpResponse:
    task = task_to_run(request, pk)
    return _task_form(request, task.contest, task)


@login_required
@require_POST
def essay_task_remove(request: HttpRequest, pk: int) -> HttpResponse:
    task = task_to_run(request, pk)
    tried(request, lambda: services.remove_task(task, by=request.user), "Đã xóa phần tự luận.")
    return redirect("campaigns:contest_detail", pk=task.contest_id)


@login_required
@require_GET
def essay_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Essays of own units and units below; names stay hidden until the marks are fixed."""
    task = visible_task(request, pk)
    status = request.GET.get("trang-thai", "")
    rows = queries.essay_rows(request.user, task, text=nfc(request.GET.get("q", "")), status=status)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    for essay in page:
        essay.task = task
        essay.author = queries.names_authors(request.user, essay)
        essay.steps = ESSAY_WORKFLOW.open_to(request.user, essay) if task.forward_until else []
    context = {
        "task": task,
        "page_obj": page,
        "statuses": [choice for choice in Essay.Status.choices if choice[0] != Essay.Status.WRITING],
        "status": status,
        "runs": not runs_contest(request.user, task.contest),
    }
    return render(request, "campaigns/contests/essays/essay_list.html", context)


@login_required
@require_GET
def essay_detail(request: HttpRequest, pk: int) -> HttpResponse:
    essay = _visible_essay(request, pk)
    context = {
        "essay": essay,
        "author": queries.names_authors(request.user, essay),
        "steps": ESSAY_WORKFLOW.open_to(request.user, essay) if essay.task.forward_until else [],
        # Points of the markers are nobody's to see before they are fixed.
        "markings": essay.markings.select_related("marker") if essay.task.marked_at else [],
        "changes": essay.changes.select_related("by") if essay.task.marked_at else [],
    }
    return render(request, "campaigns/contests/essays/essay_detail.html", context)


@login_required
@require_POST
def essay_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    essay = _visible_essay(request, pk)
    try:
        moved = services.move_essay(essay, step, by=request.user)
    except (IllegalStep, CampaignError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Bài {moved.code} đang ở {moved.at_unit.name}.")
    return redirect("campaigns:essay_list", pk=essay.task_id)


@login_required
@require_http_methods(["GET", "POST"])
def essay_jury(request: HttpRequest, pk: int) -> HttpResponse:
    """Who marks, how far they are; POST adds a member."""
    task = task_to_run(request, pk)
    form = MarkerForm(request.POST or None, user=request.user)
    if kept(form, lambda: services.add_marker(task, form.cleaned_data["person"], by=request.user)):
        messages.success(request, "Đã thêm giám khảo.")
        return redirect("campaigns:essay_jury", pk=pk)
    context = {
        "task": task,
        "form": form,
        "jury": queries.jury_of(task),
        "progress": queries.progress_of(task),
    }
    status = 422 if form.errors else 200
    return render(request, "campaigns/contests/essays/essay_jury.html", context, status=status)


@login_required
@require_POST
def marker_remove(request: HttpRequest, pk: int) -> HttpResponse:
    rows = EssayMarker.objects.filter(task__contest__in=Contest.objects.visible_to(request.user))
    marker = get_object_or_404(rows.select_related("task__contest__owner"), pk=pk)
    if reason := runs_contest(request.user, marker.task.contest):
        raise PermissionDenied(reason)
    tried(request, lambda: services.remove_marker(marker, by=request.user), "Đã bỏ giám khảo.")
    return redirect("campaigns:essay_jury", pk=marker.task_id)


@login_required
@require_POST
def essays_deal(request: HttpRequest, pk: int) -> HttpResponse:
    task = task_to_run(request, pk)
    try:
        turns = services.deal_out(task, by=request.user)
    except CampaignError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Đã giao {write.number(turns)} lượt chấm.")
    return redirect("campaigns:essay_jury", pk=pk)


@login_required
@require_POST
def essays_lock(request: HttpRequest, pk: int) -> HttpResponse:
    task = task_to_run(request, pk)
    tried(request, lambda: services.lock_marks(task, by=request.user), "Đã khóa điểm tự luận.")
    return redirect("campaigns:essay_jury", pk=pk)


@login_required
@require_GET
def essay_results(request: HttpRequest, pk: int) -> HttpResponse:
    """The board once the marks are fixed; people below see their own with the rank among all."""
    task = visible_task(request, pk)
    board = Board(nfc(request.GET.get("loai", ""))[:40], nfc(request.GET.get("cum", ""))[:40])
    rows = queries.ranked_essays(task, board) if task.marked_at else Essay.objects.none()
    if task.marked_at:
        rows = queries.seen_by(request.user, rows, text=nfc(request.GET.get("q", "")))
    kinds, clusters = boards_of(task.contest)
    context = {
        "task": task, "board": board, "kinds": kinds, "clusters": clusters, "rule": ESSAY_RANKING,
        "page_obj": Paginator(rows, PAGE).get_page(request.GET.get("page")),
    }  # fmt: skip
    return render(request, "campaigns/contests/essays/essay_results.html", context)


# --- pieces


def visible_task(request: HttpRequest, pk: int) -> EssayTask:
    """The task when the person may see its contest, else 404."""
    rows = EssayTask.objects.filter(contest__in=Contest.objects.visible_to(request.user))
    return get_object_or_404(rows.select_related("contest__owner"), pk=pk)


def task_to_run(request: HttpRequest, pk: int) -> EssayTask:
    """The task when the person runs its contest; 404 for strangers, 403 without the role."""
    task = visible_task(request, pk)
    if reason := runs_contest(request.user, task.contest):
        raise PermissionDenied(reason)
    return task


def _visible_essay(request: HttpRequest, pk: int) -> Essay:
    rows = Essay.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("task__contest__owner", "participant__unit", "at_unit"), pk=pk
    )


def _task_form(request: HttpRequest, contest: Contest, task: EssayTask | None) -> HttpResponse:
    form = EssayTaskForm(request.POST or None, task=task)
    if kept(form, lambda: services.save_task(contest, task, by=request.user, **form.cleaned_data)):
        messages.success(request, "Đã lưu phần tự luận.")
        return redirect("campaigns:contest_detail", pk=contest.pk)
    context = {"form": form, "contest": contest, "task": task}
    status = 422 if form.errors else 200
    return render(request, "campaigns/contests/essays/task_form.html", context, status=status)
