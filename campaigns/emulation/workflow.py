"""How a movement, a set of criteria and a score sheet move, and who may do what around them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.emulation.models import CriteriaSet, EmulationRegistration, Movement, ScoreSheet
from campaigns.workflow import CAMPAIGN_ROLES, LOGGING_ROLES
from core.workflow import Transition, Workflow
from units.models import Role, Unit
from units.scope import holds, holds_any, units_of

_Status, _Criteria, _Sheet = Movement.Status, CriteriaSet.Status, ScoreSheet.Status
Level = ScoreSheet.Level


def runs_emulation_at(user: Any, unit: Unit) -> str:
    """ "" when the person may start and change movements and criteria of the unit, else the reason."""
    if holds_any(user, *CAMPAIGN_ROLES, at=unit):
        return ""
    return "Chỉ lãnh đạo hoặc cán bộ tham mưu của đơn vị phát động được quản lý phong trào thi đua."


def runs_movement(user: Any, movement: Movement) -> str:
    """ "" when the person may change the movement, its clusters and its council, else the reason."""
    return runs_emulation_at(user, movement.owner)


def decides_movement(user: Any, movement: Movement) -> str:
    """ "" when the person may launch the movement and decide its results, else the reason."""
    if holds(user, Role.LEADER, at=movement.owner):
        return ""
    return "Chỉ lãnh đạo của đơn vị phát động được phát động phong trào và công nhận kết quả."


def changes_criteria(user: Any, criteria: CriteriaSet) -> str:
    """ "" when the person may change the set, else the reason."""
    return runs_emulation_at(user, criteria.owner)


def issues_criteria(user: Any, criteria: CriteriaSet) -> str:
    """ "" when the person may put the set in force, else the reason."""
    if holds(user, Role.LEADER, at=criteria.owner):
        return ""
    return "Chỉ lãnh đạo của đơn vị ban hành được cho áp dụng bộ tiêu chí."


def registers_for(user: Any, unit: Unit) -> str:
    """ "" when the person may register the unit and score it in its name, else the reason."""
    if holds_any(user, *LOGGING_ROLES, at=unit):
        return ""
    return f"Bạn không được đăng ký, chấm điểm thay cho “{unit.name}”. Chỉ làm được cho đơn vị mình công tác."


def judge_of(registration: EmulationRegistration, level: int) -> Unit | None:
    """The unit that scores the registration at the level; None when there is none (no cluster, no upper unit)."""
    if level == Level.SELF:
        return registration.unit
    if level == Level.PEER:
        cluster = registration.cluster
        if cluster is None:
            return None
        return cluster.deputy if cluster.head_id == registration.unit_id else cluster.head
    parent, owner = registration.unit.parent, registration.movement.owner
    return parent if parent is not None and parent.is_under(owner) else owner


def scores(user: Any, registration: EmulationRegistration, level: int) -> str:
    """ "" when the person may score the registration at the level, else the reason."""
    if level == Level.SELF:
        return registers_for(user, registration.unit)
    judge = judge_of(registration, level)
    if judge is None:
        return "Đơn vị chưa được xếp vào cụm, khối nào, hoặc cụm chưa có đơn vị chấm. Hãy chia cụm trước."
    if any(unit.pk == registration.unit_id for unit in units_of(user)):
        return f"Bạn công tác tại “{registration.unit.name}” nên không chấm điểm cho chính đơn vị mình."
    if holds_any(user, *LOGGING_ROLES, at=judge):
        return ""
    return f"Điểm này do “{judge.name}” chấm."


def votes_on(user: Any, registration: EmulationRegistration) -> str:
    """ "" when a member of the council may vote on the unit, else the reason."""
    if any(unit.pk == registration.unit_id for unit in units_of(user)):
        return f"Bạn công tác tại “{registration.unit.name}” nên không bỏ phiếu cho chính đơn vị mình."
    return ""


MOVEMENT_WORKFLOW = Workflow(
    Transition(
        "launch", frozenset({_Status.PREPARING}), _Status.LAUNCHED, _("Phát động"), decides_movement,
        confirm=_("Phát động phong trào? Mọi đơn vị trực thuộc sẽ thấy và đăng ký được."),
    ),
    Transition(
        "score", frozenset({_Status.LAUNCHED}), _Status.SCORING, _("Mở chấm điểm"), runs_movement,
        confirm=_("Mở chấm điểm? Sau bước này đơn vị không đăng ký mới được nữa."),
    ),
    Transition(
        "convene", frozenset({_Status.SCORING}), _Status.COUNCIL, _("Xếp hạng, trình hội đồng"), runs_movement,
        confirm=_("Khóa điểm và xếp hạng để trình hội đồng?"),
    ),
    Transition(
        "reopen", frozenset({_Status.COUNCIL}), _Status.SCORING, _("Chấm lại"), runs_movement, needs_note=True,
        tone="outline-danger",
    ),
    Transition(
        "decide", frozenset({_Status.COUNCIL}), _Status.DECIDED, _("Công nhận kết quả"), decides_movement,
        confirm=_("Công nhận kết quả? Hạng của các đơn vị được ghi vào hồ sơ của năm và không sửa được nữa."),
    ),
    Transition(
        "close", frozenset({_Status.DECIDED}), _Status.CLOSED, _("Tổng kết phong trào"), runs_movement
    ),
)  # fmt: skip

CRITERIA_WORKFLOW = Workflow(
    Transition(
        "issue", frozenset({_Criteria.DRAFT}), _Criteria.IN_FORCE, _("Cho áp dụng"), issues_criteria,
        confirm=_("Cho áp dụng bộ tiêu chí? Sau đó không sửa được, chỉ lập bản mới."),
    ),
    Transition(
        "replace", frozenset({_Criteria.IN_FORCE}), _Criteria.REPLACED, _("Ngừng áp dụng"), issues_criteria,
        tone="outline-danger", confirm=_("Ngừng áp dụng? Phong trào đang dùng bộ này vẫn giữ nguyên."),
    ),
)  # fmt: skip


def _sends(user: Any, sheet: ScoreSheet) -> str:
    return scores(user, sheet.registration, sheet.level)


def _returns(user: Any, sheet: ScoreSheet) -> str:
    """A level above the sheet's returns it."""
    above = [level for level in (Level.PEER, Level.UPPER) if level > sheet.level]
    reasons = [scores(user, sheet.registration, level) for level in above]
    if "" in reasons:
        return ""
    return reasons[-1] if reasons else "Phiếu của cấp cuối không có ai trả lại."


SHEET_WORKFLOW = Workflow(
    Transition("send", frozenset({_Sheet.DRAFT, _Sheet.RETURNED}), _Sheet.SENT, _("Gửi điểm"), _sends),
    Transition(
        "return", frozenset({_Sheet.SENT}), _Sheet.RETURNED, _("Trả lại"), _returns, needs_note=True,
        tone="outline-danger",
    ),
)  # fmt: skip
