"""Who keeps a register of awards, and how a line of it moves."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.awards.models import Award
from campaigns.workflow import LOGGING_ROLES
from core.workflow import Transition, Workflow
from units.models import Role, Unit
from units.scope import holds_any

# Papers and blanks in the unit's name are made by those who run its campaigns, and by its registry.
CERTIFICATE_ROLES = (Role.LEADER, Role.DRAFTER, Role.REGISTRY)


def records_awards_at(user: Any, keeper: Unit) -> str:
    """ "" when the person may write into the unit's register of awards, else the reason."""
    if holds_any(user, *LOGGING_ROLES, at=keeper):
        return ""
    return f"Bạn không được ghi sổ khen thưởng của “{keeper.name}”. Chỉ ghi được sổ của đơn vị mình công tác."


def changes_award(user: Any, award: Award) -> str:
    """ "" when the person may change or cancel the line, else the reason."""
    return records_awards_at(user, award.keeper)


def prints_certificates_at(user: Any, unit: Unit) -> str:
    """ "" when the person may arrange blank forms of the unit and print on them, else the reason."""
    if holds_any(user, *CERTIFICATE_ROLES, at=unit):
        return ""
    return "Chỉ lãnh đạo, cán bộ tham mưu hoặc văn thư của đơn vị được lập mẫu phôi và in giấy."


AWARD_WORKFLOW = Workflow(
    Transition(
        "revoke", frozenset({Award.Status.RECORDED}), Award.Status.REVOKED, _("Hủy dòng khen thưởng"), changes_award,
        needs_note=True, tone="outline-danger",
    ),
)  # fmt: skip
