"""The daily letter: what is due or waits among petitions, visits and urgent opinions; none of their words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse

from campaigns.confidential.models import RESPONSIBLE, Keeper, kept_units
from campaigns.opinions.models import OpinionReach, OpinionReport
from campaigns.opinions.queries import waiting_urgent
from campaigns.petitions.models import Petition
from campaigns.petitions.queries import OPEN
from campaigns.supervision.models import Recommendation, Visit
from campaigns.workflow import LOGGING_ROLES
from plans.assignments.reminding import DUE, LADDER, LATE, MOST, WAITING, Line, rings
from units.models import Seat
from units.scope import units_of

_TOLD_WITHIN = (1, 3)  # days after the answer the sender should have been told, then every week


def people_to_remind(today: dt.date) -> Iterable[int]:
    """Who reads for a unit with a petition that rings or an urgent opinion; who works where a recommendation is due."""
    due = _ringing(today)
    petitions = Petition.objects.filter(status__in=OPEN).filter(due)
    untold = Petition.objects.filter(status=Petition.Status.ANSWERED)
    urgent = OpinionReport.objects.filter(urgent=True, status=OpinionReport.Status.SENT)
    units = (
        Q(unit__in=petitions.values("holder")) | Q(unit__in=untold.values("unit"))
        | Q(unit__in=OpinionReach.objects.filter(opinion__in=urgent).values("unit"))
    )  # fmt: skip
    current = Seat.objects.current(today)
    named = Q(role__in=RESPONSIBLE) | Q(pk__in=Keeper.objects.values("seat"))
    asked = Recommendation.objects.filter(visit__status=Visit.Status.HELD, status=Recommendation.Status.OPEN)
    at_work = current.filter(unit__in=asked.filter(due).values("visit__visited"), role__in=LOGGING_ROLES)
    return {
        *current.filter(units, named).values_list("user_id", flat=True), *at_work.values_list("user_id", flat=True)
    }  # fmt: skip


def confidential_lines(user: Any, today: dt.date) -> Iterable[Line]:
    kept = kept_units(user)
    rows = Petition.objects.filter(status__in=OPEN, holder__in=kept).filter(_ringing(today))
    for row in rows.select_related("topic", "unit").order_by("due_on", "pk")[:MOST]:
        if row.due_on is None:
            continue
        yield Line(
            LATE if row.due_on < today else DUE, f"Kiến nghị {row.code}: {row.topic.name}", row.unit.name,
            reverse("campaigns:petition_detail", args=[row.pk]), row.due_on, rings(row.due_on, today),
        )  # fmt: skip
    untold = Petition.objects.filter(status=Petition.Status.ANSWERED, unit__in=kept)
    for row in untold.select_related("topic", "unit").order_by("answered_on", "pk")[:MOST]:
        waited = (today - (row.answered_on or today)).days
        yield Line(
            WAITING, f"Báo người kiến nghị kết quả: {row.code}", row.unit.name,
            reverse("campaigns:petition_detail", args=[row.pk]), rings=waited in _TOLD_WITHIN or waited % 7 == 6,
        )  # fmt: skip
    for opinion in waiting_urgent(user).order_by("reported_at")[:MOST]:
        yield Line(
            WAITING, f"Phản ánh khẩn chờ tiếp nhận: {opinion.code}, {opinion.topic.name}", opinion.unit.name,
            reverse("campaigns:opinion_detail", args=[opinion.pk]),
        )  # fmt: skip
    yield from _asked_lines(user, today)


def _asked_lines(user: Any, today: dt.date) -> Iterable[Line]:
    mine = [unit.pk for unit in units_of(user, *LOGGING_ROLES)]
    rows = Recommendation.objects.filter(
        visit__visited__in=mine, visit__status=Visit.Status.HELD, status=Recommendation.Status.OPEN
    )
    for row in rows.filter(_ringing(today)).select_related("visit__unit").order_by("due_on", "pk")[:MOST]:
        yield Line(
            LATE if row.due_on < today else DUE, f"Kiến nghị sau giám sát: {row.text}", row.visit.unit.name,
            reverse("campaigns:visit_detail", args=[row.visit_id]), row.due_on, rings(row.due_on, today),
        )  # fmt: skip


def _ringing(today: dt.date) -> Q:
    return Q(due_on__in=[today + dt.timedelta(days=days) for days in LADDER]) | Q(due_on__lt=today)
