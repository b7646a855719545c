"""Number, register, deliver: what makes an approved document an issued one, in one transaction."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.workflow import Transition
from documents import rendering
from documents.authority import refusal
from documents.mailing.jobs import ask_for_mails
from documents.models import Delivery, Document, MailKind, NumberSeries, RegisterEntry
from documents.queries import recipient_units
from documents.services import amending
from documents.services.errors import NotReady
from documents.services.freezing import check_current, check_frozen
from documents.services.numbering import enter, line_title, open_series
from documents.services.rows import AnyDocument, keep, locked, record_move, reflect
from documents.signing import queries as signatures
from documents.signing.models import BEGUN, SignatureStatus
from documents.workflow import DOCUMENT_WORKFLOW
from units import audit

ISSUED_FIELDS = ("status", "number", "issued_on", "pdf", "pdf_sha256", "pdf_pages")


def issue_document(document: AnyDocument, *, by: Any, on: dt.date | None = None) -> AnyDocument:
    """Number, register and send an approved document on the day (today by default); then its PDF is made.

    All or nothing: a refused or broken issue takes no number. Gives back the caller's object. Raises NotReady
    with `field` for what is missing, IllegalStep (a second call too), StepRefused.
    A document that has its number already (`number_document`) must be signed, and is sent as it was signed.
    """
    return _take_number(document, "issue", by=by, on=on)


def number_document(document: AnyDocument, *, by: Any, on: dt.date | None = None) -> AnyDocument:
    """Number and register an approved document without sending it: number and date stand on what is signed.

    (docs/decisions/0007.) Raises what `issue_document` raises.
    """
    return _take_number(document, "number", by=by, on=on)


def _take_number(document: AnyDocument, step: str, *, by: Any, on: dt.date | None) -> AnyDocument:
    with transaction.atomic():
        row = locked(document)
        transition = DOCUMENT_WORKFLOW.check(step, by, row)
        if row.number is not None:
            _send_signed(row, transition, by=by)
            return reflect(row, document, *ISSUED_FIELDS)
        recipients = list(row.recipients.select_related("unit"))
        _check_ready(row, recipients)
        units = recipient_units(row, recipients)
        # From here on the unit's other clerks wait: what needs no number is done.
        series, day = open_series(row.issuer, row.type, on)
        _check_signer(row, day)
        # Column 8 of the register stays empty while the paper waits for its signature.
        sent_on = timezone.localdate() if step == "issue" else None
        sent_to = "; ".join(line.text for line in recipients)
        entry = _enter(row, series, day, by=by, sent_to=sent_to, copies=max(len(units), 1), sent_on=sent_on)
        before = row.status
        _stamp(row, entry, day, transition.target)
        if step == "issue":
            _deliver(row, units, by=by)
            amending.bring_into_force(row, by=by)
        record_move(row, transition, from_status=before, by=by, note="")
        rendering.ask_for_pdf(row, by=by)
        audit.record(
            f"document.{step}", row, by=by, unit=row.issuer, before={"status": before},
            after={"status": row.status, "code": row.doc_code, "issued_on": day.isoformat(), "deliveries": len(units)},
        )  # fmt: skip
    return reflect(row, document, *ISSUED_FIELDS)


def _send_signed(row: Document, transition: Transition, *, by: Any) -> None:
    """Issue what has its number and its signature; the signed file stays as it is."""
    if signatures.given(row) is None:
        raise NotReady("Văn bản chưa có chữ ký của người ký nên chưa phát hành được.", field="signer")
    check_frozen(row)
    units = recipient_units(row, row.recipients.select_related("unit"))
    before, row.status = row.status, transition.target
    keep(row, "status")
    entry = row.register_entry
    entry.sent_on, entry.copies = timezone.localdate(), max(len(units), 1)
    entry.save(update_fields=["sent_on", "copies"])
    _deliver(row, units, by=by)
    amending.bring_into_force(row, by=by)
    record_move(row, transition, from_status=before, by=by, note="")
    audit.record(
        "document.issue", row, by=by, unit=row.issuer, before={"status": before},
        after={"status": row.status, "code": row.doc_code, "deliveries": len(units)},
    )  # fmt: skip


def give_up_number(row: Document, reason: str) -> None:
    """Void the number of a locked document that goes back before it is signed; its line stays without the document.

    Raises NotReady when it is signed already.
    """
    if signatures.given(row) is not None:
        raise NotReady(
            "Văn bản đã ký nên không trả lại được. Hãy phát hành, hoặc thay thế sau khi phát hành."
        )
    entry = row.register_entry
    entry.void_reason, entry.document = f"Trả lại trước khi ký: {reason}"[:200], None
    entry.save(update_fields=["void_reason", "document"])
    begun = row.signatures.filter(status__in=BEGUN)
    begun.update(status=SignatureStatus.REFUSED, refusal=f"Văn bản đã bị trả lại: {reason}")
    row.number, row.issued_on, row.pdf, row.pdf_sha256, row.pdf_pages = None, None, "", "", 0


def _check_ready(row: Document, recipients: list[Any]) -> None:
    filled = (
        (row.abstract, "abstract", "Hãy nhập trích yếu trước khi phát hành."),
        (row.symbol, "symbol", "Văn bản chưa có ký hiệu."),
        (row.place_name, "place_name", "Hãy nhập địa danh trước khi phát hành."),
    )
    for value, field, message in filled:
        if not value.strip():
            raise NotReady(message, field=field)
    check_frozen(row)
    check_current(row)
    if not recipients:
        raise NotReady("Hãy ghi ít nhất một nơi nhận trước khi phát hành.", field="recipients")


def _check_signer(row: Document, day: dt.date) -> None:
    if row.signer is None:
        raise NotReady("Hãy chọn người ký trước khi phát hành.", field="signer")
    reason = refusal(row.issuer, row.type, row.signer, row.delegation, on=day)
    if reason:
        raise NotReady(reason, field="signer")


def _enter(row: Document, series: NumberSeries, day: dt.date, *, by: Any, **columns: Any) -> RegisterEntry:
    return enter(
        series, day, by=by, document=row, type=row.type, symbol=row.symbol, title=line_title(row.type, row.abstract),
        signed_by=row.signer.user.full_name if row.signer else "",
        archived_by=row.archive_line.removeprefix("Lưu:").strip(" .")[:120], **columns,
    )  # fmt: skip


def _stamp(row: Document, entry: RegisterEntry, day: dt.date, status: str) -> None:
    row.status, row.number, row.issued_on = status, entry.number, day
    # What was printed before shows no number.
    row.pdf, row.pdf_sha256, row.pdf_pages = "", "", 0
    keep(row, *ISSUED_FIELDS)


def _deliver(row: Document, units: dict[int, str], *, by: Any) -> None:
    now = timezone.now()
    Delivery.objects.bulk_create(
        [Delivery(document=row, unit_id=unit, role=role, sent_at=now) for unit, role in units.items()],
        batch_size=1000,
    )
    if units:
        ask_for_mails(row, MailKind.ISSUE, by=by)
