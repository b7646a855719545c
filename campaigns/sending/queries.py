"""Who a message goes to, how many it would reach, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from campaigns.models import Activity, Campaign, Message
from campaigns.sending.models import NOT_REACHED, Audience, Broadcast, Outcome, Sending, Way
from campaigns.sending.ways import ADDRESS_FIELD
from documents.workflow import RECEIVERS
from units.models import Seat, Unit, User


def officers(campaign: Campaign, audience: str) -> QuerySet[User]:
    """Active people who hold an officer's seat at one of the units, with `seat_pk`: their first one there."""
    units = Unit.objects.below(campaign.owner).active()
    if audience == Audience.UPPER:
        units = units.filter(kind__tier__lt=3).exclude(pk=campaign.owner_id)
    elif audience == Audience.BASE:
        units = units.filter(kind__tier=3)
    elif audience == Audience.SILENT:
        busy = Activity.objects.filter(campaign=campaign, unit=OuterRef("pk"))
        units = units.exclude(pk=campaign.owner_id).exclude(Exists(busy))
    seats = Seat.objects.current().filter(role__in=RECEIVERS, unit__in=units.order_by().values("pk"))
    held = Q(seats__in=seats.order_by().values("pk"))
    return User.objects.filter(is_active=True).filter(held).annotate(seat_pk=Min("seats", filter=held))


def reachable(people: QuerySet[User], way: str) -> QuerySet[User]:
    """Those who have the address the way needs."""
    field = ADDRESS_FIELD.get(Way(way))
    return people.exclude(**{field: ""}) if field else people


def waiting_for(people: QuerySet[User], message: Message, way: str) -> QuerySet[User]:
    """Those whom the message has not reached by this way, and is not on its way to."""
    got = Sending.objects.filter(message=message, way=way, recipient=OuterRef("pk"))
    return people.exclude(Exists(got.exclude(status__in=NOT_REACHED)))


@dataclass(frozen=True)
class Reach:
    """One way of a dry run: people of the audience, those without an address, those who have it, those who get it now."""

    way: str
    label: str
    people: int
    unreachable: int
    already: int
    now: int


def dry_run(message: Message, audience: str, ways: Iterable[str]) -> list[Reach]:
    """What sending would do, without doing it. Three queries a way."""
    found = []
    for way in ways:
        people = officers(message.campaign, audience)
        total = people.count()
        with_address = reachable(people, way)
        able, now = with_address.count(), waiting_for(with_address, message, way).count()
        found.append(Reach(way, str(Way(way).label), total, total - able, able - now, now))
    return found


def broadcasts_of(user: Any, message: Message) -> QuerySet[Broadcast]:
    """Earlier sendings of the message, the newest first, with `sent_count` and `row_count`."""
    return (
        Broadcast.objects.visible_to(user)
        .filter(message=message)
        .select_related("asked_by")
        .annotate(
            row_count=Count("sendings"), sent_count=Count("sendings", filter=Q(sendings__status=Outcome.SENT))
        )
    )


def counts_of(broadcast: Broadcast) -> list[tuple[str, dict[str, int]]]:
    """For each way its label and how many rows stand in each status, and `all`."""
    rows = broadcast.sendings.order_by().values_list("way", "status").annotate(n=Count("pk"))
    counts: dict[str, dict[str, int]] = {
        way: dict.fromkeys([*Outcome.values, "all"], 0) for way in broadcast.ways
    }
    for way, status, n in rows:
        counts[way][status] += n
        counts[way]["all"] += n
    return [(str(Way(way).label), numbers) for way, numbers in counts.items()]


def notices_of(user: Any) -> QuerySet[Sending]:
    """What campaigns told this person in the portal, unread ones first."""
    rows = Sending.objects.visible_to(user).notices().select_related("broadcast", "campaign__owner")
    return rows.order_by("read_at", "-sent_at", "-pk")


def unread_notices(user: Any) -> QuerySet[Sending]:
    return notices_of(user).filter(read_at__isnull=True)
