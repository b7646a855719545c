"""Papers that come to a body: into the register, to who settles them, settled."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from core.vietnamese import nfc
from core.workflow import StepRefused
from documents.models import Delivery, IncomingDocument, IncomingSeries
from documents.official import document_types
from documents.registers.models import IncomingStatus
from documents.registers.scans import Scan
from documents.registers.workflow import INCOMING_WORKFLOW, keeper
from documents.services.errors import DocumentError
from units import audit
from units.models import Department, Seat, Unit


class SecondCopy(DocumentError):
    """The same number, symbol and issuer stand in the register already: a warning, `known` are the lines."""

    def __init__(self, known: list[IncomingDocument]) -> None:
        numbers = ", ".join(f"số đến {one.arrival} ngày {one.arrived_on:%d/%m/%Y}" for one in known)
        super().__init__(
            f"Văn bản này đã vào sổ: {numbers}. Nếu vẫn cần vào sổ thêm một lần, hãy đánh dấu rồi lưu lại.",
            field="even_if_known",
        )
        self.known = known


def register_incoming(
    unit: Unit, *, issuer_name: str, code: str, abstract: str, by: Any, arrived_on: dt.date | None = None,
    dated_on: dt.date | None = None, scan: Scan | None = None, remark: str = "", even_if_known: bool = False,
) -> IncomingDocument:  # fmt: skip
    """Give a paper its number of arrival and its line.

    Raises StepRefused, SecondCopy (unless `even_if_known`), DocumentError with the field: days out of order.
    """
    _check_keeper(unit, by)
    row = IncomingDocument(
        unit=unit, issuer_name=_line(issuer_name), code=_line(code), abstract=_line(abstract), dated_on=dated_on,
        arrived_on=arrived_on or timezone.localdate(), remark=_line(remark), registered_by=by,
    )  # fmt: skip
    if row.arrived_on.year < timezone.localdate().year - 1:
        raise DocumentError(
            f"Năm {row.arrived_on.year} không đúng: chỉ vào sổ văn bản đến của năm nay và năm trước.",
            field="arrived_on",
        )
    _check_days(row)
    with transaction.atomic():
        series = _locked_series(unit, row.arrived_on)
        known = list(IncomingDocument.objects.same_paper(unit, row.code, row.issuer_name)[:5])
        if known and not even_if_known:
            raise SecondCopy(known)
        return _enter(series, row, scan, by)


def register_delivery(delivery: Delivery, *, by: Any) -> IncomingDocument:
    """The line of what came through the portal, filled from the document itself; once, a second call gives the same.

    Raises StepRefused.
    """
    _check_keeper(delivery.unit, by)
    document, today = delivery.document, timezone.localdate()
    with transaction.atomic():
        series = _locked_series(delivery.unit, today)
        known = IncomingDocument.objects.filter(delivery=delivery).first()
        if known:
            return known
        type_name = document_types().get(document.type, document.type)
        row = IncomingDocument(
            unit=delivery.unit, delivery=delivery, issuer_name=document.issuer.name[:200], code=document.doc_code,
            dated_on=document.issued_on, abstract=f"{type_name} {document.abstract}"[:600], arrived_on=today,
            remark="Nhận trong hệ thống", registered_by=by,
        )  # fmt: skip
        return _enter(series, row, None, by)


def change_incoming(
    row: IncomingDocument, *, by: Any, scan: Scan | None = None, **facts: Any
) -> IncomingDocument:
    """Correct a line, or add its scan; number and day of arrival stay.

    Takes issuer_name, code, dated_on, abstract, recipient, sent_on, received_mark, remark. Raises TypeError for
    another, StepRefused, DocumentError.
    """
    allowed = {
        "issuer_name", "code", "dated_on", "abstract", "recipient", "sent_on", "received_mark", "remark",
    }  # fmt: skip
    if set(facts) - allowed:
        raise TypeError(f"not to be changed: {sorted(set(facts) - allowed)}")
    with transaction.atomic():
        row = _locked(row)
        _check_keeper(row.unit, by)
        said = {name: _line(value) if isinstance(value, str) else value for name, value in facts.items()}
        before = {name: getattr(row, name) for name, value in said.items() if getattr(row, name) != value}
        for name in before:
            setattr(row, name, said[name])
        _check_days(row)
        row.save()
        if scan:
            _keep_scan(row, scan)
        if before or scan:
            after = {name: said[name] for name in before} | ({"scan": scan.sha256} if scan else {})
            audit.record("incoming.change", row, by=by, unit=row.unit, before=before, after=after)
    return row


def assign_incoming(
    row: IncomingDocument, *, by: Any, department: Department | None = None, assignee: Seat | None = None,
    due_on: dt.date | None = None, instruction: str = "",
) -> IncomingDocument:  # fmt: skip
    """Give the paper to a department or a person, with a day. Raises IllegalStep, StepRefused, DocumentError."""
    with transaction.atomic():
        row = _locked(row)
        transition = INCOMING_WORKFLOW.check("assign", by, row)
        _check_assignment(row, department, assignee, due_on)
        before = {"assignee": row.assignee_id, "department": row.department_id, "due_on": row.due_on}
        row.department, row.assignee, row.due_on = department, assignee, due_on
        row.instruction = _line(instruction)[:500]
        row.recipient = _recipient(department, assignee)[:200]
        row.sent_on = row.sent_on or timezone.localdate()
        row.status = transition.target
        row.save()
        after = {
            "assignee": row.assignee_id, "department": row.department_id, "due_on": due_on,
            "instruction": row.instruction,
        }  # fmt: skip
        audit.record("incoming.assign", row, by=by, unit=row.unit, before=before, after=after)
    return row


def take_incoming_step(row: IncomingDocument, step: str, *, by: Any, note: str = "") -> IncomingDocument:
    """Settle a paper with its result, or open it again with a reason. Raises IllegalStep, StepRefused, NoteMissing."""
    note = _line(note)
    with transaction.atomic():
        row = _locked(row)
        transition = INCOMING_WORKFLOW.check(step, by, row, note=note)
        before = row.status
        row.status = transition.target
        done = row.status == IncomingStatus.DONE
        row.settled_at, row.result = (timezone.now(), note[:300]) if done else (None, row.result)
        row.save(update_fields=["status", "settled_at", "result"])
        audit.record(
            f"incoming.{step}", row, by=by, unit=row.unit, before={"status": before},
            after={"status": row.status, "note": note},
        )  # fmt: skip
    return row


def _enter(series: IncomingSeries, row: IncomingDocument, scan: Scan | None, by: Any) -> IncomingDocument:
    series.last_number += 1
    series.save(update_fields=["last_number"])
    row.year, row.number = series.year, series.last_number
    row.save(force_insert=True)
    if scan:
        _keep_scan(row, scan)
    audit.record(
        "incoming.register", row, by=by, unit=row.unit,
        after={"number": row.number, "year": row.year, "code": row.code, "issuer": row.issuer_name},
    )  # fmt: skip
    return row


def _keep_scan(row: IncomingDocument, scan: Scan) -> None:
    """The file first, under a name nobody chose; it goes again when the transaction fails to save the row."""
    file = row.scan.field.generate_filename(row, f"{uuid.uuid4().hex}.{scan.extension}")
    name = default_storage.save(file, ContentFile(scan.data))
    try:
        row.scan, row.scan_name, row.scan_sha256 = name, scan.name, scan.sha256
        row.save(update_fields=["scan", "scan_name", "scan_sha256"])
    except BaseException:
        default_storage.delete(name)
        raise


def _locked(row: IncomingDocument) -> IncomingDocument:
    return (
        IncomingDocument.objects.select_for_update(of=("self",))
        .select_related("unit", "assignee__user", "department").get(pk=row.pk)
    )  # fmt: skip


def _locked_series(unit: Unit, day: dt.date) -> IncomingSeries:
    """The counter of the day's year. Raises DocumentError for a day before the last arrival: numbers run in time order."""
    made, _new = IncomingSeries.objects.get_or_create(unit=unit, year=day.year)
    series = IncomingSeries.objects.select_for_update(of=("self",)).get(pk=made.pk)
    arrivals = IncomingDocument.objects.filter(unit=unit, year=day.year).order_by("-number")
    last = arrivals.values_list("number", "arrived_on").first()
    if last and day < last[1]:
        raise DocumentError(
            f"Số đến {last[0]:02d} đã vào sổ ngày {last[1]:%d/%m/%Y}; ngày đến không được sớm hơn.",
            field="arrived_on",
        )
    return series


