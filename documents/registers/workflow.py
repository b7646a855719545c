"""How a paper that came is settled, and by whom (NĐ 30/2020, Điều 23, 24)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.workflow import Transition, Workflow
from documents.registers.models import IncomingDocument, IncomingStatus
from units.models import Role, Unit
from units.scope import holds_any, units_of

# At a grassroots union the chair is the registry.
CLERKS = (Role.REGISTRY, Role.GRASSROOTS)
ASSIGNERS = (*CLERKS, Role.LEADER, Role.UNIT_HEAD)


def keeper(user: Any, unit: Unit) -> str:
    """ "" when the person keeps the unit's incoming register, else the reason."""
    return "" if holds_any(user, *CLERKS, at=unit) else f"Việc này dành cho văn thư của {unit.name}."


def kept_units(user: Any) -> list[Unit]:
    """Own units whose incoming register the person keeps."""
    return units_of(user, *CLERKS)


def assigner(user: Any, row: IncomingDocument) -> str:
    if holds_any(user, *ASSIGNERS, at=row.unit):
        return ""
    return f"Việc này dành cho lãnh đạo, trưởng ban hoặc văn thư của {row.unit.name}."


def settler(user: Any, row: IncomingDocument) -> str:
    """Who was given the paper, and who could give it to somebody."""
    mine = row.assignee is not None and row.assignee.user_id == getattr(user, "pk", None)
    return "" if mine else assigner(user, row)


INCOMING_WORKFLOW = Workflow(
    Transition(
        "assign", frozenset({IncomingStatus.REGISTERED, IncomingStatus.ASSIGNED}), IncomingStatus.ASSIGNED,
        _("Giao xử lý"), allowed=assigner,
    ),
    Transition(
        "settle", frozenset({IncomingStatus.REGISTERED, IncomingStatus.ASSIGNED}), IncomingStatus.DONE,
        _("Đã giải quyết"), allowed=settler, needs_note=True,
    ),
    Transition(
        "reopen", frozenset({IncomingStatus.DONE}), IncomingStatus.ASSIGNED, _("Mở lại"), allowed=assigner,
        needs_note=True, tone="outline-secondary",
    ),
)  # fmt: skip
