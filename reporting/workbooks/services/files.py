"""Workbooks that a job made: kept in the store for whoever asked, forgotten after some days."""

from __future__ import annotations

import datetime as dt
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from documents.jobs import Progress, outdate
from documents.models import Job
from units.models import User

KEPT = dt.timedelta(days=7)


def key_of(kind: str, place: int, by: User) -> str:
    """The key of a person's wish for a place; a second click soon after is the same wish."""
    return f"{kind}:{place}:{by.pk}:{int(timezone.now().timestamp()) // 10}"


def keep_file(progress: Progress, made: IO[bytes], *, folder: str, name: str, label: str) -> dict[str, Any]:
    """Put what the job made into the store, piece by piece; gives the result of the job."""
    made.seek(0)
    suffix = name.rpartition(".")[2]
    kept = default_storage.save(f"{folder}/{progress.job.pk}.{suffix}", File(made))
    url = reverse("reporting:made_workbook", args=[progress.job.pk])
    return {"url": url, "label": label, "file": kept, "name": name}


def forget_old_files(kind: str, by: User) -> None:
    """Remove what the person once asked for and did not come back to."""
    old = Job.objects.filter(
        kind=kind, asked_by=by, status=Job.Status.READY, finished_at__lt=timezone.now() - KEPT
    )
    for job in old:
        default_storage.delete(job.result.get("file", ""))
        outdate(job)
