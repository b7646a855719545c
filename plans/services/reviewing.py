"""A lower unit ends its review of what came from above."""

from __future__ import annotations

from typing import Any

from documents.models import DocumentVersion
from plans.adopting import adopted_rest
from plans.models import Plan
from plans.queries import content_of
from plans.services.drafting import save_plan


def adopt_rest(plan: Plan, *, base: int, by: Any) -> DocumentVersion | None:
    """Take over every block not looked at yet as it stands, as a new version; None when there is nothing to decide.

    Raises as save_plan.
    """
    if plan.derived_from is None:
        return None
    text = content_of(plan)
    settled = adopted_rest(text, content_of(plan.derived_from))
    if settled == text:
        return None
    return save_plan(plan, content=settled.to_json(), base=base, by=by)
