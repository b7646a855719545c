"""Where a document's paper comes from: its child (a plan, a compiled report) registers how it is printed.

Also the parts of a paper that every document has: heading, signature, recipients, verification address.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from documents import codes, pages
from documents.amending import papers as amending_papers
from documents.authority import signature_of
from documents.children import child_of, page_url, register_page, with_children
from documents.models import FINAL, Document, RecipientRole
from documents.official import document_types
from units.queries import heading_of

# What stands in brackets behind a recipient; the seeds of DOMAIN 3.4.
PURPOSES = {
    RecipientRole.REPORT_TO: "để b/c",
    RecipientRole.DIRECT: "chỉ đạo",
    RecipientRole.CARRY_OUT: "t/h",
    RecipientRole.COORDINATE: "p/h",
    RecipientRole.WEBSITE: "Website",
    RecipientRole.INFORM: "",
}


@dataclass(frozen=True)
class PaperSource:
    """What a PDF is made of: the paper, and the document's data that travels inside the file."""

    paper: pages.Paper
    data: bytes
    data_name: str
    tagged: bool = True


class NoPaper(LookupError):
    """Nobody registered how this document is printed; str() is the Vietnamese message."""


Builder = Callable[[Any], PaperSource]
_builders: dict[str, Builder] = {}


def register_paper(child: str, builder: Builder) -> None:
    """`builder(child row)` makes the paper of documents whose multi-table child has this accessor ("plan")."""
    _builders[child] = builder


def prints(document: Document) -> bool:
    """Whether the document has a paper: its child's, or the words of one that corrects or recalls."""
    return child_of(document, _builders) is not None or amending_papers.paragraphs_of(document) is not None


def paper_of(document: Document) -> PaperSource:
    """The document's paper from its row as it is now. Raises NoPaper."""
    found = child_of(document, _builders)
    if found is None and amending_papers.paragraphs_of(document) is not None:
        paper = amending_papers.pages_of(document, frame_of(document))
        return PaperSource(paper, amending_papers.data_of(document), "van-ban.json")
    if found is None:
        raise NoPaper(f"Văn bản {document.doc_code.strip()} không có nội dung để in.")
    name, child = found
    return _builders[name](child)


# --- parts every paper has


def heading_for(document: Document) -> pages.Heading:
    """Boxes 1-4, with the unit's names on the day of issue."""
    on = document.issued_on or timezone.localdate()
    name = heading_of(document.issuer, on=on)
    return pages.Heading(
        parent_authority=name.parent_authority, issuing_body=name.issuing_body, number=document.number,
        symbol=document.symbol, place_name=document.place_name, issued_on=document.issued_on, draft_year=on.year,
    )  # fmt: skip


def paper_recipients(document: Document) -> tuple[pages.Recipient, ...]:
    """The lines of "Nơi nhận" in their order."""
    return tuple(
        pages.Recipient(text=line.text, purpose=PURPOSES[RecipientRole(line.role)])
        for line in document.recipients.all()
    )


def verification_url(document: Document) -> str:
    """The public address printed as QR code."""
    return f"{settings.SITE_URL}{reverse('documents:verify', args=[document.verification_code])}"


def frame_of(document: Document) -> dict[str, Any]:
    """Everything of a Paper that the document itself knows: `Paper(**frame_of(document), lines=…)`."""
    final = document.status in FINAL
    return {
        "document_type": document_types().get(document.type, document.type).upper(),
        "abstract": document.abstract,
        "heading": heading_for(document),
        "signature": signature_of(document),
        "recipients": paper_recipients(document),
        "archive_line": document.archive_line,
        "profile": document.profile,
        "urgency": str(document.get_urgency_display()).upper() if document.urgency else "",
        "verification_code": codes.shown(document.verification_code) if final else "",
        "verification_url": verification_url(document) if final else "",
        "draft_mark": not final,
    }


__all__ = [
    "PURPOSES",
    "NoPaper",
    "PaperSource",
    "frame_of",
    "heading_for",
    "page_url",
    "paper_of",
    "paper_recipients",
    "prints",
    "register_page",
    "register_paper",
    "signature_of",
    "verification_url",
    "with_children",
]
