"""What units are reminded of that were asked for their numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone

from plans.assignments.reminding import WAITING, Line, rings
from plans.targets import queries
from plans.targets.models import Allotment
from plans.targets.roles import ANSWERERS
from units.models import Seat
from units.scope import units_of


def people_asked(today: dt.date) -> Iterable[int]:
    """Who answers for a unit whose numbers are waited for."""
    asked = Allotment.objects.filter(target__plan__allotment_sheet__isnull=False, official=None)
    seats = Seat.objects.current(today).filter(role__in=ANSWERERS, unit__in=asked.order_by().values("unit"))
    return seats.values_list("user_id", flat=True).distinct()


def asked_lines(user: Any, today: dt.date) -> Iterable[Line]:
    """A line for each plan; it rings on the day after the asking and on the steps before the answer is due."""
    since = timezone.make_aware(dt.datetime.combine(today - dt.timedelta(days=1), dt.time()))
    listed = f"{reverse('plans:allotted_to_us')}?loc=cho-tra-loi"
    for one in queries.sheets_waiting([unit.pk for unit in units_of(user, *ANSWERERS)]):
        ring = one.asked_at >= since or (one.due_on is not None and rings(one.due_on, today))
        text = f"Cho ý kiến mức giao {one.lines} chỉ tiêu: {one.abstract}"
        yield Line(WAITING, text, f"{one.issuer} lấy ý kiến", listed, one.due_on, rings=ring)
