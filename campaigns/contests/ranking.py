"""Who stands where: one window query a board, by the rule that the thể lệ prints (campaigns.contests.rules.RANKING)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, Window
from django.db.models.functions import Abs, Cast, Coalesce, Rank

from campaigns.contests.models import Contest, ContestRound, Entry, Participant
from core.formats import write
from core.vietnamese import search_words
from units.models import Unit, UnitKind
from units.scope import below

# Keeps a condition behind the window: rows are ranked among all, then left out.
_RANKED = Q(rank__lt=1)


@dataclass(frozen=True)
class Board:
    """Which entries compete with each other; empty values narrow nothing."""

    kind: str = ""
    cluster: str = ""


def truth_of(one: ContestRound) -> int:
    """How many people were right in everything: what the prediction guesses."""
    return one.entries.filter(finished_at__isnull=False, all_right=True).count()


def ranked(one: ContestRound, board: Board | None = None, *, truth: int | None = None) -> QuerySet[Any]:
    """Handed-in entries of the board with `gap` and `rank`, best first; equal ones share a rank.

    One query, and one more for the truth when it is not given.
    """
    known = truth_of(one) if truth is None else truth
    found = on_board(Entry.objects.filter(round=one, finished_at__isnull=False), board or Board())
    order = [F("score").desc(), F("gap").asc(nulls_last=True), F("finished_at").asc()]
    gap = Abs(Cast(F("prediction"), IntegerField()) - Value(known))
    return (
        found.annotate(gap=gap)
        .annotate(rank=Window(Rank(), order_by=order))
        .select_related("participant__unit")
        .order_by("rank", "pk")
    )


def on_board(rows: Any, board: Board, unit: str = "participant__unit__") -> Any:
    """Of papers, essays or people those that compete on the board; `unit` leads to the unit."""
    if board.kind:
        rows = rows.filter(**{f"{unit}kind": board.kind})
    if board.cluster:
        found = Unit.objects.filter(code=board.cluster).first()
        path = found.path if found else "?"
        rows = rows.filter(**{f"{unit}path__gte": path, f"{unit}path__lt": path + "~"})
    return rows


def seen_by(user: Any, entries: QuerySet[Any], *, text: str = "") -> QuerySet[Any]:
    """Of ranked entries those of units the person may see, and whose name or unit holds the words; ranks stay."""
    found = entries.filter(below(user, "participant__unit__") | _RANKED)
    for word in search_words(text):
        found = found.filter(
            Q(participant__name_fold__contains=word)
            | Q(participant__unit__name_fold__contains=word)
            | _RANKED
        )
    return found


def seen_people(user: Any, people: QuerySet[Any], *, text: str = "") -> QuerySet[Any]:
    """The same of ranked participants."""
    found = people.filter(below(user, "unit__") | _RANKED)
    for word in search_words(text):
        found = found.filter(Q(name_fold__contains=word) | Q(unit__name_fold__contains=word) | _RANKED)
    return found


def place_in_unit(entry: Entry) -> tuple[int, int]:
    """The entry's rank among those of its unit, and how many they are. Three queries."""
    mates = ranked(entry.round).filter(participant__unit=entry.participant.unit_id)
    mine = mates.filter(Q(pk=entry.pk) | _RANKED).first()
    return (mine.rank if mine else 0), mates.count()


def boards_of(contest: Contest) -> tuple[QuerySet[UnitKind], QuerySet[Unit]]:
    """Kinds of units and clusters (units one level below the organiser) that have participants."""
    people = Participant.objects.filter(contest=contest).order_by()
    kinds = UnitKind.objects.filter(pk__in=people.values("unit__kind")).order_by("tier", "pk")
    clusters = Unit.objects.filter(parent=contest.owner).active().order_by("sort_key", "pk")
    return kinds, clusters


@dataclass(frozen=True)
class Participation:
    """How far the contest reached: units with participants out of the organiser and all below that the person may see."""

    people: int
    papers: int
    units: int
    units_all: int

    @property
    def coverage(self) -> str:
        return f"{write.number(self.units)} / {write.number(self.units_all)}"


def participation_of(user: Any, contest: Contest) -> Participation:
    """Three queries, whatever the number of units."""
    people = Participant.objects.filter(below(user, "unit__"), contest=contest).order_by()
    sums = people.aggregate(people=Count("pk"), units=Count("unit", distinct=True))
    papers = Entry.objects.filter(participant__in=people.values("pk"), finished_at__isnull=False).count()
    units_all = Unit.objects.filter(below(user)).active().below(contest.owner).count()
    return Participation(sums["people"], papers, sums["units"], units_all)


def unit_rows(user: Any, contest: Contest, *, text: str = "") -> QuerySet[Any]:
    """Units below the organiser the person may see, with `people` and `papers`, most people first."""
    here = Participant.objects.filter(contest=contest, unit=OuterRef("pk")).order_by().values("unit")
    papers = Entry.objects.filter(
        participant__contest=contest, participant__unit=OuterRef("pk"), finished_at__isnull=False
    ).order_by().values("participant__unit")  # fmt: skip
    units = (
        Unit.objects.filter(below(user)).active().below(contest.owner).search(text).select_related("parent")
    )
    return units.annotate(
        people=Coalesce(Subquery(here.annotate(n=Count("pk")).values("n")), 0),
        papers=Coalesce(Subquery(papers.annotate(n=Count("pk")).values("n")), 0),
    ).order_by("-people", "sort_key", "pk")
