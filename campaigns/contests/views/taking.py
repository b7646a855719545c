"""Taking part: the page of the QR code, the light account, the paper. No portal account is asked for."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from campaigns.contests import services
from campaigns.contests.accounts import known, let_in
from campaigns.contests.drawing import seed_hash
from campaigns.contests.joining import SHOWN, JoinForm, unit_words
from campaigns.contests.judging import BadAnswer
from campaigns.contests.models import Contest, ContestRound, Entry
from campaigns.contests.papers import given_in, paper_of
from campaigns.contests.prizes.queries import winner_rows
from campaigns.contests.ranking import place_in_unit
from campaigns.contests.services import OtherDevice, TooLate
from campaigns.services import CampaignError
from core.vietnamese import fold, nfc, parse_id
from units.addresses import too_often
from units.models import Unit

# A whole factory may stand behind one address: enough for a hall, not for a machine. Who comes back is not braked with
# those who are new.
JOINS_A_MINUTE, RETURNS_A_MINUTE, LOOKUPS_A_MINUTE = 300, 900, 900
BUSY = "Từ mạng của bạn đang có rất nhiều người đăng ký cùng lúc. Thông tin vừa điền vẫn còn: hãy bấm lại sau một phút."


@require_GET
@never_cache
def landing(request: HttpRequest, code: str) -> HttpResponse:
    contest = _open(code)
    unit = Unit.objects.active().below(contest.owner).filter(code=nfc(request.GET.get("dv", ""))[:40]).first()
    form = _form(contest, initial={"unit": unit_words(unit)} if unit else {})
    return _landing(request, contest, form)


@require_POST
@never_cache
def register(request: HttpRequest, code: str) -> HttpResponse:
    contest = _open(code)
    form = _form(contest, request.POST)
    valid = form.is_valid()
    back = valid and services.is_registered(contest, form.cleaned_data["phone"])
    purpose, most = ("contest:back", RETURNS_A_MINUTE) if back else ("contest:join", JOINS_A_MINUTE)
    if too_often(request.META, purpose, a_minute=most):
        answer = _landing(request, contest, form, busy=True, status=429)
        answer["Retry-After"] = "60"
        return answer
    if valid:
        try:
            participant = services.register(contest, **form.cleaned_data)
        except CampaignError as error:
            form.add_error(error.field or None, str(error))
        else:
            participant.contest = contest
            return let_in(redirect("contests:landing", code=code), request, participant)
    return _landing(request, contest, form, status=422)


@require_GET
def units(request: HttpRequest, code: str) -> HttpResponse:
    """Names for the list of the form: units at or below the organiser."""
    contest = _open(code)
    text = nfc(request.GET.get("tim", ""))[:80]
    if not fold(text) or too_often(request.META, "contest:units", a_minute=LOOKUPS_A_MINUTE):
        return JsonResponse([], safe=False)
    found = Unit.objects.active().below(contest.owner).search(text).order_by("depth", "sort_key", "pk")
    return JsonResponse([unit_words(unit) for unit in found[:SHOWN]], safe=False)


@require_POST
@never_cache
def start(request: HttpRequest, code: str, number: int) -> HttpResponse:
    contest, one = _round(code, number)
    who = known(request, contest)
    if who is None or who[0].device != who[1]:
        messages.warning(request, "Hãy điền thông tin dự thi trước khi bắt đầu.")
        return redirect("contests:landing", code=code)
    try:
        services.start(who[0], one)
    except CampaignError as error:
        messages.warning(request, str(error))
        return redirect("contests:landing", code=code)
    return redirect("contests:paper", code=code, number=number)


@require_GET
@never_cache
def paper(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The questions while the time runs, what became of them afterwards."""
    contest, one = _round(code, number)
    entry, device = _entry(request, contest, one)
    if entry is None or (not entry.over and entry.participant.device != device):
        return redirect("contests:landing", code=code)
    context = {
        "contest": contest,
        "round": one,
        "entry": entry,
        "paper": paper_of(entry),
        "rank": 0,
        "mates": 0,
    }
    if entry.finished_at:
        context |= dict(zip(("rank", "mates"), place_in_unit(entry), strict=True))
    page = "campaigns/contests/done.html" if entry.over else "campaigns/contests/paper.html"
    return render(request, page, context)


