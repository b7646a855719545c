"""Results: boards and participation for those who run the contest and for units below; the public list once published."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from campaigns.contests import ranking, services
from campaigns.contests.models import Contest
from campaigns.contests.rules import RANKING
from campaigns.contests.spreadsheets import results_workbook
from campaigns.contests.views.contests import to_run, visible
from campaigns.contests.views.questions import XLSX, question_to_run
from campaigns.contests.workflow import runs_contest
from campaigns.services import CampaignError
from core.formats import write
from core.vietnamese import nfc, parse_id

PAGE, PUBLIC_NAMES = 50, 50


@login_required
@require_GET
def contest_results(request: HttpRequest, pk: int) -> HttpResponse:
    """The board of one round; a person below the organiser sees own people with their rank among all."""
    contest = visible(request, pk)
    rounds = list(contest.rounds.all())
    number = parse_id(request.GET.get("vong", "")) or (rounds[0].number if rounds else 0)
    one = next((each for each in rounds if each.number == number), None)
    board = ranking.Board(nfc(request.GET.get("loai", ""))[:40], nfc(request.GET.get("cum", ""))[:40])
    context = {"contest": contest, "rounds": rounds, "round": one, "board": board, "rule": RANKING}
    if one is not None:
        truth = ranking.truth_of(one)
        rows = ranking.seen_by(
            request.user, ranking.ranked(one, board, truth=truth), text=nfc(request.GET.get("q", ""))
        )
        context |= {"page_obj": Paginator(rows, PAGE).get_page(request.GET.get("page")), "truth": truth}
    kinds, clusters = ranking.boards_of(contest)
    context |= {"kinds": kinds, "clusters": clusters, "runs": not runs_contest(request.user, contest)}
    return render(request, "campaigns/contests/results.html", context)


@login_required
@require_GET
def contest_units(request: HttpRequest, pk: int) -> HttpResponse:
    """Participation per unit."""
    contest = visible(request, pk)
    rows = ranking.unit_rows(request.user, contest, text=nfc(request.GET.get("q", "")))
    context = {
        "contest": contest,
        "reach": ranking.participation_of(request.user, contest),
        "page_obj": Paginator(rows, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "campaigns/contests/units.html", context)


@login_required
@require_POST
def contest_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The results with phone numbers, for giving the prizes; who took them stands in the log."""
    contest = to_run(request, pk)
    services.note_export(contest, by=request.user)
    answer = HttpResponse(results_workbook(contest, user=request.user), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="ket-qua-{contest.pk}.xlsx"'
    return answer


@login_required
@require_POST
def question_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    question = question_to_run(request, pk)
    try:
        changed = services.withdraw_question(question, why=nfc(request.POST.get("note", "")), by=request.user)
    except CampaignError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, f"Đã hủy câu hỏi; {write.number(changed)} bài được thêm điểm và xếp hạng lại."
        )
    return redirect("campaigns:question_list", pk=question.contest_id)


@require_GET
def public_results(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The best of a round with their units, once the leader has published the results."""
    rows = Contest.objects.filter(status=Contest.Status.PUBLISHED).select_related("owner")
    contest = get_object_or_404(rows, code=code.upper()[:8])
    one = get_object_or_404(contest.rounds, number=number)
    truth = ranking.truth_of(one)
    context = {
        "contest": contest, "round": one, "rounds": contest.rounds.all(), "rule": RANKING, "truth": truth,
        "entries": ranking.ranked(one, truth=truth)[:PUBLIC_NAMES],
    }  # fmt: skip
    return render(request, "campaigns/contests/public_results.html", context)
