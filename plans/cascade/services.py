"""Asking the units below for plans of their own."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from plans.cascade.models import CascadeOrder
from plans.models import Plan
from plans.services.drafting import require_drafter
from plans.services.rows import locked_plan
from units import audit


@transaction.atomic
def order_cascade(plan: Plan, *, due_on: dt.date | None, grassroots: bool, by: Any) -> CascadeOrder:
    """By when units below have to issue their own plan, and which of them. Raises StepRefused (not a drafter)."""
    plan = locked_plan(plan)
    require_drafter(by, plan.issuer)
    fields = {"due_on": due_on, "grassroots": grassroots}
    order, _made = CascadeOrder.objects.update_or_create(plan=plan, defaults=fields)
    after = {"due_on": str(due_on or ""), "grassroots": grassroots}
    audit.record("plan.cascade", plan, by=by, unit=plan.issuer, after=after)
    return order
