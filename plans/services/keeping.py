"""Keeps the records bound to blocks in line with the text at every save."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from plans.models import Bound, Obligation, Plan, Task
from plans.outline import Block, Outline
from plans.records import NOT_TAKEN, RECORD_OF_KIND
from units import audit


def bind_text(plan: Plan, outline: Outline, *, by: Any) -> None:
    """Update the text of every bound record, drop records whose block is gone or changed kind, add the plain ones.

    A target gets its record only when a person states its value (plans.services.bind_target).
    """
    places = {block.id: place for place, block in enumerate(outline.blocks)}
    wanted = {
        block.id: block for block in outline.blocks if block.adoption != NOT_TAKEN and block.text.strip()
    }
    for kind, model in RECORD_OF_KIND.items():
        rows = list(model.objects.filter(plan=plan))
        _drop(plan, [row for row in rows if not _fits(row, wanted.get(row.block_id), kind)], by)
        kept = [row for row in rows if _fits(row, wanted.get(row.block_id), kind)]
        _refresh(model, kept, wanted, places)
        bound = {row.block_id for row in kept}
        if kind != "target":
            fresh = [
                b
                for b in wanted.values()
                if b.kind == kind and b.id not in bound and not _is_heading(outline, b)
            ]
            model.objects.bulk_create(_new_record(plan, model, block, places[block.id]) for block in fresh)


def _fits(row: Bound, block: Block | None, kind: str) -> bool:
    return block is not None and block.kind == kind


def _is_heading(outline: Outline, block: Block) -> bool:
    """A title over blocks of its own kind names their group: they are the tasks, not the title."""
    return outline.is_titled(block) and any(b.kind == block.kind for b in outline.descendants(block.id))


def _drop(plan: Plan, rows: list[Bound], by: Any) -> None:
    for row in rows:
        audit.record("plan.unbind", row, by=by, unit=plan.issuer, before={"plan": plan.pk, "text": row.text})
        row.delete()


def _refresh(model: type[Bound], rows: list[Any], wanted: dict[str, Block], places: dict[str, int]) -> None:
    changed = []
    for row in rows:
        text, place = wanted[row.block_id].text, places[row.block_id]
        if (row.text, row.order) != (text, place):
            row.text, row.order = text, place
            changed.append(row)
    model.objects.bulk_update(changed, ["text", "order"])


def _new_record(plan: Plan, model: type[Bound], block: Block, place: int) -> Bound:
    base: dict[str, Any] = {"plan": plan, "block_id": block.id, "text": block.text, "order": place}
    if model is Task:
        base["lead_unit"] = plan.issuer
    if model is Obligation:
        upper = plan.derived_from.issuer if plan.derived_from else plan.issuer
        base |= {"reports_to": upper, "who": str(_("Các đơn vị trực thuộc"))}
    return model(**base)
