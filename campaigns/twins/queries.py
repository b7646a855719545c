"""What an activity may be the same as."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from campaigns.contests.models import Contest
from campaigns.contests.outside.models import OutsideContest
from campaigns.emulation.models import Movement
from campaigns.models import Activity, ActivityTwin
from campaigns.supervision.models import Visit

Kind = ActivityTwin.Kind
AROUND = dt.timedelta(days=31)
SHOWN = 30


@dataclass(frozen=True)
class Candidate:
    kind: str
    pk: int
    title: str

    @property
    def value(self) -> str:
        return f"{self.kind}:{self.pk}"

    @property
    def kind_name(self) -> str:
        return str(Kind(self.kind).label)


def _contests(user: Any, activity: Activity) -> list[Candidate]:
    first, last = activity.happened_on - AROUND, activity.happened_on + AROUND
    near = Contest.objects.visible_to(user).filter(
        rounds__opens_at__date__lte=last, rounds__closes_at__date__gte=first
    )
    rows = near.distinct().order_by("-pk").values_list("pk", "name")[:SHOWN]
    outside = OutsideContest.objects.filter(
        unit=activity.unit_id, starts_on__lte=last, ends_on__gte=first
    ).order_by("-pk")
    return [
        *(Candidate(Kind.CONTEST, pk, name) for pk, name in rows),
        *(Candidate(Kind.OUTSIDE, pk, name) for pk, name in outside.values_list("pk", "name")[:SHOWN]),
    ]


def _visits(user: Any, activity: Activity) -> list[Candidate]:
    days = (activity.happened_on - AROUND, activity.happened_on + AROUND)
    near = Visit.objects.visible_to(user).filter(unit=activity.unit_id, planned_on__range=days)
    rows = near.order_by("-pk").values_list("pk", "subject")[:SHOWN]
    return [Candidate(Kind.VISIT, pk, subject) for pk, subject in rows]


def _movements(user: Any, activity: Activity) -> list[Candidate]:
    days = (activity.happened_on - AROUND, activity.happened_on + AROUND)
    near = Movement.objects.visible_to(user).filter(owner=activity.unit_id, launched_on__range=days)
    rows = near.order_by("-pk").values_list("pk", "name")[:SHOWN]
    return [Candidate(Kind.MOVEMENT, pk, name) for pk, name in rows]


# Type of activity → what it may tell of.
_BY_TYPE: dict[str, Callable[[Any, Activity], list[Candidate]]] = {
    "hoi_thi": _contests,
    "kiem_tra_giam_sat": _visits,
    "thi_dua": _movements,
}


def candidates(user: Any, activity: Activity) -> list[Candidate]:
    """Records near the activity's day that the person may see and the activity may tell of. Two queries at most."""
    find = _BY_TYPE.get(activity.type_id)
    return find(user, activity) if find else []
