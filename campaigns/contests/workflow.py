"""How a contest moves, and who may do what around it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.contests.models import Contest
from campaigns.workflow import CAMPAIGN_ROLES
from core.workflow import Transition, Workflow
from units.models import Role, Unit
from units.scope import holds, holds_any

_Status = Contest.Status


def runs_contests_at(user: Any, unit: Unit) -> str:
    """ "" when the person may start and change contests of the unit, else the reason."""
    if holds_any(user, *CAMPAIGN_ROLES, at=unit):
        return ""
    return "Chỉ lãnh đạo hoặc cán bộ tham mưu của đơn vị tổ chức được quản lý cuộc thi này."


def runs_contest(user: Any, contest: Contest) -> str:
    """ "" when the person may change the contest, its rounds and its questions, else the reason."""
    return runs_contests_at(user, contest.owner)


def approves_contest(user: Any, contest: Contest) -> str:
    """ "" when the person may approve the contest or publish its results, else the reason."""
    if holds(user, Role.LEADER, at=contest.owner):
        return ""
    return "Chỉ lãnh đạo của đơn vị tổ chức được duyệt cuộc thi và công bố kết quả."


CONTEST_WORKFLOW = Workflow(
    Transition(
        "approve", frozenset({_Status.PREPARING}), _Status.APPROVED, _("Duyệt thể lệ và câu hỏi"), approves_contest
    ),
    Transition(
        "revise", frozenset({_Status.APPROVED}), _Status.PREPARING, _("Sửa lại"), runs_contest, tone="outline-secondary"
    ),
    Transition("open", frozenset({_Status.APPROVED}), _Status.OPEN, _("Mở cuộc thi"), runs_contest),
    Transition(
        "close", frozenset({_Status.OPEN}), _Status.CLOSED, _("Kết thúc cuộc thi"), runs_contest, tone="outline-danger"
    ),
    Transition(
        "publish", frozenset({_Status.CLOSED}), _Status.PUBLISHED, _("Công bố kết quả"), approves_contest
    ),
)  # fmt: skip
