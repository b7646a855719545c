"""Activities as records a report counts: sessions, people, quantities, money."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.urls import reverse

from campaigns.models import Activity, ActivityMoney, ActivityQuantity
from campaigns.records import ReportRecord
from units.models import Unit

KIND = "activity"
# A message put on one of these channels is a post, also where nobody counted posts.
POSTING = frozenset({"website", "fanpage", "zalo", "ban_tin"})
POSTS = "tin_bai"


def records_of(unit: Unit, first_day: dt.date, last_day: dt.date) -> list[ReportRecord]:
    """Activities the unit owns. Three queries."""
    activities = list(
        Activity.objects.filter(unit=unit, happened_on__range=(first_day, last_day))
        .select_related("twin").order_by("happened_on", "pk")
    )  # fmt: skip
    ids = [activity.pk for activity in activities]
    told: dict[int, dict[str, int]] = defaultdict(dict)
    if ids:
        for quantity in ActivityQuantity.objects.filter(activity__in=ids):
            told[quantity.activity_id][f"quantity:{quantity.kind_id}"] = quantity.amount
        for money in ActivityMoney.objects.filter(activity__in=ids):
            amounts = told[money.activity_id]
            amounts[f"money:v.{money.source}"] = money.amount
            amounts["money"] = amounts.get("money", 0) + money.amount
    return [_record(activity, told[activity.pk]) for activity in activities]


def _record(activity: Activity, amounts: dict[str, int]) -> ReportRecord:
    amounts["sessions"] = activity.sessions
    if activity.participations is not None:
        amounts["participations"] = activity.participations
    if activity.female_participations is not None:
        amounts["participations:n.nu"] = activity.female_participations
    if f"quantity:{POSTS}" in amounts:
        amounts["posts"] = amounts[f"quantity:{POSTS}"]
    elif activity.message_id and activity.channel_id in POSTING:
        amounts["posts"] = activity.sessions
    twin = getattr(activity, "twin", None)
    return ReportRecord(
        KIND, activity.pk, activity.title, activity.happened_on, reverse("campaigns:activity_detail", args=[activity.pk]),
        amounts, activity.type_id, activity.form, activity.channel_id or "", twin.kind if twin else "",
    )  # fmt: skip
