"""Starting, changing, approving, opening and closing a contest; its rounds."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils import timezone

from campaigns.contests.models import Contest, ContestRound, Question
from campaigns.contests.rules import rules_of
from campaigns.contests.workflow import CONTEST_WORKFLOW, runs_contest, runs_contests_at
from campaigns.models import Campaign
from campaigns.services import texts
from campaigns.services.errors import CampaignError
from core.formats import write
from core.vietnamese import nfc
from core.workflow import StepRefused
from units import audit
from units.models import Unit

FIELDS = ("name", "topic", "audience", "prizes", "complaint_days", "more_rules", "campaign")
MOST_QUESTIONS_EACH, MOST_MINUTES = 100, 180


def create_contest(*, owner: Unit, by: Any = None, **values: Any) -> Contest:
    """A contest of `owner` in preparation. `values`: FIELDS. Raises CampaignError, StepRefused."""
    _allow(runs_contests_at(by, owner) if by is not None else "")
    contest = Contest(owner=owner, created_by=by)
    _fill(contest, values)
    with transaction.atomic():
        contest.save(force_insert=True)
        audit.record("contest.create", contest, by=by, unit=owner, after=_facts(contest))
    return contest


def change_contest(contest: Contest, *, by: Any = None, **values: Any) -> Contest:
    """Set the named fields while it is in preparation. Raises CampaignError, StepRefused."""
    with transaction.atomic():
        row = in_preparation(contest, by=by)
        before = _facts(row)
        _fill(row, values)
        row.save(update_fields=[*FIELDS])
        audit.record("contest.change", row, by=by, unit=row.owner, before=before, after=_facts(row))
    return row


def take_step(contest: Contest, step: str, *, by: Any) -> Contest:
    """Move the contest along CONTEST_WORKFLOW. Raises IllegalStep, StepRefused, CampaignError when something is missing."""
    with transaction.atomic():
        row = locked(contest)
        transition = CONTEST_WORKFLOW.check(step, by, row)
        if step == "approve":
            _check_complete(row)
            row.rules = rules_of(row)
            row.approved_by, row.approved_at = by, timezone.now()
            _give_seeds(row)
        elif step == "revise":
            row.approved_by = row.approved_at = None
        elif step == "close":
            _check_rounds_over(row)
        elif step == "publish":
            _check_marked(row)
            row.published_at = timezone.now()
        before, row.status = row.status, transition.target
        row.save(update_fields=["status", "rules", "approved_by", "approved_at", "published_at"])
        audit.record(
            f"contest.{step}", row, by=by, unit=row.owner,
            before={"status": before}, after={"status": row.status, "rules": row.rules},
        )  # fmt: skip
    return row


# --- rounds


def save_round(
    contest: Contest, one: ContestRound | None, *, name: str, opens_at: dt.datetime, closes_at: dt.datetime, minutes: int,
    questions_each: int, by: Any = None,
) -> ContestRound:  # fmt: skip
    """A round (a new one at the end for None) while the contest is in preparation. Raises CampaignError, StepRefused."""
    words = texts.line(name, field="name", label="Tên vòng thi", longest=120)
    if closes_at <= opens_at:
        raise CampaignError("Giờ đóng phải sau giờ mở.", "closes_at")
    between(minutes, 1, MOST_MINUTES, "minutes", "Số phút làm bài")
    between(questions_each, 1, MOST_QUESTIONS_EACH, "questions_each", "Số câu mỗi bài thi")
    with transaction.atomic():
        row = in_preparation(contest, by=by)
        last = row.rounds.aggregate(last=Max("number"))["last"] or 0
        saved = one or ContestRound(contest=row, number=last + 1)
        saved.name, saved.opens_at, saved.closes_at = words, opens_at, closes_at
        saved.minutes, saved.questions_each = minutes, questions_each
        saved.save()
        audit.record(
            "contest.round", row, by=by, unit=row.owner,
            after={"round": saved.number, "name": words, "opens_at": opens_at, "closes_at": closes_at,
                   "minutes": minutes, "questions_each": questions_each},
        )  # fmt: skip
    return saved


def remove_round(one: ContestRound, *, by: Any = None) -> None:
    """Take the round away while the contest is in preparation. Raises CampaignError, StepRefused."""
    with transaction.atomic():
        row = in_preparation(one.contest, by=by)
        audit.record("contest.round.remove", row, by=by, unit=row.owner, before={"name": one.name})
        one.delete()


def note_export(contest: Contest, *, by: Any) -> None:
    """Write into the log who took the results with phone numbers."""
    with transaction.atomic():
        audit.record("contest.export", contest, by=by, unit=contest.owner)


# --- shared by the services of a contest


def locked(contest: Contest) -> Contest:
    """The row as it is now, kept from others until the transaction ends."""
    return Contest.objects.select_for_update(of=("self",)).select_related("owner").get(pk=contest.pk)


def in_preparation(contest: Contest, *, by: Any) -> Contest:
    """The locked row when the person may change it and it is not approved yet. Raises CampaignError, StepRefused."""
    row = locked(contest)
    _allow(runs_contest(by, row) if by is not None else "")
    if row.status != Contest.Status.PREPARING:
        raise CampaignError(
            f"Cuộc thi {str(row.get_status_display()).lower()} nên không sửa được thể lệ, vòng thi, câu hỏi. "
            "Nếu chưa mở, hãy bấm “Sửa lại” trước."
        )
    return row


def _allow(reason: str) -> None:
    if reason:
        raise StepRefused(reason)


def between(value: int, least: int, most: int, field: str, label: str) -> None:
    """Raises CampaignError at the field for a number out of bounds."""
    if not least <= value <= most:
        raise CampaignError(f"{label} phải từ {least} đến {most}.", field)


def _fill(contest: Contest, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if name not in FIELDS:
            raise TypeError(f"{name} is no field of a contest that can be changed")
        setattr(contest, name, value)
    contest.name = texts.line(contest.name, field="name", label="Tên cuộc thi", longest=200)
    contest.topic = texts.line(contest.topic, field="topic", label="Chủ đề, nội dung", longest=1000)
    contest.audience = texts.line(contest.audience, field="audience", label="Đối tượng dự thi", longest=500)
    contest.prizes, contest.more_rules = nfc(contest.prizes).strip(), nfc(contest.more_rules).strip()
    between(contest.complaint_days, 1, 60, "complaint_days", "Số ngày nhận khiếu nại")
    campaign = contest.campaign
    foreign = campaign is not None and campaign.owner_id != contest.owner_id
    if (
        foreign
        and not Campaign.objects.in_force_for(contest.owner).filter(pk=contest.campaign_id or 0).exists()
    ):
        raise CampaignError("Đơn vị không tham gia chiến dịch này, hoặc chiến dịch chưa mở.", "campaign")


def _check_complete(contest: Contest) -> None:
    """Raises CampaignError that names every round with what it lacks."""
    rounds = list(contest.rounds.all())
    essays = list(contest.essay_tasks.all())
    if not rounds and not essays:
        raise CampaignError("Cuộc thi chưa có vòng thi nào. Hãy thêm ít nhất một vòng rồi duyệt.")
    scored = contest.questions.exclude(kind=Question.Kind.PREDICTION)
    by_round = dict(scored.order_by().values_list("round").annotate(n=Count("pk")))
    faults = []
    for one in rounds:
        have = by_round.get(one.pk, 0) + by_round.get(None, 0)
        if have < one.questions_each:
            faults.append(
                f"{one.name} cần {write.number(one.questions_each)} câu hỏi, mới có {write.number(have)}"
            )
        if one.over:
            faults.append(f"{one.name} có giờ đóng đã qua")
    faults += [f"{task.name} có hạn nộp bài đã qua" for task in essays if task.over]
    if faults:
        raise CampaignError(f"Chưa duyệt được: {'; '.join(faults)}. Hãy bổ sung câu hỏi hoặc sửa vòng thi.")


def _check_rounds_over(contest: Contest) -> None:
    now = timezone.now()
    running = contest.rounds.filter(Q(opens_at__lte=now, closes_at__gt=now)).first()
    if running:
        raise CampaignError(
            f"{running.name} đang diễn ra đến {write.datetime(running.closes_at)}. Hãy đợi vòng thi đóng rồi kết thúc."
        )
    writing = contest.essay_tasks.filter(opens_at__lte=now, closes_at__gt=now).first()
    if writing:
        raise CampaignError(
            f"{writing.name} nhận bài đến {write.datetime(writing.closes_at)}. Hãy đợi hết hạn rồi kết thúc."
        )


def _check_marked(contest: Contest) -> None:
    task = contest.essay_tasks.filter(marked_at__isnull=True, essays__submitted_at__isnull=False).first()
    if task:
        raise CampaignError(f"{task.name} chưa khóa điểm. Hãy chấm xong, khóa điểm rồi công bố kết quả.")


def _give_seeds(contest: Contest) -> None:
    for one in contest.rounds.all():
        one.seed = secrets.token_hex(16)
        one.save(update_fields=["seed"])


def _facts(contest: Contest) -> dict[str, Any]:
    return {name: str(getattr(contest, name)) for name in FIELDS}
