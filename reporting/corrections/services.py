"""Asking for a correction, agreeing level by level, and what the last agreement does."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.vietnamese import nfc
from core.workflow import IllegalStep, StepRefused, Transition
from documents.models import Status
from documents.signing import queries as signatures
from reporting.checks.cells import CellInput, Entry
from reporting.corrections.chain import add_versions
from reporting.corrections.checking import CorrectionError, Subject, Wanted, new_value, subject_of
from reporting.corrections.effects import effects_of, path_to_approve, reports_holding
from reporting.corrections.models import (
    EXPLANATION,
    AskedBy,
    Correction,
    CorrectionMove,
    CorrectionReason,
    CorrectionStatus,
    CorrectionStep,
)
from reporting.corrections.papers import IssuedReport, draft_papers, lock_issued
from reporting.corrections.parts import as_json
from reporting.corrections.rehearsing import Rehearsal, rehearse, store_value
from reporting.corrections.restating import restate_totals
from reporting.corrections.words import old_entry, said
from reporting.corrections.workflow import CORRECTION_WORKFLOW, is_last, line_of, proposer
from reporting.models import Period, PeriodUnit, Submission
from reporting.models.submissions import COUNTED
from reporting.queries.layout import FormLayout, Key, layout_of
from reporting.rollups.rules import rules
from reporting.services.entry import lock_submission
from units import audit


def prepare(
    submission: Submission, *, cell: Key | None = None, section: str = "", typed: CellInput | None = None, text: str = "",
    reason: CorrectionReason, explanation: str, asked_by: str, asked_on: dt.date, asked_in: str = "", by: Any,
    seen: str | None = None,
) -> tuple[Correction, Rehearsal]:  # fmt: skip
    """A checked correction that is not saved, and what came of trying it, for the preview. Nothing is written.

    `seen`: what stood in the cell when the page was opened. Raises StepRefused, IllegalStep, CorrectionError.
    """
    refusal = proposer(by, submission)
    if refusal:
        raise StepRefused(refusal)
    layout = layout_of(submission.form)
    subject = subject_of(submission, cell=cell, section=section, layout=layout)
    _check_state(submission, subject)
    if seen is not None and seen != subject.stamp:
        raise CorrectionError("Ô này vừa được thay đổi. Hãy tải lại trang để xem giá trị mới nhất.")
    wanted = new_value(subject, typed=typed, text=text, reason=reason)
    words = nfc(explanation).strip()
    if not words:
        raise CorrectionError("Hãy giải trình vì sao giá trị đã báo cáo sai.", field="explanation")
    if len(words) > EXPLANATION:
        raise CorrectionError(
            f"Giải trình dài {len(words)} ký tự, tối đa {EXPLANATION}.", field="explanation"
        )
    if asked_on > timezone.localdate():
        raise CorrectionError("Ngày yêu cầu không thể ở tương lai.", field="asked_on")
    correction = Correction(
        submission=submission, title=subject.title[:300], reason=reason, explanation=words, asked_by=AskedBy(asked_by),
        asked_in=nfc(asked_in).strip()[:200], asked_on=asked_on, prepared_by=by,
    )  # fmt: skip
    _fill(correction, subject, wanted)
    tried = rehearse(correction, layout=layout)
    if tried.errors and not tried.needs_others:
        raise CorrectionError(
            f"Giá trị mới chưa đúng quy tắc kiểm tra: {' '.join(tried.errors)} "
            "Nếu ô khác cũng sai, hãy đính chính ô đó trước.",
            field="value",
        )
    correction.moves_of_totals = as_json(tried.moves)
    return correction, tried


def _fill(correction: Correction, subject: Subject, wanted: Wanted) -> None:
    if subject.section is not None:
        correction.section = subject.section
        correction.old_text, correction.new_text = subject.text, wanted.text
        return
    assert subject.spec is not None
    correction.indicator, correction.breakdown = subject.spec.indicator, subject.spec.breakdown
    old, new = subject.entry, wanted.entry
    if old is not None:
        correction.old_state, correction.old_value, correction.old_base = old.state, old.value, old.base
    if new is not None:
        correction.new_state, correction.new_value, correction.new_base = new.state, new.value, new.base


def _check_state(submission: Submission, subject: Subject) -> None:
    if submission.status not in COUNTED:
        raise IllegalStep(
            f"Báo cáo đang ở trạng thái “{submission.get_status_display()}” nên không đính chính: sửa thẳng trong phiếu "
            "nhập. Chỉ báo cáo đã duyệt mới đính chính."
        )
    same = submission.corrections.pending()
    if subject.spec is not None:
        same = same.filter(indicator=subject.spec.indicator, breakdown=subject.spec.breakdown)
    else:
        same = same.filter(section=subject.section)
    if same.exists():
        raise IllegalStep(
            f"{subject.title}: đang có một đề nghị đính chính chưa xong. Hãy đợi kết thúc đề nghị đó rồi mới đề nghị tiếp."
        )


@transaction.atomic
def propose(submission: Submission, *, by: Any, **words: Any) -> Correction:
    """Ask for the correction of one cell or text; takes what `prepare` takes and raises what it raises."""
    now = lock_submission(submission)
    correction, _tried = prepare(now, by=by, **words)
    path = path_to_approve(now)
    correction.waits_at = path[0]
    correction.save(force_insert=True)
    CorrectionStep.objects.bulk_create(
        CorrectionStep(correction=correction, order=order, place=place)
        for order, place in enumerate(path, start=1)
    )
    CorrectionMove.objects.create(
        correction=correction, step="propose", from_status="", to_status=CorrectionStatus.PENDING, by=by,
        note=correction.explanation,
    )  # fmt: skip
    audit.record(
        "reporting.correction.propose", correction, by=by, unit=now.unit,
        before=_stands(correction, old=True), after={**_stands(correction), "reason": correction.reason.code},
    )  # fmt: skip
    return correction


def _stands(correction: Correction, *, old: bool = False) -> dict[str, str]:
    before, after = said(correction)
    return {correction.title: before if old else after}


@transaction.atomic
def take_step(correction: Correction, step: str, *, by: Any, note: str = "") -> Correction:
    """One step of CORRECTION_WORKFLOW. Raises IllegalStep, StepRefused, NoteMissing."""
    note = nfc(note).strip()
    # The totals of the period are rewritten by one at a time: first the period, then what belongs to it.
    Period.objects.select_for_update(no_key=True).get(pk=correction.submission.period_id)
    submission = lock_submission(correction.submission)
    row = _locked(correction)
    transition = CORRECTION_WORKFLOW.check(step, by, row, note=note)
    if step in {"agree", "settle"}:
        _check_unchanged(row, submission)
    place = row.waits_at
    if step == "settle" and not _path_goes_on(row):
        _settle(row, submission, by=by)
    elif step in {"agree", "settle"}:
        transition = CORRECTION_WORKFLOW.check("agree", by, row, note=note)
    _decide(row, step, by=by)
    _record(row, transition, place=place, by=by, note=note)
    return row


def _locked(correction: Correction) -> Correction:
    Correction.objects.select_for_update().values_list("pk").get(pk=correction.pk)
    return Correction.objects.select_related(
        "submission__unit", "submission__form", "submission__period", "submission__period_unit__unit", "indicator",
        "section", "reason", "waits_at__unit", "prepared_by",
    ).get(pk=correction.pk)  # fmt: skip


def _check_unchanged(row: Correction, submission: Submission) -> None:
    """The report still counts and the cell still holds what the correction started from."""
    if submission.status not in COUNTED:
        raise IllegalStep(
            f"Báo cáo đã được mở lại (“{submission.get_status_display()}”): đơn vị sửa thẳng trong phiếu nhập. Hãy rút hoặc "
            "không đồng ý đề nghị này."
        )
    cell = (row.indicator.code, row.breakdown) if row.indicator else None
    now = subject_of(submission, cell=cell, section=row.section.code if row.section else "")
    then, current = old_entry(row), now.entry
    same = now.text == row.old_text if row.section else _value(then) == _value(current)
    if not same:
        raise IllegalStep(
            f"{row.title} đã thay đổi từ khi đề nghị. Hãy không đồng ý đề nghị này và lập đề nghị mới từ giá trị hiện tại."
        )


def _value(entry: Entry | None) -> tuple[Any, ...]:
    return (entry.state, entry.value, entry.base) if entry else ("",)


def _path_goes_on(row: Correction) -> bool:
    """A level above compiled the report since the correction was asked for: it has to agree too."""
    there = set(row.steps.values_list("place_id", flat=True))
    added = [place for place in path_to_approve(row.submission) if place.pk not in there]
    first = row.steps.count() + 1
    CorrectionStep.objects.bulk_create(
        CorrectionStep(correction=row, order=order, place=place)
        for order, place in enumerate(added, start=first)
    )
    return not is_last(row)


def _decide(row: Correction, step: str, *, by: Any) -> None:
    """Whose turn it is next."""
    if step in {"agree", "settle"}:
        row.steps.filter(place=row.waits_at).update(decided_by=by, decided_at=timezone.now())
        following = row.steps.filter(decided_at=None).select_related("place__unit").order_by("order").first()
        row.waits_at = following.place if following else None
    else:
        row.waits_at = None


def _record(row: Correction, transition: Transition, *, place: Any, by: Any, note: str) -> None:
    before, row.status = row.status, transition.target
    row.decided_at = None if row.is_pending else timezone.now()
    row.save(update_fields=["status", "waits_at", "decided_at", "effects", "moves_of_totals"])
    CorrectionMove.objects.create(
        correction=row, place=place, step=transition.step, from_status=before, to_status=row.status, by=by, note=note
    )  # fmt: skip
    audit.record(
        f"reporting.correction.{transition.step}", row, by=by, unit=place.unit if place else row.submission.unit,
        before={"status": before}, after={"status": row.status, "note": note, **_stands(row)},
    )  # fmt: skip


# --- done


def _settle(row: Correction, submission: Submission, *, by: Any) -> None:
    """This correction, and with it those without which the boxes would not be equal."""
    line = line_of(submission.period_unit)
    issued: list[IssuedReport] = lock_issued(submission, line)
    _check_none_signed(submission, line)
    layout = layout_of(submission.form)
    # Tried once more: another correction of the report may have been settled since this one was asked for.
    tried = rehearse(row, layout=layout)
    with_it = _companions(row, submission, layout) if tried.needs_others else []
    if tried.errors and not with_it:
        instead = (
            "Hãy đề nghị đính chính cả ô liên quan; các đề nghị được duyệt cùng một lúc."
            if tried.needs_others
            else "Hãy không đồng ý đề nghị này và lập đề nghị mới, hoặc đính chính ô liên quan trước."
        )
        raise IllegalStep(
            f"Với số liệu hiện nay, giá trị mới không đúng quy tắc kiểm tra: {' '.join(tried.errors)} {instead}"
        )
    _carry_through(row, submission, line, issued, layout)
    for other in with_it:
        note = f"Duyệt cùng lúc với đính chính {row.title}."
        transition = CORRECTION_WORKFLOW.check("settle", by, other)
        _check_unchanged(other, submission)
        _carry_through(other, submission, line, issued, layout)
        place = other.waits_at
        _decide(other, "settle", by=by)
        _record(other, transition, place=place, by=by, note=note)


def _companions(row: Correction, submission: Submission, layout: FormLayout) -> list[Correction]:
    """Pending corrections of the same report, waiting at the same level, that make this one right; as few as do."""
    pending = submission.corrections.pending().exclude(pk=row.pk).filter(waits_at=row.waits_at)
    rows = pending.exclude(indicator=None).order_by("prepared_at", "pk").values_list("pk", flat=True)
    others = [one for one in (_locked(Correction(pk=pk)) for pk in rows) if is_last(one)]
    same = [one for one in others if one.indicator == row.indicator]
    for chosen in (*([one] for one in others), same, others):
        if chosen and not rehearse(row, layout=layout, also=chosen).errors:
            return chosen
    return []


def _carry_through(
    row: Correction,
    submission: Submission,
    line: list[PeriodUnit],
    issued: list[IssuedReport],
    layout: FormLayout,
) -> None:
    """The cell gets its value, the chain its link, the totals their restated ones, the issued reports their papers."""
    tried = rehearse(row, layout=layout)
    row.moves_of_totals = as_json(tried.moves)
    row.effects = [effect.as_json() for effect in effects_of(row).totals]
    add_versions(row, tried.followers)
    store_value(row, submission, tried.followers)
    submission.version += 1
    submission.save(update_fields=["version", "updated_at"])
    restate_totals(row, tried.moves, line, rules())
    row.amendments.set(draft_papers(row, issued))


def _check_none_signed(submission: Submission, line: list[PeriodUnit]) -> None:
    """A signed report can go neither back nor on with other numbers: it is issued first, then it gets its papers."""
    for report in reports_holding(submission, line):
        if report.status == Status.NUMBERED and signatures.given(report) is not None:
            raise IllegalStep(
                f"Báo cáo tổng hợp số {report.doc_code} của {report.issuer.name} đã ký, đang chờ phát hành với số cũ. "
                "Hãy phát hành báo cáo đó trước; sau đó duyệt đính chính để hệ thống lập văn bản thay thế hoặc đính chính."
            )


__all__ = ["CorrectionError", "prepare", "propose", "take_step"]
