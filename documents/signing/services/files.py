"""Keeping a signed file: a new row and a new file each time, the old ones stay."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import transaction

from documents.jobs import enqueue
from documents.models import FINAL, Document
from documents.review.hooks import outdated_words
from documents.services.freezing import frozen_fault
from documents.services.rows import locked
from documents.signing import queries
from documents.signing.models import Signature, SignatureKind, SignatureStatus, SignedFile
from documents.signing.services.errors import NotSigned
from documents.signing.services.stamping import add_file, ask_for_stamp
from documents.signing.trust import timestamper
from units import audit

# The job of documents.attached, which stands above this module.
SEAL_ATTACHED = "seal_attached"
SEAL_KEY = "phu-luc:{}"
OVERTAKEN = "Trong lúc chờ, văn bản đã có chữ ký hoặc dấu thời gian khác. Hãy ký lại."


def check_open(document: Document, kind: str) -> None:
    """Raises NotSigned unless the document waits for a signature of this kind."""
    if document.status not in FINAL:
        raise NotSigned("Văn bản chưa được cấp số nên chưa ký được. Hãy đợi văn thư cấp số.")
    if fault := frozen_fault(document):
        raise NotSigned(fault)
    if not document.pdf:
        raise NotSigned("Bản PDF để ký đang được lập. Hãy thử lại sau ít giây.")
    if queries.given(document, kind):
        raise NotSigned("Văn bản đã có chữ ký này.")
    person = queries.given(document)
    if person is None and (fault := outdated_words(document)):
        raise NotSigned(fault)
    if kind == SignatureKind.ORGANISATION and person is None:
        raise NotSigned("Người ký chưa ký nên chưa đóng dấu được.")
    if kind == SignatureKind.ORGANISATION and person and person.route == "scan":
        raise NotSigned("Văn bản đã ký tay và đóng dấu trên giấy nên không cần chữ ký số của cơ quan.")


def keep_signed(
    document: Document, signature: Signature, content: bytes, *, reason: str, pages: int, by: Any
) -> Signature:
    """Keep the signed file; the signature counts from now on. Raises NotSigned when somebody was quicker.

    Call with `signature.base_sha256` of the file that was signed. A time stamp follows in a job.
    """
    with transaction.atomic():
        row = locked(document)
        check_open(row, signature.kind)
        newest = queries.newest_file(row)
        if signature.base_sha256 != (newest.sha256 if newest else row.pdf_sha256):
            raise NotSigned(OVERTAKEN)
        is_scan = reason == SignedFile.Reason.SCAN
        waits = timestamper() is not None and not is_scan and signature.stamped_at is None
        signature.status = SignatureStatus.UNSTAMPED if waits else SignatureStatus.SIGNED
        signature.save()
        add_file(row, content, reason=reason, signature=signature, pages=pages)
        audit.record(
            "document.sign", row, by=by, unit=row.issuer,
            after={"kind": signature.kind, "route": signature.route, "holder": signature.holder,
                   "sha256": hashlib.sha256(content).hexdigest()},
        )  # fmt: skip
        if waits:
            ask_for_stamp(row, by=by)
        if signature.kind == SignatureKind.ORGANISATION and row.attached.exists():
            enqueue(SEAL_ATTACHED, key=SEAL_KEY.format(row.pk), unit=row.issuer, by=by, document=row.pk)
    return signature
