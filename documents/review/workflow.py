"""Who may answer a step of a review sheet, and how (DOMAIN 1.10, 3.3)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.workflow import Transition, Workflow
from documents.review.models import LIVE, ReviewStep, StepKind, StepStatus
from documents.review.presence import stands_in, takes_over
from documents.workflow import drafter, leader
from units.models import Role, Seat, Unit
from units.scope import seats_of

# Which role a check or an approval belongs to; an opinion may be asked of anybody.
ROLES_OF_KIND: dict[str, tuple[str, ...]] = {
    StepKind.CONTENT: (Role.UNIT_HEAD, Role.LEADER),
    StepKind.FORMAT: (Role.REGISTRY,),
    StepKind.APPROVAL: (Role.LEADER,),
}
PASS = "pass_on"
# An administrator of accounts has no say in papers.
ASKED_ROLES = tuple(role for role in Role.values if role != Role.ADMIN)


def is_asked(seat: Seat, step: ReviewStep, issuer: Unit) -> bool:
    """Whether the step is for who holds this seat."""
    if not may_be_asked(seat, step.kind, issuer):
        return False
    if step.seat_id:
        return seat.pk == step.seat_id
    return step.role in {"", seat.role} and step.department_id in {None, seat.department_id}


def may_be_asked(seat: Seat, kind: str, issuer: Unit) -> bool:
    """Whether a step of this kind may be given to who holds the seat."""
    return seat.unit_id == issuer.pk and seat.role in ROLES_OF_KIND.get(kind, ASKED_ROLES)


def answerer(user: Any, step: ReviewStep) -> str:
    """ "" when the step is for this person, else the reason."""
    issuer = step.sheet.document.issuer
    if any(is_asked(seat, step, issuer) for seat in seats_of(user)):
        return ""
    instead = stands_in(user, step) if any(seat.unit_id == issuer.pk for seat in seats_of(user)) else None
    if instead is not None and may_be_asked(instead, step.kind, issuer):
        return ""
    if takes_over(user, step):
        return ""
    return f"Bước này dành cho {step.addressee}."


def objector(user: Any, step: ReviewStep) -> str:
    """As `answerer`, where only an opinion is asked."""
    return answerer(user, step) or (
        "" if step.kind == StepKind.OPINION else "Bước này không phải bước góp ý."
    )


def returner(user: Any, step: ReviewStep) -> str:
    """As `answerer`, for who may stop the draft."""
    if reason := answerer(user, step):
        return reason
    return "" if step.stops else "Bước góp ý không trả lại văn bản. Hãy ghi ý kiến không đồng ý."


def skipper(user: Any, step: ReviewStep) -> str:
    """ "" when the person may go on without this answer: who submitted, or the leader."""
    document = step.sheet.document
    return "" if not leader(user, document) else drafter(user, document)


REVIEW_WORKFLOW = Workflow(
    Transition("agree", frozenset({StepStatus.OPEN}), StepStatus.DONE, _("Đồng ý"), allowed=answerer),
    Transition(
        "remark", frozenset({StepStatus.OPEN}), StepStatus.DONE, _("Đồng ý, có ý kiến"), allowed=answerer, needs_note=True,
    ),
    Transition(
        "object", frozenset({StepStatus.OPEN}), StepStatus.DONE, _("Không đồng ý"), allowed=objector, needs_note=True,
        tone="outline-danger",
    ),
    Transition(
        "return", frozenset({StepStatus.OPEN}), StepStatus.RETURNED, _("Trả lại"), allowed=returner, needs_note=True,
        tone="outline-danger",
    ),
    Transition(
        "skip", frozenset({StepStatus.OPEN}), StepStatus.SKIPPED, _("Bỏ qua vì quá hạn"), allowed=skipper, needs_note=True,
        tone="outline-secondary",
    ),
    Transition(
        PASS, frozenset(LIVE), StepStatus.PASSED, _("Chuyển người khác"), allowed=skipper, needs_note=True,
        tone="outline-secondary",
    ),
)  # fmt: skip
