"""Asking late units for their report by hand: it rings in their daily letter, at most once a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from reporting.models import Period, PeriodUnit, ReportReminder
from reporting.queries.periods import units_behind
from reporting.workflow import RECEIVER_ROLES
from units import audit
from units.models import User
from units.scope import holds_any

AGAIN_AFTER = dt.timedelta(hours=20)


@dataclass(frozen=True)
class Reminded:
    """How many units were reminded, and how many of those asked for were reminded too recently."""

    sent: int
    recent: int


@transaction.atomic
def remind_late(
    place: PeriodUnit, *, by: User, only: Collection[int] | None = None, note: str = ""
) -> Reminded:
    """Remind the late units below the place, all or only these reports. Raises PermissionDenied.

    Who sent meanwhile, or was reminded in the last twenty hours, is left out.
    """
    if not (by.is_superuser or holds_any(by, *RECEIVER_ROLES, at=place.unit)):
        raise PermissionDenied("Chỉ người nhận báo cáo của công đoàn cấp trên mới nhắc được đơn vị bên dưới.")
    # Two clicks at once wait for each other here, so nobody is reminded twice.
    period = Period.objects.select_for_update(of=("self",)).get(pk=place.period_id)
    if period.status != Period.Status.OPEN:
        return Reminded(0, 0)
    late = units_behind(place, state="overdue")
    wanted = set((late if only is None else late.filter(pk__in=only)).values_list("pk", flat=True))
    since = timezone.now() - AGAIN_AFTER
    recent = set(
        ReportReminder.objects.filter(at__gte=since, submission__period=period).values_list("submission_id", flat=True)
    )  # fmt: skip
    told = sorted(wanted - recent)
    ReportReminder.objects.bulk_create(
        [ReportReminder(submission_id=pk, by=by, note=note) for pk in told], batch_size=1000
    )
    if told:
        audit.record(
            "reporting.remind", period, by=by, unit=place.unit, after={"units": len(told), "note": note}
        )
    return Reminded(len(told), len(wanted & recent))
