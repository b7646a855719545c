"""Sending, receiving, returning and accepting a report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.vietnamese import nfc
from core.workflow import IllegalStep, Transition
from reporting.checks import Finding, check_submission
from reporting.models import Figure, Period, Submission, SubmissionMove
from reporting.queries.layout import FormLayout, Key, cell_name
from reporting.receiving.queries import open_below_words
from reporting.receiving.services.deciding import approve_asked, why_not_acceptable
from reporting.receiving.versions import TEXT, keep_notes, keep_version
from reporting.services.entry import form_layout, lock_submission
from reporting.workflow import REPORTER_ROLES, SUBMISSION_WORKFLOW
from units import audit
from units.models import User
from units.scope import holds_any

MAX_CELL_NOTE = 300


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
    text_notes: Mapping[str, str] | None = None,
    layout: FormLayout | None = None,
) -> Submission:
    """Move the report by one step of reporting.workflow.SUBMISSION_WORKFLOW.

    `cell_notes` and `text_notes` (with "return" and "reopen") say at which box or heading what is to be changed.
    `layout`: the form's boxes where the caller read them already. Raises IllegalStep, StepRefused, NoteMissing, NotReady.
    """
    return step_locked(
        lock_submission(submission), step, by=by, note=note, cell_notes=cell_notes, text_notes=text_notes, layout=layout
    )  # fmt: skip


def step_locked(
    now: Submission, step: str, *, by: User, note: str = "", cell_notes: Mapping[Key, str] | None = None,
    text_notes: Mapping[str, str] | None = None, layout: FormLayout | None = None,
    figures: Mapping[Key, Figure] | None = None, written: Mapping[str, str] | None = None,
) -> Submission:  # fmt: skip
    """As `take_step`, for a report the caller's transaction has locked; a refusal leaves everything as it was.

    `figures`, `written`: what stands in its boxes and under its headings (code → text), where the caller knows it.
    """
    note = nfc(note).strip()
    notes, texts = _clean(cell_notes), _clean(text_notes)
    if (notes or texts) and not note:
        note = "Đề nghị sửa các ô có ghi chú."
    transition = SUBMISSION_WORKFLOW.check(step, by, now, note=note)
    if now.period.status != Period.Status.OPEN:
        raise IllegalStep("Kỳ báo cáo đã khóa hoặc chưa mở, không thể chuyển bước.")
    if step == "submit" and not now.period_unit.obliged:
        raise IllegalStep("Đơn vị được miễn báo cáo kỳ này nên không phải gửi.")
    if step == "receive":
        _record(now, transition, note, by)
        return now
    form = form_layout(now, layout)
    if step == "submit":
        first = now.submitted_at is None
        findings = _send(now, by, form, figures, written)
        keep_version(now, _record(now, transition, note, by), findings, figures, written, first=first)
    elif step in {"return", "reopen"}:
        kept = {cell_name(key): text for key, text in notes.items() if key in form.cells}
        kept |= {TEXT + code: text for code, text in texts.items()}
        move = _record(now, transition, _ask_changes(now, note, notes, texts, form), by)
        keep_notes(now, move, kept)
    else:
        words = accept(now, by, form)
        _record(now, transition, "\n".join(filter(None, (note, words))), by)
    return now


def _clean(notes: Mapping[Any, str] | None) -> dict[Any, str]:
    return {key: nfc(text).strip()[:MAX_CELL_NOTE] for key, text in (notes or {}).items() if text.strip()}


def accept(submission: Submission, by: User, layout: FormLayout) -> str:
    """Make the report ready to be accepted: waivers that were asked are approved, notes at boxes go.

    Gives what the move must say: how many reports below are not accepted yet. Raises IllegalStep when an error or a
    refused waiver stands.
    """
    findings = check_submission(submission, layout=layout)
    reason = why_not_acceptable(findings)
    if reason:
        raise IllegalStep(f"{reason} Hãy trả lại để đơn vị sửa.")
    submission.accepted_at = timezone.now()
    approve_asked([f.waiver for f in findings if f.waiver is not None], by=by)
    submission.figures.exclude(return_note="").update(return_note="")
    submission.narratives.exclude(return_note="").update(return_note="")
    return open_below_words(submission)


def _record(submission: Submission, transition: Transition, note: str, by: User) -> SubmissionMove:
    before = submission.status
    move = SubmissionMove.objects.create(
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
            "on_paper", "updated_at",
        ]
    )  # fmt: skip
    audit.record(
        f"reporting.submission.{transition.step}", submission, by=by, unit=submission.unit,
        before={"status": before}, after={"status": transition.target, "note": note},
    )  # fmt: skip
    return move


def _send(
    submission: Submission, by: User, layout: FormLayout, figures: Mapping[Key, Figure] | None,
    written: Mapping[str, str] | None,
) -> list[Finding]:  # fmt: skip
    findings = check_submission(submission, layout=layout, figures=figures)
    errors = [f for f in findings if f.is_error and not f.is_waived]
    blank, narratives = missing(submission, layout, figures, written)
    if errors or blank or narratives:
        raise NotReady(errors, blank, narratives)
    submission.last_submitted_at = timezone.now()
    submission.submitted_by = by
    if submission.on_paper and holds_any(by, *REPORTER_ROLES, at=submission.unit):
        # The unit took its report over again.
        submission.on_paper = False
    if submission.submitted_at is None:
        submission.submitted_at = submission.last_submitted_at
        submission.late = is_late(submission, _came_on(submission))
    return findings


def _came_on(submission: Submission) -> dt.date:
    """The day that decides on late: of a paper report the day the paper came in."""
    paper = submission.paper_reports.first() if submission.on_paper else None
    return paper.received_on if paper else timezone.localdate(submission.submitted_at)


def is_late(submission: Submission, on: dt.date) -> bool:
    """Whether a first sending on this day is after the due day and the regime's grace."""
    due = submission.period_unit.due_on
    return due is not None and on > due + dt.timedelta(days=submission.period.regime.grace_days)


def missing(
    submission: Submission, layout: FormLayout, figures: Mapping[Key, Figure] | None = None,
    written: Mapping[str, str] | None = None,
) -> tuple[list[Key], list[str]]:  # fmt: skip
    """Required boxes and headings nobody answered. A nil return owes none. `figures`, `written`: the stored ones, if
    known."""
    if submission.nil_return:
        return [], []
    kind = submission.period_unit.kind_code
    answered = set(
        submission.figures.values_list("indicator__code", "breakdown") if figures is None else figures
    )
    if written is None:
        written = dict(submission.narratives.values_list("section__code", "text"))
    return (
        [cell.key for cell in layout if cell.required_of(kind) and cell.key not in answered],
        [
            section.code
            for section in layout.narratives
            if section.required_of(kind) and section.code not in written
        ],
    )


def _ask_changes(
    submission: Submission, note: str, notes: Mapping[Key, str], texts: Mapping[str, str], layout: FormLayout
) -> str:
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
    Figure.objects.bulk_update(changed, ["return_note"])
    for narrative in submission.narratives.select_related("section"):
        asked = texts.get(narrative.section.code, "")
        if narrative.return_note != asked:
            narrative.return_note = asked
            narrative.save(update_fields=["return_note"])
    lines += [f"{layout.cells[key].title}: {text}" for key, text in notes.items() if key in layout.cells]
    titles = {section.code: section.title for section in layout.narratives}
    lines += [f"{titles[code]}: {text}" for code, text in texts.items() if code in titles]
    return "\n".join(lines)
