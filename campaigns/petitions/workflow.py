"""How a petition moves, and who may do what with it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.confidential.models import kept_units
from campaigns.petitions.models import Petition
from core.workflow import Transition, Workflow

_Status = Petition.Status


def holds_petition(user: Any, petition: Petition) -> str:
    """ "" when the person keeps the petitions of the unit that has it now."""
    if petition.holder_id in kept_units(user):
        return ""
    return "Chỉ người phụ trách hoặc được giao theo dõi ở đơn vị đang giữ kiến nghị được làm việc này."


def received_petition(user: Any, petition: Petition) -> str:
    """ "" when the person keeps the petitions of the unit that received it."""
    if petition.unit_id in kept_units(user):
        return ""
    return "Chỉ người phụ trách hoặc được giao theo dõi ở đơn vị tiếp nhận được làm việc này."


PETITION_WORKFLOW = Workflow(
    Transition(
        "route", frozenset({_Status.RECEIVED, _Status.ROUTED}), _Status.ROUTED, _("Chuyển nơi trả lời"), holds_petition
    ),
    Transition(
        "answer", frozenset({_Status.RECEIVED, _Status.ROUTED}), _Status.ANSWERED, _("Ghi trả lời"), holds_petition,
        needs_note=True,
    ),
    Transition(
        "tell", frozenset({_Status.ANSWERED}), _Status.TOLD, _("Đã báo người kiến nghị"), received_petition,
        needs_note=True, tone="success",
    ),
    Transition(
        "decline", frozenset({_Status.RECEIVED}), _Status.DECLINED, _("Không thụ lý"), received_petition,
        needs_note=True, tone="outline-danger",
    ),
)  # fmt: skip
# Steps that ask for more than a note have a page of their own.
BY_FORM = frozenset({"route", "answer"})
