"""Who may merge activities."""

from __future__ import annotations

from typing import Any

from campaigns.models import Activity
from campaigns.workflow import logs_for
from units.models import Role
from units.scope import units_of

# They answer for the figures of the units below them too.
MERGING_ROLES = (Role.LEADER, Role.DRAFTER, Role.UPPER_UNIT)


def merges(user: Any, *activities: Activity) -> str:
    """ "" when the person may merge these activities, else the reason: own ones, or ones of units below."""
    homes = units_of(user, *MERGING_ROLES)
    for activity in activities:
        if logs_for(user, activity.unit) and not any(activity.unit.is_under(home) for home in homes):
            return (
                f"Hoạt động này của “{activity.unit.name}”: chỉ đơn vị đó hoặc cán bộ công đoàn cấp trên của đơn vị đó "
                "được gộp."
            )
    return ""
