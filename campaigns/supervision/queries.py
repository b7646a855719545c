"""Reads of supervision visits and of recommendations that wait."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from campaigns.records import ReportRecord
from campaigns.supervision.models import Recommendation, Visit
from units.models import Unit

HAPPENED = (Visit.Status.HELD, Visit.Status.CLOSED)


def visit_rows(user: Any, *, text: str = "", status: str = "", kind: str = "") -> QuerySet[Visit]:
    """Visible visits, newest first, with `asked` recommendations, `done` and `late` ones."""
    found = Visit.objects.visible_to(user).search(text).select_related("unit", "visited")
    if status in Visit.Status.values:
        found = found.filter(status=status)
    if kind in Visit.Kind.values:
        found = found.filter(kind=kind)
    done = Q(recommendations__status=Recommendation.Status.DONE)
    late = Q(recommendations__due_on__lt=timezone.localdate()) & ~done
    return found.annotate(
        asked=Count("recommendations"), done=Count("recommendations", filter=done),
        late=Count("recommendations", filter=late),
    ).order_by("-planned_on", "-pk")  # fmt: skip


def records_of(unit: Unit, first_day: dt.date, last_day: dt.date) -> list[ReportRecord]:
    """Visits the unit made, by the day of the visit: giam_sat (DB21), of inspections kiem_tra (KT03). One query."""
    rows = Visit.objects.filter(unit=unit, status__in=HAPPENED, planned_on__range=(first_day, last_day))
    return [
        ReportRecord(
            "visit", row.pk, f"{row.get_kind_display()}: {row.subject}", row.planned_on,
            reverse("campaigns:visit_detail", args=[row.pk]),
            {"kiem_tra" if row.kind == Visit.Kind.INSPECTION else "giam_sat": 1},
        )
        for row in rows.order_by("planned_on", "pk")
    ]  # fmt: skip
