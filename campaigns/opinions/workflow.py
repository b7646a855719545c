"""How an opinion moves, and who may do what with it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.confidential.models import kept_units
from campaigns.opinions.models import OpinionReport
from core.workflow import Transition, Workflow
from units.models import Unit
from units.scope import units_of

_Status = OpinionReport.Status


def reports_opinions_of(user: Any, unit: Unit) -> str:
    """ "" when the person may report what is heard at the unit: whoever holds a seat there is a collaborator."""
    if any(one.pk == unit.pk for one in units_of(user)):
        return ""
    return f"Bạn không công tác tại “{unit.name}” nên không gửi phản ánh thay được."


def handles_opinion(user: Any, opinion: OpinionReport) -> str:
    """ "" when the person reads for a unit above that the opinion came to (for the topmost: the unit itself)."""
    reached = {reach.unit_id for reach in opinion.reaches.all()} & kept_units(user)
    if reached - {opinion.unit_id} or (opinion.unit.parent_id is None and reached):
        return ""
    return "Chỉ người phụ trách hoặc được giao theo dõi ở cấp trên đã nhận phản ánh được xử lý."


OPINION_WORKFLOW = Workflow(
    Transition("note", frozenset({_Status.SENT}), _Status.NOTED, _("Tiếp nhận"), handles_opinion),
    Transition(
        "answer", frozenset({_Status.SENT, _Status.NOTED}), _Status.ANSWERED, _("Ghi kết quả xử lý"), handles_opinion,
        needs_note=True,
    ),
    Transition(
        "reopen", frozenset({_Status.ANSWERED}), _Status.NOTED, _("Xem xét lại"), handles_opinion, needs_note=True,
        tone="outline-secondary",
    ),
)  # fmt: skip
