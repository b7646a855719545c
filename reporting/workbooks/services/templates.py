"""Templates: one for a report at once, those of all units below a place in one archive, made by a job."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from documents.jobs import JobFailed, Progress, enqueue, job_handler
from documents.models import Job
from reporting.models import PeriodUnit, Submission
from reporting.prefill.pages import plain_rows, sources_of
from reporting.queries.submissions import shows_figures
from reporting.workbooks.layout import file_name
from reporting.workbooks.queries import AT_ONCE, Layouts, filled_many, submissions_for, templates_due
from reporting.workbooks.services.files import forget_old_files, keep_file, key_of
from reporting.workbooks.writing import write_workbook
from units.models import User

KIND = "workbook_templates"
TOLD_EVERY = 10


class NoTemplates(Exception):
    """There is nothing to make templates of; str() is the Vietnamese message."""


def template(submission: Submission, *, by: User) -> io.BytesIO:
    """The workbook of one report, filled with what the person may see of it."""
    (filled,) = filled_many(by, [submission])
    if shows_figures(by, submission):
        filled = replace(filled, sources=list(plain_rows(sources_of(submission, filled.layout))))
    target = io.BytesIO()
    write_workbook(target, filled)
    target.seek(0)
    return target


def ask_for_templates(place: PeriodUnit, *, by: User) -> Job:
    """The job that makes the templates of every unit below that still has to report. Raises NoTemplates."""
    if not templates_due(by, place).exists():
        raise NoTemplates("Không có đơn vị nào bên dưới còn phải nhập báo cáo của kỳ này.")
    forget_old_files(KIND, by)
    key = key_of(KIND, place.pk, by)
    return enqueue(KIND, key=key, unit=place.unit, by=by, place=place.pk, user=by.pk)


@job_handler(KIND)
def make_templates(progress: Progress, *, place: int, user: int) -> dict[str, Any]:
    """Workbooks go into the archive on disk one by one; memory holds one and the figures of a hundred reports."""
    row = PeriodUnit.objects.select_related("period", "unit").get(pk=place)
    person = User.objects.get(pk=user)
    due = list(templates_due(person, row).values_list("pk", flat=True))
    if not due:
        raise JobFailed("Không còn đơn vị nào phải nhập báo cáo của kỳ này.")
    layouts, done = Layouts(), 0
    with tempfile.TemporaryFile() as target:
        # A workbook is packed already.
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
            for ids in _batches(due):
                reports = list(submissions_for(person).filter(pk__in=ids).order_by("period_unit__path"))
                for filled in filled_many(person, reports, layouts):
                    if done % TOLD_EVERY == 0:
                        progress.step("Đang lập mẫu", done, len(due))
                    with archive.open(file_name(filled.submission), "w") as part:
                        made = io.BytesIO()
                        write_workbook(made, filled)
                        part.write(made.getbuffer())
                    done += 1
        name = f"mau-{row.period.code}.zip"
        return keep_file(progress, target, folder="mau-excel", name=name, label=f"Tải {done} mẫu (ZIP)")


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while part := list(islice(rest, AT_ONCE)):
        yield part
