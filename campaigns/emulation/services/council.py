"""The council: its members, the secret vote, counting, and what the count does to the classes."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from campaigns.emulation.models import (
    Council,
    CouncilMember,
    EmulationGrade,
    Movement,
    Rating,
    Slip,
    Vote,
    VoteCandidate,
    VoteTurn,
)
from campaigns.emulation.services.movements import locked
from campaigns.emulation.workflow import runs_movement, votes_on
from campaigns.services import texts
from campaigns.services.errors import CampaignError
from core.formats import write
from core.vietnamese import nfc
from core.workflow import StepRefused
from units import audit
from units.models import User

MOST_MEMBERS = 60
# Draws of the operating system: the new order of the slips can be worked out by nobody.
_SHUFFLE = random.SystemRandom()


def set_up_council(
    movement: Movement, *, decision: str, quorum_percent: int, agree_percent: int, met_on: dt.date | None, place: str,
    note: str, by: Any = None,
) -> Council:  # fmt: skip
    """Make or change the council of the movement. Raises CampaignError, StepRefused."""
    with transaction.atomic():
        row = _to_run(movement, by)
        council = Council.objects.filter(movement=row).first() or Council(movement=row)
        council.decision = texts.line(
            decision, field="decision", label="Quyết định thành lập", longest=200, required=False
        )
        council.place = texts.line(place, field="place", label="Địa điểm họp", longest=200, required=False)
        for field, value in (("quorum_percent", quorum_percent), ("agree_percent", agree_percent)):
            if not 1 <= value <= 100:
                raise CampaignError("Tỷ lệ phải từ 1 đến 100 phần trăm.", field)
            setattr(council, field, value)
        council.met_on, council.note = met_on, nfc(note).strip()
        council.save()
        audit.record(
            "council.set_up", row, by=by, unit=row.owner,
            after={"decision": council.decision, "quorum": quorum_percent, "agree": agree_percent, "met_on": met_on},
        )  # fmt: skip
    return council


def add_member(council: Council, user: User, *, post: str, by: Any = None) -> CouncilMember:
    """Somebody of the owner's people joins, while nothing is voted. Raises CampaignError, StepRefused."""
    with transaction.atomic():
        row = _to_run(council.movement, by)
        _check_no_open_vote(council)
        if council.members.count() >= MOST_MEMBERS:
            raise CampaignError(f"Hội đồng có tối đa {MOST_MEMBERS} thành viên.", "user")
        member = CouncilMember(council=council, user=user, post=post)
        try:
            member.full_clean()
        except ValidationError as refused:
            raise CampaignError(" ".join(refused.messages), "user") from refused
        member.save()
        audit.record("council.member", row, by=by, unit=row.owner, after={"member": user.pk, "post": post})
    return member


def remove_member(member: CouncilMember, *, by: Any = None) -> None:
    """Take a member out who has not voted yet. Raises CampaignError, StepRefused."""
    with transaction.atomic():
        row = _to_run(member.council.movement, by)
        _check_no_open_vote(member.council)
        if VoteTurn.objects.filter(member=member).exists():
            raise CampaignError("Thành viên này đã có tên trong một lần bỏ phiếu nên không xóa được.")
        audit.record("council.member.remove", row, by=by, unit=row.owner, before={"member": member.user_id})
        member.delete()


def open_vote(council: Council, *, by: Any = None) -> Vote:
    """Put the units of the classes with an award (of the best class when none has one) on the slip. Raises CampaignError."""
    with transaction.atomic():
        row = _to_run(council.movement, by)
        if row.status != Movement.Status.COUNCIL:
            raise CampaignError("Chỉ bỏ phiếu khi phong trào ở bước hội đồng xét.")
        _check_no_open_vote(council)
        members = list(council.members.all())
        if len(members) < 3:
            raise CampaignError("Hội đồng cần ít nhất ba thành viên để bỏ phiếu kín.")
        rated = _voted_classes(row)
        if not rated:
            raise CampaignError("Không có đơn vị nào ở hạng cần hội đồng bỏ phiếu.")
        last = council.votes.order_by("-number").first()
        vote = Vote.objects.create(council=council, number=last.number + 1 if last else 1)
        VoteCandidate.objects.bulk_create(VoteCandidate(vote=vote, registration_id=pk) for pk in rated)
        VoteTurn.objects.bulk_create(VoteTurn(vote=vote, member=member) for member in members)
        audit.record(
            "council.vote.open", row, by=by, unit=row.owner, after={"vote": vote.number, "units": len(rated)}
        )
    return vote


def cast(vote: Vote, *, choices: Mapping[int, bool], by: Any) -> None:
    """A member's slips: candidate → yes or no, one for each unit but the own. Once. Raises CampaignError, StepRefused."""
    with transaction.atomic():
        row = (
            Vote.objects.select_for_update(of=("self",))
            .select_related("council__movement__owner")
            .get(pk=vote.pk)
        )
        if row.status != Vote.Status.OPEN:
            raise CampaignError("Lần bỏ phiếu này đã kiểm phiếu, không nhận thêm phiếu.")
        turn = VoteTurn.objects.select_for_update(of=("self",)).filter(vote=row, member__user=by).first()
        if turn is None:
            raise StepRefused("Chỉ thành viên hội đồng được bỏ phiếu.")
        if turn.taken:
            raise CampaignError("Bạn đã bỏ phiếu lần này. Mỗi thành viên bỏ một lần.")
        candidates = {c.pk: c for c in row.candidates.select_related("registration__unit")}
        _check_choices(candidates, choices, by)
        # Nobody learns from the order of the rows which slips came together.
        slips = [Slip(candidate_id=pk, agrees=agrees) for pk, agrees in choices.items()]
        _SHUFFLE.shuffle(slips)
        Slip.objects.bulk_create(slips)
        turn.taken = True
        turn.save(update_fields=["taken"])
        movement = row.council.movement
        audit.record("council.vote.cast", movement, by=by, unit=movement.owner, after={"vote": row.number})


