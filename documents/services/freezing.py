"""Approval freezes the text: its SHA-256 is kept then and asked for again before the number, the signature, the issue."""

from __future__ import annotations

from documents.models import Document
from documents.review.hooks import outdated_words
from documents.services.errors import NotReady
from documents.services.versions import digest_of

NOT_APPROVED = "Nội dung hiện tại chưa được duyệt."
CHANGED = (
    "Nội dung văn bản không còn đúng như lúc được duyệt nên không cấp số, ký hay phát hành được. "
    "Hãy trả lại văn bản để trình duyệt lại, và báo quản trị hệ thống."
)


def text_sha256(document: Document) -> str:
    """SHA-256 (hex) of abstract and text as the rows hold them now, whatever the caller's object remembers."""
    rows = Document.objects.values_list("abstract", "current_version__content")
    abstract, content = rows.get(pk=document.pk)
    return digest_of({"abstract": abstract, "text": content})


def frozen_fault(document: Document) -> str:
    """ "" while the text is the one that was approved, else what is wrong, in Vietnamese."""
    frozen = Document.objects.filter(pk=document.pk, current_version__frozen=True)
    if not document.approved_sha256 or not frozen.exists():
        return NOT_APPROVED
    return "" if text_sha256(document) == document.approved_sha256 else CHANGED


def check_frozen(document: Document) -> None:
    """Raises NotReady unless the text is the one that was approved."""
    if fault := frozen_fault(document):
        raise NotReady(fault, field="content")


def check_current(document: Document) -> None:
    """Raises NotReady when what the text says no longer holds, in the words of the app that knows."""
    if fault := outdated_words(document):
        raise NotReady(fault, field="content")
