"""The pages of a batch as a job: some at a time, with progress, joined and kept by their hash."""

from __future__ import annotations

import hashlib
import logging
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from campaigns.certificates.layout import spot_of
from campaigns.certificates.models import Batch
from campaigns.certificates.pages import joined, sheet_of, sheets_pdf, values_of
from documents.jobs import JobFailed, Progress, enqueue, job_handler
from documents.models import Job

KIND = "print_certificates"
AT_ONCE = 25
log = logging.getLogger(__name__)


def job_key(batch: Batch) -> str:
    return f"certificates:{batch.pk}:{batch.prints}"


def ask_for_pages(batch: Batch, *, by: Any) -> Job:
    return enqueue(KIND, key=job_key(batch), unit=batch.unit, by=by, batch=batch.pk, prints=batch.prints)


def job_of(batch: Batch) -> Job | None:
    """The job of the batch's newest print."""
    return Job.objects.filter(key=job_key(batch)).first()


@job_handler(KIND)
def print_certificates(progress: Progress, *, batch: int, prints: int) -> dict[str, Any]:
    """Lay out every certificate of the batch with the blank as it is now."""
    row = Batch.objects.select_related("blank").get(pk=batch)
    if row.prints != prints:
        return {"skipped": True}
    spots = [spot_of(field) for field in row.blank.fields.all()]
    if not spots:
        raise JobFailed("Mẫu phôi chưa có trường nào. Hãy đặt trường trên phôi rồi in lại.")
    certificates = list(row.certificates.all())
    parts = []
    for start in range(0, len(certificates), AT_ONCE):
        progress.step("Đang dàn trang", start, len(certificates))
        sheets = [
            sheet_of(spots, values_of(one, row.common), code=one.code)
            for one in certificates[start : start + AT_ONCE]
        ]
        try:
            parts.append(sheets_pdf(row.blank, spots, sheets))
        except TimeoutError as busy:
            raise JobFailed("Máy chủ đang bận dàn trang khác. Hãy bấm “In lại” sau ít phút.") from busy
    progress.step("Đang ghép tệp", len(certificates), len(certificates))
    content = joined(parts) if len(parts) > 1 else parts[0]
    name = f"giay-in/{row.pk}-{prints}-{hashlib.sha256(content).hexdigest()[:16]}.pdf"
    try:
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(content))
    except OSError as full:
        log.exception("the certificates of batch %s were not stored", row.pk)
        raise JobFailed(
            "Không lưu được tệp: ổ đĩa đầy hoặc không cho ghi. Hãy báo quản trị hệ thống."
        ) from full
    url = reverse("campaigns:batch_file", args=[row.pk])
    return {"url": url, "label": "Tải tệp in (PDF)", "file": name, "pages": len(certificates)}
