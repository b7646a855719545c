"""Sending as a job: writes the ledger, then sends what is queued in it, row by row. Run again after a crash it goes on.

Killed after a claim, nobody knows whether that one went out: it is never sent a second time by itself.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from campaigns.sending import queries
from campaigns.sending.models import NOT_REACHED, Broadcast, Outcome, Sending, Way
from campaigns.sending.ways import ADDRESS_FIELD, Adapter, adapter_of
from core.mail import NotSent, Refused, Uncertain
from documents.jobs import Progress, enqueue, job_handler
from units.models import Seat, User

KIND = "campaign_broadcast"
PEOPLE_AT_ONCE = 500
# What waits longer than that for its job is picked up by the clock.
PATIENCE = dt.timedelta(minutes=10)
LOST_AFTER = dt.timedelta(minutes=5)
PAUSES = (dt.timedelta(minutes=1), dt.timedelta(minutes=10), dt.timedelta(hours=1), dt.timedelta(hours=6))
LONGEST_REASON = 300
KILLED = "Máy gửi dừng đúng lúc đang gửi tin này."
STOPPED = "Người gửi đã bấm dừng."


def job_key(broadcast: Broadcast) -> str:
    return f"broadcast:{broadcast.pk}"


def ask(broadcast: Broadcast, *, again: bool = False) -> None:
    """The job that sends; `again`: another one for what is left."""
    key = f"{job_key(broadcast)}:{secrets.token_hex(4)}" if again else job_key(broadcast)
    enqueue(
        KIND, key=key, unit=broadcast.message.campaign.owner, by=broadcast.asked_by, broadcast=broadcast.pk
    )


def ask_one(sending: Sending, by: Any) -> None:
    """The job that sends this row alone: others that failed are not tried with it."""
    broadcast = sending.broadcast
    enqueue(
        KIND, key=f"{job_key(broadcast)}:{secrets.token_hex(4)}", unit=broadcast.message.campaign.owner, by=by,
        broadcast=broadcast.pk, only=sending.pk,
    )  # fmt: skip


@job_handler(KIND)
def send_broadcast(progress: Progress, *, broadcast: int, only: int | None = None) -> dict[str, Any]:
    """Fill the ledger and send, or send the one row `only`. Run twice, it adds nobody and sends nothing twice."""
    row = Broadcast.objects.select_related("message__campaign__owner", "asked_by").get(pk=broadcast)
    sent = 0
    if only is not None:
        way = row.sendings.values_list("way", flat=True).get(pk=only)
        sent = _send_way(progress, row, way, only)
    for way in row.ways if only is None else ():
        progress.step(f"{Way(way).label}: đang lập danh sách người nhận")
        write_ledger(row, way)
        sent += _send_way(progress, row, way)
    return {"sent": sent, "url": reverse("campaigns:broadcast_detail", args=[row.pk]), "label": "Xem kết quả"}


def write_ledger(broadcast: Broadcast, way: str) -> None:
    """A row for everybody of the audience whom the message has not reached by this way."""
    message = broadcast.message
    people = queries.reachable(queries.officers(message.campaign, broadcast.audience), way)
    # `seat_pk` is an annotation of officers(), which the types do not carry.
    waiting: Any = queries.waiting_for(people, message, way).order_by("pk")
    for part in _parts(list(waiting.values_list("pk", "seat_pk"))):
        with transaction.atomic():
            held = Broadcast.objects.select_for_update().get(pk=broadcast.pk)
            if held.stopped_at:
                return
            _write(held, way, dict(part))


def _parts(pairs: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    for start in range(0, len(pairs), PEOPLE_AT_ONCE):
        yield pairs[start : start + PEOPLE_AT_ONCE]


def _write(broadcast: Broadcast, way: str, seats: dict[int, int]) -> None:
    campaign = broadcast.message.campaign_id
    units = dict(Seat.objects.filter(pk__in=seats.values()).values_list("user_id", "unit_id"))
    field, due = ADDRESS_FIELD.get(Way(way)), timezone.now() + PATIENCE
    # Whoever was not reached before is tried anew under this sending.
    Sending.objects.filter(
        message=broadcast.message_id, way=way, recipient__in=seats, status__in=NOT_REACHED
    ).update(broadcast=broadcast, status=Outcome.QUEUED, reason="", attempts=0, due_at=due)
    rows = [
        Sending(
            broadcast=broadcast, campaign_id=campaign, message_id=broadcast.message_id, recipient=person, way=way,
            unit_id=units[person.pk], address=getattr(person, field) if field else "", due_at=due,
        )
        for person in User.objects.filter(pk__in=seats)
    ]  # fmt: skip
    Sending.objects.bulk_create(rows, batch_size=PEOPLE_AT_ONCE, ignore_conflicts=True)


def _send_way(progress: Progress, broadcast: Broadcast, way: str, only: int | None = None) -> int:
    """How many went out. What a way cannot take now stays queued for the clock."""
    queued = broadcast.sendings.filter(way=way, status=Outcome.QUEUED, due_at__lte=timezone.now() + PATIENCE)
    if only is not None:
        queued = queued.filter(pk=only)
    ids = list(queued.order_by("pk").values_list("pk", flat=True))
    if way == Way.PORTAL:
        # Nothing leaves the portal: the row itself is what the person sees.
        return Sending.objects.filter(pk__in=ids, status=Outcome.QUEUED).update(
            status=Outcome.SENT, sent_at=timezone.now()
        )
    sent = 0
    with adapter_of(way) as adapter:
        for at, pk in enumerate(ids):
            progress.step(f"{Way(way).label}: đang gửi", at, len(ids))
            sending = claim(pk)
            if sending is None:
                continue
            try:
                sent += _send(sending, broadcast, adapter)
            except NotSent as error:
                _try_later(sending, str(error))
                break
    return sent


def claim(pk: int) -> Sending | None:
    """The row, now this worker's alone; None when somebody else has it, it is done, or sending was stopped."""
    token = secrets.token_hex(16)
    taken = Sending.objects.filter(pk=pk, status=Outcome.QUEUED, broadcast__stopped_at__isnull=True).update(
        status=Outcome.SENDING, claim=token, claimed_at=timezone.now(), attempts=F("attempts") + 1
    )
    return Sending.objects.select_related("recipient", "campaign__owner").get(pk=pk) if taken else None


