"""Reads of outside contests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet, Sum

from campaigns.contests.outside.models import OutsideContest


def outside_rows(user: Any, *, text: str = "", year: int = 0) -> QuerySet[OutsideContest]:
    """Visible ones, latest first; `year` keeps those that ended in it."""
    found = OutsideContest.objects.visible_to(user).search(text).select_related("unit")
    if year:
        found = found.filter(ends_on__range=(dt.date(year, 1, 1), dt.date(year, 12, 31)))
    return found.order_by("-ends_on", "-pk")


def outside_sums(rows: QuerySet[OutsideContest]) -> dict[str, int]:
    """People and essays of all the rows; one query."""
    sums = rows.order_by().aggregate(people=Sum("participants"), essays=Sum("essays"))
    return {name: value or 0 for name, value in sums.items()}