def _check_keeper(unit: Unit, by: Any) -> None:
    reason = keeper(by, unit)
    if reason:
        raise StepRefused(reason)


def _check_days(row: IncomingDocument) -> None:
    if row.arrived_on > timezone.localdate():
        raise DocumentError("Ngày đến không được ở sau ngày hôm nay.", field="arrived_on")
    if row.sent_on and not row.arrived_on <= row.sent_on <= timezone.localdate():
        raise DocumentError(
            f"Ngày chuyển phải từ ngày đến ({row.arrived_on:%d/%m/%Y}) đến hôm nay.", field="sent_on"
        )
    if row.dated_on and row.dated_on > row.arrived_on:
        raise DocumentError("Ngày văn bản không được sau ngày đến.", field="dated_on")


def _check_assignment(
    row: IncomingDocument, department: Department | None, assignee: Seat | None, due_on: dt.date | None
) -> None:
    if department is None and assignee is None:
        raise DocumentError("Hãy chọn ban, phòng hoặc người xử lý.", field="assignee")
    if department is not None and department.unit_id != row.unit_id:
        raise DocumentError(f"“{department.name}” không thuộc {row.unit.name}.", field="department")
    if assignee is not None and assignee.unit_id != row.unit_id:
        raise DocumentError(
            f"{assignee.user.full_name} không giữ chức danh tại {row.unit.name}.", field="assignee"
        )
    if due_on and due_on < row.arrived_on:
        raise DocumentError("Hạn giải quyết không được trước ngày đến.", field="due_on")


def _recipient(department: Department | None, assignee: Seat | None) -> str:
    return ", ".join(
        part
        for part in (assignee.user.full_name if assignee else "", department.name if department else "")
        if part
    )


def _line(text: str) -> str:
    return " ".join(nfc(text).split())
