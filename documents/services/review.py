"""The review sheet while its document moves: begun, led from round to round, ended. The caller holds the document's lock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from core.workflow import IllegalStep
from documents.models import Document
from documents.review.models import (
    LIVE,
    REQUIRED,
    STOPPING,
    Answer,
    ReviewSheet,
    ReviewStep,
    SheetStatus,
    StepKind,
    StepStatus,
)
from documents.review.queries import sheet_under_way
from documents.review.workflow import answerer
from units.models import Department, Role, Seat


@dataclass(frozen=True)
class Asked:
    """One step as it is composed: what, of whom (seat, role or department), by when, in which round."""

    kind: str
    due_on: dt.date
    round: int = 1
    seat: Seat | None = None
    role: str = ""
    department: Department | None = None


@dataclass(frozen=True)
class Said:
    """What a person answers beyond yes or no. `drawing`: PNG; `findings`: what the check of the text said then."""

    step: ReviewStep | None = None
    text: str = ""
    drawing: bytes = b""
    findings: list[dict[str, Any]] | None = None


def straight_to_the_leader() -> list[Asked]:
    """The shortest sheet: any leader of the issuer approves."""
    return [Asked(StepKind.APPROVAL, timezone.localdate(), role=Role.LEADER)]


def begin(row: Document, *, by: Any, asked: Sequence[Asked] = (), message: str = "") -> ReviewSheet:
    """The next sheet of the locked document, its first round open."""
    last = row.review_sheets.order_by("-number").values_list("number", flat=True).first() or 0
    sheet = ReviewSheet.objects.create(
        document=row, number=last + 1, version=row.current_version, submitted_by=by, message=message,
    )  # fmt: skip
    ReviewStep.objects.bulk_create(
        ReviewStep(
            sheet=sheet, kind=one.kind, round=one.round, seat=one.seat, role=one.role, department=one.department,
            due_on=one.due_on,
        )
        for one in asked or straight_to_the_leader()
    )  # fmt: skip
    advance(sheet)
    return sheet


def advance(sheet: ReviewSheet) -> None:
    """Open the next round when nothing required is open any more; a round of comments alone holds nothing up."""
    live = list(sheet.steps.filter(status__in=LIVE))
    if any(step.status == StepStatus.OPEN and step.kind in REQUIRED for step in live):
        return
    for number in sorted({step.round for step in live if step.status == StepStatus.WAITING}):
        coming = [step for step in live if step.round == number and step.status == StepStatus.WAITING]
        ids = [step.pk for step in coming]
        ReviewStep.objects.filter(pk__in=ids).update(status=StepStatus.OPEN, opened_at=timezone.now())
        if any(step.kind in REQUIRED for step in coming):
            return


def close(sheet: ReviewSheet, status: str) -> None:
    """End the sheet; what was not answered is not asked any more, what was said stays."""
    sheet.steps.filter(status__in=LIVE).update(status=StepStatus.DROPPED)
    sheet.status, sheet.closed_at = status, timezone.now()
    sheet.save(update_fields=["status", "closed_at"])


def withdraw(row: Document) -> None:
    """The drafter takes the locked document back."""
    if sheet := sheet_under_way(row):
        close(sheet, SheetStatus.WITHDRAWN)


def approve(row: Document, *, by: Any, said: Said) -> None:
    """The leader's step and with it the sheet end well. Raises IllegalStep when it is not this person's turn."""
    if sheet := sheet_under_way(row):
        step = _turn_of(sheet, by, (StepKind.APPROVAL,), said)
        if step is None:
            raise IllegalStep(not_your_turn(sheet))
        record(step, Answer.REMARK if said.text or said.drawing else Answer.AGREE, by=by, said=said)
        close(sheet, SheetStatus.APPROVED)


def send_to_drafter(row: Document, *, by: Any, said: Said) -> None:
    """The sheet ends with a return. Raises IllegalStep when the person has no step that may stop the draft now.

    Where only a leader is asked, the head and the registry may still send it back, as anybody who reviews.
    """
    sheet = sheet_under_way(row)
    if sheet is None:
        return
    step = _turn_of(sheet, by, STOPPING, said)
    if step is not None:
        record(step, Answer.RETURN, by=by, said=said, status=StepStatus.RETURNED)
    elif sheet.steps.exclude(kind=StepKind.APPROVAL).exists():
        raise IllegalStep(not_your_turn(sheet))
    close(sheet, SheetStatus.RETURNED)


def _turn_of(sheet: ReviewSheet, by: Any, kinds: Sequence[str], said: Said) -> ReviewStep | None:
    """The open step of these kinds that is the person's; the one answered, when it is named."""
    steps = sheet.steps.filter(status=StepStatus.OPEN, kind__in=kinds).select_related("seat", "department")
    mine = [step for step in steps if not answerer(by, step)]
    return next((step for step in mine if said.step in {None, step}), None)


def not_your_turn(sheet: ReviewSheet) -> str:
    """Who is waited for, in words."""
    waits = [step for step in sheet.steps.filter(status=StepStatus.OPEN) if step.kind in REQUIRED]
    names = "; ".join(f"{step.addressee} ({step.get_kind_display().lower()})" for step in waits)
    return f"Phiếu trình đang chờ: {names}. Chưa đến bước của bạn."


def record(
    step: ReviewStep, answer: str, *, by: Any, said: Said, status: str = StepStatus.DONE
) -> ReviewStep:
    """Write the answer into the open step."""
    step.answer, step.status, step.text = answer, status, said.text
    step.findings, step.answered_by, step.answered_at = said.findings, by, timezone.now()
    if said.drawing:
        step.drawing.save(f"{step.pk}.png", ContentFile(said.drawing), save=False)
    step.save(
        update_fields=[
            "answer",
            "status",
            "text",
            "findings",
            "answered_by",
            "answered_at",
            "drawing",
            "sent_back_to",
        ]
    )
    return step
