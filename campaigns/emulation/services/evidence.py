"""Evidence of a criterion: a file or photo made safe to keep, a web address, or an activity the unit logged."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from campaigns.emulation.models import EmulationCriterion, EmulationEvidence, EmulationRegistration, Movement
from campaigns.emulation.workflow import registers_for
from campaigns.models import Activity
from campaigns.services.errors import CampaignError
from core.workflow import StepRefused
from documents.evidence import NewEvidence
from units import audit

MOST_PIECES = 200


def add_evidence(
    registration: EmulationRegistration,
    criterion: EmulationCriterion,
    piece: NewEvidence | Activity,
    *,
    by: Any = None,
) -> EmulationEvidence:
    """Attach a piece while the unit may still score itself. Raises CampaignError, StepRefused."""
    _allow(registration, by)
    movement = registration.movement
    if criterion.group.criteria_set_id != movement.criteria_id:
        raise CampaignError(
            "Tiêu chí này không thuộc bộ tiêu chí của phong trào. Hãy tải lại trang.", "criterion"
        )
    if registration.evidence.count() >= MOST_PIECES:
        raise CampaignError(f"Mỗi đơn vị có tối đa {MOST_PIECES} minh chứng trong một phong trào.")
    row = EmulationEvidence(registration=registration, criterion=criterion, added_by=by)
    if isinstance(piece, Activity):
        if piece.unit_id != registration.unit_id:
            raise CampaignError("Hoạt động này không phải của đơn vị.", "activity")
        row.activity, row.caption = piece, piece.title[:200]
    else:
        _fill(row, piece)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            audit.record(
                "emulation.evidence", registration, by=by, unit=registration.unit,
                after={"criterion": criterion.pk, "name": row.original_name, "url": row.url, "activity": row.activity_id,
                       "sha256": row.sha256},
            )  # fmt: skip
    except BaseException:
        if row.file:
            row.file.storage.delete(str(row.file.name))
        raise
    return row


def remove_evidence(piece: EmulationEvidence, *, by: Any = None) -> None:
    """Take a piece away; the log keeps its name and SHA-256. Raises CampaignError, StepRefused."""
    with transaction.atomic():
        registration = piece.registration
        _allow(registration, by)
        audit.record(
            "emulation.evidence.remove", registration, by=by, unit=registration.unit,
            before={"name": piece.original_name, "url": piece.url, "sha256": piece.sha256},
        )  # fmt: skip
        if piece.file:
            transaction.on_commit(partial(piece.file.storage.delete, str(piece.file.name)))
        piece.delete()


def _fill(row: EmulationEvidence, piece: NewEvidence) -> None:
    row.kind, row.url, row.caption = piece.kind, piece.url, piece.caption
    row.original_name, row.sha256 = piece.original_name, piece.sha256
    if piece.data:
        # Nobody can guess an address, and no name a person chose reaches the disk.
        row.file.save(f"{uuid.uuid4().hex}.{piece.extension}", ContentFile(piece.data), save=False)


def _allow(registration: EmulationRegistration, by: Any) -> None:
    reason = registers_for(by, registration.unit) if by is not None else ""
    if reason:
        raise StepRefused(reason)
    if registration.movement.status not in (Movement.Status.LAUNCHED, Movement.Status.SCORING):
        raise CampaignError("Chỉ thêm, xóa minh chứng từ khi phát động đến hết chấm điểm.")
