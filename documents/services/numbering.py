"""Numbers of the outgoing register: given at issue, kept for a paper document, written in, cancelled."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.vietnamese import nfc
from core.workflow import StepRefused
from documents.models import Document, NumberSeries, RegisterEntry, SeriesSetting, Status
from documents.official import document_types, symbol_for
from documents.services.errors import DocumentError, NotReady
from documents.services.rows import lock
from documents.workflow import registry
from units import audit
from units.models import Unit
from units.queries import heading_of

COMMON = "chung"
# What a clerk may write on every line; the rest of a portal document's line is the document's own.
CLERK_FIELDS = ("archived_by", "copies", "sent_on", "received_mark", "remark")
PAPER_FIELDS = ("title", "signed_by", "sent_to", *CLERK_FIELDS)


def open_series(issuer: Unit, type: str, on: dt.date | None = None) -> tuple[NumberSeries, dt.date]:
    """The series that numbers this type, locked until the transaction ends, and the day the number will bear.

    Without `on` the day is the one after the wait for the lock: who waited over midnight gets the new day, over New
    Year the new year's series. Raises NotReady for a day in the future or before the series' last number.
    """
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise NotReady("Ngày ban hành không được ở sau ngày hôm nay.", field="issued_on")
    while True:
        series = _locked_series(issuer, type, day.year)
        now = on or timezone.localdate()
        if now.year == series.year:
            _check_day(series, now)
            return series, now
        day = now


def enter(series: NumberSeries, day: dt.date, *, by: Any, **facts: Any) -> RegisterEntry:
    """Take the next number of the locked series and write the register's line."""
    series.last_number += 1
    series.save(update_fields=["last_number"])
    return RegisterEntry.objects.create(
        series=series, number=series.last_number, issued_on=day, given_by=by, **facts
    )


def line_title(type: str, abstract: str) -> str:
    """Column 3 of the decree: "Kế hoạch Tổ chức hội thao năm 2026"."""
    return f"{document_types().get(type, type)} {abstract}"[:600]


def reserve_number(
    issuer: Unit, *, type: str, abstract: str, reserved_for: str, by: Any, on: dt.date | None = None
) -> RegisterEntry:
    """Keep the next number of the same register for a document made on paper; what is printed on it is written in later.

    Raises StepRefused, DocumentError with the field, NotReady for the day.
    """
    _check_clerk(issuer, by)
    abstract, reserved_for = _line(abstract), _line(reserved_for)
    if type not in document_types():
        raise DocumentError("Hãy chọn loại văn bản.", field="type")
    if not abstract:
        raise DocumentError("Hãy nhập trích yếu.", field="abstract")
    if not reserved_for:
        raise DocumentError("Hãy ghi người hoặc ban giữ số.", field="reserved_for")
    if on and on.year < timezone.localdate().year - 1:
        raise NotReady(
            f"Năm {on.year} không đúng: chỉ giữ số cho văn bản của năm nay và năm trước.", field="issued_on"
        )
    with transaction.atomic():
        series, day = open_series(issuer, type, on)
        entry = enter(
            series, day, by=by, type=type, symbol=symbol_for(type, heading_of(issuer, on=day).symbol),
            title=line_title(type, abstract), reserved_for=reserved_for[:120],
        )  # fmt: skip
        audit.record(
            "number.reserve", entry, by=by, unit=issuer,
            after={"code": entry.doc_code, "title": entry.title, "for": entry.reserved_for},
        )  # fmt: skip
    return entry


def change_entry(entry: RegisterEntry, *, by: Any, **facts: Any) -> RegisterEntry:
    """Write into a line: a paper document's own columns, or what the clerk adds to a portal document's.

    Raises TypeError for another column, StepRefused, DocumentError: the number is void; sent before it was written, or
    after today.
    """
    with transaction.atomic():
        row = _locked_entry(entry, by)
        unknown = set(facts) - set(CLERK_FIELDS if row.document_id else PAPER_FIELDS)
        if unknown:
            raise TypeError(f"not to be written by the clerk: {sorted(unknown)}")
        if row.void_reason:
            raise DocumentError(f"Số {row.doc_code} đã hủy nên không ghi thêm được.")
        _check_sent(row, facts.get("sent_on"))
        said = {name: _line(value) if isinstance(value, str) else value for name, value in facts.items()}
        before = {name: getattr(row, name) for name, value in said.items() if getattr(row, name) != value}
        if not before:
            return row
        for name in before:
            setattr(row, name, said[name])
        row.save(update_fields=list(before))
        audit.record(
            "number.change", row, by=by, unit=row.series.issuer, before=before,
            after={name: said[name] for name in before},
        )  # fmt: skip
    return row


