"""Answering a step: yes, with remarks, no, back to an earlier step or to the drafter, on without an answer."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from core.vietnamese import nfc
from core.workflow import IllegalStep
from documents.models import Document
from documents.review.models import (
    REQUIRED,
    Answer,
    ReviewStep,
    SheetStatus,
    StepKind,
    StepStatus,
)
from documents.review.proposing import asked_again
from documents.review.queries import earlier_steps, same_place
from documents.review.workflow import REVIEW_WORKFLOW
from documents.services import NotReady, take_step
from documents.services.review import Said, advance, record
from documents.services.rows import locked
from documents.services.steps import check_seen
from units import audit

BY_HAND = "Ý kiến viết tay trong phiếu trình."
LONGEST_TEXT = 4000


def answer(
    step: ReviewStep,
    given: str,
    *,
    version: int,
    by: Any,
    text: str = "",
    drawing: bytes = b"",
    findings: list[dict[str, Any]] | None = None,
    back_to: int | None = None,
) -> ReviewStep:
    """Write the person's answer (models.Answer) and lead the sheet on; the leader's yes approves the document.

    `version` is the number of the version that was looked at, `drawing` a PNG, `back_to` the step a return goes to
    (none: the drafter). A yes with words is a yes with remarks. Raises StepRefused, IllegalStep (answered or ended
    meanwhile), NoteMissing, TextChanged, NotReady.
    """
    text = nfc(text).strip()[:LONGEST_TEXT]
    if given == Answer.AGREE and (text or drawing):
        given = Answer.REMARK
    said = Said(step=step, text=text, drawing=drawing, findings=findings)
    with transaction.atomic():
        row = locked(step.sheet.document)
        fresh = fresh_step(step)
        REVIEW_WORKFLOW.check(given, by, fresh, note=text or (BY_HAND if drawing else ""))
        check_seen(row, version)
        if given == Answer.RETURN:
            _return(row, fresh, said, back_to, by=by)
        elif fresh.kind == StepKind.APPROVAL:
            take_step(row, "approve", by=by, note=_note(said), said=said)
        else:
            record(fresh, given, by=by, said=said)
            advance(fresh.sheet)
        _tell(row, fresh, given, by=by)
    return fresh


def send_back(step: ReviewStep, target: ReviewStep, *, said: Said, by: Any) -> None:
    """Ask an earlier step anew, and what was asked after it; the answers given so far stay readable.

    The document is locked and the step was checked.
    """
    sheet = step.sheet
    turn = max(sheet.steps.values_list("turn", flat=True)) + 1
    between = sheet.steps.filter(round__gt=target.round, round__lte=step.round, kind__in=REQUIRED)
    between = between.exclude(status=StepStatus.PASSED)
    places = {same_place(one): one for one in between.order_by("turn", "pk")}
    step.sent_back_to = target
    record(step, Answer.RETURN, by=by, said=said, status=StepStatus.RETURNED)
    sheet.steps.filter(status=StepStatus.OPEN, kind__in=REQUIRED).update(status=StepStatus.DROPPED)
    sheet.steps.filter(status=StepStatus.WAITING).update(turn=turn)
    again = [target, *(one for one in places.values() if one.status != StepStatus.WAITING)]
    ReviewStep.objects.bulk_create(
        ReviewStep(
            sheet=sheet, round=one.round, turn=turn, kind=one.kind, seat=one.seat, role=one.role,
            department=one.department, due_on=asked_again(one),
        )
        for one in again
    )  # fmt: skip
    advance(sheet)


def skip(step: ReviewStep, *, reason: str, by: Any) -> ReviewStep:
    """Go on without an opinion that is overdue. Raises StepRefused, IllegalStep, NoteMissing, NotReady."""
    reason = nfc(reason).strip()[:LONGEST_TEXT]
    with transaction.atomic():
        row = locked(step.sheet.document)
        fresh = fresh_step(step)
        REVIEW_WORKFLOW.check("skip", by, fresh, note=reason)
        if fresh.kind != StepKind.OPINION:
            raise NotReady("Chỉ bỏ qua được bước góp ý. Bước kiểm tra, duyệt phải có người trả lời.")
        if not fresh.is_late:
            raise NotReady(f"Bước này còn hạn đến hết ngày {fresh.due_on:%d/%m/%Y} nên chưa bỏ qua được.")
        record(fresh, "", by=by, said=Said(text=reason), status=StepStatus.SKIPPED)
        advance(fresh.sheet)
        _tell(row, fresh, "skip", by=by)
    return fresh


def _return(row: Document, step: ReviewStep, said: Said, back_to: int | None, *, by: Any) -> None:
    if back_to is None:
        take_step(row, "return", by=by, note=_note(said), said=said)
        return
    target = next((one for one in earlier_steps(step) if one.pk == back_to), None)
    if target is None:
        raise NotReady(
            "Bước nhận lại không còn trong phiếu trình. Hãy tải lại trang rồi chọn lại.", field="back_to"
        )
    send_back(step, target, said=said, by=by)


def fresh_step(step: ReviewStep) -> ReviewStep:
    """The step as it is under the lock. Raises IllegalStep when its sheet has ended."""
    rows = ReviewStep.objects.select_related("sheet__document__issuer", "seat__user", "department")
    fresh = rows.defer("findings").get(pk=step.pk)
    if fresh.sheet.status != SheetStatus.OPEN:
        raise IllegalStep(
            f"{fresh.sheet} đã kết thúc ({fresh.sheet.get_status_display().lower()}). "
            "Hãy xem phiếu trình mới nhất của văn bản."
        )
    return fresh


def _note(said: Said) -> str:
    return said.text or (BY_HAND if said.drawing else "")


def _tell(row: Document, step: ReviewStep, given: str, *, by: Any) -> None:
    audit.record(
        "review.answer", step, by=by, unit=row.issuer,
        after={"document": row.pk, "sheet": step.sheet.number, "kind": step.kind, "answer": given,
               "version": row.current_version.number if row.current_version else 0},
    )  # fmt: skip
