"""How a supervision visit and its recommendations move, and who may do what with them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.supervision.models import Recommendation, Visit
from campaigns.workflow import LOGGING_ROLES
from core.workflow import Transition, Workflow
from units.models import Role, Unit
from units.scope import holds, holds_any

SUPERVISING_ROLES = (Role.LEADER, Role.UNIT_HEAD, Role.DRAFTER)
_Status = Visit.Status
_Done = Recommendation.Status


def supervises_for(user: Any, unit: Unit) -> str:
    """ "" when the person may prepare and write down visits of the unit, else the reason."""
    if holds_any(user, *SUPERVISING_ROLES, at=unit):
        return ""
    return "Chỉ lãnh đạo, trưởng ban hoặc cán bộ tham mưu của đơn vị chủ trì được ghi cuộc giám sát."


def runs_visit(user: Any, visit: Visit) -> str:
    return supervises_for(user, visit.unit)


def ends_visit(user: Any, visit: Visit) -> str:
    """ "" when the person may call the visit closed or off, else the reason."""
    if holds(user, Role.LEADER, at=visit.unit):
        return ""
    return "Chỉ lãnh đạo của đơn vị chủ trì được thông báo, kết thúc hoặc hủy cuộc giám sát."


def judges(user: Any, one: Recommendation) -> str:
    return supervises_for(user, one.visit.unit)


def carries_out(user: Any, one: Recommendation) -> str:
    """ "" when the person reports for the visited unit, else the reason."""
    if holds_any(user, *LOGGING_ROLES, at=one.visit.visited):
        return ""
    return f"Chỉ cán bộ của “{one.visit.visited.name}” được báo cáo thực hiện kiến nghị này."


VISIT_WORKFLOW = Workflow(
    Transition("announce", frozenset({_Status.PREPARED}), _Status.PLANNED, _("Thông báo cho đơn vị"), ends_visit),
    Transition("conclude", frozenset({_Status.PLANNED}), _Status.HELD, _("Chốt kết quả giám sát"), runs_visit),
    Transition("close", frozenset({_Status.HELD}), _Status.CLOSED, _("Kết thúc"), ends_visit, tone="success"),
    Transition(
        "cancel", frozenset({_Status.PREPARED, _Status.PLANNED}), _Status.CANCELLED, _("Hủy cuộc giám sát"), ends_visit,
        needs_note=True, tone="outline-danger",
    ),
)  # fmt: skip
RECOMMENDATION_WORKFLOW = Workflow(
    Transition(
        "report", frozenset({_Done.OPEN}), _Done.REPORTED, _("Báo cáo đã thực hiện"), carries_out, needs_note=True
    ),
    Transition("confirm", frozenset({_Done.REPORTED}), _Done.DONE, _("Xác nhận đã thực hiện"), judges, tone="success"),
    Transition(
        "return", frozenset({_Done.REPORTED}), _Done.OPEN, _("Chưa đạt, làm tiếp"), judges, needs_note=True,
        tone="outline-danger",
    ),
)  # fmt: skip
