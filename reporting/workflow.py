"""How a unit's report moves: entered by the unit, received, returned or accepted one level above."""

from __future__ import annotations

from typing import Any

from core.workflow import Transition, Workflow
from reporting.models import Submission
from reporting.models import SubmissionStatus as S
from units.models import Role, Unit
from units.scope import holds_any
from units.succession.queries import heir_of

REPORTER_ROLES = (Role.GRASSROOTS, Role.UPPER_UNIT, Role.DRAFTER, Role.LEADER)
RECEIVER_ROLES = (Role.UPPER_UNIT, Role.LEADER)


def receiving_unit(submission: Submission) -> Unit:
    """The unit that accepts the report: its parent in the period's tree, or the next one above that has not ended.

    The root accepts its own.
    """
    place = submission.period_unit.parent
    while place and place.unit.ended_on and place.parent:
        place = place.parent
    return place.unit if place else submission.unit


def reporter(user: Any, submission: Submission) -> str:
    """Who enters and sends: "" or the reason why not. A report that came in on paper is entered one level above too."""
    if holds_any(user, *REPORTER_ROLES, at=submission.unit):
        return ""
    if submission.on_paper and not receiver(user, submission):
        return ""
    if submission.unit.ended_on:
        return _heir(user, submission)
    return "Chỉ cán bộ được phân công của chính đơn vị mới được nhập và gửi báo cáo này."


def _heir(user: Any, submission: Submission) -> str:
    """The report of an ended unit is its main successor's to enter and send."""
    heir = heir_of(submission.unit)
    if heir is not None and holds_any(user, *REPORTER_ROLES, at=heir):
        return ""
    ended = f"{submission.unit.name} đã kết thúc hoạt động ngày {submission.unit.ended_on:%d/%m/%Y}. "
    above = receiving_unit(submission).name
    if heir is not None:
        return (
            f"{ended}Báo cáo kỳ này do {heir.name} (đơn vị kế thừa) nhập và gửi, hoặc do {above} nhập thay: mở báo cáo rồi "
            "chọn “Nhập thay báo cáo giấy”."
        )
    return f"{ended}Báo cáo kỳ này do {above} nhập thay: mở báo cáo rồi chọn “Nhập thay báo cáo giấy”."


def receiver(user: Any, submission: Submission) -> str:
    """Who receives, returns and accepts: "" or the reason why not."""
    if holds_any(user, *RECEIVER_ROLES, at=receiving_unit(submission)):
        return ""
    return "Chỉ cán bộ tổng hợp hoặc lãnh đạo của công đoàn cấp trên trực tiếp mới được xử lý báo cáo này."


SUBMISSION_WORKFLOW = Workflow(
    Transition("submit", frozenset({S.DRAFT, S.RETURNED}), S.SUBMITTED, "Gửi báo cáo", reporter),
    Transition("receive", frozenset({S.SUBMITTED}), S.RECEIVED, "Tiếp nhận", receiver, tone="secondary"),
    Transition(
        "return", frozenset({S.SUBMITTED, S.RECEIVED}), S.RETURNED, "Trả lại", receiver, needs_note=True,
        tone="outline-danger",
    ),
    Transition("accept", frozenset({S.SUBMITTED, S.RECEIVED}), S.ACCEPTED, "Duyệt", receiver),
    Transition(
        "reopen", frozenset({S.ACCEPTED, S.COMPILED}), S.RETURNED, "Mở lại", receiver, needs_note=True,
        tone="outline-danger",
    ),
)  # fmt: skip
