"""Reads of contests for the people who run them or take part below."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from campaigns.contests.models import Contest, Participant, Question
from campaigns.contests.reports import records_of
from core.vietnamese import fold
from units.scope import below

__all__ = ["contest_rows", "contests_of", "question_rows", "records_of"]


def contests_of(user: Any, campaign: Any) -> QuerySet[Contest]:
    """Contests of the campaign the person may see, with `taking_part`: what the campaign's page lists."""
    return contest_rows(user).filter(campaign=campaign)


def contest_rows(user: Any, *, text: str = "", status: str = "") -> QuerySet[Contest]:
    """Visible contests, newest first, with `taking_part`: participants of units the person may see."""
    found = Contest.objects.visible_to(user).search(text).select_related("owner", "campaign")
    if status in Contest.Status.values:
        found = found.filter(status=status)
    people = Participant.objects.filter(below(user, "unit__"), contest=OuterRef("pk")).order_by()
    count = people.values("contest").annotate(n=Count("pk")).values("n")
    return found.annotate(taking_part=Coalesce(Subquery(count), 0)).order_by("-pk")


def question_rows(contest: Contest, *, text: str = "", kind: str = "") -> QuerySet[Question]:
    """The bank, oldest first. The caller has asked whether the person may read it."""
    found = contest.questions.select_related("round").order_by("pk")
    if kind in Question.Kind.values:
        found = found.filter(kind=kind)
    if fold(text):
        found = found.filter(text__icontains=text.strip())
    return found
