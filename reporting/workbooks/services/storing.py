"""The good cells of checked workbooks go through the same door as the web form; the rest stays out, and is told."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from core.workflow import IllegalStep, StepRefused
from documents.jobs import Progress, enqueue, job_handler
from reporting.models import UploadedWorkbook, WorkbookUpload
from reporting.services.entry import EntryError, lock_submission, save_figures
from reporting.workbooks.decisions import Decisions, conflicts_of
from reporting.workbooks.judging import judge
from reporting.workbooks.queries import Layouts
from reporting.workbooks.reading import read_workbook
from reporting.workbooks.services.receiving import (
    AT_ONCE_FILES,
    Status,
    content_of,
    keep,
    refuse,
    report_of,
    row_of,
)
from units.importing.faults import Fault, UnreadableFile
from units.models import User
from units.scope import units_of

STORE = "store_workbooks"


def store(upload: WorkbookUpload, chosen: Mapping[int, Decisions], *, by: User) -> None:
    """Store the good cells of the chosen files as decided of each, each report by itself; many files as a job."""
    files = upload.files.filter(pk__in=chosen, status__in=[Status.CHECKED, Status.STORED])
    ids = list(files.values_list("pk", flat=True))
    if len(ids) <= AT_ONCE_FILES:
        _store_all({pk: chosen[pk] for pk in ids}, by)
        return
    own = units_of(by)
    upload.job = enqueue(
        STORE, key=f"{STORE}:{upload.pk}:{secrets.token_hex(4)}", unit=own[0] if own else None, by=by,
        files=[[pk, chosen[pk].as_json()] for pk in ids], user=by.pk,
    )  # fmt: skip
    upload.save(update_fields=["job"])


@job_handler(STORE)
def run_store(progress: Progress, *, files: list[Any], user: int) -> dict[str, Any]:
    """A second run stores nothing twice: what is stored already is no change."""
    chosen = {pk: Decisions(**decided) for pk, decided in files}
    _store_all(chosen, User.objects.get(pk=user), progress)
    return {}


def _store_all(chosen: Mapping[int, Decisions], by: User, progress: Progress | None = None) -> None:
    layouts = Layouts()
    for done, (pk, decided) in enumerate(chosen.items()):
        file = UploadedWorkbook.objects.get(pk=pk)
        if progress:
            progress.step(f"Đang lưu {file.name}", done, len(chosen))
        try:
            _store(file, by, decided, layouts)
        except UnreadableFile as error:
            _not_stored(file, error.fault)
        except (IllegalStep, StepRefused, EntryError) as error:
            _not_stored(file, Fault(str(error), "Không lưu gì ở lần này. Nộp lại tệp để xem từng ô."))


def _not_stored(file: UploadedWorkbook, fault: Fault) -> None:
    """A file of which an earlier press stored something stays a stored one; what is open in it stays open."""
    if file.status != Status.STORED:
        refuse(file, fault)
        return
    file.faults = [row_of(fault), *conflicts_of(file.faults)]
    file.save(update_fields=["faults"])


@transaction.atomic
def _store(file: UploadedWorkbook, by: User, decided: Decisions, layouts: Layouts) -> None:
    """Judged once more against the locked report: what the person saw may have changed meanwhile."""
    book = read_workbook(content_of(file), file.name)
    report = lock_submission(report_of(book, by))
    layout = layouts.of(report.form)
    judged = judge(book, report, layout, decided=decided)
    if judged.changes:
        save_figures(
            report, cells=judged.cells, narratives=judged.texts, base=report.version, by=by,
            nil_return=judged.nil_return, layout=layout,
        )  # fmt: skip
    file.submission = report
    file.stored_cells += len(judged.changes)
    keep(file, judged, Status.STORED)
