"""Finding contests, the page of one, starting and changing it, its rounds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.contests import queries, services
from campaigns.contests.essays.models import Marking
from campaigns.contests.forms import ContestForm, RoundForm, RoundSetForm
from campaigns.contests.models import Contest, ContestRound
from campaigns.contests.rules import rules_of
from campaigns.contests.workflow import CONTEST_WORKFLOW, runs_contest
from campaigns.services import CampaignError
from campaigns.workflow import CAMPAIGN_ROLES
from core.vietnamese import nfc, parse_id
from core.workflow import IllegalStep
from documents.qr import qr_svg
from units.scope import units_of

PAGE = 20


@login_required
@require_GET
def contest_list(request: HttpRequest) -> HttpResponse:
    status = request.GET.get("trang-thai", "")
    rows = queries.contest_rows(request.user, text=nfc(request.GET.get("q", "")), status=status)
    context = {
        "page_obj": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "statuses": Contest.Status.choices,
        "status": status,
        "may_start": bool(units_of(request.user, *CAMPAIGN_ROLES)),
        "marks": Marking.objects.visible_to(request.user).exists(),
    }
    return render(request, "campaigns/contests/contest_list.html", context)


@login_required
@require_GET
def contest_detail(request: HttpRequest, pk: int) -> HttpResponse:
    contest = visible(request, pk)
    public = contest.status in Contest.PUBLIC
    page = settings.SITE_URL + reverse("contests:landing", kwargs={"code": contest.code})
    context: dict[str, Any] = {
        "page": page,
        "qr": qr_svg(page, label="Mã QR vào thi") if public else "",
        "contest": contest,
        "rounds": contest.rounds.all(),
        "tasks": contest.essay_tasks.all(),
        "rules": contest.rules or rules_of(contest),
        "runs": not runs_contest(request.user, contest),
        "changing": contest.status == Contest.Status.PREPARING,
        "steps": CONTEST_WORKFLOW.open_to(request.user, contest),
        "question_count": contest.questions.count(),
        "public": public,
    }
    return render(request, "campaigns/contests/contest_detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def contest_new(request: HttpRequest) -> HttpResponse:
    owners = units_of(request.user, *CAMPAIGN_ROLES)
    if not owners:
        raise PermissionDenied("Chỉ lãnh đạo hoặc cán bộ tham mưu được lập cuộc thi.")
    start = {"campaign": parse_id(request.GET.get("chien-dich", "")) or None}
    form = ContestForm(request.POST or None, user=request.user, owners=owners, initial=start)
    contest = kept(form, lambda: services.create_contest(by=request.user, **form.cleaned_data))
    if contest:
        messages.success(request, "Đã lập cuộc thi. Hãy thêm vòng thi và câu hỏi rồi trình duyệt.")
        return redirect("campaigns:contest_detail", pk=contest.pk)
    context = {"form": form, "contest": None}
    return render(
        request, "campaigns/contests/contest_form.html", context, status=422 if form.errors else 200
    )


@login_required
@require_http_methods(["GET", "POST"])
def contest_edit(request: HttpRequest, pk: int) -> HttpResponse:
    contest = to_run(request, pk)
    form = ContestForm(request.POST or None, user=request.user, owners=[contest.owner], contest=contest)
    if kept(form, lambda: services.change_contest(contest, by=request.user, **form.cleaned_data)):
        messages.success(request, "Đã lưu cuộc thi.")
        return redirect("campaigns:contest_detail", pk=pk)
    context = {"form": form, "contest": contest}
    return render(
        request, "campaigns/contests/contest_form.html", context, status=422 if form.errors else 200
    )


@login_required
@require_POST
def contest_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    contest = visible(request, pk)
    try:
        moved = services.take_step(contest, step, by=request.user)
    except (IllegalStep, CampaignError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Cuộc thi: {str(moved.get_status_display()).lower()}.")
    return redirect("campaigns:contest_detail", pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def round_new(request: HttpRequest, pk: int) -> HttpResponse:
    return _round(request, to_run(request, pk), None)


@login_required
@require_http_methods(["GET", "POST"])
def round_set_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Daily or weekly rounds at once."""
    contest = to_run(request, pk)
    form = RoundSetForm(request.POST or None)
    rounds = kept(form, lambda: services.add_rounds(contest, by=request.user, **form.cleaned_data))
    if rounds:
        messages.success(request, f"Đã thêm {len(rounds)} vòng thi.")
        return redirect("campaigns:contest_detail", pk=pk)
    context = {"form": form, "contest": contest, "round": None}
    return render(request, "campaigns/contests/round_form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def questions_share(request: HttpRequest, pk: int) -> HttpResponse:
    contest = to_run(request, pk)
    try:
        told = services.share_questions(contest, by=request.user)
    except CampaignError as error:
        messages.error(request, str(error))
    else:
        words = "; ".join(f"{name} {count} câu" for name, count in list(told.items())[:8])
        messages.success(request, f"Đã chia câu hỏi: {words}{'…' if len(told) > 8 else ''}.")
    return redirect("campaigns:contest_detail", pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def round_edit(request: HttpRequest, pk: int) -> HttpResponse:
    one = _round_to_run(request, pk)
    return _round(request, one.contest, one)


@login_required
@require_POST
def round_remove(request: HttpRequest, pk: int) -> HttpResponse:
    one = _round_to_run(request, pk)
    try:
        services.remove_round(one, by=request.user)
    except CampaignError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Đã xóa vòng thi.")
    return redirect("campaigns:contest_detail", pk=one.contest_id)


def _round(request: HttpRequest, contest: Contest, one: ContestRound | None) -> HttpResponse:
    form = RoundForm(request.POST or None, round=one)
    if kept(form, lambda: services.save_round(contest, one, by=request.user, **form.cleaned_data)):
        messages.success(request, "Đã lưu vòng thi.")
        return redirect("campaigns:contest_detail", pk=contest.pk)
    context = {"form": form, "contest": contest, "round": one}
    return render(request, "campaigns/contests/round_form.html", context, status=422 if form.errors else 200)


# --- shared by the pages of those who run a contest


def kept(form: Any, service: Any) -> Any:
    """What the service gave, None when the form or the service refused; the refusal stands in the form."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return service()
    except CampaignError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return None


def visible(request: HttpRequest, pk: int) -> Contest:
    """The contest when the person may see it, else 404."""
    rows = Contest.objects.visible_to(request.user).select_related("owner", "campaign", "approved_by")
    return get_object_or_404(rows, pk=pk)


def to_run(request: HttpRequest, pk: int) -> Contest:
    """The contest when the person may change it; 404 for strangers, 403 without the role."""
    contest = visible(request, pk)
    if reason := runs_contest(request.user, contest):
        raise PermissionDenied(reason)
    return contest


def _round_to_run(request: HttpRequest, pk: int) -> ContestRound:
    rows = ContestRound.objects.filter(contest__in=Contest.objects.visible_to(request.user)).select_related(
        "contest__owner"
    )
    one = get_object_or_404(rows, pk=pk)
    if reason := runs_contest(request.user, one.contest):
        raise PermissionDenied(reason)
    return one


def tried(request: HttpRequest, service: Callable[[], Any], said: str) -> None:
    """Carry the service out; the message says what became of it."""
    try:
        service()
    except CampaignError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
