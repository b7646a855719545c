"""What becomes of an issued paper: replaced, corrected or recalled by another paper, and whoever holds it is told."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.vietnamese import nfc
from core.workflow import IllegalStep, NoteMissing, StepRefused
from documents.amending.holders import units_to_tell
from documents.amending.models import (
    REASON,
    Amendment,
    AmendmentKind,
    AmendmentStatus,
    HolderAnswer,
    HolderNotice,
)
from documents.amending.workflow import AFTER_ISSUE, AMENDMENT_WORKFLOW, holder, preparer
from documents.mailing.jobs import ask_for_mails
from documents.models import ENDED, Document, MailKind, MailStatus, RegisterEntry, Status
from documents.services.errors import DocumentError
from documents.services.numbering import change_entry, line_title, reserve_number
from documents.services.rows import keep, lock, locked, record_move
from units import audit

REMARK = 200
IN_REGISTER = {
    AmendmentKind.REPLACE: "Thay thế bằng",
    AmendmentKind.CORRECT: "Đính chính tại",
    AmendmentKind.RECALL: "Thu hồi theo",
}


def prepare_amendment(
    document: Document, kind: str, *, reason: str, by: Any, paper: Document | None = None, details: str = ""
) -> Amendment:
    """Note that `document` is to be replaced, corrected or recalled; in force once its `paper` is issued.

    `by` None is the portal itself: a correction of figures that somebody approved elsewhere.

    Raises StepRefused, IllegalStep (not an issued paper, or no longer), NoteMissing, DocumentError with `field`.
    """
    with transaction.atomic():
        row = locked(document)
        amendment = Amendment(document=row, kind=AmendmentKind(kind), prepared_by=by)
        amendment.reason, amendment.details = _words(reason, details, amendment.kind)
        refusal = preparer(by, amendment) if by is not None else ""
        if refusal:
            raise StepRefused(refusal)
        _check_open(row, amendment)
        if paper is not None:
            _check_paper(row, paper, amendment.kind)
            amendment.paper = Document.objects.get(pk=paper.pk)
        amendment.save(force_insert=True)
        audit.record("amendment.prepare", amendment, by=by, unit=row.issuer, after=_facts(amendment))
    return amendment


def drop_amendment(amendment: Amendment, *, by: Any, note: str) -> Amendment:
    """What was prepared is not done. Raises IllegalStep, StepRefused, NoteMissing."""
    with transaction.atomic():
        row = _locked(amendment)
        note = nfc(note).strip()
        transition = AMENDMENT_WORKFLOW.check("drop", by, row, note=note)
        row.status = transition.target
        row.save(update_fields=["status"])
        audit.record("amendment.drop", row, by=by, unit=row.document.issuer, after={"note": note})
    return row


def amend_by_entry(
    document: Document, kind: str, *, entry: RegisterEntry, reason: str, by: Any, details: str = ""
) -> Amendment:
    """Replace, correct or recall by a paper written by hand that stands in the outgoing register; in force at once.

    Raises what `prepare_amendment` raises.
    """
    with transaction.atomic():
        row = locked(document)
        kind = AmendmentKind(kind)
        reason, details = _words(reason, details, kind)
        AFTER_ISSUE.check(kind, by, row, note=reason)
        _check_entry(row, entry, kind)
        amendment = row.amendments.prepared().filter(kind=kind, paper=None, entry=None).first()
        amendment = amendment or Amendment(document=row, kind=kind, prepared_by=by)
        amendment.entry, amendment.reason, amendment.details = entry, reason, details
        _check_open(row, amendment)
        amendment.save()
        _bring_into_force(amendment, row, by=by)
    return amendment


def amend_by_new_number(
    document: Document, kind: str, *, type: str, signed_by: str, reason: str, by: Any, details: str = ""
) -> Amendment:
    """The same by a paper that gets its number now, for the clerk; all or nothing.

    Raises also what `reserve_number` and `change_entry` raise.
    """
    with transaction.atomic():
        row = locked(document)
        AFTER_ISSUE.check(kind, by, row, note=reason)
        said = str(AmendmentKind(kind).label)
        abstract = (
            f"{said} {line_title(row.type, '').strip()} số {row.doc_code} ngày {row.issued_on:%d/%m/%Y}"
        )
        entry = reserve_number(row.issuer, type=type, abstract=abstract, reserved_for=signed_by, by=by)
        entry = change_entry(entry, by=by, signed_by=signed_by)
        return amend_by_entry(row, kind, entry=entry, reason=reason, details=details, by=by)


def bring_into_force(paper: Document, *, by: Any) -> list[Amendment]:
    """Everything the paper was prepared to do, on its issue. Call it inside the transaction that issues the paper.

    Raises IllegalStep when one of the papers it was to end has ended otherwise.
    """
    prepared = Amendment.objects.prepared().filter(paper_id=paper.pk).order_by("document_id", "pk")
    # All are locked before the first is written: the audit log is one queue for everybody.
    rows = [(one, locked(one.document)) for one in prepared.select_related("document")]
    for amendment, row in rows:
        amendment.paper = paper
        _bring_into_force(amendment, row, by=by)
    return [amendment for amendment, _row in rows]


def acknowledge_notice(notice: HolderNotice, *, by: Any, answer: str = "") -> HolderNotice:
    """The unit confirms that it knows; of a recalled paper also what it did with it. Once.

    Raises StepRefused; DocumentError with `field` when a recall is answered without saying what was done.
    """
    with transaction.atomic():
        row = (
            HolderNotice.objects.select_for_update(of=("self",))
            .select_related("amendment", "unit")
            .get(pk=notice.pk)
        )
        refusal = holder(by, row)
        if refusal:
            raise StepRefused(refusal)
        if row.amendment.kind != AmendmentKind.RECALL:
            answer = ""
        elif answer not in HolderAnswer.values:
            raise DocumentError("Hãy chọn đơn vị đã làm gì với văn bản thu hồi.", field="answer")
        if row.acknowledged_at is None:
            row.acknowledged_at, row.acknowledged_by, row.answer = timezone.now(), by, answer
            row.save(update_fields=["acknowledged_at", "acknowledged_by", "answer"])
            audit.record(
                "amendment.acknowledge", row, by=by, unit=row.unit,
                after={"amendment": row.amendment_id, "answer": answer},
            )  # fmt: skip
    return row


# --- checks


def _words(reason: str, details: str, kind: str) -> tuple[str, str]:
    reason, details = " ".join(nfc(reason).split()), nfc(details).strip()
    if not reason:
        raise NoteMissing("Hãy ghi lý do thay thế, đính chính hoặc thu hồi.")
    if len(reason) > REASON:
        raise DocumentError(f"Lý do dài quá {REASON} ký tự.", field="reason")
    if kind == AmendmentKind.CORRECT and not details:
        raise DocumentError("Hãy ghi chỗ sai và nội dung đúng.", field="details")
    return reason, details


def _check_open(row: Document, amendment: Amendment) -> None:
    """The paper holds, and nobody else is about to end it."""
    if row.status != Status.ISSUED:
        raise IllegalStep(
            f"Chỉ thay thế, đính chính, thu hồi văn bản còn hiệu lực; văn bản này đang “{row.get_status_display()}”."
        )
    if amendment.kind == AmendmentKind.CORRECT:
        return
    other = row.amendments.prepared().exclude(pk=amendment.pk).exclude(kind=AmendmentKind.CORRECT).first()
    if other is not None:
        raise DocumentError(
            f"Đang có việc “{str(other.get_kind_display()).lower()}” văn bản này. Hãy làm xong hoặc bỏ việc đó trước."
        )


def _check_paper(row: Document, paper: Document, kind: str) -> None:
    """A replacement is of equal form (NĐ 30/2020, Điều 17.4: "văn bản có hình thức tương đương")."""
    if paper.pk == row.pk or paper.issuer_id != row.issuer_id:
        raise DocumentError(
            "Văn bản thay thế, đính chính, thu hồi phải là văn bản khác của cùng đơn vị.", field="paper"
        )
    if paper.status in {Status.ISSUED, Status.REPLACED, Status.RECALLED}:
        raise DocumentError("Văn bản này đã phát hành; hãy chọn văn bản đang soạn.", field="paper")
    if kind == AmendmentKind.REPLACE and paper.type != row.type:
        raise DocumentError("Văn bản thay thế phải cùng tên loại với văn bản bị thay thế.", field="paper")


def _check_entry(row: Document, entry: RegisterEntry, kind: str) -> None:
    if entry.series.issuer_id != row.issuer_id or entry.document_id == row.pk or entry.void_reason:
        raise DocumentError(
            "Số này không phải của một văn bản khác còn giá trị trong sổ của đơn vị.", field="code"
        )
    if row.issued_on is not None and entry.issued_on < row.issued_on:
        raise DocumentError(f"Văn bản số {entry.doc_code} có trước văn bản này.", field="code")
    if kind == AmendmentKind.REPLACE and entry.type != row.type:
        raise DocumentError("Văn bản thay thế phải cùng tên loại với văn bản bị thay thế.", field="code")


# --- taking effect


def _locked(amendment: Amendment) -> Amendment:
    """The row as it is now, behind the lock of its document."""
    lock(amendment.document)
    return Amendment.objects.select_related("document__issuer", "paper", "entry").get(pk=amendment.pk)


def _bring_into_force(amendment: Amendment, row: Document, *, by: Any) -> None:
    transition = AFTER_ISSUE.check(amendment.kind, by, row, note=amendment.reason)
    before, row.status = row.status, transition.target
    keep(row, "status")
    amendment.status, amendment.in_force_at, amendment.decided_by = (
        AmendmentStatus.IN_FORCE,
        timezone.now(),
        by,
    )
    amendment.save(update_fields=["status", "in_force_at", "decided_by"])
    record_move(row, transition, from_status=before, by=by, note=_move_note(amendment))
    _write_in_register(amendment)
    told = _tell(amendment, amendment.in_force_at)
    if told:
        ask_for_mails(row, MailKind.AMENDED, by=by, occasion=str(amendment.pk))
    if row.status in ENDED:
        row.mails.filter(status=MailStatus.QUEUED).exclude(kind=MailKind.AMENDED).update(
            status=MailStatus.DROPPED, reason="Văn bản không còn hiệu lực."
        )
    audit.record(
        f"document.{amendment.kind}", row, by=by, unit=row.issuer, before={"status": before},
        after={"status": row.status, "told": told, **_facts(amendment)},
    )  # fmt: skip


def _move_note(amendment: Amendment) -> str:
    by_code = f"Văn bản số {amendment.by_code}. " if amendment.by_code else ""
    return f"{by_code}{amendment.reason}"


def _write_in_register(amendment: Amendment) -> None:
    """Column 10 of the register says what became of the paper."""
    entry = RegisterEntry.objects.filter(document_id=amendment.document_id).first()
    if entry is None:
        return
    words = f"{IN_REGISTER[AmendmentKind(amendment.kind)]} {amendment.by_code}".strip()
    entry.remark = "; ".join(part for part in (entry.remark, words) if part)[:REMARK]
    entry.save(update_fields=["remark"])


def _tell(amendment: Amendment, at: dt.datetime) -> int:
    """A notice for every unit that has the paper or builds on it, and still exists; gives how many."""
    units = units_to_tell(amendment.document)
    notices = [HolderNotice(amendment=amendment, unit_id=unit, sent_at=at) for unit in units]
    return len(HolderNotice.objects.bulk_create(notices, batch_size=1000, ignore_conflicts=True))


def _facts(amendment: Amendment) -> dict[str, Any]:
    return {
        "kind": amendment.kind, "document": amendment.document_id, "by": amendment.by_code, "paper": amendment.paper_id,
        "reason": amendment.reason,
    }  # fmt: skip
