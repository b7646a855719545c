"""Time stamps come later, in a job: a server that does not answer never costs a signature.

The stamp covers the whole file, so one is enough for all signatures before it (PAdES B-LT).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from documents.jobs import JobFailed, Progress, enqueue, job_handler
from documents.models import Document, Job
from documents.services.rows import locked
from documents.signing import queries, sealing
from documents.signing.models import Signature, SignatureStatus, SignedFile
from documents.signing.trust import timestamper, trusted
from units import audit

KIND = "stamp_signature"


def ask_for_stamp(document: Document, *, by: Any) -> Job:
    """The job that stamps the newest signed file."""
    newest = queries.newest_file(document)
    number = newest.number if newest else 0
    return enqueue(
        KIND, key=f"dau-thoi-gian:{document.pk}:{number}", unit=document.issuer, by=by, document=document.pk
    )


def stamp_waiting() -> int:
    """Ask again for every signature that still has no time stamp; gives how many documents."""
    rows = list(queries.waiting_for_stamp().select_related("issuer"))
    for row in rows:
        ask_for_stamp(row, by=None)
    return len(rows)


@job_handler(KIND)
def stamp(progress: Progress, *, document: int) -> dict[str, Any] | Callable[[], dict[str, Any]]:
    """Fetch the stamp without holding a lock; keep it only if the file is still the newest."""
    row = Document.objects.get(pk=document)
    stamper = timestamper()
    if stamper is None or not row.signatures.filter(status=SignatureStatus.UNSTAMPED).exists():
        return {"skipped": True}
    progress.step("Đang lấy dấu thời gian", 0, 1)
    content, base = queries.newest_content(row)
    try:
        longer = sealing.lengthen(content, trust=trusted(), timestamper=stamper)
    except sealing.TimeStampUnreachable as error:
        raise JobFailed(str(error)) from error
    return lambda: _keep(row, base, longer)


def _keep(document: Document, base: str, content: bytes) -> dict[str, Any]:
    row = locked(document)
    newest = queries.newest_file(row)
    if newest is None or newest.sha256 != base:
        # Somebody signed meanwhile; that signature asked for a stamp of its own.
        return {"skipped": True}
    now = timezone.now()
    add_file(row, content, reason=SignedFile.Reason.TIMESTAMP, signature=None, pages=newest.pages)
    waiting = row.signatures.filter(status=SignatureStatus.UNSTAMPED)
    waiting.update(status=SignatureStatus.SIGNED, stamped_at=now)
    audit.record("document.stamp", row, by=None, unit=row.issuer, after={"at": now.isoformat()})
    return {"stamped": True}


def add_file(
    document: Document, content: bytes, *, reason: str, signature: Signature | None, pages: int
) -> SignedFile:
    """The next signed file of the locked document: a new row and a new file, the old ones stay."""
    newest = queries.newest_file(document)
    sha256 = hashlib.sha256(content).hexdigest()
    number = newest.number + 1 if newest else 1
    day = document.issued_on or document.created_at.date()
    name = f"van-ban-da-ky/{day:%Y/%m}/{document.pk}-{number}-{sha256[:16]}.pdf"
    return SignedFile.objects.create(
        document=document, number=number, reason=reason, signature=signature, sha256=sha256, pages=pages,
        file=default_storage.save(name, ContentFile(content)),
    )  # fmt: skip
