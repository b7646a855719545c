"""Campaigns in a person's calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from campaigns.models import Campaign
from plans.assignments.agenda import MOST, Entry
from units.scope import units_of


def campaign_entries(user: Any, first: dt.date, last: dt.date) -> Iterable[Entry]:
    """Campaigns that are open or were, of own units and of those above."""
    rows = Campaign.objects.in_force_for(*units_of(user)).filter(starts_on__lte=last, ends_on__gte=first)
    for row in rows.select_related("owner").order_by("starts_on", "pk")[:MOST]:
        yield Entry(
            "campaign", f"chien-dich-{row.pk}", row.name, reverse("campaigns:campaign_detail", args=[row.pk]),
            row.starts_on, row.ends_on, row.owner.name, row.status == Campaign.Status.CLOSED,
        )  # fmt: skip
