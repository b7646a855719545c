"""Keeping and taking away the evidence of an activity."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction

from campaigns.models import Activity, Evidence
from campaigns.services.errors import CampaignError
from campaigns.workflow import changes_activity
from core.workflow import StepRefused
from documents import evidence as reading
from documents.evidence import NewEvidence
from units import audit

MOST_PIECES = 40


def add_photo(
    activity: Activity, upload: Any, *, by: Any, caption: str = "", consent: bool = False
) -> Evidence:
    """Add a photo, drawn anew without position. Raises EvidenceError, CampaignError, StepRefused."""
    return _add(activity, reading.read_photo(upload, caption=caption, consent=consent), by)


def add_file(
    activity: Activity, upload: Any, *, by: Any, caption: str = "", consent: bool = False
) -> Evidence:
    """Add a pdf, docx, xlsx, jpg or png. Raises EvidenceError, CampaignError, StepRefused."""
    return _add(activity, reading.read_file(upload, caption=caption, consent=consent), by)


def add_link(activity: Activity, url: str, *, by: Any, caption: str = "") -> Evidence:
    """Add a web address. Raises EvidenceError, CampaignError, StepRefused."""
    return _add(activity, reading.read_link(url, caption=caption), by)


def remove_evidence(piece: Evidence, *, by: Any) -> None:
    """Take one piece away; the log keeps its name and SHA-256. Raises StepRefused."""
    with transaction.atomic():
        row = (
            Evidence.objects.select_for_update(of=("self",)).select_related("activity__unit").get(pk=piece.pk)
        )
        _allow(row.activity, by)
        before = {"name": row.original_name, "url": row.url, "sha256": row.sha256}
        audit.record("activity.evidence.remove", row.activity, by=by, unit=row.activity.unit, before=before)
        delete_files_later([row])
        row.delete()


def set_consent(piece: Evidence, *, by: Any, consent: bool) -> None:
    """Note that the people shown agreed, or no longer do: without it the photo stays inside. Raises StepRefused."""
    with transaction.atomic():
        row = (
            Evidence.objects.select_for_update(of=("self",)).select_related("activity__unit").get(pk=piece.pk)
        )
        _allow(row.activity, by)
        if row.consent == consent:
            return
        row.consent = consent
        row.save(update_fields=["consent"])
        audit.record(
            "activity.evidence.consent", row.activity, by=by, unit=row.activity.unit,
            after={"evidence": row.pk, "consent": consent},
        )  # fmt: skip


def store(activity: Activity, pieces: Iterable[NewEvidence], *, by: Any) -> list[Evidence]:
    """Write the pieces inside the caller's transaction; files already written go when it fails."""
    wanted = list(pieces)
    if not wanted:
        return []
    if activity.evidence.count() + len(wanted) > MOST_PIECES:
        raise CampaignError(f"Mỗi hoạt động có tối đa {MOST_PIECES} minh chứng.", "photos")
    stored: list[Evidence] = []
    try:
        for piece in wanted:
            row = _as_row(activity, piece, by)
            stored.append(row)
            row.save(force_insert=True)
    except BaseException:
        for row in stored:
            _delete_files(_files_of(row))
        raise
    return stored


def delete_files_later(rows: Iterable[Evidence]) -> None:
    """Remove the files once the deletion of the rows is certain."""
    transaction.on_commit(partial(_delete_files, [file for row in rows for file in _files_of(row)]))


def _add(activity: Activity, piece: NewEvidence, by: Any) -> Evidence:
    with transaction.atomic():
        _allow(activity, by)
        return store(activity, [piece], by=by)[0]


def _allow(activity: Activity, by: Any) -> None:
    reason = changes_activity(by, activity) if by is not None else ""
    if reason:
        raise StepRefused(reason)


def _as_row(activity: Activity, piece: NewEvidence, by: Any) -> Evidence:
    row = Evidence(
        activity=activity, kind=piece.kind, url=piece.url, caption=piece.caption, original_name=piece.original_name,
        sha256=piece.sha256, consent=piece.consent, added_by=by,
    )  # fmt: skip
    # Nobody can guess an address, and no name a person chose reaches the disk.
    name = uuid.uuid4().hex
    if piece.data:
        row.file.save(f"{name}.{piece.extension}", ContentFile(piece.data), save=False)
    if piece.preview:
        row.preview.save(f"{name}-nho.{piece.extension}", ContentFile(piece.preview), save=False)
    return row


def _files_of(row: Evidence) -> list[tuple[Storage, str]]:
    return [(file.storage, str(file.name)) for file in (row.file, row.preview) if file]


def _delete_files(files: Iterable[tuple[Storage, str]]) -> None:
    for storage, name in files:
        storage.delete(name)
