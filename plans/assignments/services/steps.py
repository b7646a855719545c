"""What the one who has the work and the one who gave it do with it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.vietnamese import nfc
from core.workflow import IllegalStep, NoteMissing, StepRefused
from documents.evidence import NewEvidence
from plans.assignments.models import Assignment, AssignmentStatus, MoreTimeState, WorkEvidence
from plans.assignments.services.rows import keep, locked
from plans.assignments.workflow import ASSIGNMENT_WORKFLOW, WORKABLE, assignee
from units import audit
from units.models import Department, Seat

MOST_EVIDENCE = 20


@transaction.atomic
def take_step(assignment: Assignment, step: str, *, by: Any, note: str = "") -> Assignment:
    """Accept, report, confirm, return, reopen or withdraw. Raises StepRefused, IllegalStep, NoteMissing.

    Handing on is no mere step: `hand_on` says to whom.
    """
    row = locked(assignment)
    if step == "hand_on":
        raise IllegalStep(_("Hãy chọn đơn vị nhận việc chuyển tiếp."))
    note = nfc(note)
    transition = ASSIGNMENT_WORKFLOW.check(step, by, row, note=note)
    before, row.status = row.status, transition.target
    fields = ["reported_by", "progress", "confirmed_at"]
    if step == "report":
        row.reported_by, row.progress = by, 100
    row.confirmed_at = timezone.now() if step == "confirm" else None
    if row.is_closed:
        row.more_time.filter(state=MoreTimeState.ASKED).update(
            state=MoreTimeState.REFUSED, answer=str(_("Việc đã kết thúc.")), answered_by=by, answered_at=timezone.now()
        )  # fmt: skip
    keep(row, step, before=before, by=by, note=note, progress=row.progress, fields=fields)
    if step in {"confirm", "return", "reopen", "withdraw"}:
        audit.record(
            f"work.{step}", row, by=by, unit=row.by_unit, before={"status": before},
            after={"status": row.status, "note": note},
        )  # fmt: skip
    return row


def take_step_for_many(
    rows: Iterable[Assignment], step: str, *, by: Any, note: str = ""
) -> list[tuple[Assignment, str]]:
    """Each row by itself: (row, "") when it went, (row, why not) when it did not."""
    results = []
    for row in rows:
        try:
            take_step(row, step, by=by, note=note)
        except (IllegalStep, StepRefused, NoteMissing) as refused:
            results.append((row, str(refused)))
        else:
            results.append((row, ""))
    return results


@transaction.atomic
def report_progress(assignment: Assignment, *, percent: int, note: str, by: Any) -> Assignment:
    """Say how far the work is (0 to 100) and in words. Telling of it accepts it. Raises StepRefused, IllegalStep."""
    row = _workable(assignment, by)
    if not 0 <= percent <= 100:
        raise ValidationError({"percent": _("Tiến độ từ 0 đến 100%.")})
    before = row.status
    if row.status != AssignmentStatus.HANDED_ON:
        row.status = AssignmentStatus.DOING
    row.progress = percent
    return keep(row, "progress", before=before, by=by, note=nfc(note), progress=percent, fields=["progress"])


@transaction.atomic
def hand_over(
    assignment: Assignment,
    *,
    seat: Seat | None = None,
    department: Department | None = None,
    by: Any,
    note: str = "",
) -> Assignment:
    """Give the row to a colleague or department of the same unit, who accepts it anew. Raises as `report_progress`."""
    row = _workable(assignment, by)
    if (seat is None) == (department is None):
        raise ValidationError({"seat": _("Hãy chọn một người hoặc một ban, phòng.")})
    if row.status == AssignmentStatus.HANDED_ON:
        raise IllegalStep(_("Việc này đã chuyển xuống đơn vị dưới."))
    if seat is not None and (seat.unit_id != row.unit_id or seat.to_on):
        raise ValidationError(
            {"seat": _("Chỉ chuyển cho người đang công tác ở %(unit)s.") % {"unit": row.unit}}
        )
    if department is not None and department.unit_id != row.unit_id:
        raise ValidationError(
            {"department": _("Chỉ chuyển cho ban, phòng của %(unit)s.") % {"unit": row.unit}}
        )
    before, former, row.status = row.status, row.assignee, AssignmentStatus.ASSIGNED
    row.seat, row.department = seat, seat.department if seat else department
    words = _("Từ %(former)s sang %(now)s.") % {"former": former, "now": row.assignee}
    return keep(
        row, "hand_over", before=before, by=by, note=f"{words} {nfc(note)}", fields=["seat", "department"]
    )


@transaction.atomic
def add_evidence(assignment: Assignment, piece: NewEvidence, *, by: Any) -> WorkEvidence:
    """Keep a file or link with the work. Raises StepRefused, IllegalStep (settled), ValidationError (too many)."""
    row = locked(assignment)
    _may_work(row, by)
    if row.is_closed:
        raise IllegalStep(_("Việc đã kết thúc, không thêm minh chứng được."))
    if row.evidence.count() >= MOST_EVIDENCE:
        raise ValidationError(
            {"file": _("Mỗi việc có tối đa %(most)d minh chứng.") % {"most": MOST_EVIDENCE}}
        )
    kept = WorkEvidence(
        assignment=row, url=piece.url, caption=piece.caption, original_name=piece.original_name, sha256=piece.sha256,
        added_by=by,
    )  # fmt: skip
    if piece.data:
        kept.file.save(f"{uuid.uuid4().hex}.{piece.extension}", ContentFile(piece.data), save=False)
    try:
        kept.save()
    except BaseException:
        if kept.file:
            kept.file.storage.delete(str(kept.file.name))
        raise
    return kept


@transaction.atomic
def remove_evidence(piece: WorkEvidence, *, by: Any) -> None:
    """Take a piece away; the log keeps name and SHA-256. Raises StepRefused, IllegalStep (settled)."""
    row = locked(piece.assignment)
    _may_work(row, by)
    if row.is_closed:
        raise IllegalStep(_("Việc đã kết thúc, minh chứng được giữ nguyên."))
    before = {"name": piece.original_name, "url": piece.url, "sha256": piece.sha256}
    audit.record("work.evidence.remove", row, by=by, unit=row.unit, before=before)
    if piece.file:
        transaction.on_commit(partial(piece.file.storage.delete, str(piece.file.name)))
    piece.delete()


def _workable(assignment: Assignment, by: Any) -> Assignment:
    row = locked(assignment)
    _may_work(row, by)
    if row.status not in WORKABLE:
        raise IllegalStep(
            _("Việc đang “%(status)s” nên không cập nhật được. Hãy tải lại trang.") % {"status": row.get_status_display()}
        )  # fmt: skip
    return row


def _may_work(row: Assignment, by: Any) -> None:
    reason = assignee(by, row)
    if reason:
        raise StepRefused(reason)
