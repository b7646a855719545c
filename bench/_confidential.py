"""Pages of opinions, petitions, visits and good examples, and rows to fill them with."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from campaigns.confidential.models import Opening
from campaigns.examples.models import Example
from campaigns.opinions.models import OpinionReach, OpinionReport, OpinionTopic
from campaigns.petitions.models import Petition
from campaigns.supervision.models import Recommendation, Visit

# Name, who looks at it, address, object.
PAGES = (
    ("opinions", "reporter", "/chien-dich/du-luan/", ""),
    ("opinions: counts by topic and unit", "head", "/chien-dich/du-luan/tong-hop/", ""),
    ("petitions", "reporter", "/chien-dich/kien-nghi/", ""),
    ("who opened what", "reporter", "/chien-dich/nhat-ky-mo/", ""),
    ("supervision visits", "office", "/chien-dich/giam-sat/", ""),
    ("one visit: its recommendations", "office", "/chien-dich/giam-sat/{pk}/", "visit"),
    ("good examples", "office", "/chien-dich/guong/", ""),
)


def fill_confidential(world: Any, numbers: range) -> None:
    """One of each a number, of the reporter's union."""
    today, topics = timezone.localdate(), list(OpinionTopic.objects.all())
    base, reporter = world.base, world["reporter"]
    opinions = OpinionReport.objects.bulk_create(
        OpinionReport(
            unit=base, topic=topics[n % len(topics)], summary=f"Ý kiến {n}", urgent=True, reported_by=reporter
        )
        for n in numbers
    )
    OpinionReach.objects.bulk_create(
        OpinionReach(opinion=one, unit=unit) for one in opinions for unit in (base, world.province)
    )
    Opening.objects.bulk_create(Opening(opinion=one, unit=base, by=world["head"]) for one in opinions)
    Petition.objects.bulk_create(
        Petition(
            unit=base, holder=base, topic=topics[n % len(topics)], subject=f"Kiến nghị {n}", due_on=today
        )
        for n in numbers
    )
    Visit.objects.bulk_create(
        Visit(unit=world.province, visited=base, subject=f"Giám sát {n}", planned_on=today, members="A")
        for n in numbers
    )
    Recommendation.objects.bulk_create(
        Recommendation(visit_id=world.objects["visit"]["pk"], text=f"Kiến nghị {n}", due_on=today)
        for n in numbers
    )
    Example.objects.bulk_create(
        Example(unit=base, subject=f"Chị {n}", title=f"Gương {n}", story="Việc tốt.", happened_on=today)
        for n in numbers
    )
