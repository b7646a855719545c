"""A derived draft follows a new upper plan: block by block, then as a whole."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.workflow import IllegalStep
from documents.models import Amendment, AmendmentKind, DocumentVersion, Status
from plans.cascade.changes import BlockChange, block_changes
from plans.comparing import REMOVED, same_blocks
from plans.models import BlockAnswer, ChangeDecision, Plan, Target, UpperChangeAnswer
from plans.outline import Block, Outline, PlanContent, new_block_id
from plans.queries import content_of
from plans.records import NOT_TAKEN
from plans.services.derivation import ActorChanges, DerivationRefused, upper_basis
from plans.services.drafting import require_drafter, save_plan
from plans.services.rows import locked_plan
from units import audit
from units.paths import path_of

Decision = BlockAnswer.Decision
_MOST_STEPS = 12


def successor_of(upper: Plan | None) -> Plan | None:
    """The plan that stands for a replaced or corrected one today; None when no other plan of the portal does."""
    found: Plan | None = None
    for _step in range(_MOST_STEPS):
        if upper is None:
            break
        kinds = (AmendmentKind.REPLACE, AmendmentKind.CORRECT)
        papers = Amendment.objects.in_force().filter(document=upper, kind__in=kinds).values("paper_id")
        upper = Plan.objects.filter(pk__in=papers).select_related("issuer", "current_version").last()
        found = upper or found
    return found


def changes_of(plan: Plan, successor: Plan) -> list[BlockChange]:
    """What the plan that stands for the upper one changes here, decided or not."""
    if plan.derived_from is None:
        return []
    above = content_of(plan.derived_from).outline, content_of(successor).outline
    return block_changes(content_of(plan).outline, *above)


@transaction.atomic
def answer_block(
    plan: Plan, *, successor: Plan, key: str, taken: bool, base: int, by: Any
) -> DocumentVersion | None:
    """Take the new wording of one block over into the draft, or keep the draft's own.

    Raises as save_plan; IllegalStep when the block did not change.
    """
    row = _draft(plan, by)
    change = next((c for c in changes_of(row, successor) if c.key == key), None)
    if change is None:
        raise IllegalStep(_("Đoạn này không còn khác giữa hai kế hoạch cấp trên."))
    version = None
    if taken:
        text = content_of(row)
        blocks = _with_change(row, text.outline, successor, change)
        version = save_plan(row, content=replace(text, outline=blocks).to_json(), base=base, by=by)
    decision = Decision.TAKEN if taken else Decision.KEPT
    BlockAnswer.objects.update_or_create(
        plan=row, upper=successor, key=key, defaults={"decision": decision, "by": by}
    )
    return version


def _draft(plan: Plan, by: Any) -> Plan:
    row = locked_plan(plan)
    require_drafter(by, row.issuer)
    if not row.is_editable:
        raise IllegalStep(_("Kế hoạch không còn là dự thảo nên không sửa được."))
    return row


def _with_change(plan: Plan, own: Outline, successor: Plan, change: BlockChange) -> Outline:
    if change.state == REMOVED:
        reason = _("Kế hoạch cấp trên không còn nội dung này.")
        return _replaced(own, change.own, {"adoption": NOT_TAKEN, "adoption_reason": reason})
    assert change.new is not None
    worded = ActorChanges(successor.issuer, plan.issuer).reworded(change.new)
    fresh: dict[str, Any] = {
        "text": worded.text,
        "marks": worded.marks,
        "notes": worded.notes,
        "rows": worded.rows,
    }
    fresh |= {"header_rows": worded.header_rows, "adoption": "adapted", "adoption_reason": ""}
    if change.own is not None:
        return _replaced(own, change.own, fresh)
    block = replace(worded, id=new_block_id(), origin=change.key, source="", **fresh)
    return _inserted(own, plan, successor, block, change.key)


def _replaced(own: Outline, block: Block | None, fields: dict[str, Any]) -> Outline:
    return Outline(
        tuple(replace(b, **fields) if block is not None and b.id == block.id else b for b in own.blocks)
    )


def _inserted(own: Outline, plan: Plan, successor: Plan, block: Block, key: str) -> Outline:
    """Behind the block here that stands on the nearest one before it above; at the end when there is none."""
    above = content_of(successor).outline
    pairs = same_blocks(content_of(plan.derived_from).outline, above) if plan.derived_from else {}
    order = [b.id for b in above.blocks]
    before = {name for earlier in order[: order.index(key)] for name in (earlier, pairs.get(earlier))}
    places = [place for place, b in enumerate(own.blocks) if b.origin in before]
    at = places[-1] + 1 if places else len(own.blocks)
    return Outline((*own.blocks[:at], block, *own.blocks[at:]))


@transaction.atomic
def follow_successor(plan: Plan, *, successor: Plan, base: int, by: Any) -> DocumentVersion:
    """The draft derives from the plan that stands for its upper one: basis, origins, targets and lineage follow.

    Raises as save_plan; DerivationRefused (not in force, not above, in a circle).
    """
    row = _draft(plan, by)
    upper = row.derived_from
    if upper is None or successor.status != Status.ISSUED:
        raise DerivationRefused(_("Kế hoạch thay thế chưa phát hành hoặc không còn hiệu lực."))
    above = Plan.objects.select_for_update(of=("self",)).get(pk=successor.pk)
    if not row.issuer.is_under(successor.issuer) or above.lineage.startswith(row.lineage):
        raise DerivationRefused(_("Kế hoạch không thể cụ thể hóa từ chính nó hoặc từ kế hoạch dựa trên nó."))
    text = content_of(row)
    moved = {
        old: new for new, old in same_blocks(content_of(upper).outline, content_of(above).outline).items()
    }
    row.derived_from, row.lineage = above, path_of(above.lineage, row.pk)
    Plan.objects.filter(pk=row.pk).update(derived_from=above, lineage=row.lineage)
    version = save_plan(row, content=_moved(text, upper, above, moved).to_json(), base=base, by=by)
    _follow_targets(row, above, moved)
    for amendment in Amendment.objects.in_force().filter(document=upper):
        UpperChangeAnswer.objects.update_or_create(
            plan=row, amendment=amendment, defaults={"decision": ChangeDecision.ADAPTED, "by": by}
        )
    before, after = {"upper": upper.pk}, {"upper": above.pk}
    audit.record("plan.follow", row, by=by, unit=row.issuer, before=before, after=after)
    return version


def _moved(text: PlanContent, upper: Plan, above: Plan, moved: dict[str, str]) -> PlanContent:
    blocks = tuple(replace(b, origin=moved.get(b.origin, b.origin)) for b in text.outline.blocks)
    code = upper.doc_code.strip()
    bases = tuple(base for base in text.bases if code not in base)
    return replace(text, outline=Outline(blocks), bases=(upper_basis(above), *bases))


def _follow_targets(plan: Plan, above: Plan, moved: dict[str, str]) -> None:
    """Targets here look up to the target of the same sentence in the new plan."""
    by_block = {target.block_id: target for target in above.targets.order_by("-pk")}
    rows = list(plan.targets.filter(upper_target__isnull=False).select_related("upper_target"))
    for row in rows:
        block = row.upper_target.block_id if row.upper_target else ""
        row.upper_target = by_block.get(moved.get(block, block))
    Target.objects.bulk_update(rows, ["upper_target"])


def open_changes(plan: Plan, successor: Plan) -> list[tuple[BlockChange, str]]:
    """Each change with what was decided about it, "" while nothing was."""
    answers = dict(BlockAnswer.objects.filter(plan=plan, upper=successor).values_list("key", "decision"))
    return [(change, answers.get(change.key, "")) for change in changes_of(plan, successor)]
