"""Scoring a unit at one level: points within each criterion's most, findings, evidence, sending and returning."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from campaigns.emulation.models import (
    ConditionFinding,
    EmulationCriterion,
    EmulationRegistration,
    EmulationScore,
    Movement,
    ScoreSheet,
)
from campaigns.emulation.workflow import SHEET_WORKFLOW, scores
from campaigns.services import texts
from campaigns.services.errors import CampaignError
from core.formats import write
from core.vietnamese import nfc
from core.workflow import StepRefused
from units import audit

Level = ScoreSheet.Level
STEP = Decimal("0.25")


class ScoreErrors(CampaignError):
    """Cells that were refused: criterion → words; the rest stays as it was."""

    def __init__(self, cells: Mapping[int, str]) -> None:
        super().__init__(f"Có {len(cells)} ô điểm chưa đúng. Hãy sửa các ô được đánh dấu.")
        self.cells = dict(cells)


def save_scores(
    registration: EmulationRegistration, level: int, *, points: Mapping[int, Decimal], found: Collection[int] = (),
    notes: Mapping[int, str] | None = None, by: Any = None,
) -> ScoreSheet:  # fmt: skip
    """Keep the points of a level as a draft: all cells or none. Raises ScoreErrors, CampaignError, StepRefused."""
    _allow(scores(by, registration, level) if by is not None else "")
    with transaction.atomic():
        sheet = _sheet_to_fill(registration, level, by)
        criteria = _criteria(registration)
        _check_cells(criteria, points)
        said = notes or {}
        sheet.scores.all().delete()
        EmulationScore.objects.bulk_create(
            EmulationScore(
                sheet=sheet, criterion_id=pk, points=value,
                note=texts.line(said.get(pk, ""), field="note", label="Giải trình", longest=500, required=False),
            )
            for pk, value in points.items()
        )  # fmt: skip
        _keep_findings(sheet, registration, found)
        sheet.scored_by = by
        sheet.save(update_fields=["scored_by"])
        audit.record(
            "emulation.score", registration, by=by, unit=registration.unit,
            after={"level": level, "points": {str(pk): str(value) for pk, value in points.items()},
                   "found": sorted(found)},
        )  # fmt: skip
    return sheet


def take_sheet_step(sheet: ScoreSheet, step: str, *, by: Any, note: str = "") -> ScoreSheet:
    """Send a sheet, or return it with a reason. Raises IllegalStep, NoteMissing, StepRefused, CampaignError."""
    with transaction.atomic():
        row = ScoreSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
        row.registration = sheet.registration
        words = nfc(note).strip()
        transition = SHEET_WORKFLOW.check(step, by, row, note=words)
        _check_scoring(row.registration)
        if step == "send":
            _check_whole(row)
            row.sent_at = timezone.now()
        else:
            _check_not_taken_up(row)
        before, row.status = row.status, transition.target
        row.note = texts.within(words, field="note", label="Lý do", longest=1000)
        row.save(update_fields=["status", "note", "sent_at"])
        audit.record(
            f"emulation.sheet.{step}", row.registration, by=by, unit=row.registration.unit,
            before={"status": before}, after={"status": row.status, "level": row.level, "note": words},
        )  # fmt: skip
    return row


def start_from_below(registration: EmulationRegistration, level: int, *, by: Any) -> ScoreSheet | None:
    """A first draft of the level with the points of the level below, to be corrected; None when there is nothing yet."""
    _allow(scores(by, registration, level))
    below = (
        ScoreSheet.objects.filter(registration=registration, level__lt=level, status=ScoreSheet.Status.SENT)
        .order_by("-level")
        .first()
    )
    if below is None:
        return None
    points = dict(below.scores.values_list("criterion", "points"))
    found = list(below.findings.values_list("condition", flat=True))
    return save_scores(registration, level, points=points, found=found, by=by)


def _sheet_to_fill(registration: EmulationRegistration, level: int, by: Any) -> ScoreSheet:
    _check_scoring(registration)
    # One at a time for a unit, also when no sheet stands yet.
    EmulationRegistration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
    sheet, _made = ScoreSheet.objects.get_or_create(
        registration=registration, level=level, defaults={"scored_by": by}
    )
    if sheet.status == ScoreSheet.Status.SENT:
        raise CampaignError("Phiếu điểm đã gửi nên không sửa được. Cấp trên trả lại thì sửa và gửi lại.")
    return sheet


def _check_scoring(registration: EmulationRegistration) -> None:
    if registration.movement.status != Movement.Status.SCORING:
        raise CampaignError(
            f"Phong trào ở trạng thái “{registration.movement.get_status_display()}” nên không chấm điểm được."
        )


def _criteria(registration: EmulationRegistration) -> dict[int, EmulationCriterion]:
    found = EmulationCriterion.objects.filter(group__criteria_set=registration.movement.criteria_id)
    return {criterion.pk: criterion for criterion in found}


def _check_cells(criteria: Mapping[int, EmulationCriterion], points: Mapping[int, Decimal]) -> None:
    wrong = {pk: words for pk, value in points.items() if (words := _cell_fault(criteria.get(pk), value))}
    if wrong:
        raise ScoreErrors(wrong)


def _cell_fault(criterion: EmulationCriterion | None, value: Decimal) -> str:
    if criterion is None:
        return "Tiêu chí này không thuộc bộ tiêu chí của phong trào. Hãy tải lại trang."
    if value < 0:
        return "Điểm không thể là số âm."
    if value > criterion.max_points:
        return (
            f"{write.number(value)} vượt điểm tối đa {write.number(criterion.max_points)} của tiêu chí này."
        )
    if value % STEP:
        return f"Điểm chấm lẻ đến {write.number(STEP)}."
    return ""


def _keep_findings(sheet: ScoreSheet, registration: EmulationRegistration, found: Collection[int]) -> None:
    criteria = registration.movement.criteria
    known = set(criteria.conditions.values_list("pk", flat=True)) if criteria else set()
    if set(found) - known:
        raise CampaignError("Điều kiện này không thuộc bộ tiêu chí của phong trào. Hãy tải lại trang.")
    sheet.findings.all().delete()
    ConditionFinding.objects.bulk_create(
        ConditionFinding(sheet=sheet, condition_id=pk) for pk in sorted(found)
    )


def _check_whole(sheet: ScoreSheet) -> None:
    """Every criterion has points; own points that ask for evidence have it. Raises ScoreErrors."""
    criteria = _criteria(sheet.registration)
    given = dict(sheet.scores.values_list("criterion", "points"))
    wrong = {pk: "Chưa có điểm. Nhập 0 nếu không đạt." for pk in criteria if pk not in given}
    if sheet.level == Level.SELF:
        shown = set(sheet.registration.evidence.values_list("criterion", flat=True))
        wrong |= {
            pk: "Tiêu chí này phải có minh chứng. Hãy đính kèm tệp, đường dẫn hoặc hoạt động đã ghi."
            for pk, criterion in criteria.items()
            if criterion.evidence_needed and given.get(pk) and pk not in shown
        }
    if wrong:
        raise ScoreErrors(wrong)


def _check_not_taken_up(sheet: ScoreSheet) -> None:
    above = ScoreSheet.objects.filter(
        registration=sheet.registration, level__gt=sheet.level, status=ScoreSheet.Status.SENT
    )
    if above.exists():
        raise CampaignError("Cấp trên đã gửi điểm trên phiếu này nên không trả lại được nữa.")


def _allow(reason: str) -> None:
    if reason:
        raise StepRefused(reason)
