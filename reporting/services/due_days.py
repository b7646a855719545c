"""A due day of its own for some units of a period: asked earlier, given more time, or none (figures entered afterwards)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction

from reporting.models import Period, PeriodUnit
from reporting.services.periods import OWNER_ROLES, PeriodError
from units import audit
from units.models import User
from units.scope import holds_any


@transaction.atomic
def set_due_day(
    period: Period, places: Iterable[PeriodUnit], *, on: dt.date | None, by: User | None, note: str = ""
) -> int:
    """Let the reports of these places be due on the day (None: no due day); gives how many were changed.

    Reports already sent keep what was said of them. Raises PermissionDenied (not who runs the period), PeriodError
    (a day before the cut-off, period locked).
    """
    period = Period.objects.select_for_update(of=("self",)).select_related("regime__owner").get(pk=period.pk)
    owner = period.regime.owner
    if by is not None and not (by.is_superuser or holds_any(by, *OWNER_ROLES, at=owner)):
        raise PermissionDenied(
            "Chỉ quản trị hoặc cán bộ tổng hợp của đơn vị ban hành mới được đổi hạn gửi báo cáo."
        )
    if period.status == Period.Status.CLOSED:
        raise PeriodError("Kỳ báo cáo đã khóa nên không đổi được hạn gửi.")
    if on is not None and on < period.ends_on:
        raise PeriodError("Hạn gửi không thể trước ngày chốt số liệu.")
    rows = PeriodUnit.objects.filter(period=period, pk__in=[place.pk for place in places])
    changed = rows.update(due_on=on, due_why=_why(on, note))
    audit.record(
        "reporting.due_day", period, by=by, unit=owner,
        after={"on": on.isoformat() if on else "", "units": changed, "note": note},
    )  # fmt: skip
    return changed


def _why(on: dt.date | None, note: str) -> str:
    if on is None:
        return ""
    return f"Hạn được đổi riêng{': ' + note if note else '.'}"[:250]
