"""Writing an essay on a phone: saved while it is written, handed in once, at the bell by itself."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from campaigns.contests.essays.models import Essay, EssayTask
from campaigns.contests.models import Contest, Participant
from campaigns.contests.services import TooLate
from campaigns.services.errors import CampaignError
from core.formats import write
from core.vietnamese import nfc

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
MOST_LETTERS = 200_000
_WRITING, _SUBMITTED, _FORWARDED = Essay.Status.WRITING, Essay.Status.SUBMITTED, Essay.Status.FORWARDED


class EssayChanged(CampaignError):
    """A newer copy was saved from elsewhere; nothing of it is overwritten."""


def save_text(participant: Participant, task: EssayTask, *, text: str, base: int) -> Essay:
    """Keep what is written so far; `base` is the turn the page started from. The same message twice is once.

    Raises CampaignError, EssayChanged, TooLate.
    """
    _open(participant, task)
    words = _clean(text)
    essay = _essay(participant, task)
    stored = Essay.objects.filter(pk=essay.pk, status=_WRITING, turn=base).update(
        text=words, words=len(words.split()), turn=base + 1, saved_at=timezone.now()
    )
    essay.refresh_from_db()
    if not stored and essay.status != _WRITING:
        raise TooLate("Bài đã nộp nên không sửa được nữa.")
    if not stored and essay.text != words:
        raise EssayChanged(
            "Bài này đã được lưu từ một trang khác. Hãy chép lại đoạn vừa viết, tải lại trang rồi viết tiếp."
        )
    return essay


def submit_essay(participant: Participant, task: EssayTask, *, text: str, base: int) -> Essay:
    """Hand in what the page holds. Twice is once. Raises CampaignError, EssayChanged, TooLate."""
    known = Essay.objects.filter(participant=participant, task=task).first()
    if known is not None and known.status != _WRITING:
        return known
    words = len(_clean(text).split())
    if not words:
        raise CampaignError("Bài chưa có chữ nào. Hãy viết rồi nộp.", "text")
    if words > task.most_words:
        raise CampaignError(
            f"Bài dài {write.number(words)} chữ, tối đa {write.number(task.most_words)} chữ. Hãy rút bớt rồi nộp.",
            "text",
        )
    essay = save_text(participant, task, text=text, base=base)
    hand_in(Essay.objects.filter(pk=essay.pk))
    essay.refresh_from_db()
    return essay


def hand_in(essays: Any) -> int:
    """Hand in those still being written; they lie at the author's unit, or at the organiser where no unit chooses."""
    now = timezone.now()
    rows = essays.filter(status=_WRITING, words__gt=0)
    direct = Q(task__forward_until__isnull=True) | Q(participant__unit=F("task__contest__owner"))
    with transaction.atomic():
        done = 0
        for owner in (
            Contest.objects.filter(essay_tasks__essays__in=rows).values_list("owner", flat=True).distinct()
        ):
            straight = rows.filter(direct, task__contest__owner=owner).values_list("pk", flat=True)
            done += Essay.objects.filter(pk__in=list(straight)).update(
                status=_FORWARDED, submitted_at=now, at_unit=owner
            )
        chosen = list(rows.values_list("pk", flat=True))
        done += Essay.objects.filter(pk__in=chosen, status=_WRITING).update(
            status=_SUBMITTED, submitted_at=now
        )
    return done


def hand_in_late() -> int:
    """At the deadline: what was saved is handed in."""
    return hand_in(Essay.objects.filter(task__closes_at__lte=timezone.now()))


def _open(participant: Participant, task: EssayTask) -> None:
    now = timezone.now()
    if task.contest_id != participant.contest_id or task.contest.status != Contest.Status.OPEN:
        raise CampaignError("Cuộc thi không nhận bài lúc này.")
    if now < task.opens_at:
        raise CampaignError(f"{task.name} nhận bài từ {write.datetime(task.opens_at)}.")
    if now >= task.closes_at:
        raise TooLate(
            f"Đã hết hạn nộp bài lúc {write.datetime(task.closes_at)}. Bài đã lưu trước đó được tự nộp."
        )


def _clean(text: str) -> str:
    words = nfc(text).replace("\r\n", "\n").strip()
    if len(words) > MOST_LETTERS:
        raise CampaignError(f"Bài dài quá {write.number(MOST_LETTERS)} ký tự. Hãy rút bớt.", "text")
    return words


def _essay(participant: Participant, task: EssayTask) -> Essay:
    for _attempt in range(5):
        known = Essay.objects.filter(participant=participant, task=task).first()
        if known is not None:
            return known
        code = "".join(secrets.choice(LETTERS) for _ in range(7))
        try:
            with transaction.atomic():
                return Essay.objects.create(
                    participant=participant, task=task, code=code, at_unit=participant.unit
                )
        except IntegrityError:  # pressed twice, or the code is taken
            continue
    raise CampaignError("Chưa lưu được bài. Hãy thử lại.")
