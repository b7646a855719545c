"""Reads of campaigns and activities: lists, sums, and how far a campaign has come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet, Sum, Value
from django.db.models.functions import Substr
from django.urls import reverse
from django.utils import timezone

from campaigns.models import (
    Activity,
    ActivityMoney,
    ActivityQuantity,
    ActivityType,
    Campaign,
    Message,
)
from core.formats import write
from core.vietnamese import search_words
from documents.models import ENDED
from documents.models import Status as DocumentStatus
from plans.models import Plan, Task
from units.models import STEP, Unit
from units.scope import below, units_of

# What ended longer ago is no longer offered when an activity is logged.
STILL_OFFERED = dt.timedelta(days=120)
MOST_BARS = 12


def campaign_rows(user: Any, *, text: str = "", status: str = "") -> QuerySet[Campaign]:
    """Visible campaigns with `activity_count`: the activities under it the person may see."""
    found = Campaign.objects.visible_to(user).search(text).select_related("owner")
    if status in Campaign.Status.values:
        found = found.filter(status=status)
    return found.annotate(
        activity_count=Count("activities", filter=below(user, "activities__unit__"), distinct=True)
    ).order_by("-starts_on", "-pk")


def messages_of(user: Any, campaign: Campaign) -> QuerySet[Message]:
    """Messages the person may see, with their wording by channel, `use_count` and `unit_count` of the uses they see."""
    return (
        Message.objects.visible_to(user)
        .filter(campaign=campaign)
        .annotate(
            use_count=Count("activities", filter=below(user, "activities__unit__"), distinct=True),
            unit_count=Count("activities__unit", filter=below(user, "activities__unit__"), distinct=True),
        )
        .select_related("approved_by", "slogan")
        .prefetch_related("variants__channel")
    )


def messages_in_use(campaign: Campaign, *, language: str = "") -> QuerySet[Message]:
    """Approved messages of the campaign that may be used today, in their order: nothing of them is secret."""
    found = Message.objects.filter(campaign=campaign, approved_at__isnull=False)
    found = found.holding_on(timezone.localdate()).order_by("order", "pk")
    return found.filter(language=language) if language else found


def publications(
    user: Any, campaign: Campaign, *, text: str = "", message: int = 0, channel: str = ""
) -> QuerySet[Activity]:
    """Who used which message where and when, newest first: visible activities that name a message or a channel.

    Each has `evidence_count`.
    """
    found = Activity.objects.visible_to(user).filter(campaign=campaign).search(text)
    found = found.filter(message=message) if message else found.exclude(message=None, channel=None)
    if channel:
        found = found.filter(channel=channel)
    counted = found.annotate(evidence_count=Count("evidence", distinct=True))
    return counted.select_related("unit", "message", "channel", "type").order_by("-happened_on", "-pk")


def plans_with_slogans_to_take(campaign: Campaign) -> QuerySet[Plan]:
    """Issued plans of the campaign that hold slogans it has not taken yet, with `slogan_count`."""
    taken = campaign.messages.filter(slogan__isnull=False).values("slogan_id")
    return (
        campaign.plans.filter(status=DocumentStatus.ISSUED)
        .annotate(slogan_count=Count("slogans", filter=~Q(slogans__in=taken)))
        .filter(slogan_count__gt=0)
    )


def eligible_plans(user: Any, owners: Iterable[Unit]) -> QuerySet[Plan]:
    """Plans a campaign of one of the owners can belong to: own ones, and issued ones of units above; none that has ended."""
    paths = {owner.path[:i] for owner in owners for i in range(STEP, len(owner.path) + 1, STEP)}
    own = Q(issuer__in=[owner.pk for owner in owners])
    above = Q(issuer__path__in=paths, status=DocumentStatus.ISSUED)
    found = Plan.objects.visible_to(user).filter(own | above).exclude(status__in=ENDED)
    return found.select_related("issuer").order_by("-updated_at")


# --- activities


@dataclass(frozen=True)
class ActivityFilter:
    """What a list of activities is narrowed to; empty values narrow nothing."""

    text: str = ""
    type: str = ""
    campaign: int | None = None
    task: int | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    unit: str = ""


def activity_rows(user: Any, wanted: ActivityFilter) -> QuerySet[Activity]:
    """Visible activities, newest first. `unit`: the code of a unit (with all below it) or words of its name."""
    found = Activity.objects.visible_to(user).search(wanted.text)
    if wanted.type:
        found = found.filter(type=wanted.type)
    if wanted.campaign:
        found = found.filter(campaign=wanted.campaign)
    if wanted.task:
        found = found.filter(Q(task=wanted.task) | Q(task__upper_task=wanted.task))
    if wanted.since:
        found = found.filter(happened_on__gte=wanted.since)
    if wanted.until:
        found = found.filter(happened_on__lte=wanted.until)
    if wanted.unit:
        found = found.filter(_of_unit(user, wanted.unit))
    return found.select_related("type", "unit", "campaign").order_by("-happened_on", "-pk")


def _of_unit(user: Any, text: str) -> Q:
    exact = Unit.objects.visible_to(user).filter(code__iexact=text.strip()).first()
    if exact:
        return Q(unit__path__gte=exact.path, unit__path__lt=exact.path + "~")
    narrowed = Q()
    for word in search_words(text):
        narrowed &= Q(unit__name_fold__contains=word)
    return narrowed


@dataclass(frozen=True)
class Totals:
    activities: int
    sessions: int
    participations: int
    female: int
    money: int


def totals_of(activities: QuerySet[Activity]) -> Totals:
    """Sums over the activities; money in đồng. Two queries."""
    plain = activities.order_by()
    sums = plain.aggregate(
        activities=Count("pk"), sessions=Sum("sessions"), participations=Sum("participations"),
        female=Sum("female_participations"),
    )  # fmt: skip
    money = ActivityMoney.objects.filter(activity__in=plain.values("pk")).aggregate(money=Sum("amount"))
    return Totals(**{name: int(value or 0) for name, value in {**sums, **money}.items()})


def activity_to_read(user: Any) -> QuerySet[Activity]:
    """Visible activities with everything their page shows."""
    return (
        Activity.objects.visible_to(user)
        .select_related("type", "unit", "campaign", "task__plan", "message", "channel", "logged_by", "twin")
        .prefetch_related("quantities__kind", "money", "evidence", "partners")
    )


def activity_types() -> QuerySet[ActivityType]:
    return ActivityType.objects.prefetch_related("quantities")


# --- what an activity can be logged under


def campaigns_to_log(user: Any, units: list[Unit]) -> QuerySet[Campaign]:
    """Campaigns of the units and above that are open, or ended not long ago."""
    recent = Q(status=Campaign.Status.OPEN) | Q(ends_on__gte=timezone.localdate() - STILL_OFFERED)
    return Campaign.objects.visible_to(user).in_force_for(*units).filter(recent).order_by("-starts_on", "pk")


def messages_to_log(user: Any, units: list[Unit]) -> QuerySet[Message]:
    """Approved messages of those campaigns."""
    campaigns = campaigns_to_log(user, units).order_by().values("pk")
    recent = Q(valid_until__isnull=True) | Q(valid_until__gte=timezone.localdate() - STILL_OFFERED)
    approved = Message.objects.visible_to(user).filter(
        recent, approved_at__isnull=False, campaign__in=campaigns
    )
    return approved.select_related("campaign").order_by("-campaign__starts_on", "campaign_id", "order", "pk")


def tasks_to_log(user: Any, units: list[Unit]) -> QuerySet[Task]:
    """Tasks of issued plans of the units and above that run, or ended not long ago."""
    recent = Q(plan__ends_on__isnull=True) | Q(plan__ends_on__gte=timezone.localdate() - STILL_OFFERED)
    in_force = Task.objects.none()
    for unit in units:
        in_force = in_force | Task.objects.in_force_for(unit)
    seen = Task.objects.visible_to(user).filter(pk__in=in_force.order_by().values("pk"))
    return seen.filter(recent).select_related("plan").order_by("-plan__issued_on", "plan_id", "order", "pk")


NEAR = 60


def units_near(units: list[Unit]) -> QuerySet[Unit]:
    """The units above, beside and below these: with whom joint events are mostly held. Names of units are no secret."""
    parents = [unit.parent_id for unit in units if unit.parent_id]
    own = [unit.pk for unit in units]
    around = Q(pk__in=parents) | Q(parent__in=parents) | Q(parent__in=own)
    found = Unit.objects.active().filter(around).exclude(pk__in=own[:1] if len(own) == 1 else [])
    near = found.order_by("depth", "sort_key", "pk").values("pk")[:NEAR]
    return Unit.objects.filter(pk__in=list(near.values_list("pk", flat=True))).order_by(
        "depth", "sort_key", "pk"
    )


def units_named(units: list[Unit], text: str) -> list[Unit]:
    """At most two active units of the same federation with this code, this very name, or else all these words."""
    found = Unit.objects.none()
    for unit in units[:1]:
        found = Unit.objects.active().filter(path__startswith=unit.path[:STEP])
    for narrowed in (found.filter(code__iexact=text), found.filter(name__iexact=text), found.search(text)):
        if some := list(narrowed.order_by("path")[:2]):
            return some
    return []


# --- how far a campaign has come


@dataclass(frozen=True)
class Progress:
    """A campaign as the person may see it: sums, units that did something out of all, bars by the units one level below."""

    totals: Totals
    units_done: int
    units_all: int
    bars: list[tuple[str, int, str]]
    other_units: int
    quantities: list[dict[str, Any]]

    @property
    def coverage(self) -> str:
        return f"{write.number(self.units_done)} / {write.number(self.units_all)}"

    @property
    def coverage_words(self) -> str:
        return f"{write.percent(write.share(self.units_done, self.units_all), 1)} đơn vị trực thuộc"

    @property
    def female_words(self) -> str:
        return f"trong đó nữ {write.number(self.totals.female)}" if self.totals.female else ""


def progress_of(user: Any, campaign: Campaign) -> Progress:
    """Six queries, whatever the number of units."""
    activities = Activity.objects.visible_to(user).filter(campaign=campaign).order_by()
    units = Unit.objects.filter(below(user)).active().below(campaign.owner).exclude(pk=campaign.owner_id)
    bars = _bars(activities, _seen_from(user, campaign.owner), campaign)
    done = activities.filter(unit__in=units.order_by().values("pk"))
    return Progress(
        totals=totals_of(activities),
        units_done=done.aggregate(n=Count("unit", distinct=True))["n"],
        units_all=units.count(),
        bars=bars[:MOST_BARS],
        other_units=max(len(bars) - MOST_BARS, 0),
        quantities=_quantities(activities),
    )


def _seen_from(user: Any, owner: Unit) -> Unit:
    """The owner, or the person's highest unit below it: its branches are the bars."""
    homes = units_of(user)
    if not homes or any(owner.is_under(home) for home in homes):
        return owner
    return min(
        (home for home in homes if home.is_under(owner)), key=lambda home: len(home.path), default=owner
    )


def _bars(activities: QuerySet[Activity], top: Unit, campaign: Campaign) -> list[tuple[str, int, str]]:
    branch = Substr("unit__path", Value(1), Value(len(top.path) + STEP))
    rows = list(activities.values(branch=branch).annotate(n=Count("pk")).order_by("-n", "branch"))
    units = {unit.path: unit for unit in Unit.objects.filter(path__in=[row["branch"] for row in rows])}
    address = reverse("campaigns:activity_list")
    found = []
    for row in rows:
        unit = units.get(row["branch"])
        if unit:
            query = urlencode({"chien-dich": campaign.pk, "don-vi": unit.code})
            found.append((unit.short_name or unit.name, row["n"], f"{address}?{query}"))
    return found


def _quantities(activities: QuerySet[Activity]) -> list[dict[str, Any]]:
    rows = (
        ActivityQuantity.objects.filter(activity__in=activities.values("pk"))
        .values("kind__name", "kind__unit_of_measure", "kind__order")
        .annotate(total=Sum("amount"))
        .order_by("kind__order")
    )
    return [dict(row) for row in rows]
