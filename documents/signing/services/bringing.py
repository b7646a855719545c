"""Files signed elsewhere, and scans of wet signatures: kept, checked in a job, and only then they count.

What comes from outside is never trusted: size and kind are checked at once, everything else by the worker.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any

import magic
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from core.workflow import StepRefused
from documents.jobs import Progress, enqueue, job_handler
from documents.models import Document, Job
from documents.services.rows import locked
from documents.signing import checking, queries, same_pages, scans
from documents.signing.models import Route, Signature, SignatureKind, SignatureStatus, SignedFile
from documents.signing.services.errors import NotSigned
from documents.signing.services.files import check_open, keep_signed
from documents.signing.trust import trusted
from documents.signing.verifying import own_signature
from units import audit

KIND = "check_signature"
LONGEST_REFUSAL = 1000
FILE_LOST = "Bản PDF của cổng không còn, hoặc không còn đúng như lúc lưu, nên không so được. Hãy báo quản trị hệ thống."


class Refused(Exception):
    """The file does not count; str() is the Vietnamese message."""


def receive(
    document: Document, content: bytes, *, route: str, by: Any, signed_on: dt.date | None = None
) -> Signature:
    """Keep an uploaded file and have it checked; `signed_on`: the day a scanned paper was signed (none: today).

    Raises StepRefused, NotSigned for a file that is no PDF or too big, for a day on which it cannot have been signed.
    """
    _check_file(content)
    with transaction.atomic():
        row = locked(document)
        reason = queries.bringer_refusal(by, row)
        if reason:
            raise StepRefused(reason)
        check_open(row, SignatureKind.PERSON)
        for earlier in row.signatures.filter(status=SignatureStatus.CHECKING):
            if queries.is_being_checked(earlier):
                raise NotSigned("Một tệp khác đang được kiểm tra. Hãy đợi kết quả rồi tải lại.", field="file")
            _refuse(earlier, "Việc kiểm tra tệp này đã dừng giữa chừng.")
        signed_at = _moment(row, signed_on or timezone.localdate()) if route == Route.SCAN else None
        newest = queries.newest_file(row)
        signature = Signature(
            document=row, route=route, status=SignatureStatus.CHECKING, seat=row.signer, by=by, signed_at=signed_at,
            base_sha256=newest.sha256 if newest else row.pdf_sha256,
        )  # fmt: skip
        signature.received.save(f"{row.pk}.pdf", ContentFile(content), save=False)
        signature.save()
        ask_for_check(signature, by=by)
        audit.record(
            "document.receive_signed", row, by=by, unit=row.issuer,
            after={"route": route, "sha256": hashlib.sha256(content).hexdigest(), "signed_on": signed_at and str(signed_on)},
        )  # fmt: skip
    return signature


def _moment(row: Document, signed_on: dt.date) -> dt.datetime:
    """The beginning of the stated day. Raises NotSigned for a day to come, before the approval, without the power."""
    approved = row.moves.filter(step="approve").order_by("-at").values_list("at", flat=True).first()
    if signed_on > timezone.localdate():
        raise NotSigned("Ngày ký không được sau hôm nay.", field="signed_on")
    if approved is not None and signed_on < timezone.localdate(approved):
        raise NotSigned(
            f"Văn bản được duyệt ngày {timezone.localdate(approved):%d/%m/%Y}; ngày ký không được sớm hơn.",
            field="signed_on",
        )
    if powerless := queries.out_of_power(row, on=max(signed_on, row.issued_on or signed_on)):
        raise NotSigned(powerless, field="signed_on")
    return timezone.make_aware(dt.datetime.combine(signed_on, dt.time()))


def ask_for_check(signature: Signature, *, by: Any) -> Job:
    return enqueue(
        KIND, key=queries.check_key(signature), unit=signature.document.issuer, by=by, signature=signature.pk
    )


def _check_file(content: bytes) -> None:
    if len(content) > settings.UPLOAD_MAX_BYTES:
        most = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        raise NotSigned(
            f"Tệp lớn quá {most} MB. Hãy giảm độ phân giải khi quét (200 dpi là đủ).", field="file"
        )
    if not content.startswith(b"%PDF-") or magic.from_buffer(content[:4096], mime=True) != "application/pdf":
        raise NotSigned(
            "Tệp không phải PDF. Hãy chọn tệp PDF đã ký, hoặc bản quét lưu dạng PDF.", field="file"
        )


@job_handler(KIND)
def check(progress: Progress, *, signature: int) -> dict[str, Any] | Callable[[], dict[str, Any]]:
    """Judge the received file; the answer stands in the signature's row."""
    row = Signature.objects.select_related(
        "document__issuer", "document__signer__user", "document__delegation__giver__user", "by"
    ).get(pk=signature)
    if row.status != SignatureStatus.CHECKING:
        return {"skipped": True}
    progress.step("Đang kiểm tra tệp", 0, 1)
    with row.received.open() as kept:
        content = kept.read()
    try:
        pages = _judged_scan(row, content) if row.route == Route.SCAN else _judged_upload(row, content)
    except Refused as refused:
        reason = str(refused)
        return lambda: _refuse(row, reason)
    return lambda: _accept(row, content, pages)


