"""The PDF of a document: asked for as a job, made once for each text and status, kept with its SHA-256."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse

from documents import papers
from documents.jobs import JobFailed, Progress, enqueue, job_handler
from documents.joining.joined import Tell, joined_pdf
from documents.models import Document, Job, Status
from documents.pdf import RenderedPdf, render_pdf
from documents.signing.models import SignatureStatus

KIND = "render_pdf"
STEPS = 2
NOT_STORED = (
    "Không lưu được tệp PDF: ổ đĩa của máy chủ đầy hoặc không cho ghi. Báo quản trị hệ thống dọn chỗ, rồi bấm “Lập bản "
    "PDF”; các phần đã dàn trang được giữ lại."
)
log = logging.getLogger(__name__)


def ask_for_pdf(document: Document, *, by: Any) -> Job | None:
    """The job that prints the document as it is now; None when nobody registered its paper."""
    if not papers.prints(document):
        return None
    version = document.current_version.number if document.current_version else 0
    return enqueue(
        KIND, key=f"pdf:{document.pk}:{version}:{document.status}", unit=document.issuer, by=by,
        document=document.pk, version=version, status=document.status,
    )  # fmt: skip


@job_handler(KIND)
def render(
    progress: Progress, *, document: int, version: int, status: str
) -> dict[str, Any] | Callable[[], dict[str, Any]]:
    """Print the document unless it has moved on since the job was asked for."""
    row = _read(document)
    if row is None or _state(row) != (version, status):
        return {"skipped": True}
    progress.step("Đang dàn trang", 0, STEPS)
    try:
        made = _print(row, tell=progress.step)
    except papers.NoPaper as missing:
        raise JobFailed(str(missing)) from missing
    progress.step("Đang lưu tệp PDF")
    try:
        name = _store(row, made)
    except OSError as full:
        log.exception("the PDF of document %s was not stored", row.pk)
        raise JobFailed(NOT_STORED) from full

    def attach() -> dict[str, Any]:
        now = (
            Document.objects.select_for_update(of=("self",)).select_related("current_version").get(pk=row.pk)
        )
        if _state(now) != (version, status):
            return {"skipped": True}
        _attach(now, name, made)
        return {
            "url": reverse("documents:document_pdf", args=[row.pk]), "label": "Tải bản PDF", "sha256": made.sha256,
            "pages": made.pages,
        }  # fmt: skip

    return attach


def render_document(document: Document) -> RenderedPdf:
    """Print the document now and keep the file, its SHA-256 and number of pages. Raises papers.NoPaper."""
    row = _read(document.pk)
    if row is None:
        raise Document.DoesNotExist(f"document {document.pk}")
    made = _print(row)
    name = _store(row, made)
    with transaction.atomic():
        _attach(Document.objects.select_for_update(of=("self",)).get(pk=row.pk), name, made)
    document.pdf, document.pdf_sha256, document.pdf_pages = name, made.sha256, made.pages
    return made


def _read(pk: int) -> Document | None:
    return (
        Document.objects.select_related("issuer__kind", "signer__user", "delegation", "current_version")
        .filter(pk=pk)
        .first()
    )


def _state(document: Document) -> tuple[int, str]:
    return (document.current_version.number if document.current_version else 0, document.status)


def _print(document: Document, *, tell: Tell | None = None) -> RenderedPdf:
    """A short paper in one piece and with tags, a long one joined from parts that are kept."""
    source = papers.paper_of(document)
    data, name, at = source.data, source.data_name, printed_at(document)
    if source.tagged:
        return render_pdf(source.paper, attachment=data, attachment_name=name, created_at=at)
    return joined_pdf(source.paper, attachment=data, attachment_name=name, created_at=at, tell=tell)


def printed_at(document: Document) -> dt.datetime:
    """The only time inside the file: of the last step, else of the last save. The same state gives the same bytes."""
    moves = document.moves.order_by("-at", "-pk")
    if document.number is not None:
        # What is signed and sent later is the paper of the day it got its number.
        moves = moves.filter(from_status=Status.APPROVED)
    moved_at = moves.values_list("at", flat=True).first()
    saved_at = document.current_version.saved_at if document.current_version else document.created_at
    return max(moved_at, saved_at) if moved_at else saved_at


def _store(document: Document, made: RenderedPdf) -> str:
    """Path of the file in the media folder; named by its content, so a second run writes nothing new."""
    on = document.issued_on or document.created_at.date()
    name = f"van-ban/{on:%Y/%m}/{document.pk}-{made.sha256[:16]}.pdf"
    if default_storage.exists(name):
        with default_storage.open(name) as kept:
            if hashlib.sha256(kept.read()).hexdigest() == made.sha256:
                return name
        # A worker was killed while it wrote.
        default_storage.delete(name)
    return default_storage.save(name, ContentFile(made.content))


def _attach(row: Document, name: str, made: RenderedPdf) -> None:
    if row.signatures.exclude(status=SignatureStatus.REFUSED).exists():
        # Somebody signed, or is signing, the file that was made before.
        return
    row.pdf, row.pdf_sha256, row.pdf_pages = name, made.sha256, made.pages
    row.save(update_fields=["pdf", "pdf_sha256", "pdf_pages"])
