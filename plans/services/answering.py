"""A unit answers what became of the plan it built its own from; the flag goes, the record stays."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.vietnamese import nfc
from core.workflow import IllegalStep, StepRefused
from documents.models import Amendment
from plans.lineage import upper_changes
from plans.models import ChangeDecision, Plan, UpperChangeAnswer
from plans.services.rows import locked_plan
from units import audit
from units.models import Role
from units.scope import holds_any

LONGEST_NOTE = 300
ANSWERERS = (Role.DRAFTER, Role.UNIT_HEAD, Role.LEADER)


def may_answer(user: Any, plan: Plan) -> bool:
    return holds_any(user, *ANSWERERS, at=plan.issuer)


def answer_upper_change(
    plan: Plan, amendment: Amendment, *, decision: str, by: Any, note: str = ""
) -> UpperChangeAnswer:
    """Record what the plan's unit does about the change above it; a second answer replaces the first.

    Raises StepRefused, IllegalStep (the change does not concern this plan), ValidationError by field.
    """
    note = " ".join(nfc(note).split())
    if decision not in ChangeDecision.values:
        raise ValidationError({"decision": _("Hãy chọn cách xử lý.")})
    if len(note) > LONGEST_NOTE:
        raise ValidationError({"note": _("Ghi chú dài quá %d ký tự.") % LONGEST_NOTE})
    if decision == ChangeDecision.KEPT and not note:
        raise ValidationError({"note": _("Hãy ghi vì sao giữ nguyên kế hoạch của đơn vị.")})
    with transaction.atomic():
        row = locked_plan(plan)
        if not may_answer(by, row):
            raise StepRefused(
                _("Việc này dành cho cán bộ tham mưu, trưởng ban, lãnh đạo của %s.") % row.issuer.name
            )
        if amendment.pk not in {change.amendment.pk for change in upper_changes([row]).get(row.pk, [])}:
            raise IllegalStep(_("Thay đổi này không liên quan đến kế hoạch của đơn vị."))
        answer, _made = UpperChangeAnswer.objects.update_or_create(
            plan=row, amendment=amendment, defaults={"decision": decision, "note": note, "by": by}
        )
        audit.record(
            "plan.upper_change", row, by=by, unit=row.issuer,
            after={"amendment": amendment.pk, "decision": decision, "note": note},
        )  # fmt: skip
    return answer
