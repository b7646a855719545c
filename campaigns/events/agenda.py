"""Sittings of events in a person's calendar: those own units hold, and those one is invited to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from campaigns.events.models import Event, Sitting
from plans.assignments.agenda import MOST, Entry
from units.scope import units_of


def event_entries(user: Any, first: dt.date, last: dt.date) -> Iterable[Entry]:
    """One query, beside that of the seats."""
    homes = {unit.pk for unit in units_of(user)}
    invited = Q(event__invitees__user=user.pk) & ~Q(event__status=Event.Status.PREPARING)
    rows = Sitting.objects.filter(Q(event__unit__in=homes) | invited).exclude(
        event__status=Event.Status.CANCELLED
    )
    days = (_start_of(first), _start_of(last + dt.timedelta(days=1)))
    rows = rows.filter(starts_at__lt=days[1], ends_at__gte=days[0]).distinct()
    for row in rows.select_related("event__unit").order_by("starts_at", "pk")[:MOST]:
        event = row.event
        begins, ends = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
        own = event.unit_id in homes
        url = (
            reverse("campaigns:event_detail", args=[event.pk]) if own else reverse("campaigns:my_invitations")
        )
        yield Entry(
            "event", f"su-kien-{row.pk}", f"{begins:%H:%M} {event.title}", url, begins.date(), ends.date(),
            f"{event.place}, {event.unit.name}", event.status == Event.Status.CLOSED,
        )  # fmt: skip


def _start_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), timezone.get_current_timezone())
