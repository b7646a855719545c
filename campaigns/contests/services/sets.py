"""Rounds a day or a week long over the days of a contest, and the bank dealt out among them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from itertools import cycle
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from campaigns.contests.models import Contest, ContestRound, Question
from campaigns.contests.services.contests import MOST_MINUTES, MOST_QUESTIONS_EACH, between, in_preparation
from campaigns.services.errors import CampaignError
from core.formats import write
from units import audit

DAILY, WEEKLY = "day", "week"
MOST_ROUNDS = 60


def add_rounds(
    contest: Contest, *, first_on: dt.date, last_on: dt.date, every: str, from_hour: dt.time, to_hour: dt.time, minutes: int,
    questions_each: int, by: Any = None,
) -> list[ContestRound]:  # fmt: skip
    """A round for each day, or for each seven days, behind those there are. Raises CampaignError, StepRefused."""
    if every not in (DAILY, WEEKLY):
        raise CampaignError("Hãy chọn vòng ngày hoặc vòng tuần.", "every")
    if last_on < first_on:
        raise CampaignError("Ngày cuối phải từ ngày đầu trở đi.", "last_on")
    if every == DAILY and to_hour <= from_hour:
        raise CampaignError("Giờ đóng phải sau giờ mở.", "to_hour")
    between(minutes, 1, MOST_MINUTES, "minutes", "Số phút làm bài")
    between(questions_each, 1, MOST_QUESTIONS_EACH, "questions_each", "Số câu mỗi bài thi")
    step = dt.timedelta(days=1 if every == DAILY else 7)
    count = (last_on - first_on) // step + 1
    if count > MOST_ROUNDS:
        raise CampaignError(
            f"Sẽ có {write.number(count)} vòng, tối đa {MOST_ROUNDS}. Hãy rút ngắn thời gian.", "last_on"
        )
    with transaction.atomic():
        row = in_preparation(contest, by=by)
        last = row.rounds.aggregate(last=Max("number"))["last"] or 0
        made = []
        for n in range(count):
            first = first_on + n * step
            end = min(first + step - dt.timedelta(days=1), last_on)
            name = f"Ngày {first:%d/%m}" if every == DAILY else f"Tuần {n + 1}"
            opens, closes = _at(first, from_hour), _at(end, to_hour)
            if closes <= opens:
                raise CampaignError("Giờ đóng phải sau giờ mở.", "to_hour")
            made.append(
                ContestRound(
                    contest=row, number=last + n + 1, name=name, opens_at=opens, closes_at=closes, minutes=minutes,
                    questions_each=questions_each,
                )
            )  # fmt: skip
        rounds = ContestRound.objects.bulk_create(made)
        after = {"rounds": count, "every": every, "first_on": first_on, "last_on": last_on}
        audit.record("contest.rounds", row, by=by, unit=row.owner, after=after)
    return rounds


def share_questions(contest: Contest, *, by: Any = None) -> dict[str, int]:
    """Deal the questions of no round out among the rounds, each difficulty evenly; round name → questions it got.

    A question then stands in one round only, so nobody meets it twice. Predictions stay for every round. Raises
    CampaignError, StepRefused.
    """
    with transaction.atomic():
        row = in_preparation(contest, by=by)
        rounds = list(row.rounds.all())
        if not rounds:
            raise CampaignError("Cuộc thi chưa có vòng thi nào để chia câu hỏi.")
        free = row.questions.filter(round__isnull=True).exclude(kind=Question.Kind.PREDICTION)
        dealt: dict[int, list[int]] = defaultdict(list)
        # One wheel for all difficulties: the rounds differ by one question at most.
        wheel = cycle(rounds)
        for pk in free.order_by("difficulty", "pk").values_list("pk", flat=True):
            dealt[next(wheel).pk].append(pk)
        if not dealt:
            raise CampaignError("Không còn câu hỏi nào chưa thuộc vòng thi.")
        for one in rounds:
            Question.objects.filter(pk__in=dealt[one.pk]).update(round=one)
        told = {one.name: len(dealt[one.pk]) for one in rounds}
        audit.record("contest.questions.share", row, by=by, unit=row.owner, after=told)
    return told


def _at(day: dt.date, hour: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, hour))
