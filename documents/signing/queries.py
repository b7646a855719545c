"""Reads about signatures: the file that is signed next, who may sign what, what waits for a person."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from documents import authority
from documents.models import FINAL, Document, Job, Status
from documents.signing.models import (
    GIVEN,
    Signature,
    SignatureKind,
    SignatureStatus,
    SignedFile,
    SigningCertificate,
)
from documents.workflow import registry
from units.models import Role, Seat
from units.scope import units_of

MOST_END_MARKS = 40


class FileLost(Exception):
    """A kept file is gone or is no longer what was kept; str() names it, for the log."""


def newest_file(document: Document) -> SignedFile | None:
    return document.signed_files.order_by("-number").first()


def newest_content(document: Document) -> tuple[bytes, str]:
    """The bytes that are signed next, with their SHA-256: the newest signed file, else the PDF that was made.

    Raises FileLost.
    """
    newest = newest_file(document)
    name, expected = (newest.file.name, newest.sha256) if newest else (document.pdf.name, document.pdf_sha256)
    try:
        with default_storage.open(str(name)) as kept:
            content = kept.read()
    except OSError as error:
        raise FileLost(f"{name} cannot be read: {error}") from error
    found = hashlib.sha256(content).hexdigest()
    if found != expected:
        raise FileLost(f"{name} is not the file that was kept: {found} instead of {expected}")
    return content, found


def given(document: Document, kind: str = SignatureKind.PERSON) -> Signature | None:
    """The signature of the kind that counts."""
    return document.signatures.given().filter(kind=kind).first()


def certificate_of(document: Document, kind: str) -> SigningCertificate | None:
    """The active certificate that signs: of the document's signer, or of its issuer."""
    active = SigningCertificate.objects.filter(active=True)
    if kind == SignatureKind.ORGANISATION:
        return active.filter(unit_id=document.issuer_id).first()
    return active.filter(seat_id=document.signer_id).first() if document.signer_id else None


def refusal(user: Any, document: Document, kind: str = SignatureKind.PERSON) -> str:
    """ "" when the person may sign this document, else the reason."""
    if kind == SignatureKind.ORGANISATION:
        return registry(user, document)
    if document.signer is None or document.signer.user_id != getattr(user, "pk", None):
        return "Chỉ người ký ghi trên văn bản được ký."
    return out_of_power(document, on=timezone.localdate())


def out_of_power(document: Document, *, on: dt.date) -> str:
    """Why the named signer may not sign on the day, "" when they may: what held at numbering may be over since."""
    if document.signer is None:
        return ""
    reason = authority.refusal(document.issuer, document.type, document.signer, document.delegation, on=on)
    return f"{reason} Văn thư cần trả lại văn bản để đổi người ký; số đã cấp sẽ tự hủy." if reason else ""


def bringer_refusal(user: Any, document: Document) -> str:
    """ "" when the person may bring a file signed elsewhere: the signer, or the registry of the issuer."""
    if not refusal(user, document) or not registry(user, document):
        return ""
    return f"Việc này dành cho người ký và văn thư của {document.issuer.name}."


def to_sign(user: Any) -> QuerySet[Document]:
    """What waits for the person: as its signer, and as the registry that sets the seal on what is signed.

    What went out without a signature in the portal was signed by hand; it can still be signed on its own page.
    """
    given_signatures = Signature.objects.filter(document=OuterRef("pk"), status__in=GIVEN)
    rows = (
        Document.objects.visible_to(user)
        .filter(status__in=FINAL)
        .exclude(pdf="")
        .annotate(
            has_person=Exists(given_signatures.filter(kind=SignatureKind.PERSON)),
            has_seal=Exists(given_signatures.filter(kind=SignatureKind.ORGANISATION)),
            has_scan=Exists(given_signatures.filter(route="scan")),
        )
    )
    seats = Seat.objects.current().filter(user=user)
    mine = Q(signer__in=seats, has_person=False, status=Status.NUMBERED)
    offices = [unit.pk for unit in units_of(user, Role.REGISTRY)]
    with_seal = SigningCertificate.objects.filter(active=True, unit__in=offices).values("unit_id")
    to_seal = Q(issuer__in=with_seal, has_person=True, has_seal=False, has_scan=False)
    return (
        rows.filter(mine | to_seal)
        .select_related("issuer", "signer__user")
        .order_by("issued_on", "number", "pk")
    )


def begun(document: Document) -> Signature | None:
    """The newest signature that is still being made, checked, or was refused; None once one counts."""
    newest = document.signatures.order_by("-pk").first()
    return newest if newest and not newest.counts else None


def check_key(signature: Signature) -> str:
    """The key of the job that checks the received file."""
    return f"kiem-chu-ky:{signature.pk}"


def is_being_checked(signature: Signature) -> bool:
    """Whether a worker has the received file or will have it; a job that failed or was cancelled answers no more."""
    waits = Job.objects.filter(key=check_key(signature), status__in=[Job.Status.QUEUED, Job.Status.RUNNING])
    return signature.status == SignatureStatus.CHECKING and waits.exists()


def waiting_for_stamp() -> QuerySet[Document]:
    """Documents with a signature that has no time stamp yet."""
    return Document.objects.filter(signatures__status=SignatureStatus.UNSTAMPED).distinct()


def known_file(sha256: str) -> tuple[Document, SignedFile | None] | None:
    """Whose file this is: a signed one, or the PDF as it was made."""
    signed = SignedFile.objects.select_related("document").filter(sha256=sha256).first()
    if signed:
        return signed.document, signed
    made = Document.objects.filter(pdf_sha256=sha256, status__in=FINAL).first()
    return (made, None) if made else None


def known_beginning(content: bytes) -> tuple[Document, SignedFile | None] | None:
    """The longest beginning of the file that is one of ours: a PDF is only ever added to behind its %%EOF."""
    digest, start = hashlib.sha256(), 0
    ends: dict[str, int] = {}
    at = content.find(b"%%EOF")
    while at >= 0 and len(ends) < 2 * MOST_END_MARKS:
        for tail in (at + 5, at + 6):
            digest.update(content[start:tail])
            start = tail
            ends[digest.copy().hexdigest()] = tail
        at = content.find(b"%%EOF", at + 5)
    signed = SignedFile.objects.filter(sha256__in=ends).values_list("sha256", flat=True)
    made = Document.objects.filter(pdf_sha256__in=ends).values_list("pdf_sha256", flat=True)
    found = max([*signed, *made], key=lambda sha256: ends[sha256], default="")
    return known_file(found) if found else None
