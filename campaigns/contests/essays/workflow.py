"""How an essay moves from its author to the markers, and who may do what with it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.contests.essays.models import Essay
from campaigns.workflow import LOGGING_ROLES
from core.workflow import Transition, Workflow
from units.scope import holds_any

_Status = Essay.Status


def chooses_essay(user: Any, essay: Essay) -> str:
    """ "" when the person may send the essay on to the unit above, else the reason."""
    if holds_any(user, *LOGGING_ROLES, at=essay.at_unit):
        return ""
    return f"Bài đang ở {essay.at_unit.name}: chỉ cán bộ của đơn vị đó được chọn gửi lên."


def takes_essay_back(user: Any, essay: Essay) -> str:
    """ "" when the person's unit sent the essay on last, else the reason."""
    unit = essay.participant.unit
    senders = [unit] if unit.parent_id == essay.at_unit_id else []
    while unit.parent is not None and not senders:
        unit = unit.parent
        senders = [unit] if unit.parent_id == essay.at_unit_id else []
    if senders and holds_any(user, *LOGGING_ROLES, at=senders[0]):
        return ""
    return "Chỉ đơn vị đã gửi bài lên được lấy lại."


ESSAY_WORKFLOW = Workflow(
    Transition(
        "forward", frozenset({_Status.SUBMITTED, _Status.FORWARDED}), _Status.FORWARDED, _("Chọn gửi lên"), chooses_essay
    ),
    Transition(
        "take_back", frozenset({_Status.FORWARDED}), _Status.SUBMITTED, _("Lấy lại"), takes_essay_back,
        tone="outline-secondary",
    ),
)  # fmt: skip
