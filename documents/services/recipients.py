"""Who signs a document and who gets it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.vietnamese import nfc
from core.workflow import IllegalStep, StepRefused
from documents.authority import SigningChoice, refusal
from documents.models import FINAL, Document, Recipient, RecipientRole
from documents.services.errors import BadRecipient, BadSigner
from documents.services.rows import AnyDocument, keep, locked, reflect
from documents.services.versions import change_heading
from documents.workflow import arranger
from units import audit
from units.models import Delegation, Seat, Unit

LONGEST_TEXT = 200


def set_recipients(document: Document, rows: Iterable[Mapping[str, Any]], *, by: Any) -> list[Recipient]:
    """Replace the lines of "Nơi nhận" by `rows`, in their order.

    A row is {"unit": Unit | None, "group": Recipient.Group or "", "text": str, "role": RecipientRole}: exactly one
    of unit and group, or a text alone; without a text the unit's or group's name is printed. Raises BadRecipient
    with `row` (from 1), IllegalStep after issue, StepRefused.
    """
    lines = [_line(row, at) for at, row in enumerate(rows, start=1)]
    _check_repeats(lines)
    with transaction.atomic():
        row = _locked_to_arrange(document, by)
        before = [line.text for line in row.recipients.all()]
        row.recipients.all().delete()
        for order, line in enumerate(lines):
            line.document, line.order = row, order
        saved = Recipient.objects.bulk_create(lines)
        after = {"recipients": [line.text for line in saved]}
        audit.record(
            "document.recipients", row, by=by, unit=row.issuer, before={"recipients": before}, after=after
        )
    return saved


def choose_signer(
    document: AnyDocument, seat: Seat, *, by: Any, delegation: Delegation | None = None
) -> AnyDocument:
    """Name the seat that signs, by itself or by the delegation.

    Raises BadSigner for what `authority.refusal` says of today, IllegalStep after issue, StepRefused.
    """
    with transaction.atomic():
        row = _locked_to_arrange(document, by)
        reason = refusal(row.issuer, row.type, seat, delegation, on=timezone.localdate())
        if reason:
            raise BadSigner(reason, field="signer")
        before = row.signer.user.full_name if row.signer else ""
        row.signer, row.delegation = seat, delegation
        keep(row, "signer", "delegation")
        after = {"signer": seat.user.full_name, "post": seat.post_title, "power": str(delegation or "")}
        audit.record("document.signer", row, by=by, unit=row.issuer, before={"signer": before}, after=after)
    return reflect(row, document, "signer", "delegation")


def arrange(
    document: AnyDocument,
    *,
    signer: SigningChoice | None,
    recipients: Iterable[Mapping[str, Any]],
    archive_line: str = "",
    by: Any,
) -> AnyDocument:
    """Signer, recipients and (in a draft) archive line of one page together: all or nothing.

    Raises what `choose_signer`, `set_recipients` and `change_heading` raise.
    """
    with transaction.atomic():
        set_recipients(document, recipients, by=by)
        if signer is not None and (signer.seat, signer.delegation) != (document.signer, document.delegation):
            choose_signer(document, signer.seat, delegation=signer.delegation, by=by)
        if archive_line and document.is_editable and archive_line != document.archive_line:
            change_heading(document, by=by, archive_line=archive_line)
    return document


def _locked_to_arrange(document: Document, by: Any) -> Document:
    row = locked(document)
    reason = arranger(by, row) if by is not None else ""
    if reason:
        raise StepRefused(reason)
    if row.status in FINAL:
        raise IllegalStep("Văn bản đã cấp số hoặc phát hành nên không đổi được người ký và nơi nhận.")
    return row


def _line(row: Mapping[str, Any], at: int) -> Recipient:
    unit, group = row.get("unit"), row.get("group") or ""
    text = " ".join(nfc(str(row.get("text") or "")).split())
    role = row.get("role") or RecipientRole.INFORM
    problem = _problem(unit, group, text, role)
    if problem:
        raise BadRecipient(f"Nơi nhận dòng {at}: {problem}", field="recipients", row=at)
    if not text:
        text = unit.name if unit else str(Recipient.Group(group).label)
    return Recipient(unit=unit, group=group, text=text, role=role)


def _problem(unit: Unit | None, group: str, text: str, role: str) -> str:
    if unit and group:
        return "chỉ chọn một đơn vị hoặc một nhóm đơn vị."
    if not (unit or group or text):
        return "hãy chọn đơn vị, nhóm đơn vị hoặc ghi tên nơi nhận."
    if group and group not in Recipient.Group.values:
        return "nhóm đơn vị không có trong danh sách."
    if role not in RecipientRole.values:
        return "vai trò không có trong danh sách."
    if unit and unit.ended_on and unit.ended_on <= timezone.localdate():
        return f"{unit.name} đã kết thúc hoạt động ngày {unit.ended_on:%d/%m/%Y}."
    if len(text) > LONGEST_TEXT:
        return f"tên nơi nhận dài quá {LONGEST_TEXT} ký tự."
    return ""


def _check_repeats(lines: list[Recipient]) -> None:
    seen: dict[tuple[int | None, str, str], int] = {}
    for at, line in enumerate(lines, start=1):
        key = (line.unit_id, line.group, "" if line.unit_id or line.group else line.text.casefold())
        if key in seen:
            message = f"Nơi nhận dòng {at}: “{line.text}” đã có ở dòng {seen[key]}."
            raise BadRecipient(message, field="recipients", row=at)
        seen[key] = at
