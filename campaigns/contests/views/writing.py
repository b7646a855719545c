"""Writing an essay without a portal account: the page, saving while it is written, handing in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from campaigns.contests.accounts import known
from campaigns.contests.essays import services
from campaigns.contests.essays.models import Essay, EssayTask
from campaigns.contests.models import Contest, Participant
from campaigns.contests.services import TooLate
from campaigns.services import CampaignError
from core.vietnamese import nfc, parse_id


@require_GET
@never_cache
def essay(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The box to write in while essays are taken; what was handed in afterwards."""
    task = _task(code, number)
    who = _who(request, task)
    if who is None:
        messages.warning(request, "Hãy điền thông tin dự thi trước khi viết bài.")
        return redirect("contests:landing", code=code)
    row = Essay.objects.filter(task=task, participant=who).first()
    writing = (row is None or row.status == Essay.Status.WRITING) and task.running
    if row is None and not writing:
        return redirect("contests:landing", code=code)
    context = {
        "contest": task.contest,
        "task": task,
        "essay": row,
        "participant": who,
        "text": row.text if row else "",
    }
    page = "campaigns/contests/essays/write.html" if writing else "campaigns/contests/essays/written.html"
    return render(request, page, context)


@require_POST
@never_cache
def essay_save(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """What is written so far, sent by the page by itself. The same message twice is once."""
    task = _task(code, number)
    who = _who(request, task)
    if who is None:
        return JsonResponse({"words": "Hãy vào lại cuộc thi bằng số điện thoại đã đăng ký."}, status=403)
    try:
        row = services.save_text(who, task, text=request.POST.get("text", ""), base=_turn(request))
    except TooLate as error:
        return JsonResponse({"words": str(error), "over": True}, status=409)
    except CampaignError as error:
        return JsonResponse({"words": str(error)}, status=409 if not error.field else 422)
    return JsonResponse({"turn": row.turn, "words": row.words})


@require_POST
@never_cache
def essay_submit(request: HttpRequest, code: str, number: int) -> HttpResponse:
    task = _task(code, number)
    who = _who(request, task)
    if who is None:
        return redirect("contests:landing", code=code)
    text = request.POST.get("text", "")
    try:
        services.submit_essay(who, task, text=text, base=_turn(request))
    except CampaignError as error:
        row = Essay.objects.filter(task=task, participant=who).first()
        if not task.running or (row is not None and row.status != Essay.Status.WRITING):
            messages.warning(request, str(error))
            return redirect("contests:essay", code=code, number=number)
        context = {
            "contest": task.contest, "task": task, "essay": row, "participant": who, "text": nfc(text), "fault": str(error),
        }  # fmt: skip
        return render(request, "campaigns/contests/essays/write.html", context, status=422)
    return redirect("contests:essay", code=code, number=number)


def _task(code: str, number: int) -> EssayTask:
    rows = EssayTask.objects.filter(contest__in=Contest.objects.open_to_all()).select_related(
        "contest__owner"
    )
    return get_object_or_404(rows, contest__code=code.upper()[:8], number=number)


def _who(request: HttpRequest, task: EssayTask) -> Participant | None:
    who = known(request, task.contest)
    return who[0] if who else None


def _turn(request: HttpRequest) -> int:
    turn = parse_id(request.POST.get("turn", ""))
    return turn if 0 <= turn < 1_000_000_000 else -1
