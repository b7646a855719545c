"""Files from outside are kept and judged one by one; nothing of a report changes here."""

from __future__ import annotations

import datetime as dt
import io
import lzma
import uuid
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from core.formats.write import number
from core.vietnamese import nfc
from core.workflow import IllegalStep, StepRefused
from documents.jobs import Progress, enqueue, job_handler
from reporting.models import Submission, UploadedWorkbook, WorkbookUpload
from reporting.services.entry import check_editable
from reporting.workbooks.judging import Judged, judge, marks_of
from reporting.workbooks.queries import Layouts, filled_many, submissions_for
from reporting.workbooks.reading import ReadBook, read_workbook
from reporting.workbooks.writing import write_workbook
from units.importing.faults import Fault, UnreadableFile
from units.models import User
from units.scope import units_of

CHECK = "check_workbooks"
MOST_FILES = 2000  # a province with its 1,473 units in one archive
MOST_UNPACKED = 200 * 1024 * 1024
# More than that is a job with progress.
AT_ONCE_FILES, AT_ONCE_BYTES = 4, 1024 * 1024
KEPT = dt.timedelta(days=30)
LONGEST_NAME = 200
Status = UploadedWorkbook.Status


class UploadRefused(Exception):
    """Nothing of the upload was kept; str() is the Vietnamese message."""


def receive(files: Iterable[Any], *, by: User) -> WorkbookUpload:
    """Keep the workbooks of an upload (archives are opened) and judge them, many of them as a job.

    Raises UploadRefused for an archive that cannot be opened or holds too much.
    """
    forget_old(by)
    kept: list[UploadedWorkbook] = []
    size = 0
    try:
        for name, content in _workbooks(files):
            if len(kept) >= MOST_FILES:
                raise UploadRefused(
                    f"Mỗi lần nộp tối đa {number(MOST_FILES)} báo cáo. Hãy chia thành nhiều lần."
                )
            path = default_storage.save(f"bao-cao-excel/{uuid.uuid4().hex}.xlsx", ContentFile(content))
            kept.append(UploadedWorkbook(order=len(kept), name=name, path=path))
            size += len(content)
        if not kept:
            raise UploadRefused("Không có tệp .xlsx nào trong những gì vừa chọn.")
        upload = _rows(kept, by)
    except Exception:
        for one in kept:
            default_storage.delete(one.path)
        raise
    if len(kept) > AT_ONCE_FILES or size > AT_ONCE_BYTES:
        own = units_of(by)
        upload.job = enqueue(
            CHECK, key=f"{CHECK}:{upload.pk}", unit=own[0] if own else None, by=by, upload=upload.pk
        )
        upload.save(update_fields=["job"])
    else:
        check_upload(upload)
    return upload


@transaction.atomic
def _rows(kept: list[UploadedWorkbook], by: User) -> WorkbookUpload:
    upload = WorkbookUpload.objects.create(by=by)
    for one in kept:
        one.upload = upload
    UploadedWorkbook.objects.bulk_create(kept)
    return upload


def forget_old(by: User) -> None:
    """Uploads nobody came back to are not kept for ever."""
    old = WorkbookUpload.objects.filter(by=by, at__lt=timezone.now() - KEPT)
    for path in UploadedWorkbook.objects.filter(upload__in=old).values_list("path", flat=True):
        default_storage.delete(path)
    old.delete()


def _workbooks(files: Iterable[Any]) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of each workbook; one at a time in memory."""
    for file in files:
        name = _name(file.name)
        if name.lower().endswith(".zip"):
            yield from _members(file, name)
        else:
            yield name, file.read(settings.UPLOAD_MAX_BYTES + 1)


def _members(file: Any, name: str) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(file) as archive:
            entries = [one for one in archive.infolist() if _is_workbook(one)]
            if sum(one.file_size for one in entries) > MOST_UNPACKED or len(entries) > MOST_FILES:
                raise UploadRefused(
                    f"“{name}” chứa quá nhiều: tối đa {number(MOST_FILES)} tệp và {MOST_UNPACKED // 1024 // 1024} MB khi "
                    "mở ra. Hãy chia thành nhiều tệp ZIP, ví dụ mỗi công đoàn cấp trên một tệp."
                )
            for entry in entries:
                with archive.open(entry) as part:
                    yield _name(entry.filename), part.read(settings.UPLOAD_MAX_BYTES + 1)
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, zlib.error, lzma.LZMAError) as error:
        raise UploadRefused(
            f"“{name}” bị hỏng, có mật khẩu hoặc tải lên chưa trọn vẹn. Hãy nén lại."
        ) from error


def _is_workbook(entry: zipfile.ZipInfo) -> bool:
    """Folders, the Mac's shadow files and locks of open workbooks are passed over."""
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    hidden = any(part.startswith((".", "~$", "__MACOSX")) for part in path.parts)
    return not entry.is_dir() and not hidden and path.suffix.lower() in {".xlsx", ".xlsm", ".xls"}


