"""Sending, receiving, returning and accepting a report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from core.vietnamese import nfc
from core.workflow import IllegalStep, Transition
from reporting.checks import ERROR, Finding, check_submission
from reporting.models import Figure, Period, PeriodUnit, Submission, SubmissionMove, SubmissionStatus
from reporting.queries.layout import FormLayout, Key
from reporting.services.entry import form_layout, lock_submission
from reporting.workflow import SUBMISSION_WORKFLOW
from units import audit
from units.models import User

MAX_CELL_NOTE = 300
WAITING = (SubmissionStatus.SUBMITTED, SubmissionStatus.RECEIVED)


class NotReady(Exception):
    """The report cannot be sent yet: `findings` are the errors, `blank` the required boxes and headings left out."""

    def __init__(self, findings: list[Finding], blank: list[Key], narratives: list[str]) -> None:
        self.findings = findings
        self.blank = blank
        self.narratives = narratives
        count = len(findings) + len(blank) + len(narratives)
        super().__init__(f"Chưa gửi được báo cáo: còn {count} chỗ phải sửa hoặc bổ sung.")


@transaction.atomic
def take_step(
    submission: Submission,
    step: str,
    *,
    by: User,
    note: str = "",
    cell_notes: Mapping[Key, str] | None = None,
    layout: FormLayout | None = None,
) -> Submission:
    """Move the report by one step of reporting.workflow.SUBMISSION_WORKFLOW.

    `cell_notes` (with "return" and "reopen") say at which box what is to be changed. `layout`: the form's
    boxes where the caller read them already. Raises IllegalStep, StepRefused, NoteMissing, NotReady.
    """
    return step_locked(
        lock_submission(submission), step, by=by, note=note, cell_notes=cell_notes, layout=layout
    )


def step_locked(
    now: Submission, step: str, *, by: User, note: str = "", cell_notes: Mapping[Key, str] | None = None,
    layout: FormLayout | None = None, figures: Mapping[Key, Figure] | None = None,
) -> Submission:  # fmt: skip
    """As `take_step`, for a report the caller's transaction has locked; a refusal leaves everything as it was.

    `figures`: what stands in its boxes, where the caller knows it.
    """
    note = nfc(note).strip()
    notes = {
        key: nfc(text).strip()[:MAX_CELL_NOTE] for key, text in (cell_notes or {}).items() if text.strip()
    }
    if notes and not note:
        note = "Đề nghị sửa các ô có ghi chú."
    transition = SUBMISSION_WORKFLOW.check(step, by, now, note=note)
    if now.period.status != Period.Status.OPEN:
        raise IllegalStep("Kỳ báo cáo đã khóa hoặc chưa mở, không thể chuyển bước.")
    if step == "submit":
        _send(now, by, form_layout(now, layout), figures)
    elif step in {"return", "reopen"}:
        note = _ask_changes(now, note, notes, form_layout(now, layout))
    elif step == "accept":
        now.accepted_at = timezone.now()
        now.figures.exclude(return_note="").update(return_note="")
    _record(now, transition, note, by)
    return now


@transaction.atomic
def accept_clean(place: PeriodUnit, *, by: User) -> tuple[int, int]:
    """Accept every waiting report directly below the place that has no error and no warning without an explanation.

    Gives (accepted, left for reading). Raises StepRefused when the person is not the receiver, IllegalStep (closed).
    """
    waiting = Submission.objects.filter(period_unit__parent=place, status__in=WAITING).select_related(
        "period__regime", "unit", "form", "period_unit__parent__unit"
    )
    accepted = left = 0
    layout: FormLayout | None = None
    for submission in waiting:
        layout = form_layout(submission, layout)
        if any(f.severity == ERROR or not f.explanation for f in check_submission(submission, layout=layout)):
            left += 1
        else:
            take_step(submission, "accept", by=by)
            accepted += 1
    return accepted, left


def _record(submission: Submission, transition: Transition, note: str, by: User) -> None:
    before = submission.status
    SubmissionMove.objects.create(
        submission=submission,
        step=transition.step,
        from_status=before,
        to_status=transition.target,
        by=by,
        note=note,
    )
    submission.status = transition.target
    submission.save(
        update_fields=[
            "status", "submitted_at", "last_submitted_at", "submitted_by", "accepted_at", "late", "times_returned",
            "updated_at",
        ]
    )  # fmt: skip
    audit.record(
        f"reporting.submission.{transition.step}", submission, by=by, unit=submission.unit,
        before={"status": before}, after={"status": transition.target, "note": note},
    )  # fmt: skip


def _send(submission: Submission, by: User, layout: FormLayout, figures: Mapping[Key, Figure] | None) -> None:
    findings = check_submission(submission, layout=layout, figures=figures)
    errors = [finding for finding in findings if finding.severity == ERROR]
    blank, narratives = missing(submission, layout, figures)
    if errors or blank or narratives:
        raise NotReady(errors, blank, narratives)
    submission.last_submitted_at = timezone.now()
    submission.submitted_by = by
    if submission.submitted_at is None:
        submission.submitted_at = submission.last_submitted_at
        submission.late = is_late(submission, timezone.localdate(submission.submitted_at))


def is_late(submission: Submission, on: dt.date) -> bool:
    """Whether a first sending on this day is after the due day and the regime's grace."""
    due = submission.period_unit.due_on
    return due is not None and on > due + dt.timedelta(days=submission.period.regime.grace_days)


def missing(
    submission: Submission, layout: FormLayout, figures: Mapping[Key, Figure] | None = None
) -> tuple[list[Key], list[str]]:
    """Required boxes and headings nobody answered. A nil return owes none. `figures`: the stored ones, if known."""
    if submission.nil_return:
        return [], []
    answered = set(
        submission.figures.values_list("indicator__code", "breakdown") if figures is None else figures
    )
    written = set(submission.narratives.values_list("section__code", flat=True))
    return (
        [cell.key for cell in layout if cell.required and cell.key not in answered],
        [section.code for section in layout.narratives if section.required and section.code not in written],
    )


def _ask_changes(submission: Submission, note: str, notes: Mapping[Key, str], layout: FormLayout) -> str:
    """Put each note at its box; a box left blank has no row, so every note also stands in the move."""
    submission.times_returned += 1
    submission.accepted_at = None
    figures = {(f.indicator.code, f.breakdown): f for f in submission.figures.select_related("indicator")}
    lines = [note] if note else []
    changed: list[Figure] = []
    for key, figure in figures.items():
        asked = notes.get(key, "")
        if figure.return_note != asked:
            figure.return_note = asked
            changed.append(figure)
    for key, text in notes.items():
        if key in layout.cells:
            lines.append(f"{layout.cells[key].title}: {text}")
    Figure.objects.bulk_update(changed, ["return_note"])
    return "\n".join(lines)
