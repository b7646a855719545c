"""How a campaign moves, and who may do what around it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.models import Activity, Campaign
from core.workflow import Transition, Workflow
from units.models import Role, Unit
from units.scope import holds, holds_any

# Whoever works for a unit may write down what it did.
LOGGING_ROLES = (Role.GRASSROOTS, Role.DRAFTER, Role.UPPER_UNIT, Role.LEADER)
CAMPAIGN_ROLES = (Role.LEADER, Role.DRAFTER)

_Status = Campaign.Status


def runs_campaigns_at(user: Any, unit: Unit) -> str:
    """ "" when the person may start and change campaigns of the unit, else the reason."""
    if holds_any(user, *CAMPAIGN_ROLES, at=unit):
        return ""
    return "Chỉ lãnh đạo hoặc cán bộ tham mưu của đơn vị chủ trì được quản lý chiến dịch này."


def runs_campaign(user: Any, campaign: Campaign) -> str:
    """ "" when the person may change the campaign and its messages, else the reason."""
    return runs_campaigns_at(user, campaign.owner)


def approves_messages(user: Any, campaign: Campaign) -> str:
    """ "" when the person may approve messages of the campaign, else the reason."""
    if holds(user, Role.LEADER, at=campaign.owner):
        return ""
    return "Chỉ lãnh đạo của đơn vị chủ trì được duyệt thông điệp."


def logs_for(user: Any, unit: Unit) -> str:
    """ "" when the person may log activities of the unit, else the reason."""
    if holds_any(user, *LOGGING_ROLES, at=unit):
        return ""
    return f"Bạn không được ghi hoạt động thay cho “{unit.name}”. Chỉ ghi được cho đơn vị mình công tác."


def changes_activity(user: Any, activity: Activity) -> str:
    """ "" when the person may change or delete the activity, else the reason."""
    return logs_for(user, activity.unit)


CAMPAIGN_WORKFLOW = Workflow(
    Transition(
        "open", frozenset({_Status.PREPARING, _Status.CLOSED}), _Status.OPEN, _("Mở chiến dịch"), runs_campaign
    ),
    Transition(
        "close", frozenset({_Status.OPEN}), _Status.CLOSED, _("Kết thúc chiến dịch"), runs_campaign,
        tone="outline-danger",
    ),
)  # fmt: skip
