"""Mails go out as jobs: one writes the rows of the ledger, others send them. A row is claimed before it is sent.

Killed after the claim, nobody knows whether the mail went out: it is never sent a second time by itself, the row says
"unknown" and a person decides. Nothing else is lost: what was not claimed is still queued.
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F, QuerySet
from django.utils import timezone

from core.mail import NotSent, Outbox, Refused, Uncertain
from documents.jobs import Progress, enqueue, job_handler
from documents.mailing.models import Mail, MailKind, MailStatus
from documents.mailing.notices import amended_words, words_of
from documents.mailing.queries import addresses_of
from documents.models import ENDED, Delivery, Document, HolderNotice

log = logging.getLogger(__name__)

FAN_OUT, CHUNK = "mail_fan_out", "mail_chunk"
UNITS_AT_ONCE, MAILS_A_JOB = 500, 250
# So few are sent by the job that lists them: another job would cost more than they do.
AT_ONCE = 20
# What waits longer than that for its job is picked up by the clock.
PATIENCE = dt.timedelta(minutes=10)
# Longer than any send may take (EMAIL_TIMEOUT).
LOST_AFTER = dt.timedelta(minutes=5)
PAUSES = (dt.timedelta(minutes=1), dt.timedelta(minutes=10), dt.timedelta(hours=1), dt.timedelta(hours=6))
LONGEST_REASON = 300
KILLED = "Máy gửi dừng đúng lúc đang gửi thư này."
BROKE = "Lỗi hệ thống khi soạn thư."


def ask_for_mails(document: Document, kind: str, *, by: Any, occasion: str = "") -> None:
    """Mails of this kind to every unit they concern, once the transaction is through. A second call adds only new ones."""
    enqueue(
        FAN_OUT, key=f"mail:{document.pk}:{kind}:{occasion}:{secrets.token_hex(4)}", unit=document.issuer, by=by,
        document=document.pk, about=kind, occasion=occasion,
    )  # fmt: skip


@job_handler(FAN_OUT)
def fan_out(progress: Progress, *, document: int, about: str, occasion: str) -> dict[str, Any]:
    """Write a row for every address, then send them: a few at once, many by jobs. Run twice, it adds nothing."""
    row = Document.objects.select_related("issuer").get(pk=document)
    if row.status in ENDED and about != MailKind.AMENDED:
        return {"skipped": True}
    units = concerned(row, about, occasion)
    total, done = units.count(), 0
    progress.step("Đang lập danh sách thư", 0, total)
    for part in _parts(units):
        _write_rows(row, about, occasion, part)
        done += len(part)
        progress.step(done=done)
    waiting = Mail.objects.filter(document=row, kind=about, occasion=occasion, status=MailStatus.QUEUED)
    few = list(waiting.order_by("pk").values_list("pk", flat=True)[: AT_ONCE + 1])
    if len(few) <= AT_ONCE:
        return _send_those(progress, few)
    asked = ask_to_send(waiting, unit=row.issuer, by=progress.job.asked_by)
    return {"mails": asked}


def concerned(document: Document, kind: str, occasion: str) -> QuerySet[Delivery] | QuerySet[HolderNotice]:
    """Rows whose units are written to: of units that still exist, in a fixed order."""
    if kind == MailKind.AMENDED:
        told = HolderNotice.objects.filter(amendment=int(occasion), amendment__document=document.pk)
        return told.filter(unit__ended_on__isnull=True).order_by("pk")
    rows = document.deliveries.filter(unit__ended_on__isnull=True).order_by("pk")
    if kind == MailKind.REMINDER:
        rows = rows.filter(reminded_on=occasion, acknowledged_at__isnull=True)
    return rows


def ask_to_send(mails: QuerySet[Mail], *, unit: Any, by: Any) -> int:
    """Jobs for these queued mails, some hundred each; gives how many mails."""
    ids = list(mails.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), MAILS_A_JOB):
        part = ids[start : start + MAILS_A_JOB]
        enqueue(
            CHUNK, key=f"mail-chunk:{part[0]}-{part[-1]}:{secrets.token_hex(4)}", unit=unit, by=by, mails=part
        )
    return len(ids)


def _parts(deliveries: QuerySet[Any]) -> Iterator[list[int]]:
    units, last = list(deliveries.values_list("pk", "unit_id")[:UNITS_AT_ONCE]), 0
    while units:
        yield [unit for _pk, unit in units]
        last = units[-1][0]
        units = list(deliveries.filter(pk__gt=last).values_list("pk", "unit_id")[:UNITS_AT_ONCE])


def _write_rows(document: Document, kind: str, occasion: str, units: list[int]) -> None:
    due = timezone.now() + PATIENCE
    rows = [
        Mail(document=document, unit_id=unit, kind=kind, occasion=occasion, address=address, addressee=name[:200],
             due_at=due)
        for unit, addresses in addresses_of(units).items() for address, name in addresses
    ]  # fmt: skip
    Mail.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)


# --- sending


@job_handler(CHUNK)
def send_chunk(progress: Progress, *, mails: list[int]) -> dict[str, Any]:
    """Send the mails of this list that are still queued; stops when the server does not answer."""
    return _send_those(progress, mails)


def _send_those(progress: Progress, mails: list[int]) -> dict[str, Any]:
    sent = 0
    with Outbox() as outbox:
        for at, pk in enumerate(mails):
            progress.step("Đang gửi thư", at, len(mails))
            mail = claim(pk)
            if mail is None:
                continue
            try:
                sent += _send(mail, outbox)
            except NotSent as error:
                _try_later(mail, str(error))
                return {"sent": sent, "stopped": str(error)[:LONGEST_REASON]}
    return {"sent": sent}


def claim(pk: int) -> Mail | None:
    """The mail, now this worker's alone; None when somebody else has it or it is done."""
    now, token = timezone.now(), secrets.token_hex(16)
    waiting = Mail.objects.filter(pk=pk, status=MailStatus.QUEUED)
    if not waiting.update(status=MailStatus.SENDING, claim=token, claimed_at=now, attempts=F("attempts") + 1):
        return None
    return Mail.objects.get(pk=pk)


