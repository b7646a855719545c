"""Freeing units from a period, with a reason and who decided, and taking it back."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction

from reporting.models import Exemption, Period, PeriodUnit, Submission
from reporting.queries.periods import MISSING
from reporting.regimes.services.refreshing import refresh_totals_above
from reporting.services.periods import OWNER_ROLES, PeriodError
from units import audit
from units.models import User
from units.scope import holds_any

NAMED = 5


def _locked(period: Period, by: User) -> Period:
    now = Period.objects.select_for_update(of=("self",)).select_related("regime__owner").get(pk=period.pk)
    if not (by.is_superuser or holds_any(by, *OWNER_ROLES, at=now.regime.owner)):
        raise PermissionDenied("Chỉ quản trị hoặc cán bộ tổng hợp của đơn vị ban hành mới được miễn báo cáo.")
    if now.status != Period.Status.OPEN:
        raise PeriodError("Chỉ miễn báo cáo hoặc bỏ miễn khi kỳ đang mở.")
    return now


@transaction.atomic
def exempt_units(
    period: Period, places: Iterable[PeriodUnit], *, reason: str, decided_by: str, by: User
) -> int:
    """These places no longer owe a report of the period: they leave N of every “n trên N”. Gives how many.

    Raises PermissionDenied, PeriodError (period not open, a report was already sent).
    """
    now = _locked(period, by)
    asked = [place.pk for place in places]
    reports = Submission.objects.select_for_update(of=("self",)).select_related("period_unit")
    owed = list(reports.filter(period=now, period_unit__in=asked, period_unit__obliged=True).order_by("pk"))
    sent = [
        report.period_unit.name
        for report in owed
        if report.status not in MISSING or report.submitted_at is not None
    ]
    if sent:
        raise PeriodError(
            f"Đã gửi báo cáo nên không miễn được: {'; '.join(sent[:NAMED])}. Hãy bỏ các đơn vị này."
        )
    Exemption.objects.bulk_create(
        [Exemption(place=r.period_unit, reason=reason, decided_by=decided_by, recorded_by=by) for r in owed]
    )
    PeriodUnit.objects.filter(pk__in=[report.period_unit_id for report in owed]).update(obliged=False)
    audit.record(
        "reporting.exemption", now, by=by, unit=now.regime.owner,
        after={"units": [report.unit_id for report in owed], "reason": reason, "decided_by": decided_by},
    )  # fmt: skip
    refresh_totals_above(now, [report.period_unit for report in owed], by=by)
    return len(owed)


@transaction.atomic
def end_exemption(exemption: Exemption, *, by: User) -> None:
    """The unit owes its report again. Raises PermissionDenied, PeriodError."""
    place = exemption.place
    now = _locked(place.period, by)
    Exemption.objects.filter(pk=exemption.pk).delete()
    PeriodUnit.objects.filter(pk=place.pk).update(obliged=True)
    audit.record(
        "reporting.exemption.end", now, by=by, unit=now.regime.owner,
        before={"unit": place.unit_id, "reason": exemption.reason},
    )  # fmt: skip
    refresh_totals_above(now, [place], by=by)
