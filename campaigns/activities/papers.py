"""The minutes of an activity on paper, and photos as one file: only those whose people agreed."""

from __future__ import annotations

import secrets
import tempfile
import zipfile
from collections.abc import Iterable
from typing import Any, BinaryIO

from django.template.loader import render_to_string
from django.utils import timezone

from campaigns.models import Activity, Evidence
from campaigns.printed import keep_printed
from documents.jobs import JobFailed, Progress, enqueue, job_handler
from documents.models import Job
from documents.pdf import listing_pdf

KIND = "activity_minutes"
MOST_PHOTOS = 200
IN_MEMORY = 16 * 1024 * 1024


def ask_for_minutes(activity: Activity, *, by: Any) -> Job:
    """The job that lays out the minutes as the activity is written down now."""
    key = f"activity:{activity.pk}:minutes:{secrets.token_hex(4)}"
    return enqueue(KIND, key=key, unit=activity.unit, by=by, activity=activity.pk)


@job_handler(KIND)
def make_minutes(progress: Progress, *, activity: int) -> dict[str, Any]:
    row = (
        Activity.objects.select_related("unit", "type", "campaign", "task__plan").filter(pk=activity).first()
    )
    if row is None:
        raise JobFailed("Hoạt động vừa bị xóa hoặc gộp ở nơi khác.")
    context = {"activity": row, "today": timezone.localdate(), "partners": list(row.partners.all()),
               "quantities": row.quantities.select_related("kind"), "money": row.money.all()}  # fmt: skip
    content = listing_pdf(render_to_string("campaigns/activities/minutes_paper.html", context))
    return keep_printed(progress.job, content, name=f"bien-ban-{row.pk}.pdf", label="Tải biên bản (PDF)")


def photos_file(photos: Iterable[Evidence]) -> BinaryIO:
    """A ZIP of the photos with a list of what they show. Who did not agree is not in it, whatever was asked for."""
    file: Any = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- the answer closes it
    lines = ["Tệp\tNgày\tĐơn vị\tHoạt động\tChú thích"]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for number, photo in enumerate((one for one in photos if one.consent), 1):
            name = f"anh-{number:03d}.jpg"
            try:
                with photo.file.open("rb") as opened:
                    archive.writestr(name, opened.read())
            except FileNotFoundError:
                continue
            activity = photo.activity
            cells = (
                name,
                f"{activity.happened_on:%d/%m/%Y}",
                activity.unit.name,
                activity.title,
                photo.caption,
            )
            lines.append("\t".join(cell.replace("\t", " ") for cell in cells))
        archive.writestr("danh-sach.txt", "\ufeff" + "\r\n".join(lines))
    file.seek(0)
    return file  # type: ignore[no-any-return]