def _name(name: str) -> str:
    return nfc(PurePosixPath(name.replace("\\", "/")).name)[-LONGEST_NAME:] or "tep.xlsx"


# --- judging


@job_handler(CHECK)
def run_check(progress: Progress, *, upload: int) -> dict[str, Any]:
    from_rows = WorkbookUpload.objects.select_related("by").get(pk=upload)
    check_upload(from_rows, progress)
    return {}


def check_upload(upload: WorkbookUpload, progress: Progress | None = None) -> None:
    """Judge every file that still waits; run twice, it goes on where it stopped."""
    waiting = list(upload.files.filter(status=Status.WAITING))
    total = upload.files.count()
    taken = dict(upload.files.exclude(submission=None).values_list("submission", "name"))
    layouts = Layouts()
    for done, file in enumerate(waiting, start=total - len(waiting)):
        if progress:
            progress.step(f"Đang đọc {file.name}", done, total)
        _check(file, upload.by, taken, layouts)


def _check(file: UploadedWorkbook, by: User, taken: dict[int, str], layouts: Layouts) -> None:
    try:
        book = read_workbook(content_of(file), file.name)
        report = report_of(book, by)
        if report.pk in taken:
            raise UnreadableFile(
                f"Lần nộp này đã có tệp khác của cùng báo cáo: “{taken[report.pk]}”.",
                "Nộp mỗi báo cáo một tệp.",
            )
        judged = judge(book, report, layouts.of(report.form))
    except UnreadableFile as error:
        refuse(file, error.fault)
        return
    taken[report.pk] = file.name
    file.submission = report
    keep(file, judged, Status.CHECKED)


def content_of(file: UploadedWorkbook) -> bytes:
    """Raises UnreadableFile when the kept file is gone."""
    if not default_storage.exists(file.path):
        raise UnreadableFile("Tệp không còn được giữ.", "Nộp lại tệp.")
    with default_storage.open(file.path, "rb") as kept:
        return bytes(kept.read())


def report_of(book: ReadBook, by: User) -> Submission:
    """The report the file is of, if this person may enter it now. Raises UnreadableFile with the reason."""
    found = submissions_for(by).filter(period__code=book.ids.period, unit__code=book.ids.unit).first()
    if found is None:
        raise UnreadableFile(
            f"Không có báo cáo nào của đơn vị “{book.ids.unit}”, kỳ “{book.ids.period}” trong phạm vi của bạn.",
            "Kiểm tra lại tệp, hoặc nhờ cán bộ của đơn vị đó nộp.",
        )
    try:
        check_editable(found, by)
    except (IllegalStep, StepRefused) as error:
        raise UnreadableFile(f"{found.period_unit.name}: {error}", "Không lưu gì từ tệp này.") from error
    return found


def refuse(file: UploadedWorkbook, fault: Fault) -> None:
    file.faults = [row_of(fault)]
    file.changes, file.warnings = [], []
    file.status = Status.REFUSED
    file.save(update_fields=["status", "faults", "changes", "warnings"])


def row_of(fault: Fault) -> dict[str, str]:
    """A fault of the whole file as the list of faults keeps it."""
    place = {"sheet": fault.sheet, "cell": f"dòng {fault.row}" if fault.row else "", "value": ""}
    return place | {"rule": fault.reason, "fix": fault.fix}


def keep(file: UploadedWorkbook, judged: Judged, status: str) -> None:
    file.changes = [asdict(one) for one in judged.changes]
    file.faults = [asdict(one) for one in judged.refusals]
    file.warnings = [asdict(one) for one in judged.warnings]
    file.notes = judged.notes
    file.status = status
    file.save(
        update_fields=["submission", "changes", "faults", "warnings", "notes", "status", "stored_cells"]
    )


def marked_workbook(file: UploadedWorkbook, *, by: User) -> io.BytesIO:
    """The same workbook with every refused cell marked and its reason as a comment. Raises UnreadableFile."""
    book = read_workbook(content_of(file), file.name)
    layouts = Layouts()
    report = report_of(book, by)
    judged = judge(book, report, layouts.of(report.form))
    (filled,) = filled_many(by, [report], layouts)
    target = io.BytesIO()
    write_workbook(
        target,
        replace(filled, typed=judged.typed, typed_texts=judged.typed_texts, faults=marks_of(judged.refusals)),
    )
    target.seek(0)
    return target