def _judged_scan(row: Signature, content: bytes) -> int:
    document = row.document
    try:
        scans.check_scan(content, pages=document.pdf_pages, code=document.verification_code)
    except scans.BadScan as bad:
        raise Refused(str(bad)) from bad
    row.signed_at = row.signed_at or timezone.now()
    row.holder = document.signer.user.full_name if document.signer else ""
    return document.pdf_pages


def _judged_upload(row: Signature, content: bytes) -> int:
    """Signatures good, pages ours, and one of them the signer's own."""
    try:
        base, sha256 = queries.newest_content(row.document)
    except queries.FileLost as lost:
        raise Refused(FILE_LOST) from lost
    if sha256 != row.base_sha256:
        raise Refused("Văn bản đã có chữ ký khác trong lúc chờ. Hãy tải tệp mới nhất về ký lại.")
    found = checking.check_pdf(content, trust=trusted())
    if found.fault:
        raise Refused(found.message)
    try:
        same_pages.compare(base, content)
    except same_pages.OtherPages as other:
        raise Refused(f"Tệp không phải văn bản đã phát hành. {other}") from other
    own = own_signature(row.document, found)
    if own is None:
        names = ", ".join(one.holder or "không rõ tên" for one in found.signatures)
        raise Refused(f"Chữ ký trong tệp là của {names}, không phải của người ký ghi trên văn bản.")
    signed_at = own.signed_at or timezone.now()
    # The clock is the signer's own: before its number a paper was not signed, and then the power was looked at.
    day = max(timezone.localdate(signed_at), row.document.issued_on or dt.date.min)
    powerless = queries.out_of_power(row.document, on=day)
    if powerless:
        raise Refused(powerless)
    row.holder, row.serial, row.signed_at = own.holder, own.serial, signed_at
    row.stamped_at = found.stamped_at
    return found.pages


def _refuse(row: Signature, reason: str) -> dict[str, Any]:
    row.status, row.refusal = SignatureStatus.REFUSED, reason[:LONGEST_REFUSAL]
    row.save(update_fields=["status", "refusal"])
    audit.record(
        "document.refuse_signed",
        row.document,
        by=row.by,
        unit=row.document.issuer,
        after={"reason": row.refusal},
    )
    return {"refused": row.refusal}


def _accept(row: Signature, content: bytes, pages: int) -> dict[str, Any]:
    scanned = row.route == Route.SCAN
    reason = SignedFile.Reason.SCAN if scanned else SignedFile.Reason.SIGNATURE
    try:
        keep_signed(row.document, row, content, reason=reason, pages=pages, by=row.by)
    except NotSigned as late:
        return _refuse(row, str(late))
    return {"signed": True}
