"""Number, register, deliver: what makes an approved document an issued one, in one transaction."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.vietnamese import nfc
from core.workflow import StepRefused
from documents import rendering
from documents.models import Delivery, Document, NumberSeries, RegisterEntry, SeriesSetting
from documents.official import document_types
from documents.queries import recipient_units
from documents.services.errors import DocumentError, NotReady
from documents.services.rows import AnyDocument, keep, locked, record_move, reflect
from documents.workflow import DOCUMENT_WORKFLOW, registry
from units import audit
from units.models import Seat

COMMON = "chung"
ISSUED_FIELDS = ("status", "number", "issued_on", "pdf", "pdf_sha256", "pdf_pages")


def issue_document(document: AnyDocument, *, by: Any, on: dt.date | None = None) -> AnyDocument:
    """Number, register and send an approved document on the day (today by default); then its PDF is made.

    All or nothing: a refused or broken issue takes no number. Gives back the caller's object. Raises NotReady
    with `field` for what is missing, IllegalStep (a second call too), StepRefused.
    """
    day = on or timezone.localdate()
    with transaction.atomic():
        row = locked(document)
        transition = DOCUMENT_WORKFLOW.check("issue", by, row)
        recipients = list(row.recipients.select_related("unit"))
        _check_ready(row, recipients, day)
        units = recipient_units(row, recipients)
        entry = _enter(row, day, [line.text for line in recipients], len(units), by)
        before = row.status
        _stamp(row, entry, day, transition.target)
        _deliver(row, units)
        record_move(row, transition, from_status=before, by=by, note="")
        rendering.ask_for_pdf(row, by=by)
        audit.record(
            "document.issue", row, by=by, unit=row.issuer, before={"status": before},
            after={"status": row.status, "code": row.doc_code, "issued_on": day.isoformat(), "deliveries": len(units)},
        )  # fmt: skip
    return reflect(row, document, *ISSUED_FIELDS)


def void_number(entry: RegisterEntry, *, reason: str, by: Any) -> RegisterEntry:
    """Cancel a number: its line stays in the register with the reason, the number is never given again.

    Raises StepRefused for a person who is not the registry there, DocumentError without a reason or when it is void.
    """
    with transaction.atomic():
        row = (
            RegisterEntry.objects.select_for_update(of=("self",))
            .select_related("series__issuer")
            .get(pk=entry.pk)
        )
        issuer = row.series.issuer
        refusal = registry(by, Document(issuer=issuer))
        if refusal:
            raise StepRefused(refusal)
        reason = nfc(reason).strip()
        if not reason:
            raise DocumentError("Hãy ghi lý do hủy số.", field="reason")
        if row.void_reason:
            raise DocumentError(f"Số {row.doc_code} đã hủy trước đó: {row.void_reason}", field="reason")
        row.void_reason = reason[:200]
        row.save(update_fields=["void_reason"])
        audit.record(
            "number.void", row, by=by, unit=issuer, after={"code": row.doc_code, "reason": row.void_reason}
        )
    entry.void_reason = row.void_reason
    return entry


def _check_ready(row: Document, recipients: list[Any], day: dt.date) -> None:
    filled = (
        (row.abstract, "abstract", "Hãy nhập trích yếu trước khi phát hành."),
        (row.symbol, "symbol", "Văn bản chưa có ký hiệu."),
        (row.place_name, "place_name", "Hãy nhập địa danh trước khi phát hành."),
    )
    for value, field, message in filled:
        if not value.strip():
            raise NotReady(message, field=field)
    if row.current_version is None or not row.current_version.frozen:
        raise NotReady("Nội dung hiện tại chưa được duyệt.", field="content")
    if not recipients:
        raise NotReady("Hãy ghi ít nhất một nơi nhận trước khi phát hành.", field="recipients")
    if day > timezone.localdate():
        raise NotReady("Ngày ban hành không được ở sau ngày hôm nay.", field="issued_on")
    _check_signer(row, day)


def _check_signer(row: Document, day: dt.date) -> None:
    if row.signer is None:
        raise NotReady("Hãy chọn người ký trước khi phát hành.", field="signer")
    if row.signer.unit_id != row.issuer_id:
        raise NotReady(f"Người ký không giữ chức danh tại {row.issuer.name}.", field="signer")
    if not Seat.objects.current(day).filter(pk=row.signer.pk).exists():
        raise NotReady(
            f"{row.signer.user.full_name} không giữ chức danh “{row.signer.post_title}” vào ngày {day:%d/%m/%Y}. "
            "Hãy chọn người ký khác.",
            field="signer",
        )


def _enter(row: Document, day: dt.date, sent_to: list[str], copies: int, by: Any) -> RegisterEntry:
    """Take the next number of the series and write the register's line."""
    series = _locked_series(row, day.year)
    _check_day(series, day)
    series.last_number += 1
    series.save(update_fields=["last_number"])
    return RegisterEntry.objects.create(
        series=series, number=series.last_number, document=row, symbol=row.symbol, issued_on=day,
        title=f"{document_types().get(row.type, row.type)} {row.abstract}"[:600],
        signed_by=row.signer.user.full_name if row.signer else "", sent_to="; ".join(sent_to),
        archived_by=row.archive_line.removeprefix("Lưu:").strip(" .")[:120], copies=max(copies, 1),
        sent_on=timezone.localdate(), given_by=by,
    )  # fmt: skip


def _locked_series(row: Document, year: int) -> NumberSeries:
    setting = SeriesSetting.objects.filter(issuer_id=row.issuer_id).first()
    name = row.type if setting is None or setting.per_type else COMMON
    series, _made = NumberSeries.objects.get_or_create(issuer_id=row.issuer_id, series=name, year=year)
    return NumberSeries.objects.select_for_update(of=("self",)).get(pk=series.pk)


def _check_day(series: NumberSeries, day: dt.date) -> None:
    """Numbers run in time order within the year (NĐ 30/2020, Phụ lục VI)."""
    last = series.entries.order_by("-number").values_list("number", "issued_on").first()
    if last and day < last[1]:
        raise NotReady(
            f"Số {last[0]:02d} của sổ này đã cấp ngày {last[1]:%d/%m/%Y}; ngày ban hành không được sớm hơn.",
            field="issued_on",
        )


def _stamp(row: Document, entry: RegisterEntry, day: dt.date, status: str) -> None:
    row.status, row.number, row.issued_on = status, entry.number, day
    # What was printed before shows no number.
    row.pdf, row.pdf_sha256, row.pdf_pages = "", "", 0
    keep(row, *ISSUED_FIELDS)


def _deliver(row: Document, units: dict[int, str]) -> None:
    now = timezone.now()
    Delivery.objects.bulk_create(
        [Delivery(document=row, unit_id=unit, role=role, sent_at=now) for unit, role in units.items()],
        batch_size=1000,
    )
