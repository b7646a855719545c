"""Bringing and removing files that go with a document; the issuer's mark on them once the paper bears its seal."""

from __future__ import annotations

import hashlib
import io
from typing import Any

import pikepdf
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from core.workflow import IllegalStep, StepRefused
from documents.attached.models import AttachedFile
from documents.jobs import Progress, enqueue, job_handler, outdate
from documents.models import Document, Job
from documents.registers.scans import Scan
from documents.services.rows import locked
from documents.signing import appearance, certificates, queries, sealing
from documents.signing.models import SignatureKind, SigningCertificate
from documents.signing.sealing import SigningFailed
from documents.signing.services.files import SEAL_ATTACHED, SEAL_KEY
from documents.signing.signers import signer_for
from documents.signing.trust import timestamper, trusted
from documents.workflow import editor, registry
from units import audit

MOST = 20
FIELD = "DauPhuLuc"
REASON = "Ký số phụ lục kèm theo văn bản"
OUTSIDE = "Khóa của cơ quan ở ngoài cổng; tệp được đối chiếu bằng mã SHA-256."
LOST = "Tệp không còn, hoặc không còn đúng như lúc lưu. Hãy báo quản trị hệ thống."


def attach(document: Document, *, file: Scan, title: str, by: Any) -> AttachedFile:
    """Keep the PDF as the document's next file. Raises StepRefused, IllegalStep (no longer a draft, too many)."""
    with transaction.atomic():
        row = _open_for(document, by)
        if row.attached.filter(sha256=file.sha256).exists():
            raise IllegalStep("Tệp này đã được kèm theo văn bản.")
        if row.attached.count() >= MOST:
            raise IllegalStep(
                f"Một văn bản kèm theo nhiều nhất {MOST} tệp. Hãy ghép các phụ lục vào một tệp."
            )
        with pikepdf.open(io.BytesIO(file.data)) as pdf:
            pages = len(pdf.pages)
        last = row.attached.aggregate(last=Max("number"))["last"] or 0
        kept = AttachedFile(
            document=row, number=last + 1, title=title, sha256=file.sha256, pages=pages, added_by=by
        )
        kept.brought.save(f"{row.pk}-{last + 1}.pdf", ContentFile(file.data), save=False)
        kept.save()
        audit.record(
            "document.attach", row, by=by, unit=row.issuer, after={"title": title, "sha256": file.sha256}
        )
    return kept


def detach(attached: AttachedFile, *, by: Any) -> None:
    """Take the file off a draft. Raises StepRefused, IllegalStep."""
    with transaction.atomic():
        row = _open_for(attached.document, by)
        audit.record(
            "document.detach", row, by=by, unit=row.issuer,
            before={"title": attached.title, "sha256": attached.sha256},
        )  # fmt: skip
        attached.delete()


def _open_for(document: Document, by: Any) -> Document:
    row = locked(document)
    if reason := editor(by, row):
        raise StepRefused(reason)
    if not row.is_editable:
        raise IllegalStep(
            f"Văn bản đang “{row.get_status_display()}” nên không đổi tệp kèm theo. Hãy trả lại hoặc rút về để sửa."
        )
    return row


def unsealed(document: Document) -> bool:
    """Whether the paper bears its seal and a file that goes with it has no mark yet."""
    return (
        queries.given(document, SignatureKind.ORGANISATION) is not None
        and document.attached.filter(sealed="").exists()
    )


def seal_again(document: Document, *, by: Any) -> None:
    """Try the mark once more on the files that have none, when its reason is mended.

    Raises StepRefused (not the registry), IllegalStep (the paper has no seal yet, every file has its mark).
    """
    with transaction.atomic():
        row = locked(document)
        if reason := registry(by, row):
            raise StepRefused(reason)
        if not unsealed(row):
            raise IllegalStep(
                "Không còn tệp nào chờ ký số. Tệp kèm theo được ký sau khi văn thư đóng dấu số lên văn bản."
            )
        if earlier := Job.objects.filter(key=_key(row)).first():
            outdate(earlier)
        row.attached.filter(sealed="").update(fault="")
        enqueue(SEAL_ATTACHED, key=_key(row), unit=row.issuer, by=by, document=row.pk)
        audit.record("document.seal_attached", row, by=by, unit=row.issuer)


def seal_job(document: Document) -> Job | None:
    """The job that marks the files, while it is under way."""
    return Job.objects.filter(key=_key(document), status__in=[Job.Status.QUEUED, Job.Status.RUNNING]).first()


def _key(document: Document) -> str:
    return SEAL_KEY.format(document.pk)


@job_handler(SEAL_ATTACHED)
def seal(progress: Progress, *, document: int) -> dict[str, Any]:
    """Set the issuer's mark on every file that has none yet; what cannot be marked says why and stays as brought."""
    row = Document.objects.select_related("issuer").get(pk=document)
    waiting = list(row.attached.filter(sealed=""))
    certificate = queries.certificate_of(row, SignatureKind.ORGANISATION)
    done = 0
    for number, one in enumerate(waiting):
        progress.step("Đang ký số tệp kèm theo", number, len(waiting))
        try:
            content = _sealed(one, row, certificate)
        except SigningFailed as failed:
            AttachedFile.objects.filter(pk=one.pk).update(fault=str(failed)[:500])
            continue
        _keep(one, content)
        done += 1
    return {"sealed": done, "left": len(waiting) - done}


def _sealed(one: AttachedFile, row: Document, certificate: SigningCertificate | None) -> bytes:
    if certificate is None:
        raise SigningFailed("Cơ quan chưa có chứng thư số đang dùng.")
    content, chain = _content(one), trusted().others
    own = certificates.parse(certificate.pem)
    try:
        look = appearance.appendix_mark(content, doc_code=row.doc_code, at=timezone.now())
        prepared = sealing.prepare(
            content, field=FIELD, name=certificate.holder, look=look, certificate=own, chain=chain, reason=REASON,
            place=row.place_name,
        )  # fmt: skip
    except Exception as failed:
        raise SigningFailed("Tệp không nhận được chữ ký số. Hãy in lại tệp thành PDF mới.") from failed
    value = signer_for(certificate).signature_of(prepared.attributes)
    if value is None:
        raise SigningFailed(OUTSIDE)
    signed = sealing.finish(prepared, value, certificate=own, chain=chain)
    stamper = timestamper()
    if stamper is None:
        return signed
    try:
        return sealing.lengthen(signed, trust=trusted(), timestamper=stamper)
    except sealing.TimeStampUnreachable:
        return signed


def _content(one: AttachedFile) -> bytes:
    try:
        with one.brought.open() as file:
            content = bytes(file.read())
    except OSError as lost:
        raise SigningFailed(LOST) from lost
    if hashlib.sha256(content).hexdigest() != one.sha256:
        raise SigningFailed(LOST)
    return content


def _keep(one: AttachedFile, content: bytes) -> None:
    sha256 = hashlib.sha256(content).hexdigest()
    name = default_storage.save(
        f"van-ban-da-ky/{timezone.localdate():%Y/%m}/kem-{one.pk}-{sha256[:16]}.pdf", ContentFile(content)
    )
    # Another worker may have been quicker; its file stands.
    AttachedFile.objects.filter(pk=one.pk, sealed="").update(
        sealed=name, sealed_sha256=sha256, sealed_at=timezone.now(), fault=""
    )
