"""Complaints of participants, their answers, and scores changed because of them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from campaigns.contests.complaints.models import Complaint, ScoreChange
from campaigns.contests.complaints.workflow import COMPLAINT_WORKFLOW
from campaigns.contests.essays.models import Essay
from campaigns.contests.models import Contest, Entry, Participant
from campaigns.contests.services import locked
from campaigns.contests.services.scoring import rescore
from campaigns.services import texts
from campaigns.services.errors import CampaignError
from core.formats import write
from core.vietnamese import nfc
from units import audit

MOST_OPEN, MOST_SCORE = 5, Decimal(100_000)


def last_day(contest: Contest) -> dt.date | None:
    """The last day complaints are taken; None before the results are published."""
    if contest.status != Contest.Status.PUBLISHED or contest.published_at is None:
        return None
    return timezone.localtime(contest.published_at).date() + dt.timedelta(days=contest.complaint_days)


def complain(
    participant: Participant, *, words: str, entry: Entry | None = None, essay: Essay | None = None
) -> Complaint:
    """A complaint within the days of the thể lệ. The same words twice are one. Raises CampaignError."""
    text = texts.within(nfc(words).strip(), field="words", label="Nội dung khiếu nại", longest=4000)
    if len(text.split()) < 3:
        raise CampaignError("Hãy nêu rõ bạn khiếu nại điều gì.", "words")
    if (entry is not None and entry.participant_id != participant.pk) or (
        essay is not None and essay.participant_id != participant.pk
    ):
        raise CampaignError("Chỉ khiếu nại được về bài của mình.", "about")
    with transaction.atomic():
        contest = locked(participant.contest)
        until = last_day(contest)
        if until is None:
            raise CampaignError("Khiếu nại nhận sau khi kết quả được công bố.")
        if timezone.localdate() > until:
            raise CampaignError(f"Đã hết hạn khiếu nại ngày {write.date(until)}.")
        known = Complaint.objects.filter(participant=participant, words=text).first()
        if known is not None:
            return known
        if participant.complaints.filter(status=Complaint.Status.RECEIVED).count() >= MOST_OPEN:
            raise CampaignError("Bạn đang có nhiều khiếu nại chờ trả lời. Hãy đợi ban tổ chức trả lời.")
        made = Complaint.objects.create(
            contest=contest, participant=participant, entry=entry, essay=essay, words=text
        )
        audit.record(
            "contest.complaint", made, by=None, unit=contest.owner, after={"participant": participant.pk}
        )
    return made


def answer_complaint(
    complaint: Complaint, step: str, *, note: str, by: Any, score: Decimal | None = None
) -> Complaint:
    """Answer with a reason; `score` is what the paper complained of shall have, None leaves it.

    Raises CampaignError with the field, IllegalStep, NoteMissing, StepRefused.
    """
    with transaction.atomic():
        row = (
            Complaint.objects.select_for_update(of=("self",))
            .select_related("contest__owner", "entry", "essay__task")
            .get(pk=complaint.pk)
        )
        transition = COMPLAINT_WORKFLOW.check(step, by, row, note=note)
        row.answer = texts.within(nfc(note).strip(), field="note", label="Trả lời", longest=4000)
        row.status, row.answered_by, row.answered_at = transition.target, by, timezone.now()
        change = None
        if score is not None:
            if transition.target == Complaint.Status.REFUSED:
                raise CampaignError(
                    "Không chấp nhận khiếu nại thì không sửa điểm. Hãy để trống ô điểm.", "score"
                )
            change = _change(row, score, by)
        row.save(update_fields=["status", "answer", "answered_by", "answered_at"])
        after = {"status": row.status, "answer": row.answer[:500]}
        if change is not None:
            after |= {"before": str(change.before), "after": str(change.after)}
        audit.record(f"contest.complaint.{step}", row, by=by, unit=row.contest.owner, after=after)
    return row


def _change(complaint: Complaint, score: Decimal, by: Any) -> ScoreChange:
    if not 0 <= score <= MOST_SCORE:
        raise CampaignError(f"Điểm phải từ 0 đến {write.number(MOST_SCORE)}.", "score")
    why = complaint.answer[:1000]
    if complaint.entry is not None:
        if score != score.to_integral_value():
            raise CampaignError("Điểm bài trắc nghiệm là số nguyên.", "score")
        entry = Entry.objects.select_for_update(of=("self",)).get(pk=complaint.entry.pk)
        before = Decimal(entry.score)
        Entry.objects.filter(pk=entry.pk).update(adjustment=F("adjustment") + int(score - before))
        rescore([entry.pk])
        return ScoreChange.objects.create(
            entry=entry, complaint=complaint, before=before, after=score, why=why, by=by
        )
    if complaint.essay is None:
        raise CampaignError("Khiếu nại này không về một bài cụ thể nên không có điểm để sửa.", "score")
    essay = Essay.objects.select_for_update(of=("self",)).select_related("task").get(pk=complaint.essay.pk)
    if essay.points is None:
        raise CampaignError("Bài tự luận này không có điểm để sửa.", "score")
    most = sum(essay.task.criteria.values_list("points", flat=True))
    if score > most:
        raise CampaignError(f"Điểm tự luận tối đa {write.number(most)}.", "score")
    before = essay.points + essay.adjustment
    Essay.objects.filter(pk=essay.pk).update(adjustment=score - essay.points)
    return ScoreChange.objects.create(
        essay=essay, complaint=complaint, before=before, after=score, why=why, by=by
    )
