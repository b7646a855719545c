"""The sources of a report on paper: a job, as the asking person sees them when it runs."""

from __future__ import annotations

import io
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from core.formats import write
from documents.jobs import JobFailed, Progress, enqueue, job_handler
from documents.models import Job
from documents.pdf import listing_pdf
from reporting.models import Submission
from reporting.prefill.pages import sources_of
from reporting.queries.layout import layout_of
from reporting.queries.submissions import shows_figures
from reporting.workbooks.services.files import forget_old_files, keep_file, key_of
from units.models import User

KIND = "print_sources"
MOST_LINES = 5_000


def ask_for_print(submission: Submission, *, by: Any) -> Job:
    forget_old_files(KIND, by)
    key = key_of(KIND, submission.pk, by)
    return enqueue(KIND, key=key, unit=submission.unit, by=by, submission=submission.pk, user=by.pk)


@job_handler(KIND)
def print_sources(progress: Progress, *, submission: int, user: int) -> dict[str, Any]:
    person = User.objects.get(pk=user)
    seen = Submission.objects.visible_to(person).select_related("unit", "form", "period", "period_unit")
    row = seen.filter(pk=submission).first()
    if row is None or not shows_figures(person, row):
        raise JobFailed("Báo cáo này không còn mở cho bạn.")
    boxes = sources_of(row, layout_of(row.form))
    lines = sum(len(box.suggestion.lines) + len(box.suggestion.left_out) for box in boxes)
    if lines > MOST_LINES:
        raise JobFailed(
            f"Nguồn số liệu có {write.number(lines)} dòng, mỗi lần in tối đa {write.number(MOST_LINES)}. Hãy xuất Excel."
        )
    progress.step(f"Đang dàn trang {write.number(lines)} dòng", 0, 2)
    context = {"submission": row, "boxes": boxes, "today": timezone.localdate()}
    made = io.BytesIO(listing_pdf(render_to_string("reporting/sources_paper.html", context)))
    progress.step("Đang lưu tệp", 1, 2)
    name = f"nguon-so-lieu-{row.period.code}-{row.unit.code}.pdf"
    return keep_file(progress, made, folder="nguon-so-lieu", name=name, label="Tải nguồn số liệu (PDF)")
