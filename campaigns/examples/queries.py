"""Reads of good examples."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from campaigns.examples.models import Example
from campaigns.records import ReportRecord
from units.models import Unit


def example_rows(user: Any, *, text: str = "", status: str = "", kind: str = "") -> QuerySet[Example]:
    """Visible stories, newest first."""
    found = Example.objects.visible_to(user).search(text).select_related("unit")
    if status in Example.Status.values:
        found = found.filter(status=status)
    if kind in Example.Kind.values:
        found = found.filter(kind=kind)
    return found.order_by("-happened_on", "-pk")


def records_of(unit: Unit, first_day: dt.date, last_day: dt.date) -> list[ReportRecord]:
    """Stories of the unit that were published in the days (TD12: guong); one taken away later was still told. One query."""
    rows = Example.objects.filter(unit=unit, published_on__range=(first_day, last_day))
    return [
        ReportRecord(
            "example",
            row.pk,
            row.title,
            row.published_on,
            reverse("campaigns:example_detail", args=[row.pk]),
            {"guong": 1},
        )
        for row in rows.order_by("published_on", "pk")
        if row.published_on
    ]
