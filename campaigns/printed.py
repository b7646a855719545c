"""Files that jobs lay out, kept for whoever asked for them: they hold what that person saw."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from documents.models import Job


def keep_printed(job: Job, content: bytes, *, name: str, label: str) -> dict[str, Any]:
    """The result of the job: the file under a name nobody guesses, and the address that gives it back as `name`."""
    path = f"ban-in/{job.pk}-{hashlib.sha256(content).hexdigest()[:16]}.pdf"
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(content))
    url = reverse("campaigns:printed_file", args=[job.pk])
    return {"url": url, "label": label, "file": path, "name": name}


def printed_file(pk: int, user: Any) -> FileResponse:
    """The file, only for who asked for it. Raises Http404."""
    ready = Job.objects.filter(status=Job.Status.READY, asked_by=user.pk, result__has_key="name")
    job = get_object_or_404(ready, pk=pk)
    path = str(job.result.get("file", ""))
    if not path.startswith("ban-in/") or not default_storage.exists(path):
        raise Http404("Tệp không còn. Hãy in lại.")
    return FileResponse(
        default_storage.open(path),
        as_attachment=True,
        filename=job.result["name"],
        content_type="application/pdf",
    )
