"""Many documents signed with one decision: a job for each, with its own result; the failed ones run again.

A batch is its jobs: they share the beginning of their key. No number says "done" that is not a row's own.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from core.workflow import IllegalStep, StepRefused
from documents.jobs import JobFailed, Progress, enqueue, job_handler
from documents.models import Document, Job
from documents.signing import queries
from documents.signing.models import Device, SignatureKind
from documents.signing.services.errors import NotSigned
from documents.signing.services.portal import sign
from units.models import User

KIND = "sign_document"
MOST = 100


def sign_batch(documents: list[Document], *, by: Any) -> str:
    """One job a document; gives the name of the batch. Raises NotSigned for none, or for more than MOST."""
    if not documents:
        raise NotSigned("Hãy chọn ít nhất một văn bản để ký.")
    if len(documents) > MOST:
        raise NotSigned(f"Mỗi đợt ký được nhiều nhất {MOST} văn bản. Hãy bỏ bớt rồi ký tiếp đợt sau.")
    name = secrets.token_hex(8)
    with transaction.atomic():
        for document in documents:
            enqueue(
                KIND, key=f"ky:{name}:{document.pk}", unit=document.issuer, by=by,
                document=document.pk, signature=next_kind(document), person=by.pk,
            )  # fmt: skip
    return name


def next_kind(document: Document) -> str:
    """What the document still lacks: its signer's signature, then the seal."""
    return SignatureKind.ORGANISATION if queries.given(document) else SignatureKind.PERSON


def batch_jobs(name: str, *, of: Any) -> QuerySet[Job]:
    """The jobs of the person's own batch, in the order in which they were asked for."""
    return Job.objects.filter(kind=KIND, key__startswith=f"ky:{name}:", asked_by=of).order_by("pk")


def retry_failed(name: str, *, by: Any) -> int:
    """Run the failed ones of the batch again; gives how many."""
    failed = list(batch_jobs(name, of=by).filter(status=Job.Status.FAILED).select_related("unit"))
    for job in failed:
        enqueue(KIND, key=job.key, unit=job.unit, by=by, **job.arguments)
    return len(failed)


@job_handler(KIND)
def run(progress: Progress, *, document: int, signature: str, person: int) -> dict[str, Any]:
    """Sign one document for the person who asked; a second run of the same job finds it signed."""
    row = Document.objects.select_related("issuer", "signer__user").get(pk=document)
    progress.step("Đang ký", 0, 1)
    if queries.given(row, signature) is None:
        certificate = queries.certificate_of(row, signature)
        if certificate and certificate.device == Device.REMOTE:
            raise JobFailed("Chứng thư này ký bằng thiết bị ngoài cổng, hãy mở văn bản để ký từng bản.")
        try:
            sign(row, by=User.objects.get(pk=person), kind=signature)
        except (NotSigned, StepRefused, IllegalStep) as refused:
            raise JobFailed(str(refused)) from refused
    return {"url": reverse("documents:signing", args=[row.pk]), "label": "Xem văn bản đã ký"}
