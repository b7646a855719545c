"""Signing in the portal: at once with a key of the server, or handed to a device or service outside and back."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import logging
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from core.workflow import StepRefused
from documents.models import Document
from documents.signing import appearance, certificates, places, queries, sealing
from documents.signing.models import (
    Route,
    Signature,
    SignatureKind,
    SignatureStatus,
    SignedFile,
    SigningCertificate,
)
from documents.signing.sealing import Prepared, SigningFailed
from documents.signing.services.errors import NotSigned
from documents.signing.services.files import OVERTAKEN, check_open, keep_signed
from documents.signing.signers import signer_for
from documents.signing.trust import trusted

FIELDS = {SignatureKind.PERSON: "ChuKyNguoiKy", SignatureKind.ORGANISATION: "ChuKyCoQuan"}
REASON = "Ký ban hành văn bản"
# The time of signing stands in the prepared file: an answer of another week would make it untrue.
HAND_OFF_LASTS = dt.timedelta(days=1)
FILE_LOST = "Tệp của văn bản không còn, hoặc không còn đúng như lúc lưu, nên không ký được. Hãy báo quản trị hệ thống."
PREPARED_LOST = "Tệp chờ ký không còn trên máy chủ, hoặc đã bị thay. Hãy mở văn bản và bắt đầu ký lại."
logger = logging.getLogger(__name__)


def sign(document: Document, *, by: Any, kind: str = SignatureKind.PERSON) -> Signature:
    """Sign the document's newest file with the certificate of its signer, or of its issuer (the seal).

    With a key of the server the signature counts at once; else it waits (PREPARED) for `finish_hand_off`.
    Raises StepRefused, NotSigned.
    """
    row = Document.objects.select_related("issuer", "signer__user", "delegation__giver__user").get(
        pk=document.pk
    )
    _check(row, by, kind)
    certificate = _certificate(row, kind)
    try:
        content, base = queries.newest_content(row)
        prepared = _prepared(row, kind, certificate, content)
        value = signer_for(certificate).signature_of(prepared.attributes)
    except queries.FileLost as lost:
        logger.error("document %s: %s", row.pk, lost)
        raise NotSigned(FILE_LOST) from lost
    except (SigningFailed, places.NoPlace) as failed:
        raise NotSigned(str(failed)) from failed
    signature = Signature(
        document=row, kind=kind, route=Route.PORTAL, status=SignatureStatus.PREPARED, seat=_seat(row, kind),
        certificate=certificate, base_sha256=base, holder=certificate.holder, serial=certificate.serial, by=by,
    )  # fmt: skip
    if value is None:
        return _wait(signature, prepared)
    return _finish(signature, prepared, value, by=by)


def finish_hand_off(signature: Signature, value: bytes, *, by: Any) -> Signature:
    """What the device or service outside answered. The signature stays waiting when the answer is wrong.

    Raises StepRefused, NotSigned.
    """
    row = Signature.objects.select_related("document__issuer", "document__signer__user", "certificate").get(
        pk=signature.pk
    )
    if row.status != SignatureStatus.PREPARED:
        raise NotSigned(f"Chữ ký này đang ở trạng thái “{row.get_status_display()}”, không nhận thêm.")
    _check(row.document, by, row.kind)
    begun_at = _prepared_at(row)
    if timezone.now() - begun_at > HAND_OFF_LASTS:
        raise NotSigned(
            f"Lượt ký bắt đầu lúc {timezone.localtime(begun_at):%H:%M ngày %d/%m/%Y} đã quá {HAND_OFF_LASTS.days * 24} giờ. "
            "Hãy mở văn bản và bắt đầu ký lại."
        )
    if row.certificate is not None:
        _check_usable(row.certificate)
    return _finish(row, _stored(row), value, by=by)


def attributes_of(signature: Signature) -> bytes:
    """What is signed outside: DER bytes; a card or service signs their SHA-256."""
    return base64.b64decode(signature.prepared["attributes"])


def _check(row: Document, by: Any, kind: str) -> None:
    reason = queries.refusal(by, row, kind)
    if reason:
        raise StepRefused(reason)
    check_open(row, kind)


def _certificate(row: Document, kind: str) -> SigningCertificate:
    certificate = queries.certificate_of(row, kind)
    if certificate is None:
        raise NotSigned(
            "Chưa có chứng thư số để ký trên cổng. Hãy ký bằng chương trình ngoài rồi tải tệp lên, hoặc ký tay và quét."
        )
    _check_usable(certificate)
    return certificate


def _check_usable(certificate: SigningCertificate) -> None:
    if not certificate.active:
        raise NotSigned(f"Chứng thư số {certificate.serial} đã ngừng dùng. Hãy bắt đầu ký lại.")
    now = timezone.now()
    if not certificate.valid_from <= now <= certificate.valid_to:
        raise NotSigned(
            f"Chứng thư số {certificate.serial} có hiệu lực từ {certificate.valid_from:%d/%m/%Y} "
            f"đến {certificate.valid_to:%d/%m/%Y}. Hãy thay chứng thư."
        )
    if trusted().revoked(certificates.parse(certificate.pem)):
        raise NotSigned(f"Chứng thư số {certificate.serial} đã bị thu hồi. Hãy thay chứng thư.")


def _seat(row: Document, kind: str) -> Any:
    return row.signer if kind == SignatureKind.PERSON else None


def _prepared(row: Document, kind: str, certificate: SigningCertificate, content: bytes) -> Prepared:
    return sealing.prepare(
        content, field=FIELDS[SignatureKind(kind)], name=certificate.holder, look=_look(row, kind, certificate, content),
        certificate=certificates.parse(certificate.pem), chain=trusted().others, reason=REASON, place=row.place_name,
    )  # fmt: skip


def _look(row: Document, kind: str, certificate: SigningCertificate, content: bytes) -> appearance.Look:
    now, picture = timezone.now(), _picture(certificate)
    if kind == SignatureKind.PERSON:
        return appearance.hand_signature(content, picture=picture, name=certificate.holder, at=now)
    person = queries.given(row)
    hand = _picture(person.certificate) if person and person.certificate else b""
    size = appearance.picture_size(hand) if hand else appearance.NO_PICTURE
    return appearance.seal(content, picture=picture, name=certificate.holder, at=now, hand=size)


def _picture(certificate: SigningCertificate) -> bytes:
    if not certificate.picture:
        return b""
    with certificate.picture.open() as kept:
        return bytes(kept.read())


def _wait(signature: Signature, prepared: Prepared) -> Signature:
    """Keep the prepared file until the answer comes; an older one of the same kind is given up."""
    signature.prepared = {
        "digest": prepared.digest.hex(), "region": list(prepared.region),
        "sha256": hashlib.sha256(prepared.pdf).hexdigest(),
        "attributes": base64.b64encode(prepared.attributes).decode(), "at": timezone.now().isoformat(),
    }  # fmt: skip
    with transaction.atomic():
        older = signature.document.signatures.filter(kind=signature.kind, status=SignatureStatus.PREPARED)
        older.update(status=SignatureStatus.REFUSED, refusal="Đã bắt đầu lượt ký khác.")
        signature.received.save(f"{signature.document.pk}.pdf", ContentFile(prepared.pdf), save=False)
        signature.save()
    return signature


def _stored(signature: Signature) -> Prepared:
    facts = signature.prepared
    try:
        with signature.received.open() as kept:
            pdf = kept.read()
    except OSError as lost:
        raise NotSigned(PREPARED_LOST) from lost
    if hashlib.sha256(pdf).hexdigest() != facts.get("sha256"):
        raise NotSigned(PREPARED_LOST)
    return Prepared(pdf, bytes.fromhex(facts["digest"]), tuple(facts["region"]), attributes_of(signature))


def _finish(signature: Signature, prepared: Prepared, value: bytes, *, by: Any) -> Signature:
    certificate = signature.certificate
    if certificate is None:
        raise NotSigned(OVERTAKEN)
    try:
        content = sealing.finish(
            prepared, value, certificate=certificates.parse(certificate.pem), chain=trusted().others
        )
    except SigningFailed as failed:
        raise NotSigned(str(failed)) from failed
    signature.signed_at = _prepared_at(signature)
    return keep_signed(
        signature.document, signature, content, reason=SignedFile.Reason.SIGNATURE,
        pages=signature.document.pdf_pages, by=by,
    )  # fmt: skip


def _prepared_at(signature: Signature) -> dt.datetime:
    """The time that stands in the file: of the preparation, not of the answer."""
    at = signature.prepared.get("at")
    return dt.datetime.fromisoformat(at) if at else timezone.now()
