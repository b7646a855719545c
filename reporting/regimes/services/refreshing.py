"""Totals frozen before a unit was freed, or owes again: a job freezes them anew, so that n of N counts who owes now."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from documents.jobs import Progress, enqueue, job_handler
from reporting.models import Period, PeriodUnit, Total
from reporting.rollups import freeze_totals, one_moment
from units.models import STEP, User

KIND = "refresh_totals"


def refresh_totals_above(period: Period, places: Iterable[PeriodUnit], *, by: User) -> None:
    """Ask for it where totals of these places or of places above them are kept; what was issued stays as it was."""
    paths = {place.path[:end] for place in places for end in range(STEP, len(place.path) + 1, STEP)}
    kept = PeriodUnit.objects.filter(
        period=period, path__in=paths, pk__in=Total.objects.values("period_unit")
    )
    tops: list[PeriodUnit] = []
    for place in kept.order_by("path"):
        if not any(place.path.startswith(top.path) for top in tops):
            tops.append(place)
    if tops:
        ids = [top.pk for top in tops]
        enqueue(KIND, key=f"{KIND}:{uuid.uuid4().hex}", unit=period.regime.owner, by=by, places=ids)


@job_handler(KIND)
def refresh_totals(progress: Progress, *, places: list[int]) -> dict[str, Any]:
    for number, pk in enumerate(places):
        progress.step("Tính lại số tổng sau khi đổi đơn vị phải báo cáo", number, len(places))
        place = PeriodUnit.objects.get(pk=pk)
        with one_moment(place.period_id):
            freeze_totals(place)
    return {}
