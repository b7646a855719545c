"""Where one block of a plan comes from, level by level, and what the plans built on it made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q

from documents.models import ENDED
from plans.blocks import ADOPTIONS
from plans.cascade.queries import in_lineage
from plans.models import Plan
from plans.outline import Block
from plans.queries import content_of
from reporting.lineage.queries import plans_above

PAGE = 30
MOST_BELOW = 600  # plans under the ones of a page


@dataclass(frozen=True)
class Place:
    """The block as one plan has it; None where the plan left it out of its text altogether."""

    plan: Plan
    block: Block | None
    depth: int = 0
    changed: bool = False  # it reads otherwise than one level up

    @property
    def adoption(self) -> str:
        return str(ADOPTIONS.get(self.block.adoption, "")) if self.block else "Không có trong kế hoạch"

    @property
    def tone(self) -> str:
        if self.block is None:
            return "muted"
        return {"adopted": "success", "adapted": "info", "pending": "warning"}.get(
            self.block.adoption, "muted"
        )


def origin_chain(plan: Plan, block: Block, user: Any) -> list[Place]:
    """The block in the plans above, the first one on top, as far as the person may read them; two queries."""
    above = {one.pk: one for one in _with_text(plans_above(plan, user))}
    chain: list[Place] = []
    upper_id, origin, words = plan.derived_from_id, block.origin, block.text
    while origin and upper_id in above:
        upper = above[upper_id]
        found = _block(upper, origin)
        chain.append(Place(upper, found, changed=found is not None and found.text != words))
        if found is None:
            break
        upper_id, origin, words = upper.derived_from_id, found.origin, found.text
    return chain[::-1]


def _with_text(plans: list[Plan]) -> list[Plan]:
    ids = [plan.pk for plan in plans]
    return list(Plan.objects.filter(pk__in=ids).select_related("issuer", "current_version"))


def _block(plan: Plan, block_id: str) -> Block | None:
    outline = content_of(plan).outline
    return next((block for block in outline.blocks if block.id == block_id), None)


def adoptions(plan: Plan, block: Block, user: Any, number: Any) -> tuple[Page[Plan], list[Place]]:
    """A page of the plans built directly on it, each with what it and those below made of the block; four queries."""
    readable = Plan.objects.visible_to(user).exclude(status__in=ENDED)
    direct = readable.filter(derived_from=plan).select_related("issuer", "current_version")
    page = Paginator(direct.order_by("issuer__sort_key", "pk"), PAGE).get_page(number)
    under = Q(pk__in=[])
    for one in page:
        under |= in_lineage(one)
    deeper = readable.filter(under).exclude(pk__in=[one.pk for one in page])
    by_upper: dict[int, list[Plan]] = {}
    for one in deeper.select_related("issuer", "current_version").order_by("lineage")[:MOST_BELOW]:
        by_upper.setdefault(one.derived_from_id or 0, []).append(one)
    places: list[Place] = []
    for one in page:
        _walk(one, block, by_upper, places, depth=0)
    return page, places


def _walk(
    plan: Plan, upper: Block, by_upper: dict[int, list[Plan]], places: list[Place], *, depth: int
) -> None:
    outline = content_of(plan).outline
    found = next((block for block in outline.blocks if block.origin == upper.id), None)
    places.append(Place(plan, found, depth, found is not None and found.text != upper.text))
    if found is not None:
        for lower in by_upper.get(plan.pk, ()):
            _walk(lower, found, by_upper, places, depth=depth + 1)
