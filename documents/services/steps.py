"""Moving a document along its workflow; numbering and issuing stand in `issuing`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from core.vietnamese import nfc
from core.workflow import IllegalStep
from documents.amending.workflow import AFTER_ISSUE
from documents.models import Document, DocumentVersion, Status
from documents.services import review
from documents.services.errors import NotReady, TextChanged
from documents.services.freezing import check_current, text_sha256
from documents.services.issuing import ISSUED_FIELDS, give_up_number, issue_document, number_document
from documents.services.rows import AnyDocument, keep, locked, record_move, reflect
from documents.services.versions import version_facts
from documents.workflow import DOCUMENT_WORKFLOW
from units import audit


def take_step(
    document: AnyDocument,
    step: str,
    *,
    by: Any,
    note: str = "",
    version: int | None = None,
    asked: Sequence[review.Asked] = (),
    said: review.Said | None = None,
) -> AnyDocument:
    """Take one step of DOCUMENT_WORKFLOW; "issue" and "number" go through `issuing`.

    `version` is the number of the version the person looked at; `asked` are the steps of the review sheet a submit
    begins with (none: straight to the leader), and `note` then what the drafter says to them; `said` is the answer that
    approves or returns. Gives back the caller's object with its new status. Raises IllegalStep (also out of turn),
    StepRefused, NoteMissing (core.workflow), TextChanged, and NotReady when the text or the abstract is missing.
    """
    if step == "issue":
        return issue_document(document, by=by)
    if step == "number":
        return number_document(document, by=by)
    if step in AFTER_ISSUE.steps:
        raise IllegalStep(
            f"“{AFTER_ISSUE.label(step)}” văn bản cần lý do và văn bản xử lý kèm theo. Hãy làm ở mục “Thay thế, đính chính, "
            "thu hồi” trên trang của văn bản đã phát hành."
        )
    note = nfc(note).strip()
    with transaction.atomic():
        row = locked(document)
        transition = DOCUMENT_WORKFLOW.check(step, by, row, note=note)
        check_seen(row, version)
        if step in {"submit", "approve"}:
            _check_text(row)
            check_current(row)
        before = row.status
        if before == Status.NUMBERED:
            give_up_number(row, note)
        _move_sheet(row, step, by=by, note=note, asked=asked, said=said)
        record_move(row, transition, from_status=before, by=by, note=note)
        if step == "approve" and row.current_version:
            DocumentVersion.objects.filter(pk=row.current_version.pk).update(frozen=True)
        row.status = transition.target
        row.approved_sha256 = text_sha256(row) if step == "approve" else ""
        keep(row, "approved_sha256", *ISSUED_FIELDS)
        audit.record(
            f"document.{step}", row, by=by, unit=row.issuer,
            before={"status": before}, after={"status": row.status, "note": note, **_text_of(row)},
        )  # fmt: skip
    return reflect(row, document, "current_version", "approved_sha256", *ISSUED_FIELDS)


def check_seen(row: Document, version: int | None) -> None:
    """Raises TextChanged unless the locked document still has the version that was looked at (None: not asked)."""
    current = row.current_version.number if row.current_version else 0
    if version is not None and version != current:
        raise TextChanged(seen=version, current=current)


def _move_sheet(
    row: Document, step: str, *, by: Any, note: str, asked: Sequence[review.Asked], said: review.Said | None
) -> None:
    """What the step means for the review sheet; one that was approved already has none under way."""
    if step == "submit":
        review.begin(row, by=by, asked=asked, message=note)
    elif step == "withdraw":
        review.withdraw(row)
    elif step == "approve":
        review.approve(row, by=by, said=said or review.Said(text=note))
    elif step == "return":
        review.send_to_drafter(row, by=by, said=said or review.Said(text=note))


def _text_of(row: Document) -> dict[str, Any]:
    return version_facts(row.current_version) if row.current_version else {}


def _check_text(row: Document) -> None:
    if not row.abstract.strip():
        raise NotReady("Hãy nhập trích yếu trước khi trình.", field="abstract")
    if row.current_version is None:
        raise NotReady("Văn bản chưa có nội dung. Hãy soạn và lưu trước khi trình.", field="content")
