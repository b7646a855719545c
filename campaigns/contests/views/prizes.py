"""Prizes, the overall board, who wins, and the papers made of it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.awards.dossier import papers_about
from campaigns.certificates.forms import BatchForm
from campaigns.certificates.models import Batch
from campaigns.certificates.services import print_for
from campaigns.contests.models import Contest
from campaigns.contests.overall import overall_ranked
from campaigns.contests.prizes import queries, services
from campaigns.contests.prizes.forms import DecisionForm, PrizeForm
from campaigns.contests.prizes.models import ContestPrize
from campaigns.contests.ranking import Board, boards_of, seen_people
from campaigns.contests.rules import overall_rule
from campaigns.contests.views.contests import kept, to_run, tried, visible
from campaigns.contests.workflow import runs_contest
from campaigns.services import CampaignError
from core.formats import write
from core.vietnamese import nfc

PAGE = 50


@login_required
@require_GET
def contest_overall(request: HttpRequest, pk: int) -> HttpResponse:
    """All rounds together; a person below the organiser sees own people with their rank among all."""
    contest = visible(request, pk)
    board = Board(nfc(request.GET.get("loai", ""))[:40], nfc(request.GET.get("cum", ""))[:40])
    rows = seen_people(request.user, overall_ranked(contest, board), text=nfc(request.GET.get("q", "")))
    kinds, clusters = boards_of(contest)
    context = {
        "contest": contest, "board": board, "kinds": kinds, "clusters": clusters, "rule": overall_rule(contest),
        "page_obj": Paginator(rows, PAGE).get_page(request.GET.get("page")),
    }  # fmt: skip
    return render(request, "campaigns/contests/prizes/overall.html", context)


@login_required
@require_GET
def contest_prizes(request: HttpRequest, pk: int) -> HttpResponse:
    """The prizes with their winners; winners show to units below once the results are published."""
    contest = visible(request, pk)
    runs = not runs_contest(request.user, contest)
    told = runs or contest.status == Contest.Status.PUBLISHED
    context = {
        "contest": contest,
        "runs": runs,
        "changing": contest.status == Contest.Status.PREPARING,
        "over": contest.status in (Contest.Status.CLOSED, Contest.Status.PUBLISHED),
        "prizes": contest.prize_rows.select_related("round", "essay_task", "unit_kind", "cluster"),
        "winners": queries.winner_rows(contest) if told else [],
        "papers": papers_about(f"contest:{contest.pk}", request.user),
    }
    return render(request, "campaigns/contests/prizes/prizes.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def prize_new(request: HttpRequest, pk: int) -> HttpResponse:
    return _form(request, to_run(request, pk), None)


@login_required
@require_http_methods(["GET", "POST"])
def prize_edit(request: HttpRequest, pk: int) -> HttpResponse:
    prize = _to_run(request, pk)
    return _form(request, prize.contest, prize)


@login_required
@require_POST
def prize_remove(request: HttpRequest, pk: int) -> HttpResponse:
    prize = _to_run(request, pk)
    tried(request, lambda: services.remove_prize(prize, by=request.user), "Đã xóa giải.")
    return redirect("campaigns:contest_prizes", pk=prize.contest_id)


@login_required
@require_POST
def winners_name(request: HttpRequest, pk: int) -> HttpResponse:
    contest = to_run(request, pk)
    try:
        count = services.name_winners(contest, by=request.user)
    except CampaignError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Đã lập danh sách {write.number(count)} giải.")
    return redirect("campaigns:contest_prizes", pk=pk)


@login_required
@require_POST
def winners_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The announcement as a draft: worded, reviewed, numbered and signed as every document."""
    contest = to_run(request, pk)
    try:
        paper = services.draw_up_results(contest, by=request.user)
    except CampaignError as error:
        messages.error(request, str(error))
        return redirect("campaigns:contest_prizes", pk=pk)
    messages.success(request, "Đã lập dự thảo thông báo kết quả.")
    return redirect("campaigns:dossier_edit", pk=paper.pk)


@login_required
@require_http_methods(["GET", "POST"])
def winners_register(request: HttpRequest, pk: int) -> HttpResponse:
    """The winners into the register of awards, by the decision that gave the prizes."""
    contest = to_run(request, pk)
    form = DecisionForm(request.POST or None)
    count = kept(form, lambda: services.register_winners(contest, by=request.user, **form.cleaned_data))
    if count:
        messages.success(request, f"Đã ghi {write.number(count)} dòng vào sổ khen thưởng.")
        return redirect("campaigns:contest_prizes", pk=pk)
    context = {"form": form, "contest": contest}
    status = 422 if form.errors else 200
    return render(request, "campaigns/contests/prizes/register.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def winners_print(request: HttpRequest, pk: int) -> HttpResponse:
    """Certificates for the winners on a blank of the organiser; the pages come from a job."""
    contest = to_run(request, pk)
    recipients = services.certificate_recipients(contest)
    start = {"name": f"Giấy chứng nhận {contest.name}"[:200], "event": contest.name}
    form = BatchForm(request.POST or None, unit=contest.owner, user=request.user, initial=start)

    def order() -> Batch:
        return print_for(
            recipients, form.cleaned_data["blank"], unit=contest.owner, name=form.cleaned_data["name"], by=request.user,
            common=form.common(), source_url=reverse("campaigns:contest_prizes", kwargs={"pk": pk}),
        )  # fmt: skip

    batch = kept(form, order)
    if batch:
        return redirect("campaigns:batch_detail", pk=batch.pk)
    context = {"form": form, "contest": contest, "count": len(recipients)}
    status = 422 if form.errors else 200
    return render(request, "campaigns/contests/prizes/print.html", context, status=status)


def _to_run(request: HttpRequest, pk: int) -> ContestPrize:
    rows = ContestPrize.objects.filter(contest__in=Contest.objects.visible_to(request.user))
    prize = get_object_or_404(rows.select_related("contest__owner"), pk=pk)
    if reason := runs_contest(request.user, prize.contest):
        raise PermissionDenied(reason)
    return prize


def _form(request: HttpRequest, contest: Contest, prize: ContestPrize | None) -> HttpResponse:
    form = PrizeForm(request.POST or None, contest=contest, prize=prize)
    if kept(form, lambda: services.save_prize(contest, prize, by=request.user, **form.cleaned_data)):
        messages.success(request, "Đã lưu giải.")
        return redirect("campaigns:contest_prizes", pk=contest.pk)
    context = {"form": form, "contest": contest, "prize": prize}
    status = 422 if form.errors else 200
    return render(request, "campaigns/contests/prizes/prize_form.html", context, status=status)
