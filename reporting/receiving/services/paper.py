"""A report that came in on paper: the level above enters it for the unit, with the reason, the day and the scan."""

from __future__ import annotations

import datetime as dt

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from core.vietnamese import nfc
from core.workflow import IllegalStep, NoteMissing, StepRefused
from documents.evidence import NewEvidence
from reporting.models import PaperReport, Period, Submission, SubmissionMove
from reporting.services.entry import lock_submission
from reporting.workflow import receiver
from units import audit
from units.models import User


@transaction.atomic
def take_paper_report(
    submission: Submission, *, reason: str, received_on: dt.date, by: User, scan: NewEvidence | None = None
) -> PaperReport:
    """From now on the receiver may enter and send this report; the unit sees who did it and why.

    The day the paper came in decides on late. Raises StepRefused, IllegalStep (sent already, period closed, day ahead),
    NoteMissing.
    """
    now = lock_submission(submission)
    refused = receiver(by, now)
    if refused:
        raise StepRefused(refused)
    reason = " ".join(nfc(reason).split())
    if not reason:
        raise NoteMissing("Hãy ghi lý do nhập thay, ví dụ: đơn vị gửi báo cáo giấy vì mất mạng.")
    if now.period.status != Period.Status.OPEN:
        raise IllegalStep("Kỳ báo cáo đã khóa hoặc chưa mở, không nhập thay được.")
    if not now.is_editable:
        raise IllegalStep(
            f"Báo cáo đang ở trạng thái “{now.get_status_display()}”. Chỉ nhập thay báo cáo chưa gửi hoặc bị trả lại."
        )
    if received_on > timezone.localdate():
        raise IllegalStep("Ngày nhận báo cáo giấy chưa đến.")
    paper = PaperReport(submission=now, reason=reason[:500], received_on=received_on, by=by)
    if scan is not None and scan.data:
        paper.original_name = scan.original_name
        paper.scan.save(f"{scan.sha256[:16]}.{scan.extension}", ContentFile(scan.data), save=False)
    paper.save()
    SubmissionMove.objects.create(
        submission=now, step="paper", from_status=now.status, to_status=now.status, by=by, note=paper.reason
    )
    now.on_paper = True
    now.save(update_fields=["on_paper", "updated_at"])
    audit.record(
        "reporting.submission.paper", now, by=by, unit=now.unit,
        after={"reason": paper.reason, "received_on": received_on.isoformat(), "scan": paper.original_name},
    )  # fmt: skip
    return paper
