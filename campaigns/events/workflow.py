"""How an event moves, and who may do what around it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.events.models import Event
from campaigns.workflow import LOGGING_ROLES
from core.workflow import Transition, Workflow
from units.models import Unit
from units.scope import holds_any

_Status = Event.Status


def runs_events_at(user: Any, unit: Unit) -> str:
    """ "" when the person may hold events of the unit, else the reason."""
    if holds_any(user, *LOGGING_ROLES, at=unit):
        return ""
    return "Chỉ người làm việc cho đơn vị tổ chức được quản lý sự kiện này và danh sách người dự."


def runs_event(user: Any, event: Event) -> str:
    """ "" when the person may change the event, invite, check in and read the names, else the reason."""
    return runs_events_at(user, event.unit)


EVENT_WORKFLOW = Workflow(
    Transition("open", frozenset({_Status.PREPARING}), _Status.OPEN, _("Gửi giấy mời"), runs_event),
    Transition(
        "close", frozenset({_Status.OPEN}), _Status.CLOSED, _("Kết thúc, ghi hoạt động"), runs_event,
        confirm=_("Kết thúc và ghi thành một hoạt động? Lượt người dự lấy từ điểm danh."),
    ),
    Transition(
        "reopen", frozenset({_Status.CLOSED}), _Status.OPEN, _("Điểm danh bổ sung"), runs_event,
        tone="outline-secondary",
    ),
    Transition(
        "cancel", frozenset({_Status.PREPARING, _Status.OPEN}), _Status.CANCELLED, _("Hủy sự kiện"), runs_event,
        needs_note=True, tone="outline-danger",
    ),
)  # fmt: skip
