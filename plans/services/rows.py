"""Locking a plan: the document under it is the row that everybody who changes it waits for."""

from __future__ import annotations

from documents.services.rows import lock
from plans.models import Plan


def locked_plan(plan: Plan) -> Plan:
    """The plan as it is now, locked until the transaction ends. Call it inside `transaction.atomic()`.

    A lock of the plan's own row alone would let a save, a step and the numbering pass, which lock the document.
    """
    lock(plan)
    return Plan.objects.select_related("issuer", "current_version").get(pk=plan.pk)
