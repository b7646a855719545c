"""A sentence of the plan becomes a target, task, activity, message, responsibility or obligation, stated by a person."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.workflow import IllegalStep, StepRefused
from plans.actors import class_of
from plans.indicators import indicator_names
from plans.models import (
    Bound,
    Obligation,
    Plan,
    PlannedActivity,
    Responsibility,
    Slogan,
    Target,
    Task,
    TaskState,
)
from plans.queries import content_of
from plans.services.drafting import require_drafter
from plans.services.rows import locked_plan
from units import audit
from units.models import Role
from units.scope import holds_any


def bind_target(plan: Plan, block_id: str, *, by: Any, target: Target | None = None, **fields: Any) -> Target:
    """State (or restate) a target of the block; a sentence may hold several.

    Raises ValidationError by field, StepRefused, IllegalStep (plan no longer a draft).
    """
    code = fields.get("indicator_code", "")
    names = indicator_names()
    if code and names and code not in names:
        raise ValidationError(
            {"indicator_code": _("Không có chỉ tiêu thống kê mã “%(code)s”.") % {"code": code}}
        )
    return _bind(plan, block_id, "target", Target, target, by, fields)


def bind_task(plan: Plan, block_id: str, *, by: Any, **fields: Any) -> Task:
    """State lead, partners, deadline, deliverable of the block's task. Raises as bind_target.

    Words that name a class of units never leave the issuer as the lead.
    """
    kind = class_of(fields.get("lead_text", ""), plan.issuer)
    if kind and fields.get("lead_unit") in (None, plan.issuer) and not fields.get("lead_class"):
        fields |= {"lead_class": kind, "lead_unit": None}
    elif fields.get("lead_class") and fields.get("lead_unit") == plan.issuer:
        fields["lead_unit"] = None
    elif fields.get("lead_unit"):
        fields.setdefault("lead_class", "")
    return _bind(plan, block_id, "task", Task, _only(Task, plan, block_id), by, fields)


def bind_activity(plan: Plan, block_id: str, *, by: Any, **fields: Any) -> PlannedActivity:
    """State dates, place, times of the block's activity. Raises as bind_target."""
    return _bind(
        plan, block_id, "activity", PlannedActivity, _only(PlannedActivity, plan, block_id), by, fields
    )


def bind_slogan(plan: Plan, block_id: str, *, by: Any) -> Slogan:
    """The block is a message of the plan. Raises as bind_target."""
    return _bind(plan, block_id, "message", Slogan, _only(Slogan, plan, block_id), by, {})


def bind_responsibility(plan: Plan, block_id: str, *, by: Any, **fields: Any) -> Responsibility:
    """State who takes care of what the block says. Raises as bind_target."""
    return _bind(
        plan, block_id, "responsibility", Responsibility, _only(Responsibility, plan, block_id), by, fields
    )


def bind_obligation(plan: Plan, block_id: str, *, by: Any, **fields: Any) -> Obligation:
    """State who reports to whom, through which department, when. Raises as bind_target."""
    current = _only(Obligation, plan, block_id)
    if current is None:
        fields = {"reports_to": plan.issuer, "who": str(_("Các đơn vị trực thuộc"))} | fields
    return _bind(plan, block_id, "obligation", Obligation, current, by, fields)


def _only(model: type[Any], plan: Plan, block_id: str) -> Any:
    return model.objects.filter(plan=plan, block_id=block_id).first()


@transaction.atomic
def _bind(
    plan: Plan, block_id: str, kind: str, model: type[Any], row: Any, by: Any, fields: dict[str, Any]
) -> Any:
    locked = _editable(plan, by)
    content = content_of(locked)
    if block_id not in content.outline:
        raise ValidationError({"block_id": _("Đoạn này không còn trong kế hoạch. Hãy tải lại trang.")})
    block = content.outline[block_id]
    if block.kind != kind:
        raise ValidationError({"block_id": _("Hãy chọn loại đoạn phù hợp trước khi khai.")})
    if row is None:
        row = model(plan=locked, block_id=block_id)
    elif row.plan_id != locked.pk or row.block_id != block_id:
        raise ValidationError({"block_id": _("Dòng này thuộc về một đoạn khác.")})
    row.text, row.order = block.text, content.outline.blocks.index(block)
    for name, value in fields.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    audit.record(
        "plan.bind",
        row,
        by=by,
        unit=locked.issuer,
        after={"plan": locked.pk, "block": block_id, "kind": kind},
    )
    return row


@transaction.atomic
def unbind(row: Bound, *, by: Any) -> None:
    """Remove the record from its block; the sentence stays. Raises StepRefused, IllegalStep."""
    _editable(row.plan, by)
    audit.record(
        "plan.unbind", row, by=by, unit=row.plan.issuer, before={"plan": row.plan_id, "text": row.text}
    )
    row.delete()


def _editable(plan: Plan, by: Any) -> Plan:
    require_drafter(by, plan.issuer)
    locked = locked_plan(plan)
    if not locked.is_editable:
        raise IllegalStep(
            _("Kế hoạch đang “%(status)s”, không sửa được.") % {"status": locked.get_status_display()}
        )
    return locked


@transaction.atomic
def set_task_state(task: Task, state: str, *, by: Any) -> Task:
    """Say how far a task of an issued plan has come. Raises StepRefused, IllegalStep."""
    unit = task.lead_unit or task.plan.issuer
    if not holds_any(by, Role.DRAFTER, Role.UPPER_UNIT, Role.LEADER, Role.GRASSROOTS, at=unit):
        raise StepRefused(_("Chỉ người của %(unit)s được cập nhật nhiệm vụ này.") % {"unit": unit})
    if state not in TaskState.values:
        raise IllegalStep(_("Không có tình trạng “%(state)s”.") % {"state": state})
    before = task.state
    task.state = state
    task.save(update_fields=["state"])
    audit.record("task.state", task, by=by, unit=unit, before={"state": before}, after={"state": state})
    return task
