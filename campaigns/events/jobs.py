"""Letters to the invited as a job: writes the ledger, then sends what is queued, row by row. Run again it adds nothing.

Killed after a claim, nobody knows whether that one went out: it is never sent a second time by itself.
"""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F, Max
from django.urls import reverse
from django.utils import timezone

from campaigns.events import queries
from campaigns.events.models import Event, InvitationMail, Invitee
from campaigns.sending.jobs import KILLED, LONGEST_REASON, LOST_AFTER, PATIENCE, PAUSES
from campaigns.sending.models import Outcome
from core.mail import NotSent, Outbox, Refused, Uncertain, letter
from documents.jobs import Progress, enqueue, job_handler

KIND = "event_letters"
TEMPLATE = "emails/campaigns/invitation"


def ask(event: Event, occasion: str, *, by: Any) -> None:
    """The job that writes to everybody invited, once the transaction is through."""
    turn = 1
    if occasion == InvitationMail.Occasion.CHANGED:
        sent = InvitationMail.objects.filter(invitee__event=event, occasion=occasion).aggregate(
            last=Max("turn")
        )
        turn = (sent["last"] or 0) + 1
    key = f"event:{event.pk}:{occasion}:{turn}:{secrets.token_hex(4)}"
    enqueue(KIND, key=key, unit=event.unit, by=by, event=event.pk, occasion=str(occasion), turn=turn)


def ask_again(event: Event) -> None:
    """A job for what is left of any occasion."""
    key = f"event:{event.pk}:left:{secrets.token_hex(4)}"
    enqueue(KIND, key=key, unit=event.unit, by=None, event=event.pk, occasion="", turn=0)


@job_handler(KIND)
def send_letters(progress: Progress, *, event: int, occasion: str, turn: int) -> dict[str, Any]:
    """Fill the ledger for the occasion and send what is queued for the event."""
    row = Event.objects.select_related("unit").prefetch_related("sittings").get(pk=event)
    if occasion:
        _write_ledger(row, occasion, turn)
    queued = InvitationMail.objects.filter(invitee__event=row, status=Outcome.QUEUED)
    ids = list(
        queued.filter(due_at__lte=timezone.now() + PATIENCE).order_by("pk").values_list("pk", flat=True)
    )
    sent = 0
    with Outbox() as outbox:
        for at, pk in enumerate(ids):
            progress.step("Đang gửi giấy mời", at, len(ids))
            mail = _claim(pk)
            if mail is None:
                continue
            try:
                sent += _send(mail, row, outbox)
            except NotSent as error:
                _try_later(mail, str(error))
                break
    return {"sent": sent, "url": reverse("campaigns:event_detail", args=[row.pk]), "label": "Xem sự kiện"}


def _write_ledger(event: Event, occasion: str, turn: int) -> None:
    """A row for everybody invited who has an address."""
    people = event.invitees.filter(walk_in=False).exclude(email="")
    if occasion == InvitationMail.Occasion.CHANGED:
        # Who was never told of the old time gets the invitation with the new one.
        people = people.filter(mails__occasion=InvitationMail.Occasion.INVITED)
    due = timezone.now() + PATIENCE
    rows = [
        InvitationMail(invitee=person, occasion=occasion, turn=turn, address=person.email, due_at=due)
        for person in people.order_by("pk")
    ]
    InvitationMail.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


def _claim(pk: int) -> InvitationMail | None:
    taken = InvitationMail.objects.filter(pk=pk, status=Outcome.QUEUED).update(
        status=Outcome.SENDING,
        claim=secrets.token_hex(16),
        claimed_at=timezone.now(),
        attempts=F("attempts") + 1,
    )
    return InvitationMail.objects.select_related("invitee").get(pk=pk) if taken else None


def _send(mail: InvitationMail, event: Event, outbox: Outbox) -> int:
    """1 when it went out. Raises NotSent when the mail server is closed for now."""
    words = letter(TEMPLATE, {
        "event": event, "invitee": mail.invitee, "lines": queries.lines_of(event), "link": address_of(mail.invitee),
        "changed": mail.occasion == InvitationMail.Occasion.CHANGED,
        "cancelled": mail.occasion == InvitationMail.Occasion.CANCELLED,
    })  # fmt: skip
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    try:
        outbox.send(words, to=mail.address, message_id=f"<event-{mail.pk}@{host}>")
    except (Refused, ValueError) as error:
        _settle(mail, Outcome.FAILED, str(error))
    except Uncertain as error:
        _settle(mail, Outcome.UNKNOWN, str(error))
    else:
        _settle(mail, Outcome.SENT, "")
        return 1
    return 0


def _mine(mail: InvitationMail) -> Any:
    return InvitationMail.objects.filter(pk=mail.pk, claim=mail.claim)


def _settle(mail: InvitationMail, status: str, reason: str) -> None:
    sent_at = timezone.now() if status == Outcome.SENT else None
    _mine(mail).update(status=status, reason=reason[:LONGEST_REASON], sent_at=sent_at)


def _try_later(mail: InvitationMail, reason: str) -> None:
    if mail.attempts > len(PAUSES):
        _settle(mail, Outcome.FAILED, reason)
        return
    due = timezone.now() + PAUSES[mail.attempts - 1]
    _mine(mail).update(status=Outcome.QUEUED, due_at=due, reason=reason[:LONGEST_REASON])


def sweep(now: dt.datetime | None = None) -> list[int]:
    """What a dead worker left becomes "unknown"; events with letters that are due get a job. Gives their ids."""
    now = now or timezone.now()
    InvitationMail.objects.filter(status=Outcome.SENDING, claimed_at__lt=now - LOST_AFTER).update(
        status=Outcome.UNKNOWN, reason=KILLED
    )
    due = InvitationMail.objects.filter(status=Outcome.QUEUED, due_at__lte=now)
    left = list(due.order_by().values_list("invitee__event", flat=True).distinct())
    for event in Event.objects.filter(pk__in=left).select_related("unit"):
        InvitationMail.objects.filter(
            pk__in=list(due.filter(invitee__event=event).values_list("pk", flat=True))
        ).update(due_at=now + PATIENCE)
        ask_again(event)
    return left


def address_of(invitee: Invitee) -> str:
    """The invitation's own page: what its QR code holds."""
    return f"{settings.SITE_URL}{reverse('invitations:invitation', args=[invitee.code])}"
