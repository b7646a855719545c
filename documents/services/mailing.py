"""What a person does about mails: remind the silent, send again, correct an address; and what came back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.vietnamese import nfc
from core.workflow import IllegalStep, StepRefused
from documents.mailing.bounces import Bounce
from documents.mailing.jobs import LONGEST_REASON, PATIENCE, ask_for_mails, ask_to_send
from documents.mailing.models import TROUBLED, Mail, MailKind, MailStatus
from documents.models import Delivery, Document, Status
from documents.services.errors import DocumentError
from documents.services.rows import locked
from documents.workflow import arranger
from units import audit

# A server that gives up a mail does so within that time (RFC 5321, 4.5.4.1: four to five days).
BOUNCES_WITHIN = dt.timedelta(days=7)

SAID_SENT = "Người của đơn vị gửi xác nhận thư đã tới."


@dataclass(frozen=True)
class Reminded:
    """How many units were reminded now, had been today, exist no more."""

    now: int
    already: int
    dissolved: int


def remind_silent(document: Document, *, by: Any, unopened_only: bool = False) -> Reminded:
    """Remind every unit that has not confirmed (or not even opened): a mark in its in-box and a mail, once a day a unit.

    Raises StepRefused, IllegalStep when the paper holds no more.
    """
    today = timezone.localdate()
    with transaction.atomic():
        row = locked(document)
        refusal = arranger(by, row)
        if refusal:
            raise StepRefused(refusal)
        if row.status != Status.ISSUED:
            raise IllegalStep("Chỉ nhắc đối với văn bản còn hiệu lực.")
        silent = row.deliveries.filter(acknowledged_at__isnull=True)
        if unopened_only:
            silent = silent.filter(opened_at__isnull=True)
        dissolved = silent.filter(unit__ended_on__isnull=False).count()
        silent = Delivery.objects.filter(pk__in=silent.filter(unit__ended_on__isnull=True).values("pk"))
        already = silent.filter(reminded_on=today).count()
        now = silent.filter(Q(reminded_on__isnull=True) | ~Q(reminded_on=today)).update(reminded_on=today)
        if now:
            ask_for_mails(row, MailKind.REMINDER, by=by, occasion=today.isoformat())
            audit.record("document.remind", row, by=by, unit=row.issuer, after={"units": now})
    return Reminded(now, already, dissolved)


def send_again(mail: Mail, *, by: Any, address: str = "") -> Mail:
    """Queue a mail in trouble once more, to the corrected address when one is given.

    Raises StepRefused, IllegalStep (nothing is wrong with it, or the paper holds no more), DocumentError (the address).
    """
    address = nfc(address).strip()
    with transaction.atomic():
        row = Mail.objects.select_for_update(of=("self",)).select_related("document__issuer").get(pk=mail.pk)
        refusal = arranger(by, row.document)
        if refusal:
            raise StepRefused(refusal)
        if row.status not in TROUBLED:
            raise IllegalStep(f"Thư này đang ở tình trạng “{row.get_status_display()}” nên không gửi lại.")
        if row.kind != MailKind.AMENDED and row.document.status != Status.ISSUED:
            raise IllegalStep("Văn bản không còn hiệu lực nên không gửi lại thư này.")
        before = row.address
        if address and address != before:
            _check_address(row, address)
            row.address = address
        row.status, row.reason, row.attempts = MailStatus.QUEUED, "", 0
        row.queued_at = timezone.now()
        row.due_at = row.queued_at + PATIENCE
        row.save(update_fields=["status", "reason", "attempts", "address", "queued_at", "due_at"])
        ask_to_send(Mail.objects.filter(pk=row.pk), unit=row.document.issuer, by=by)
        audit.record(
            "mail.again", row, by=by, unit=row.document.issuer, before={"address": before},
            after={"address": row.address},
        )  # fmt: skip
    return row


def mark_sent(mail: Mail, *, by: Any) -> Mail:
    """A person knows that a mail of which the portal does not know went out. Raises StepRefused, IllegalStep."""
    with transaction.atomic():
        row = Mail.objects.select_for_update(of=("self",)).select_related("document__issuer").get(pk=mail.pk)
        refusal = arranger(by, row.document)
        if refusal:
            raise StepRefused(refusal)
        if row.status != MailStatus.UNKNOWN:
            raise IllegalStep(
                f"Thư này đang ở tình trạng “{row.get_status_display()}” nên không cần xác nhận."
            )
        row.status, row.reason, row.sent_at = MailStatus.SENT, SAID_SENT, row.claimed_at
        row.save(update_fields=["status", "reason", "sent_at"])
        audit.record("mail.said_sent", row, by=by, unit=row.document.issuer, after={"address": row.address})
    return row


def _check_address(row: Mail, address: str) -> None:
    try:
        validate_email(address)
    except ValidationError as error:
        raise DocumentError(
            "Địa chỉ thư chưa đúng. Ví dụ đúng: congdoan.suoimo@laocai.gov.vn", field="address"
        ) from error
    twin = Mail.objects.filter(
        document=row.document_id, kind=row.kind, occasion=row.occasion, address__iexact=address
    )
    if twin.exclude(pk=row.pk).exists():
        raise DocumentError("Địa chỉ này đã có thư về văn bản này.", field="address")


def record_bounce(bounce: Bounce) -> Mail | None:
    """The mail the bounce tells of, marked; None when it is none of ours or had arrived elsewhere.

    Found by the Message-ID, else as the newest mail sent to the address in the last days.
    """
    with transaction.atomic():
        sent = Mail.objects.select_for_update(of=("self",)).filter(
            status__in=[MailStatus.SENT, MailStatus.UNKNOWN]
        )
        mail = sent.filter(token=bounce.token).first() if bounce.token else None
        if mail is None and bounce.address and not bounce.token:
            recent = sent.filter(
                address__iexact=bounce.address, claimed_at__gte=timezone.now() - BOUNCES_WITHIN
            )
            mail = recent.order_by("-claimed_at", "-pk").first()
        if mail is None:
            return None
        mail.status, mail.reason = MailStatus.BOUNCED, bounce.reason[:LONGEST_REASON]
        mail.save(update_fields=["status", "reason"])
    return mail
