"""The council's page, its members, the secret vote."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.emulation import services
from campaigns.emulation.forms.council import CouncilForm, MemberForm
from campaigns.emulation.models import Council, CouncilMember, Movement, Vote, VoteTurn
from campaigns.emulation.views.shared import kept, movement_of, movement_to_run
from campaigns.emulation.workflow import runs_movement, votes_on
from campaigns.services import CampaignError
from core.vietnamese import parse_id

CHOICES = {"yes": True, "no": False}


@login_required
@require_GET
def council(request: HttpRequest, pk: int) -> HttpResponse:
    """Members, who has voted, and the counts once they are there; never who voted how."""
    movement = movement_of(request, pk)
    found = Council.objects.filter(movement=movement).first()
    runs = not runs_movement(request.user, movement)
    sits = found is not None and found.members.filter(user=request.user).exists()
    if not runs and not sits:
        raise PermissionDenied("Chỉ thành viên hội đồng và cán bộ của đơn vị phát động xem được trang này.")
    vote = found.votes.first() if found else None
    changing = movement.status not in (Movement.Status.DECIDED, Movement.Status.CLOSED)
    context: dict[str, Any] = {
        "movement": movement, "council": found, "runs": runs, "vote": vote, "changing": changing,
        "form": CouncilForm(council=found) if runs and changing else None,
        "member_form": MemberForm(user=request.user, movement=movement) if runs and found and changing else None,
        "members": found.members.select_related("user") if found else [],
        "turns": vote.turns.select_related("member__user") if vote else [],
        "counted": vote.candidates.select_related("registration__unit")
        if vote and vote.status == Vote.Status.CLOSED
        else [],
        "may_vote": bool(vote and _turn_of(request, vote)),
        "may_open": found is not None and movement.status == Movement.Status.COUNCIL
        and (vote is None or vote.status == Vote.Status.CLOSED),
    }  # fmt: skip
    return render(request, "campaigns/emulation/council.html", context)


@login_required
@require_POST
def council_save(request: HttpRequest, pk: int) -> HttpResponse:
    movement = movement_to_run(request, pk)
    found = Council.objects.filter(movement=movement).first()
    form = CouncilForm(request.POST, council=found)
    if kept(form, lambda: services.set_up_council(movement, by=request.user, **form.cleaned_data)):
        messages.success(request, "Đã lưu hội đồng.")
    else:
        _say(request, form)
    return redirect("campaigns:council", pk=pk)


@login_required
@require_POST
def member_add(request: HttpRequest, pk: int) -> HttpResponse:
    movement = movement_to_run(request, pk)
    found = get_object_or_404(Council, movement=movement)
    form = MemberForm(request.POST, user=request.user, movement=movement)
    if kept(form, lambda: services.add_member(found, by=request.user, **form.cleaned_data)):
        messages.success(request, "Đã thêm thành viên.")
    else:
        _say(request, form)
    return redirect("campaigns:council", pk=pk)


@login_required
@require_POST
def member_remove(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    movement = movement_to_run(request, pk)
    rows = CouncilMember.objects.filter(council__movement=movement).select_related("council__movement")
    member = get_object_or_404(rows, pk=member_pk)
    return _done(request, pk, lambda: services.remove_member(member, by=request.user), "Đã bớt thành viên.")


@login_required
@require_POST
def vote_open(request: HttpRequest, pk: int) -> HttpResponse:
    movement = movement_to_run(request, pk)
    found = get_object_or_404(Council.objects.select_related("movement"), movement=movement)
    return _done(request, pk, lambda: services.open_vote(found, by=request.user), "Đã mở bỏ phiếu kín.")


@login_required
@require_POST
def vote_close(request: HttpRequest, pk: int) -> HttpResponse:
    movement = movement_to_run(request, pk)
    vote = get_object_or_404(Vote, council__movement=movement, status=Vote.Status.OPEN)
    return _done(request, pk, lambda: services.close_vote(vote, by=request.user), "Đã kiểm phiếu.")


@login_required
@require_http_methods(["GET", "POST"])
def ballot(request: HttpRequest, pk: int) -> HttpResponse:
    """A member's slips: one line a unit, the own unit left out."""
    movement = movement_of(request, pk)
    vote = Vote.objects.filter(council__movement=movement, status=Vote.Status.OPEN).first()
    turn = VoteTurn.objects.filter(vote=vote, member__user=request.user).first() if vote else None
    if vote is None or turn is None:
        raise PermissionDenied("Chỉ thành viên hội đồng được bỏ phiếu, khi hội đồng đang bỏ phiếu.")
    rows = list(vote.candidates.select_related("registration__unit", "registration__rating__grade"))
    typed = {one.pk: request.POST.get(f"choice-{one.pk}", "") for one in rows}
    status = 200
    if request.method == "POST":
        choices = {pk: CHOICES[value] for pk, value in typed.items() if value in CHOICES}
        choices |= {
            parse_id(name[7:]): True
            for name in request.POST
            if name.startswith("choice-") and parse_id(name[7:]) not in typed
        }
        try:
            services.cast(vote, choices=choices, by=request.user)
        except CampaignError as error:
            messages.error(request, str(error))
            status = 422
        else:
            messages.success(request, "Đã bỏ phiếu. Phiếu không ghi tên người bỏ.")
            return redirect("campaigns:council", pk=pk)
    lines = [(one, votes_on(request.user, one.registration), typed[one.pk]) for one in rows]
    context = {"movement": movement, "vote": vote, "lines": lines, "taken": turn.taken}
    return render(request, "campaigns/emulation/ballot.html", context, status=status)


def _turn_of(request: HttpRequest, vote: Vote) -> VoteTurn | None:
    if vote.status != Vote.Status.OPEN:
        return None
    return VoteTurn.objects.filter(vote=vote, member__user=request.user, taken=False).first()


def _done(request: HttpRequest, pk: int, service: Any, words: str) -> HttpResponse:
    try:
        service()
    except CampaignError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, words)
    return redirect("campaigns:council", pk=pk)


def _say(request: HttpRequest, form: Any) -> None:
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        messages.error(request, f"{label}: {' '.join(errors)}" if label else " ".join(errors))
