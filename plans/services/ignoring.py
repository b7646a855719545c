"""A finding of the linter is set aside with a reason, or taken up again."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.vietnamese import nfc
from core.workflow import IllegalStep
from documents.models import SENT
from plans.linter.plan import findings_of
from plans.models import IgnoredFinding, Plan
from plans.services.drafting import require_drafter
from plans.services.rows import locked_plan
from units import audit


@transaction.atomic
def ignore_finding(plan: Plan, *, rule: str, digest: str, reason: str, by: Any) -> IgnoredFinding:
    """Set an open finding of the plan aside; said again, the reason is replaced. It speaks again when its text changes.

    Raises StepRefused (not a drafter there), IllegalStep (issued, or nothing to ignore), ValidationError (no reason).
    """
    locked = _plan_at_work(plan, by)
    reason = " ".join(nfc(reason).split())
    if not reason:
        raise ValidationError({"reason": _("Hãy ghi lý do bỏ qua.")})
    current = findings_of(locked)
    known = [shown.finding for shown in current.open + current.ignored]
    finding = next((f for f in known if (f.rule, f.digest) == (rule, digest)), None)
    if finding is None:
        raise IllegalStep(_("Chỗ này đã được sửa, không còn gì để bỏ qua."))
    row = locked.ignored_findings.filter(rule=rule, digest=digest).first()
    row = row or IgnoredFinding(plan=locked, rule=rule, digest=digest)
    row.reason, row.by = reason, by
    row.full_clean(exclude=["plan", "by"])
    row.save()
    after = {"rule": rule, "found": finding.found, "block": finding.place.block_id, "reason": reason}
    audit.record("plan.finding_ignored", locked, by=by, unit=locked.issuer, after=after)
    return row


@transaction.atomic
def heed_finding(plan: Plan, *, rule: str, digest: str, by: Any) -> None:
    """Take an ignored finding up again. Raises StepRefused, IllegalStep."""
    locked = _plan_at_work(plan, by)
    row = locked.ignored_findings.filter(rule=rule, digest=digest).first()
    if row is None:
        raise IllegalStep(_("Chỗ này chưa được bỏ qua."))
    before = {"rule": rule, "reason": row.reason}
    row.delete()
    audit.record("plan.finding_heeded", locked, by=by, unit=locked.issuer, before=before)


def _plan_at_work(plan: Plan, by: Any) -> Plan:
    require_drafter(by, plan.issuer)
    locked = locked_plan(plan)
    if locked.status in SENT:
        raise IllegalStep(_("Kế hoạch đã phát hành, không sửa được."))
    return locked
