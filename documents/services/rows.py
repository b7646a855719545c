"""Locking a document, writing its move, and giving the caller's object what was saved."""

from __future__ import annotations

from typing import Any, TypeVar

from core.workflow import Transition
from documents.models import Document, DocumentMove

AnyDocument = TypeVar("AnyDocument", bound=Document)


def locked(document: Document) -> Document:
    """The document's row as it is now, locked until the transaction ends. Call it inside `transaction.atomic()`."""
    lock(document)
    return Document.objects.select_related(
        "issuer__kind", "signer__user", "delegation__giver__user", "current_version"
    ).get(pk=document.pk)


def lock(document: Document) -> None:
    """A query of its own: on PostgreSQL rows joined to the one waited for would be those from before the wait."""
    Document.objects.select_for_update().values_list("pk").get(pk=document.pk)


def keep(row: Document, *fields: str) -> None:
    """Save the named fields of the locked row."""
    row.save(update_fields=[*fields, "updated_at"])


def reflect(row: Document, document: AnyDocument, *fields: str) -> AnyDocument:
    """Copy what was saved to the caller's object, which may be a plan or a report."""
    if document is not row:
        for field in (*fields, "search_fold", "updated_at"):
            setattr(document, field, getattr(row, field))
    return document


def record_move(
    row: Document, transition: Transition, *, from_status: str, by: Any, note: str
) -> DocumentMove:
    return DocumentMove.objects.create(
        document=row, version=row.current_version, step=transition.step, from_status=from_status,
        to_status=transition.target, by=by, note=note,
    )  # fmt: skip
