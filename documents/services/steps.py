"""Moving a document along its workflow; numbering and issuing stand in `issuing`."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from core.vietnamese import nfc
from documents.models import Document, DocumentVersion, Status
from documents.services.errors import NotReady
from documents.services.issuing import ISSUED_FIELDS, give_up_number, issue_document, number_document
from documents.services.rows import AnyDocument, keep, locked, record_move, reflect
from documents.services.versions import version_facts
from documents.workflow import DOCUMENT_WORKFLOW
from units import audit


def take_step(document: AnyDocument, step: str, *, by: Any, note: str = "") -> AnyDocument:
    """Take one step of DOCUMENT_WORKFLOW; "issue" and "number" go through `issuing`.

    Gives back the caller's object with its new status. Raises IllegalStep, StepRefused, NoteMissing (core.workflow)
    and NotReady when the text or the abstract is missing.
    """
    if step == "issue":
        return issue_document(document, by=by)
    if step == "number":
        return number_document(document, by=by)
    note = nfc(note).strip()
    with transaction.atomic():
        row = locked(document)
        transition = DOCUMENT_WORKFLOW.check(step, by, row, note=note)
        if step in {"submit", "approve"}:
            _check_text(row)
        before = row.status
        if before == Status.NUMBERED:
            give_up_number(row, note)
        record_move(row, transition, from_status=before, by=by, note=note)
        if step == "approve" and row.current_version:
            DocumentVersion.objects.filter(pk=row.current_version.pk).update(frozen=True)
        row.status = transition.target
        keep(row, *ISSUED_FIELDS)
        audit.record(
            f"document.{step}", row, by=by, unit=row.issuer,
            before={"status": before}, after={"status": row.status, "note": note, **_text_of(row)},
        )  # fmt: skip
    return reflect(row, document, "current_version", *ISSUED_FIELDS)


def _text_of(row: Document) -> dict[str, Any]:
    return version_facts(row.current_version) if row.current_version else {}


def _check_text(row: Document) -> None:
    if not row.abstract.strip():
        raise NotReady("Hãy nhập trích yếu trước khi trình.", field="abstract")
    if row.current_version is None:
        raise NotReady("Văn bản chưa có nội dung. Hãy soạn và lưu trước khi trình.", field="content")