def _send(mail: Mail, outbox: Outbox) -> int:
    """1 when the mail went out. Raises NotSent when the server cannot be reached."""
    try:
        words = _words(mail)
    except Exception:
        log.exception("mail %s has no words", mail.pk)
        _settle(mail, MailStatus.FAILED, BROKE)
        return 0
    if words is None:
        _settle(mail, MailStatus.DROPPED, "Văn bản không còn hiệu lực.")
        return 0
    try:
        outbox.send(words, to=mail.address, message_id=message_id(mail))
    except (Refused, ValueError) as error:
        _settle(mail, MailStatus.FAILED, str(error))
    except Uncertain as error:
        _settle(mail, MailStatus.UNKNOWN, str(error))
    else:
        _settle(mail, MailStatus.SENT, "")
        return 1
    return 0


def _words(mail: Mail) -> Any:
    received = Delivery.objects.select_related("document__issuer", "unit")
    delivery = received.filter(document_id=mail.document_id, unit_id=mail.unit_id).first()
    if mail.kind == MailKind.AMENDED:
        notices = HolderNotice.objects.select_related("amendment__paper", "amendment__entry", "unit")
        notice = notices.select_related("amendment__document__issuer").get(
            amendment=int(mail.occasion), unit=mail.unit_id
        )
        return amended_words(mail, notice, delivery)
    if delivery is None:
        raise LookupError(f"mail {mail.pk} tells of a paper its unit has not received")
    return None if delivery.document.status in ENDED else words_of(mail, delivery)


def message_id(mail: Mail) -> str:
    """The same for every attempt, so that a mailbox that has it already knows it again."""
    return f"<{mail.token}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"


def _settle(mail: Mail, status: str, reason: str) -> None:
    """Write what became of it, as long as the claim is this worker's; late is better than never."""
    mine = Mail.objects.filter(
        pk=mail.pk, claim=mail.claim, status__in=[MailStatus.SENDING, MailStatus.UNKNOWN]
    )
    sent_at = timezone.now() if status == MailStatus.SENT else None
    mine.update(status=status, reason=reason[:LONGEST_REASON], sent_at=sent_at)


def _try_later(mail: Mail, reason: str) -> None:
    if mail.attempts > len(PAUSES):
        _settle(mail, MailStatus.FAILED, reason)
        return
    later = timezone.now() + PAUSES[mail.attempts - 1]
    Mail.objects.filter(pk=mail.pk, claim=mail.claim, status=MailStatus.SENDING).update(
        status=MailStatus.QUEUED, due_at=later, reason=reason[:LONGEST_REASON]
    )


# --- by the clock


def sweep(now: dt.datetime | None = None) -> int:
    """What a dead worker left becomes "unknown"; what is due and has no job gets one. Gives how many mails."""
    now = now or timezone.now()
    Mail.objects.filter(status=MailStatus.SENDING, claimed_at__lt=now - LOST_AFTER).update(
        status=MailStatus.UNKNOWN, reason=KILLED
    )
    due = Mail.objects.filter(status=MailStatus.QUEUED, due_at__lte=now)
    ids = list(due.order_by("pk").values_list("pk", flat=True)[: MAILS_A_JOB * 20])
    # The next rounds leave them to the jobs of this one.
    Mail.objects.filter(pk__in=ids).update(due_at=now + PATIENCE)
    return ask_to_send(Mail.objects.filter(pk__in=ids), unit=None, by=None)
