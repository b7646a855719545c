"""The daily letter: corrections that wait for a person, and what became of those they asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from plans.assignments.agenda import MOST
from plans.assignments.reminding import RETURNED, WAITING, Line
from reporting.corrections.models import Correction, CorrectionStatus
from reporting.workflow import RECEIVER_ROLES
from units.models import Seat
from units.scope import units_of

RINGS_AFTER = (0, 1, 3)  # days of waiting, then every week


def people_with_corrections(today: dt.date) -> Iterable[int]:
    """Who receives reports where a correction waits, and who asked for one that was refused since yesterday."""
    waiting = Correction.objects.pending()
    at = Q(unit__in=waiting.values("waits_at__unit")) | Q(unit__in=waiting.values("waits_at__parent__unit"))
    seats = Seat.objects.current(today).filter(at, role__in=RECEIVER_ROLES)
    refused = _refused(today).values_list("prepared_by_id", flat=True)
    return {*seats.values_list("user_id", flat=True), *refused}


def correction_lines(user: Any, today: dt.date) -> Iterable[Line]:
    units = [unit.pk for unit in units_of(user, *RECEIVER_ROLES)]
    ended_below = Q(waits_at__unit__ended_on__isnull=False, waits_at__parent__unit__in=units)
    turn = Q(waits_at__unit__in=units) | ended_below
    mine = Q(turn, status=CorrectionStatus.PENDING) & ~Q(prepared_by=user)
    rows: Any = Correction.objects.filter(mine | Q(pk__in=_refused(today).filter(prepared_by=user)))
    for row in rows.select_related("submission__period_unit").order_by("prepared_at", "pk")[:MOST]:
        url = reverse("reporting:correction_detail", args=[row.pk])
        unit = row.submission.period_unit.name
        if row.is_pending:
            waited = (today - timezone.localdate(row.prepared_at)).days
            rings = waited in RINGS_AFTER or waited % 7 == 0
            yield Line(WAITING, f"Duyệt đính chính: {row.title}", unit, url, rings=rings)
        else:
            yield Line(RETURNED, f"Đính chính không được đồng ý: {row.title}", unit, url)


def _refused(today: dt.date) -> Any:
    since = timezone.make_aware(dt.datetime.combine(today - dt.timedelta(days=1), dt.time()))
    return Correction.objects.filter(status=CorrectionStatus.REFUSED, decided_at__gte=since)
