"""Drafting in the portal the paper that corrects or recalls another: linked from the start, in force with its issue."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from core.vietnamese import nfc
from documents.amending.models import Amendment, AmendmentKind
from documents.amending.papers import KEY, TYPE_OF, first_words, named, paragraphs_of
from documents.models import Document, DocumentVersion, Recipient
from documents.official import LETTER, symbol_for
from documents.services.amending import prepare_amendment
from documents.services.errors import DocumentError
from documents.services.rows import keep, locked
from documents.services.versions import save_version
from units import audit
from units.queries import heading_of

ABSTRACT, LONGEST = 500, 20_000


def draft_amending_paper(
    document: Document, kind: str, *, reason: str, by: Any, details: str = ""
) -> Amendment:
    """A draft công văn (correct) or thông báo (recall) with its words, signer and the recipients of the paper.

    Gives the prepared amendment; its `paper` goes the ordinary way and takes effect when it is issued. Raises what
    `prepare_amendment` raises, DocumentError for a replacement.
    """
    if kind not in TYPE_OF:
        raise DocumentError(
            "Văn bản thay thế phải cùng tên loại: kế hoạch soạn bằng nút “Soạn kế hoạch thay thế”, văn bản khác lấy số mới.",
            field="kind",
        )
    reason, details = " ".join(nfc(reason).split()), nfc(details).strip()
    type = TYPE_OF[AmendmentKind(kind)]
    with transaction.atomic():
        draft = Document.objects.create(
            type=type, issuer=document.issuer, place_name=document.place_name, profile=document.profile, created_by=by,
            symbol=symbol_for(type, heading_of(document.issuer, on=timezone.localdate()).symbol),
            abstract=_title(type, f"{AmendmentKind(kind).label} {named(document)}"), signer=document.signer,
            delegation=document.delegation,
        )  # fmt: skip
        Recipient.objects.bulk_create(
            Recipient(document=draft, unit=one.unit, group=one.group, text=one.text, role=one.role, order=one.order)
            for one in document.recipients.select_related("unit")
        )  # fmt: skip
        words = first_words(document, kind, reason=reason, details=details)
        save_version(draft, content={KEY: words}, base=0, by=None)
        audit.record(
            "document.draft",
            draft,
            by=by,
            unit=draft.issuer,
            after={"type": type, "abstract": draft.abstract},
        )
        return prepare_amendment(document, kind, reason=reason, details=details, paper=draft, by=by)


def _title(type: str, words: str) -> str:
    """ "V/v đính chính …" in a letter goes on with a small letter."""
    return (words[:1].lower() + words[1:] if type == LETTER else words)[:ABSTRACT]


def edit_amending_paper(
    document: Document, *, abstract: str, text: str, base: int, by: Any
) -> DocumentVersion:
    """Save its words, one paragraph a line, and its trích yếu. Raises what `save_version` raises, DocumentError."""
    abstract = " ".join(nfc(abstract).split())[:ABSTRACT]
    paragraphs = [" ".join(line.split()) for line in nfc(text)[:LONGEST].splitlines() if line.strip()]
    if not abstract or not paragraphs:
        raise DocumentError("Hãy ghi trích yếu và nội dung.", field="text" if abstract else "abstract")
    with transaction.atomic():
        row = locked(document)
        if paragraphs_of(row) is None:
            raise DocumentError("Văn bản này không soạn ở đây.")
        version = save_version(row, content={KEY: paragraphs}, base=base, by=by)
        if row.abstract != abstract:
            row.abstract = abstract
            keep(row, "abstract")
    return version
