"""Reads of essays: lists for units and the organiser, the jury's progress, the board."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import Rank

from campaigns.contests.essays.models import Essay, EssayMarker, EssayTask, Marking
from campaigns.contests.ranking import Board, on_board, seen_by
from campaigns.workflow import LOGGING_ROLES
from units.scope import units_of

__all__ = [
    "essay_rows", "jury_of", "marking_rows", "names_authors", "progress_of", "ranked_essays", "seen_by",
]  # fmt: skip

_Status = Essay.Status


def essay_rows(user: Any, task: EssayTask, *, text: str = "", status: str = "") -> QuerySet[Essay]:
    """Handed-in essays the person may see, those that wait at own units first."""
    found = (
        Essay.objects.visible_to(user)
        .filter(task=task)
        .select_related("participant__unit", "at_unit")
        .defer("text")
    )
    if status in _Status.values:
        found = found.filter(status=status)
    if text.strip():
        found = found.filter(code__icontains=text.strip()[:12])
    return found.order_by("status", "code")


def names_authors(user: Any, essay: Essay) -> bool:
    """Whether the person may know who wrote it: people of the author's unit always, others once the marks are fixed."""
    if essay.task.marked_at is not None:
        return True
    return essay.participant.unit_id in {unit.pk for unit in units_of(user, *LOGGING_ROLES)}


@dataclass(frozen=True)
class EssayProgress:
    handed_in: int
    at_desk: int
    with_points: int
    dealt: int
    done: int


def progress_of(task: EssayTask) -> EssayProgress:
    """How far choosing and marking have come; two queries."""
    desk = Q(status=_Status.FORWARDED, at_unit=task.contest.owner_id)
    essays = Essay.objects.filter(task=task, submitted_at__isnull=False).aggregate(
        all=Count("pk"), desk=Count("pk", filter=desk), ranked=Count("pk", filter=Q(status=_Status.RANKED))
    )
    turns = Marking.objects.filter(essay__task=task).aggregate(all=Count("pk"), done=Count("done_at"))
    return EssayProgress(essays["all"], essays["desk"], essays["ranked"], turns["all"], turns["done"])


def jury_of(task: EssayTask) -> QuerySet[EssayMarker]:
    """Members with `dealt` and `done`; one query."""
    own = Q(user__essay_markings__essay__task=task)
    return task.markers.select_related("user").annotate(
        dealt=Count("user__essay_markings", filter=own),
        done=Count("user__essay_markings", filter=own & Q(user__essay_markings__done_at__isnull=False)),
    ).order_by("user__name_fold", "pk")  # fmt: skip


def marking_rows(user: Any) -> QuerySet[Marking]:
    """What the person has to mark and has marked, open ones first."""
    rows = Marking.objects.visible_to(user).select_related("essay__task__contest__owner").defer("essay__text")
    return rows.order_by(F("done_at").asc(nulls_first=True), "assigned_at", "pk")


def ranked_essays(task: EssayTask, board: Board | None = None) -> QuerySet[Any]:
    """Essays with points of the board, `score` and `rank`: more points first, then who handed in earlier."""
    rows = Essay.objects.filter(task=task, status=_Status.RANKED).annotate(
        score=F("points") + F("adjustment")
    )
    rows = on_board(rows, board or Board())
    order = [F("score").desc(), F("submitted_at").asc()]
    return (
        rows.annotate(rank=Window(Rank(), order_by=order))
        .select_related("participant__unit")
        .defer("text")
        .order_by("rank", "pk")
    )
