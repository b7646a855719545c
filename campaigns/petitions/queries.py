"""Reads of petitions: the list, one with its trail, what its sender may see, what reports take."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from campaigns.confidential.models import kept_units
from campaigns.petitions.models import Petition
from campaigns.records import ReportRecord
from units.models import Unit

OPEN = (Petition.Status.RECEIVED, Petition.Status.ROUTED)
LATE, MINE = "qua-han", "cho-toi"


@dataclass(frozen=True)
class PetitionFilter:
    text: str = ""
    topic: str = ""
    status: str = ""  # one of Petition.Status, LATE or MINE
    body: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


def petition_rows(user: Any, wanted: PetitionFilter) -> QuerySet[Petition]:
    """Petitions the person may read; what is open and due soonest first."""
    found = Petition.objects.visible_to(user).select_related("unit", "holder", "topic")
    if wanted.status in Petition.Status.values:
        found = found.filter(status=wanted.status)
    elif wanted.status == LATE:
        found = found.filter(status__in=OPEN, due_on__lt=timezone.localdate())
    elif wanted.status == MINE:
        found = found.filter(waits_for(user))
    if wanted.topic:
        found = found.filter(topic=wanted.topic)
    if wanted.body in Petition.Body.values:
        found = found.filter(body=wanted.body)
    if wanted.since:
        found = found.filter(received_on__gte=wanted.since)
    if wanted.until:
        found = found.filter(received_on__lte=wanted.until)
    found = found.search(wanted.text)
    is_open = Q(status__in=OPEN)
    return found.annotate(is_open=is_open).order_by("-is_open", F("due_on").asc(nulls_last=True), "-pk")


def waits_for(user: Any) -> Q:
    """What the person's units must route, answer, or tell the sender."""
    kept = kept_units(user)
    return Q(status__in=OPEN, holder__in=kept) | Q(status=Petition.Status.ANSWERED, unit__in=kept)


def counts_of(user: Any) -> dict[str, int]:
    """How many there are, are late, wait for the person, are settled. One query."""
    late = Q(status__in=OPEN, due_on__lt=timezone.localdate())
    settled = Q(status__in=[Petition.Status.ANSWERED, Petition.Status.TOLD])
    return Petition.objects.visible_to(user).aggregate(
        total=Count("pk"), late=Count("pk", filter=late), waiting=Count("pk", filter=waits_for(user)),
        settled=Count("pk", filter=settled),
    )  # fmt: skip


def with_trail(rows: QuerySet[Petition]) -> QuerySet[Petition]:
    """Rows with where they went and what was done with them."""
    return rows.select_related("unit", "holder", "topic", "recorded_by").prefetch_related(
        "moves__by", "transfers__from_unit", "transfers__to_unit", "transfers__by"
    )


def records_of(unit: Unit, first_day: dt.date, last_day: dt.date) -> list[ReportRecord]:
    """Petitions the unit received in the days (DB18: kien_nghi) and those of its own answered in them (DB19: da_giai_quyet).

    One received earlier and answered now counts only as answered, on the day of the answer. Two queries.
    """
    days = (first_day, last_day)
    mine = Petition.objects.filter(unit=unit).exclude(status=Petition.Status.DECLINED).select_related("topic")
    received = mine.filter(received_on__range=days).order_by("received_on", "pk")
    answered = mine.filter(answered_on__range=days).order_by("answered_on", "pk")
    return [
        *(_record(row, row.received_on, "petition", {"kien_nghi": 1}) for row in received),
        *(
            _record(row, row.answered_on, "petition_answer", {"da_giai_quyet": 1})
            for row in answered
            if row.answered_on
        ),
    ]


def _record(row: Petition, on: dt.date, kind: str, amounts: dict[str, int]) -> ReportRecord:
    word = "Kiến nghị" if kind == "petition" else "Trả lời kiến nghị"
    url = reverse("campaigns:petition_detail", args=[row.pk])
    return ReportRecord(kind, row.pk, f"{word} {row.code}: {row.topic.name}", on, url, amounts)
