"""How a correction moves: asked for, agreed level by level along its path, done by the last one; or refused, withdrawn."""

from __future__ import annotations

from typing import Any

from core.workflow import Transition, Workflow
from reporting.corrections.models import Correction
from reporting.corrections.models import CorrectionStatus as S
from reporting.models import PeriodUnit, Submission
from reporting.workflow import RECEIVER_ROLES, REPORTER_ROLES
from units.models import Unit
from units.scope import holds_any


def line_of(place: PeriodUnit) -> list[PeriodUnit]:
    """The place and everything above it in the period's tree, from below; one query a level."""
    found, at = [place], place
    while at.parent_id:
        at = PeriodUnit.objects.select_related("unit", "period").get(pk=at.parent_id)
        found.append(at)
    return found


def acting_unit(place: PeriodUnit) -> Unit:
    """Who acts for the place today: its unit, or the nearest one above when that unit has ended (merged, dissolved)."""
    return next((at.unit for at in line_of(place) if at.unit.ended_on is None), place.unit)


def proposer(user: Any, submission: Submission) -> str:
    """ "" when the person may ask: the unit's own reporters, and whoever receives reports on the line above it."""
    if holds_any(user, *REPORTER_ROLES, at=submission.unit):
        return ""
    above = line_of(submission.period_unit)[1:] or [submission.period_unit]
    if any(holds_any(user, *RECEIVER_ROLES, at=place.unit) for place in above):
        return ""
    return "Chỉ cán bộ báo cáo của đơn vị hoặc cán bộ tổng hợp, lãnh đạo của công đoàn cấp trên mới đề nghị đính chính."


def approver(user: Any, correction: Correction) -> str:
    """ "" when it is this person's turn: receives reports at the level it waits at, and did not ask for it."""
    place = correction.waits_at
    if place is None:
        return "Đề nghị đính chính này đã kết thúc."
    unit = acting_unit(place)
    if not holds_any(user, *RECEIVER_ROLES, at=unit):
        return f"Bước này dành cho cán bộ tổng hợp hoặc lãnh đạo của {unit.name}."
    if correction.prepared_by_id == getattr(user, "pk", None):
        return "Người lập đề nghị không tự duyệt; cần một người khác của đơn vị."
    return ""


def is_last(correction: Correction) -> bool:
    """Nobody above the level it waits at has to agree."""
    top = max(correction.steps.all(), key=lambda step: step.order, default=None)
    return top is None or top.place_id == correction.waits_at_id


def _passes_on(user: Any, correction: Correction) -> str:
    refusal = approver(user, correction)
    return refusal or ("Đây là cấp cuối cùng; hãy duyệt đính chính." if is_last(correction) else "")


def _settles(user: Any, correction: Correction) -> str:
    refusal = approver(user, correction)
    return refusal or ("" if is_last(correction) else "Còn cấp trên trên đường tổng hợp phải đồng ý.")


def _withdraws(user: Any, correction: Correction) -> str:
    if correction.prepared_by_id == getattr(user, "pk", None):
        return ""
    if holds_any(user, *REPORTER_ROLES, at=correction.submission.unit):
        return ""
    return "Chỉ người lập đề nghị hoặc đơn vị báo cáo mới rút đề nghị."


CORRECTION_WORKFLOW = Workflow(
    Transition("agree", frozenset({S.PENDING}), S.PENDING, "Đồng ý, chuyển cấp trên", _passes_on),
    Transition("settle", frozenset({S.PENDING}), S.APPROVED, "Duyệt đính chính", _settles),
    Transition(
        "refuse", frozenset({S.PENDING}), S.REFUSED, "Không đồng ý", approver, needs_note=True, tone="outline-danger"
    ),
    Transition(
        "withdraw", frozenset({S.PENDING}), S.WITHDRAWN, "Rút đề nghị", _withdraws, needs_note=True,
        tone="outline-secondary",
    ),
)  # fmt: skip
