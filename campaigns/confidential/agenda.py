"""Due days of petitions, visits and their recommendations in a person's calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse

from campaigns.confidential.models import kept_units
from campaigns.petitions.models import Petition
from campaigns.petitions.queries import OPEN
from campaigns.supervision.models import Recommendation, Visit
from plans.assignments.agenda import MOST, Entry
from units.scope import own


def confidential_entries(user: Any, first: dt.date, last: dt.date) -> Iterable[Entry]:
    """Three queries."""
    days = (first, last)
    petitions = Petition.objects.filter(holder__in=kept_units(user), due_on__range=days).select_related(
        "topic"
    )
    for petition in petitions.order_by("due_on", "pk")[:MOST]:
        if petition.due_on is None:
            continue
        yield Entry(
            "petition", f"kien-nghi-{petition.pk}", f"Hạn kiến nghị {petition.code}: {petition.topic.name}",
            reverse("campaigns:petition_detail", args=[petition.pk]), petition.due_on, petition.due_on,
            done=petition.status not in OPEN,
        )  # fmt: skip
    visits = Visit.objects.visible_to(user).filter(own(user) | own(user, "visited"), planned_on__range=days)
    for visit in (
        visits.exclude(status=Visit.Status.CANCELLED).select_related("visited").order_by("planned_on")[:MOST]
    ):
        yield Entry(
            "petition", f"giam-sat-{visit.pk}", f"{visit.get_kind_display()}: {visit.subject}",
            reverse("campaigns:visit_detail", args=[visit.pk]), visit.planned_on, visit.planned_on, visit.visited.name,
            visit.status in (Visit.Status.HELD, Visit.Status.CLOSED),
        )  # fmt: skip
    asked = Recommendation.objects.filter(
        Q(visit__in=Visit.objects.visible_to(user).filter(own(user) | own(user, "visited")).values("pk")),
        due_on__range=days, visit__status=Visit.Status.HELD,
    )  # fmt: skip
    for one in asked.order_by("due_on", "pk")[:MOST]:
        yield Entry(
            "petition", f"kien-nghi-giam-sat-{one.pk}", f"Hạn thực hiện: {one.text}",
            reverse("campaigns:visit_detail", args=[one.visit_id]), one.due_on, one.due_on,
            done=one.status == Recommendation.Status.DONE,
        )  # fmt: skip
