"""How work that was given moves: accepted, handed on, reported as done, confirmed or returned."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.workflow import Transition, Workflow
from plans.assignments.models import DOERS, Assignment, MoreTime
from plans.assignments.models import AssignmentStatus as A
from units.models import Role, Unit
from units.scope import holds, holds_any, seats_of

GIVERS = DOERS


def giver_at(user: Any, unit: Unit) -> str:
    """ "" when the person may give work out in the unit's name, else the reason."""
    if holds_any(user, *GIVERS, at=unit):
        return ""
    return f"Bạn chưa có vai trò giao việc ở {unit.name}."


def assignee(user: Any, row: Assignment) -> str:
    """Who does the work: the named person, the department's people, else the unit's; its leader always."""
    if holds(user, Role.LEADER, at=row.unit):
        return ""
    if row.seat_id:
        mine = any(seat.pk == row.seat_id for seat in seats_of(user))
    elif row.department_id:
        mine = any(seat.department_id == row.department_id for seat in seats_of(user))
    else:
        mine = holds_any(user, *DOERS, at=row.unit)
    return "" if mine else "Việc này giao cho người khác."


def assigner(user: Any, row: Assignment) -> str:
    """Who gave the work: the people of the giving unit who may give work out."""
    if holds_any(user, *GIVERS, at=row.by_unit):
        return ""
    return f"Việc này do {row.by_unit.name} giao và xác nhận."


def confirmer(user: Any, row: Assignment) -> str:
    """As the assigner, but nobody judges a result they reported themselves; a leader may, and who is alone at the base."""
    refused = assigner(user, row)
    if refused or row.reported_by_id is None or row.reported_by_id != getattr(user, "pk", None):
        return refused
    if holds_any(user, Role.LEADER, Role.GRASSROOTS, at=row.by_unit):
        return ""
    return "Bạn đã báo xong việc này nên người khác phải xác nhận."


def answerer(user: Any, wish: MoreTime) -> str:
    """Who answers a wish for more time: as the confirmer, nobody grants what they asked for."""
    refused = assigner(user, wish.assignment)
    if refused or wish.asked_by_id != getattr(user, "pk", None):
        return refused
    if holds_any(user, Role.LEADER, Role.GRASSROOTS, at=wish.assignment.by_unit):
        return ""
    return "Bạn đã xin gia hạn việc này nên người khác phải trả lời."


ASSIGNMENT_WORKFLOW = Workflow(
    Transition("accept", frozenset({A.ASSIGNED}), A.DOING, _("Nhận việc"), assignee),
    Transition(
        "report", frozenset({A.DOING, A.RETURNED, A.HANDED_ON}), A.REPORTED, _("Báo xong"), assignee,
    ),
    Transition("confirm", frozenset({A.REPORTED}), A.CONFIRMED, _("Xác nhận"), confirmer),
    Transition(
        "return", frozenset({A.REPORTED}), A.RETURNED, _("Trả lại"), confirmer, needs_note=True, tone="outline-danger",
    ),
    Transition(
        "reopen", frozenset({A.CONFIRMED}), A.RETURNED, _("Mở lại"), assigner, needs_note=True, tone="outline-danger",
    ),
    Transition(
        "hand_on", frozenset({A.ASSIGNED, A.DOING, A.RETURNED}), A.HANDED_ON, _("Chuyển tiếp"), assignee,
        tone="outline-secondary",
    ),
    Transition(
        "withdraw", frozenset({A.ASSIGNED, A.DOING, A.RETURNED, A.HANDED_ON}), A.WITHDRAWN, _("Thu hồi"), assigner,
        needs_note=True, tone="outline-danger",
    ),
)  # fmt: skip
# Work may be told of, and asked more time for, as long as it is not settled.
WORKABLE = frozenset({A.ASSIGNED, A.DOING, A.RETURNED, A.HANDED_ON})
