"""Keeps the records bound to blocks in line with the text at every save."""

from __future__ import annotations

from typing import Any

from django.db.models import Value
from django.utils.translation import gettext as _

from plans.actors import class_of
from plans.models import Bound, Obligation, Plan, Task
from plans.outline import Block, Outline
from plans.proposals import said_by
from plans.records import NOT_TAKEN, RECORD_OF_KIND
from units import audit

# What a record takes from its block: the text and the place.
Fact = tuple[str, int]
Facts = dict[str, Fact]


def bind_text(plan: Plan, outline: Outline, *, by: Any) -> None:
    """Update the text of every bound record, drop records whose block is gone or changed kind, add the plain ones.

    A target gets its record only when a person states its value (plans.services.bind_target). One query when all records
    are in line.
    """
    wanted: dict[str, Facts] = {kind: {} for kind in RECORD_OF_KIND}
    for place, block in enumerate(outline.blocks):
        if block.kind in wanted and block.adoption != NOT_TAKEN and block.text.strip():
            wanted[block.kind][block.id] = (block.text, place)
    present = _present(plan)
    for kind, model in RECORD_OF_KIND.items():
        facts, bound = wanted[kind], present[kind]
        if any(facts.get(block_id) != fact for block_id, fact in bound):
            _bring_in_line(plan, model, facts, by)
        if kind != "target":
            known = {block_id for block_id, _fact in bound}
            fresh = (outline[block_id] for block_id in facts if block_id not in known)
            model.objects.bulk_create(
                _new_record(plan, model, block, facts[block.id], outline)
                for block in fresh
                if not _is_heading(outline, block)
            )


def _present(plan: Plan) -> dict[str, list[tuple[str, Fact]]]:
    """Block id and fact of every record, by kind."""
    first, *others = (
        model.objects.filter(plan=plan).order_by().values_list(Value(kind), "block_id", "text", "order")
        for kind, model in RECORD_OF_KIND.items()
    )
    found: dict[str, list[tuple[str, Fact]]] = {kind: [] for kind in RECORD_OF_KIND}
    for kind, block_id, text, order in first.union(*others, all=True):
        found[kind].append((block_id, (text, order)))
    return found


def _is_heading(outline: Outline, block: Block) -> bool:
    """A title over blocks of its own kind names their group: they are the tasks, not the title."""
    return outline.is_titled(block) and any(b.kind == block.kind for b in outline.descendants(block.id))


def _bring_in_line(plan: Plan, model: type[Bound], facts: Facts, by: Any) -> None:
    changed = []
    for row in model.objects.filter(plan=plan):
        fact = facts.get(row.block_id)
        if fact is None:
            audit.record(
                "plan.unbind", row, by=by, unit=plan.issuer, before={"plan": plan.pk, "text": row.text}
            )
            row.delete()
        elif fact != (row.text, row.order):
            row.text, row.order = fact
            changed.append(row)
    model.objects.bulk_update(changed, ["text", "order"])


def _new_record(plan: Plan, model: type[Bound], block: Block, fact: Fact, outline: Outline) -> Bound:
    text, place = fact
    base: dict[str, Any] = {"plan": plan, "block_id": block.id, "text": text, "order": place}
    if model is Task:
        words = said_by(block, Task(), outline, plan).get("lead_text", "")
        base["lead_class"] = class_of(words, plan.issuer) or ""
        base["lead_unit"] = None if base["lead_class"] else plan.issuer
    if model is Obligation:
        upper = plan.derived_from.issuer if plan.derived_from else plan.issuer
        base |= {"reports_to": upper, "who": str(_("Các đơn vị trực thuộc"))}
    return model(**base)
