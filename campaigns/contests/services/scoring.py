"""Scores of papers as sums of their answers, in SQL for one paper or all."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Greatest

from campaigns.contests.models import Answer, Entry, Question


def _sum() -> Any:
    total = (
        Answer.objects.filter(entry=OuterRef("pk"))
        .order_by()
        .values("entry")
        .annotate(n=Sum("points"))
        .values("n")
    )
    return Greatest(Coalesce(Subquery(total), Value(0)) + F("adjustment"), Value(0))


def _all_right() -> Any:
    wrong = (
        Answer.objects.filter(entry=OuterRef("pk"))
        .exclude(question__kind=Question.Kind.PREDICTION)
        .exclude(points=F("question__points"))
    )
    return ~Exists(wrong)


def rescore(entries: Any) -> int:
    """Count the finished papers among `entries` (ids or a query of ids) again; gives how many."""
    return Entry.objects.filter(pk__in=entries, finished_at__isnull=False).update(
        score=_sum(), all_right=_all_right()
    )


def finish_papers(entries: Any, *, by_bell: bool, at: Any = None) -> int:
    """Close the papers that are still open: score, whether all is right, when. `at` None: at each one's bell."""
    return int(
        entries.filter(finished_at__isnull=True).update(
            finished_at=at or F("ends_at"), by_bell=by_bell, score=_sum(), all_right=_all_right()
        )
    )