def void_number(entry: RegisterEntry, *, reason: str, by: Any) -> RegisterEntry:
    """Cancel a number: its line stays in the register with the reason, the number is never given again.

    Raises StepRefused for a person who is not the registry there, DocumentError without a reason, when it is void, or
    while its document waits to be signed and sent: nothing goes out under a void number.
    """
    with transaction.atomic():
        if entry.document is not None:
            lock(entry.document)
        row = _locked_entry(entry, by)
        reason = _line(reason)
        if row.document is not None and row.document.status == Status.NUMBERED:
            raise DocumentError(
                f"Văn bản mang số {row.doc_code} đang chờ ký, chờ phát hành. Hãy trả lại văn bản, số sẽ tự hủy; "
                "nếu đã ký thì phát hành rồi mới hủy số.",
                field="reason",
            )
        if not reason:
            raise DocumentError("Hãy ghi lý do hủy số.", field="reason")
        if row.void_reason:
            raise DocumentError(f"Số {row.doc_code} đã hủy trước đó: {row.void_reason}", field="reason")
        row.void_reason = reason[:200]
        row.save(update_fields=["void_reason"])
        audit.record(
            "number.void", row, by=by, unit=row.series.issuer,
            after={"code": row.doc_code, "reason": row.void_reason},
        )  # fmt: skip
    entry.void_reason = row.void_reason
    return entry


def _locked_entry(entry: RegisterEntry, by: Any) -> RegisterEntry:
    row = (
        RegisterEntry.objects.select_for_update(of=("self",))
        .select_related("series__issuer", "document")
        .get(pk=entry.pk)
    )
    _check_clerk(row.series.issuer, by)
    return row


def _check_sent(row: RegisterEntry, day: dt.date | None) -> None:
    if day is not None and not row.issued_on <= day <= timezone.localdate():
        raise DocumentError(
            f"Ngày chuyển phải từ ngày văn bản ({row.issued_on:%d/%m/%Y}) đến hôm nay.", field="sent_on"
        )


def _check_clerk(issuer: Unit, by: Any) -> None:
    reason = registry(by, Document(issuer=issuer))
    if reason:
        raise StepRefused(reason)


def locked_setting(issuer: Unit) -> SeriesSetting:
    """How the body numbers, locked until the transaction ends: who changes it and who takes a number wait for each other."""
    setting = SeriesSetting.objects.select_for_update(of=("self",)).filter(issuer=issuer).first()
    if setting is None:
        made, _new = SeriesSetting.objects.get_or_create(issuer=issuer)
        setting = SeriesSetting.objects.select_for_update(of=("self",)).get(pk=made.pk)
    return setting


def _locked_series(issuer: Unit, type: str, year: int) -> NumberSeries:
    name = type if locked_setting(issuer).per_type else COMMON
    series, _made = NumberSeries.objects.get_or_create(issuer=issuer, series=name, year=year)
    return NumberSeries.objects.select_for_update(of=("self",)).get(pk=series.pk)


def _check_day(series: NumberSeries, day: dt.date) -> None:
    """Numbers run in time order within the year (NĐ 30/2020, Phụ lục VI)."""
    last = series.entries.order_by("-number").values_list("number", "issued_on").first()
    if last and day < last[1]:
        raise NotReady(
            f"Số {last[0]:02d} của sổ này đã cấp ngày {last[1]:%d/%m/%Y}; ngày ban hành không được sớm hơn.",
            field="issued_on",
        )


def _line(text: str) -> str:
    return " ".join(nfc(text).split())
