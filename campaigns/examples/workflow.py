"""How the story of a good example moves, and who may do what with it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.examples.models import Example
from campaigns.workflow import LOGGING_ROLES
from core.workflow import Transition, Workflow
from units.models import Role, Unit
from units.scope import holds, holds_any

_Status = Example.Status
EDITABLE = frozenset({_Status.DRAFT, _Status.RETURNED})


def writes_for(user: Any, unit: Unit) -> str:
    """ "" when the person may write stories of the unit, else the reason."""
    if holds_any(user, *LOGGING_ROLES, at=unit):
        return ""
    return f"Bạn không được viết gương điển hình thay cho “{unit.name}”."


def writes_example(user: Any, example: Example) -> str:
    return writes_for(user, example.unit)


def approves_example(user: Any, example: Example) -> str:
    """ "" when the person leads the unit or the one directly above it, else the reason."""
    if any(holds(user, Role.LEADER, at=unit) for unit in (example.unit, example.unit.parent)):
        return ""
    return "Chỉ lãnh đạo của đơn vị hoặc của cấp trên trực tiếp được duyệt công bố."


def takes_down(user: Any, example: Example) -> str:
    """ "" when the person may take a published story away, else the reason."""
    return writes_example(user, example) and approves_example(user, example)


EXAMPLE_WORKFLOW = Workflow(
    Transition("submit", EDITABLE, _Status.SUBMITTED, _("Trình duyệt"), writes_example),
    Transition(
        "return", frozenset({_Status.SUBMITTED}), _Status.RETURNED, _("Trả lại"), approves_example, needs_note=True,
        tone="outline-danger",
    ),
    Transition("publish", frozenset({_Status.SUBMITTED}), _Status.PUBLISHED, _("Duyệt và công bố"), approves_example),
    Transition(
        "withdraw", frozenset({_Status.PUBLISHED}), _Status.WITHDRAWN, _("Gỡ xuống"), takes_down, needs_note=True,
        tone="outline-danger",
    ),
    Transition(
        "revise", frozenset({_Status.SUBMITTED, _Status.WITHDRAWN}), _Status.DRAFT, _("Sửa lại"), writes_example,
        tone="outline-secondary",
    ),
)  # fmt: skip