@require_POST
@never_cache
def answer(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One answer of the paper, stored when given. The same message twice is once."""
    contest, one = _round(code, number)
    entry, device = _entry(request, contest, one)
    if entry is None:
        return _refused(403, "Hãy vào lại cuộc thi bằng số điện thoại đã đăng ký.")
    try:
        given = json.loads(request.POST.get("value", "null"))
    except (ValueError, RecursionError):
        return _refused(422, "Câu trả lời không đúng dạng. Hãy tải lại trang rồi chọn lại.")
    turn = parse_id(request.POST.get("turn", ""))
    if not 0 < turn < 1_000_000:
        return _refused(422, "Thiếu số thứ tự của câu trả lời. Hãy tải lại trang rồi chọn lại.")
    try:
        taken = services.give_answer(
            entry, question=parse_id(request.POST.get("question", "")), given=given, turn=turn, device=device
        )
    except TooLate as error:
        return _refused(409, str(error), over=True)
    except OtherDevice as error:
        return _refused(409, str(error), other=True)
    except (CampaignError, BadAnswer) as error:
        return _refused(422, str(error))
    return JsonResponse({"turn": taken.turn, "left": taken.seconds_left})


@require_POST
@never_cache
def finish(request: HttpRequest, code: str, number: int) -> HttpResponse:
    contest, one = _round(code, number)
    entry, device = _entry(request, contest, one)
    if entry is None:
        return redirect("contests:landing", code=code)
    try:
        services.finish(entry, device=device, given=given_in(request.POST, entry))
    except OtherDevice as error:
        messages.warning(request, str(error))
        return redirect("contests:landing", code=code)
    except BadAnswer as error:
        messages.warning(request, str(error))
    return redirect("contests:paper", code=code, number=number)


# --- pieces


def _open(code: str) -> Contest:
    rows = Contest.objects.open_to_all().select_related("owner")
    return get_object_or_404(rows, code=code.upper()[:8])


def _round(code: str, number: int) -> tuple[Contest, ContestRound]:
    rows = ContestRound.objects.filter(contest__in=Contest.objects.open_to_all()).select_related(
        "contest__owner"
    )
    one = get_object_or_404(rows, contest__code=code.upper()[:8], number=number)
    return one.contest, one


def _entry(request: HttpRequest, contest: Contest, one: ContestRound) -> tuple[Entry | None, int]:
    """The person's paper of the round and the device that asks; None when there is none."""
    who = known(request, contest)
    if who is None:
        return None, 0
    entry = Entry.objects.filter(participant=who[0], round=one).select_related("participant__unit").first()
    return entry, who[1]


def _refused(status: int, words: str, **more: bool) -> JsonResponse:
    return JsonResponse({"words": words, **more}, status=status)


def _form(contest: Contest, posted: Any = None, **kwargs: Any) -> JoinForm:
    url = reverse("contests:units", kwargs={"code": contest.code})
    return JoinForm(posted, contest=contest, units_url=url, **kwargs)


def _landing(
    request: HttpRequest, contest: Contest, form: JoinForm, *, busy: bool = False, status: int = 200
) -> HttpResponse:
    who = known(request, contest)
    participant, device = who or (None, 0)
    other_device = participant is not None and participant.device != device
    papers = {entry.round_id: entry for entry in participant.entries.all()} if participant else {}
    rounds = [
        {
            "round": one,
            "entry": papers.get(one.pk),
            "seed": one.seed if one.over else "",
            "hash": seed_hash(one.seed),
        }
        for one in contest.rounds.all()
    ]
    essays = {essay.task_id: essay for essay in participant.essays.defer("text")} if participant else {}
    tasks = [{"task": task, "essay": essays.get(task.pk)} for task in contest.essay_tasks.all()]
    context = {
        "contest": contest, "rounds": rounds, "tasks": tasks, "participant": None if other_device else participant,
        "winners": winner_rows(contest) if contest.status == Contest.Status.PUBLISHED else [],
        "other_device": other_device, "form": form, "busy": BUSY if busy else "",
        "joins": contest.status == Contest.Status.OPEN,
    }  # fmt: skip
    return render(request, "campaigns/contests/landing.html", context, status=status)