def _send(sending: Sending, broadcast: Broadcast, adapter: Adapter) -> int:
    """1 when it went out. Raises NotSent when the way is closed for now."""
    link = f"{settings.SITE_URL}{reverse('campaigns:campaign_detail', args=[sending.campaign_id])}"
    try:
        adapter.send(sending, broadcast.texts[sending.way], link)
    except (Refused, ValueError) as error:
        _settle(sending, Outcome.FAILED, str(error))
    except Uncertain as error:
        _settle(sending, Outcome.UNKNOWN, str(error))
    else:
        _settle(sending, Outcome.SENT, "")
        return 1
    return 0


def _settle(sending: Sending, status: str, reason: str) -> None:
    """Write what became of it, as long as the claim is this worker's; late is better than never."""
    mine = Sending.objects.filter(
        pk=sending.pk, claim=sending.claim, status__in=[Outcome.SENDING, Outcome.UNKNOWN]
    )
    sent_at = timezone.now() if status == Outcome.SENT else None
    mine.update(status=status, reason=reason[:LONGEST_REASON], sent_at=sent_at)


def _try_later(sending: Sending, reason: str) -> None:
    if sending.attempts > len(PAUSES):
        _settle(sending, Outcome.FAILED, reason)
        return
    Sending.objects.filter(pk=sending.pk, claim=sending.claim, status=Outcome.SENDING).update(
        status=Outcome.QUEUED, due_at=timezone.now() + PAUSES[sending.attempts - 1],
        reason=reason[:LONGEST_REASON],
    )  # fmt: skip


def sweep(now: dt.datetime | None = None) -> list[int]:
    """What a dead worker left becomes "unknown"; sendings with rows that are due get a job. Gives their ids."""
    now = now or timezone.now()
    Sending.objects.filter(status=Outcome.SENDING, claimed_at__lt=now - LOST_AFTER).update(
        status=Outcome.UNKNOWN, reason=KILLED
    )
    due = Sending.objects.filter(status=Outcome.QUEUED, due_at__lte=now, broadcast__stopped_at__isnull=True)
    left = list(due.order_by().values_list("broadcast", flat=True).distinct())
    for broadcast in Broadcast.objects.filter(pk__in=left).select_related(
        "message__campaign__owner", "asked_by"
    ):
        # The next rounds leave them to the job of this one.
        due.filter(broadcast=broadcast).update(due_at=now + PATIENCE)
        ask(broadcast, again=True)
    return left
