"""The campaign against what was planned: money by source, weeks, units without activity, fixed days ahead."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Sum
from django.db.models.functions import TruncWeek
from django.utils import timezone

from campaigns.catalogue import fixed_days
from campaigns.models import Activity, ActivityMoney, Campaign
from campaigns.workspace_models import PeakPhase
from core.formats import write
from units.models import Unit
from units.scope import below

WEEKS, SILENT, DAYS_AHEAD = 8, 8, 5


@dataclass(frozen=True)
class Money:
    """One source: planned (None: nothing was said) and spent, in đồng."""

    label: str
    planned: int | None
    spent: int


@dataclass(frozen=True)
class Workspace:
    phases: list[PeakPhase]
    money: list[Money]
    weeks: list[tuple[str, int, str]]
    silent: list[Unit]
    silent_count: int
    days: list[tuple[dt.date, str]]

    @property
    def silent_more(self) -> int:
        return self.silent_count - len(self.silent)

    @property
    def phase_now(self) -> PeakPhase | None:
        today = timezone.localdate()
        return next((phase for phase in self.phases if phase.starts_on <= today <= phase.ends_on), None)


def workspace_of(user: Any, campaign: Campaign) -> Workspace:
    """What the person sees of the campaign, within their units; six queries whatever its size."""
    activities = Activity.objects.visible_to(user).filter(campaign=campaign).order_by()
    units = Unit.objects.filter(below(user)).active().below(campaign.owner).exclude(pk=campaign.owner_id)
    silent = units.exclude(Exists(Activity.objects.filter(campaign=campaign, unit=OuterRef("pk"))))
    return Workspace(
        phases=list(campaign.phases.all()),
        money=_money(activities, campaign),
        weeks=_weeks(activities),
        silent=list(silent.order_by("path")[:SILENT]),
        silent_count=silent.count(),
        days=days_within(campaign.starts_on, campaign.ends_on),
    )


def _money(activities: Any, campaign: Campaign) -> list[Money]:
    """Sources with a plan or with money spent."""
    rows = ActivityMoney.objects.filter(activity__in=activities.values("pk")).order_by()
    spent = dict(rows.values_list("source").annotate(total=Sum("amount")))
    planned = dict(campaign.budget.values_list("source", "amount"))
    return [
        Money(str(label), planned.get(source), int(spent.get(source, 0)))
        for source, label in ActivityMoney.Source.choices
        if source in planned or source in spent
    ]


def _weeks(activities: Any) -> list[tuple[str, int, str]]:
    """Activities of each of the last weeks that had any, the oldest first."""
    rows = activities.annotate(week=TruncWeek("happened_on")).values("week").annotate(n=Count("pk"))
    latest = list(rows.order_by("-week")[:WEEKS])
    return [(f"Tuần từ {write.date(row['week'])}", row["n"], "") for row in reversed(latest)]


def days_within(first: dt.date, last: dt.date) -> list[tuple[dt.date, str]]:
    """The next fixed days from today on that lie in these days."""
    start = max(first, timezone.localdate())
    years = range(start.year, last.year + 1)
    found = [(dt.date(year, month, day), name) for year in years for month, day, name in fixed_days()]
    return sorted(pair for pair in found if start <= pair[0] <= last)[:DAYS_AHEAD]
