"""Passing a step on to somebody else when the one who is asked has left the seat or is away."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from core.vietnamese import nfc
from core.workflow import NoteMissing
from documents.models import DocumentMove
from documents.review.models import ReviewStep, StepStatus
from documents.review.presence import tell_missing
from documents.review.proposing import asked_again
from documents.review.queries import takers_of
from documents.review.services.answering import LONGEST_TEXT, fresh_step
from documents.review.workflow import PASS, REVIEW_WORKFLOW
from documents.services import NotReady
from documents.services.review import Said, record
from documents.services.rows import locked
from units import audit
from units.models import Seat


def pass_on(step: ReviewStep, *, to: Seat, reason: str, by: Any) -> ReviewStep:
    """Ask this person instead; the step that was passed on stays in the sheet with the reason. Gives the new step.

    Raises StepRefused, IllegalStep, NoteMissing, NotReady (the one asked is there, or `to` may not answer it).
    """
    reason = nfc(reason).strip()[:LONGEST_TEXT]
    with transaction.atomic():
        row = locked(step.sheet.document)
        fresh = fresh_step(step)
        REVIEW_WORKFLOW.check(PASS, by, fresh, note=reason)
        if "\x00" in reason:
            raise NoteMissing("Lý do có ký tự không đọc được. Hãy gõ lại.")
        tell_missing([fresh], row.issuer_id)
        if not fresh.missing:
            raise NotReady(f"{fresh.addressee} đang làm việc nên bước này chưa chuyển cho người khác được.")
        if to.pk not in {seat.pk for seat in takers_of(fresh)}:
            raise NotReady("Người này không nhận được bước này. Hãy chọn người khác.", field="seat")
        before, status, opened = fresh.addressee, fresh.status, fresh.opened_at
        record(fresh, "", by=by, said=Said(text=reason), status=StepStatus.PASSED)
        taken = ReviewStep.objects.create(
            sheet=fresh.sheet, round=fresh.round, turn=fresh.turn, kind=fresh.kind, seat=to, status=status,
            due_on=asked_again(fresh), opened_at=opened,
        )  # fmt: skip
        DocumentMove.objects.create(
            document=row, version=row.current_version, step=PASS, from_status=row.status, to_status=row.status, by=by,
            note=f"{fresh.get_kind_display()}: {before} → {taken.addressee}. {reason}",
        )  # fmt: skip
        audit.record(
            "review.pass", taken, by=by, unit=row.issuer,
            before={"to": before}, after={"to": taken.addressee, "document": row.pk, "note": reason},
        )  # fmt: skip
    return taken
