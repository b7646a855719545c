"""Who keeps a register of awards, and how a line of it moves."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.awards.models import Award
from campaigns.workflow import LOGGING_ROLES
from core.workflow import Transition, Workflow
from units.models import Unit
from units.scope import holds_any


def records_awards_at(user: Any, keeper: Unit) -> str:
    """ "" when the person may write into the unit's register of awards, else the reason."""
    if holds_any(user, *LOGGING_ROLES, at=keeper):
        return ""
    return f"Bạn không được ghi sổ khen thưởng của “{keeper.name}”. Chỉ ghi được sổ của đơn vị mình công tác."


def changes_award(user: Any, award: Award) -> str:
    """ "" when the person may change or cancel the line, else the reason."""
    return records_awards_at(user, award.keeper)


AWARD_WORKFLOW = Workflow(
    Transition(
        "revoke", frozenset({Award.Status.RECORDED}), Award.Status.REVOKED, _("Hủy dòng khen thưởng"), changes_award,
        needs_note=True, tone="outline-danger",
    ),
)  # fmt: skip
