"""The board of a whole contest: all rounds and the essays that count, by the rule the thể lệ prints (rules.OVERALL)."""

from __future__ import annotations

from typing import Any

from django.db.models import (
    Case,
    Count,
    DecimalField,
    DurationField,
    ExpressionWrapper,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
    Window,
)
from django.db.models.functions import Abs, Cast, Coalesce, Rank

from campaigns.contests.essays.models import Essay
from campaigns.contests.models import Contest, Entry, Participant
from campaigns.contests.ranking import Board, on_board
from units.models import Unit

# What a round without a prediction counts as a gap: no prediction is further off (judging.MOST_PREDICTED).
NO_PREDICTION = 10_000_000


def overall_ranked(contest: Contest, board: Board | None = None) -> QuerySet[Any]:
    """People who handed in something, with `score`, `gaps`, `time` and `rank`, best first; equal ones share a rank.

    Three queries: how many were right in each round, the number of rounds, the board.
    """
    truths = dict(
        Entry.objects.filter(round__contest=contest, finished_at__isnull=False, all_right=True)
        .order_by().values("round").annotate(n=Count("pk")).values_list("round", "n")
    )  # fmt: skip
    rounds = contest.rounds.count()
    truth = Case(
        *(When(round=pk, then=Value(n)) for pk, n in truths.items()),
        default=Value(0),
        output_field=IntegerField(),
    )
    gap = Coalesce(Abs(Cast(F("prediction"), IntegerField()) - truth), Value(NO_PREDICTION))
    took = ExpressionWrapper(F("finished_at") - F("started_at"), output_field=DurationField())
    finished = Entry.objects.filter(participant=OuterRef("pk"), finished_at__isnull=False).order_by()
    papers = finished.values("participant")
    essays = Essay.objects.filter(
        participant=OuterRef("pk"), status=Essay.Status.RANKED, task__in_total=True, task__marked_at__isnull=False
    ).order_by().values("participant")  # fmt: skip
    number = DecimalField(max_digits=12, decimal_places=2)
    taken = Coalesce(Subquery(papers.annotate(n=Count("pk")).values("n")), Value(0))
    written = Coalesce(
        Subquery(essays.annotate(n=Sum(F("points") + F("adjustment"))).values("n"), output_field=number),
        Value(0), output_field=number,
    )  # fmt: skip
    found = on_board(Participant.objects.filter(contest=contest), board or Board(), "unit__").annotate(
        taken=taken,
        score=Cast(Coalesce(Subquery(papers.annotate(n=Sum("score")).values("n")), Value(0)), number)
        + written,
        gaps=Coalesce(Subquery(papers.annotate(n=Sum(gap)).values("n")), Value(0))
        + (Value(rounds) - F("taken")) * Value(NO_PREDICTION),
        time=Subquery(papers.annotate(n=Sum(took)).values("n"), output_field=DurationField()),
    )
    entered = found.filter(pk__in=_entered(contest))
    order = [F("score").desc(), F("gaps").asc(), F("time").asc(nulls_last=True)]
    return entered.annotate(rank=Window(Rank(), order_by=order)).select_related("unit").order_by("rank", "pk")


def _entered(contest: Contest) -> QuerySet[Any]:
    papers = Entry.objects.filter(round__contest=contest, finished_at__isnull=False).order_by()
    essays = Essay.objects.filter(task__contest=contest, status=Essay.Status.RANKED).order_by()
    return papers.values("participant").union(essays.values("participant"))


def units_ranked(contest: Contest, board: Board | None = None) -> QuerySet[Any]:
    """Units by `rate`, the per cent of their members who took part, with `people` and `rank`; one query.

    Units that did not tell how many members they have cannot be compared and are left out.
    """
    people = Participant.objects.filter(contest=contest, unit=OuterRef("pk")).order_by().values("unit")
    units = Unit.objects.active().below(contest.owner).filter(member_count__gt=0)
    found = on_board(units, board or Board(), "").annotate(
        people=Coalesce(Subquery(people.annotate(n=Count("pk")).values("n")), Value(0)),
        rate=Cast(F("people"), FloatField()) * 100.0 / F("member_count"),
    )
    order = [F("rate").desc(), F("people").desc()]
    return (
        found.filter(people__gt=0)
        .annotate(rank=Window(Rank(), order_by=order))
        .order_by("rank", "sort_key", "pk")
    )