def close_vote(vote: Vote, *, by: Any = None) -> Vote:
    """Count the slips, mix them, and put units that did not pass one class lower. Raises CampaignError, StepRefused."""
    with transaction.atomic(), audit.together():
        row = (
            Vote.objects.select_for_update(of=("self",))
            .select_related("council__movement__owner")
            .get(pk=vote.pk)
        )
        movement = _to_run(row.council.movement, by)
        if row.status != Vote.Status.OPEN:
            raise CampaignError("Lần bỏ phiếu này đã kiểm phiếu.")
        _check_quorum(row)
        counted = _count(row)
        _mix(row)
        _put_down(movement, [one for one in counted if not one.passed], row)
        row.status, row.closed_at = Vote.Status.CLOSED, timezone.now()
        row.save(update_fields=["status", "closed_at"])
        audit.record(
            "council.vote.close", movement, by=by, unit=movement.owner,
            after={"vote": row.number, "passed": sum(bool(one.passed) for one in counted), "of": len(counted)},
        )  # fmt: skip
    return row


def _to_run(movement: Movement, by: Any) -> Movement:
    row = locked(movement)
    reason = runs_movement(by, row) if by is not None else ""
    if reason:
        raise StepRefused(reason)
    if row.status in (Movement.Status.DECIDED, Movement.Status.CLOSED):
        raise CampaignError("Kết quả đã được công nhận nên không thay đổi hội đồng nữa.")
    return row


def _check_no_open_vote(council: Council) -> None:
    if council.votes.filter(status=Vote.Status.OPEN).exists():
        raise CampaignError("Hội đồng đang bỏ phiếu. Hãy kiểm phiếu trước.")


def _voted_classes(movement: Movement) -> list[int]:
    grades = list(EmulationGrade.objects.filter(criteria_set=movement.criteria_id))
    asked = [grade.pk for grade in grades if grade.award] or [grade.pk for grade in grades[:1]]
    rated = Rating.objects.filter(registration__movement=movement, grade__in=asked)
    return list(rated.order_by("registration__unit__path").values_list("registration", flat=True))


def _check_choices(candidates: Mapping[int, VoteCandidate], choices: Mapping[int, bool], by: Any) -> None:
    if set(choices) - set(candidates):
        raise CampaignError("Phiếu có đơn vị không thuộc lần bỏ phiếu này. Hãy tải lại trang.")
    own = {pk: reason for pk, one in candidates.items() if (reason := votes_on(by, one.registration))}
    for pk in choices:
        if pk in own:
            raise CampaignError(own[pk])
    missing = [
        one.registration.unit.name for pk, one in candidates.items() if pk not in choices and pk not in own
    ]
    if missing:
        raise CampaignError(
            f"Còn {write.number(len(missing))} đơn vị chưa chọn: {', '.join(missing[:3])}. "
            "Hãy chọn Đồng ý hoặc Không đồng ý."
        )


def _check_quorum(vote: Vote) -> None:
    turns = vote.turns.aggregate(all=Count("pk"), taken=Count("pk", filter=Q(taken=True)))
    if turns["taken"] * 100 < turns["all"] * vote.council.quorum_percent:
        raise CampaignError(
            f"Mới có {turns['taken']} / {turns['all']} thành viên bỏ phiếu, cần từ {vote.council.quorum_percent}%."
        )


def _count(vote: Vote) -> list[VoteCandidate]:
    """Yes and no of each unit; it passes when the share of yes among the slips about it is high enough."""
    counted: list[Any] = list(
        vote.candidates.select_related("registration__unit").annotate(
            yes=Count("slips", filter=Q(slips__agrees=True)), no=Count("slips", filter=Q(slips__agrees=False))
        )
    )
    for one in counted:
        one.agreed, one.refused = one.yes, one.no
        one.passed = one.yes > 0 and one.yes * 100 >= (one.yes + one.no) * vote.council.agree_percent
    VoteCandidate.objects.bulk_update(counted, ["agreed", "refused", "passed"], batch_size=500)
    return counted


def _mix(vote: Vote) -> None:
    """Write the slips anew in random order, so that the order of the rows says nothing about who came when."""
    slips = list(Slip.objects.filter(candidate__vote=vote))
    Slip.objects.filter(candidate__vote=vote).delete()
    for slip in slips:
        slip.pk = uuid.uuid4()
    _SHUFFLE.shuffle(slips)
    Slip.objects.bulk_create(slips, batch_size=1000)


def _put_down(movement: Movement, refused: list[VoteCandidate], vote: Vote) -> None:
    counted = {one.registration_id: one for one in refused}
    grades = list(EmulationGrade.objects.filter(criteria_set=movement.criteria_id))
    lower = {upper.pk: below.pk for upper, below in pairwise(grades)}
    rows = list(Rating.objects.filter(registration__in=list(counted)))
    for row in rows:
        one = counted[row.registration_id]
        row.grade_id = lower.get(row.grade_id or 0, row.grade_id)
        slips = (one.agreed or 0) + (one.refused or 0)
        row.reasons = [*row.reasons, f"Hội đồng không thông qua: {one.agreed} / {slips} phiếu đồng ý"]
    Rating.objects.bulk_update(rows, ["grade", "reasons"], batch_size=500)
