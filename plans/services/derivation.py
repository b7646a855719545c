"""A lower unit builds its plan from an upper one: skeleton kept, actors changed, targets and duties linked (DOMAIN 3.4)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from documents.models import ENDED, Status
from documents.official import official_date
from documents.services.rows import lock
from plans.actors import means_class
from plans.models import Allocation, Obligation, Plan, Responsibility, Target, Task
from plans.outline import Block, Outline, PlanContent, new_block_id
from plans.queries import content_of
from plans.records import NOT_REVIEWED, RECORD_OF_KIND
from plans.rewording import replaced, reworded
from plans.services.drafting import create_plan, require_drafter
from plans.targets.queries import given_to
from units.models import Unit

UPPER_OWN = "Nhiệm vụ của cấp ban hành kế hoạch"
_LOWER_UNITS = re.compile(
    r"^(các\s+)?(công đoàn|liên đoàn lao động).*(cấp trên|xã, phường|ngành|trực thuộc|khu công nghiệp)", re.I
)


class DerivationRefused(Exception):
    """str() is the Vietnamese reason."""


@transaction.atomic
def derive_plan(upper: Plan, *, issuer: Unit, by: Any) -> Plan:
    """A draft of `issuer` built from the issued plan of a unit above it.

    Raises DerivationRefused (not issued, not above, already derived), StepRefused (not a drafter).
    """
    require_drafter(by, issuer)
    _require_derivable(upper, issuer)
    changes = ActorChanges(upper.issuer, issuer)
    source = content_of(upper)
    ids = {block.id: new_block_id() for block in source.outline.blocks}
    blocks = tuple(_derived_block(b, ids, source.outline, changes) for b in source.outline.blocks)
    content = PlanContent(
        abstract=source.abstract,
        bases=(upper_basis(upper), *source.bases),
        opening=(_opening(issuer),),
        outline=Outline(blocks),
        closing=tuple(changes.apply(line) for line in source.closing),
    )
    plan = create_plan(
        issuer=issuer,
        abstract=upper.abstract,
        kind=upper.kind,
        by=by,
        starts_on=upper.starts_on,
        ends_on=upper.ends_on,
        content=content,
        derived_from=upper,
    )
    taken = {block.origin: block for block in blocks if block.adoption != "not_applicable"}
    _derive_targets(upper, plan, taken)
    _link_tasks(upper, plan, taken)
    _aim_obligations(upper, plan, issuer)
    _hand_over_duties(upper, plan, taken, changes)
    return plan


def _require_derivable(upper: Plan, issuer: Unit) -> None:
    if upper.status != Status.ISSUED:
        raise DerivationRefused(_("Chỉ cụ thể hóa được kế hoạch đã phát hành."))
    if issuer.pk == upper.issuer_id or not issuer.is_under(upper.issuer):
        raise DerivationRefused(_("Kế hoạch này không phải của cấp trên của %(unit)s.") % {"unit": issuer})
    if issuer.ended_on:
        raise DerivationRefused(
            _("%(unit)s đã kết thúc hoạt động, không cụ thể hóa được nữa.") % {"unit": issuer}
        )
    lock(upper)  # two clicks at once derive one after the other
    twin = Plan.objects.filter(derived_from=upper, issuer=issuer).exclude(status__in=ENDED).first()
    if twin:
        raise DerivationRefused(
            _("Đơn vị đã có kế hoạch cụ thể hóa: %(code)s.") % {"code": twin.doc_code.strip()}
        )


class ActorChanges:
    """Replaces the upper unit's names by the lower unit's, longest name first; other words stay as they are."""

    def __init__(self, upper: Unit, lower: Unit) -> None:
        self.target = lower.name
        names = {n for n in (upper.name, upper.short_name) if n}
        ordered = sorted(names, key=len, reverse=True)
        self._names = re.compile(
            "|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in ordered), re.IGNORECASE
        )
        self.upper = upper

    def apply(self, text: str) -> str:
        return self._names.sub(self.target, text)

    def reworded(self, block: Block) -> Block:
        return reworded(block, self._names, lambda _name: self.target)

    def names_upper(self, text: str) -> bool:
        return bool(self._names.fullmatch(text.strip().rstrip(".:")))


def _derived_block(block: Block, ids: dict[str, str], outline: Outline, changes: ActorChanges) -> Block:
    base = replace(
        block, id=ids[block.id], origin=block.id, source="", adoption=NOT_REVIEWED, adoption_reason=""
    )
    if outline.is_titled(block) and (block.kind == "responsibility" or block.kind not in RECORD_OF_KIND):
        base = replace(base, adoption="adopted")
    if _upper_only(block, outline, changes):
        return replace(base, adoption="not_applicable", adoption_reason=UPPER_OWN)
    if block.kind == "obligation":
        return base
    derived = changes.reworded(base)
    if (
        block.level in {"section", "point"}
        and block.kind == "responsibility"
        and _LOWER_UNITS.match(block.text)
    ):
        derived = replaced(base, changes.target)
    if derived.text == block.text:
        return base
    return derived if derived.adoption == NOT_REVIEWED else replace(derived, adoption="adapted")


def _upper_only(block: Block, outline: Outline, changes: ActorChanges) -> bool:
    """Duties the upper unit wrote for itself: everything under a heading that is its own name."""
    return any(
        b.kind == "responsibility" and changes.names_upper(b.text) for b in (*outline.path(block.id), block)
    )


def upper_basis(upper: Plan) -> str:
    place_and_day = official_date("", upper.issued_on).removeprefix(", ")
    return _("Căn cứ Kế hoạch số %(code)s %(day)s của %(unit)s về %(abstract)s") % {
        "code": upper.doc_code,
        "day": place_and_day,
        "unit": upper.issuer.name,
        "abstract": upper.abstract[:1].lower() + upper.abstract[1:],
    }


def _opening(issuer: Unit) -> str:
    return _("%(unit)s xây dựng kế hoạch thực hiện như sau:") % {"unit": issuer.name}


def _derive_targets(upper: Plan, plan: Plan, taken: dict[str, Block]) -> None:
    """Every upper target whose sentence was taken becomes a target here, measured alike and linked upward.

    Where the unit was given a number of its own, that number is what it has to reach.
    """
    fresh: dict[int, Target] = {}
    targets = list(upper.targets.exclude(allocation=Allocation.OWN).order_by("within_id", "pk"))
    given = given_to(targets, plan.issuer)
    for target in targets:
        block = taken.get(target.block_id)
        if block is None or block.kind != "target":
            continue
        copy = Target(
            plan=plan,
            block_id=block.id,
            text=block.text,
            order=target.order,
            name=target.name,
            comparator=target.comparator,
            value=given.get(target.pk, target.value),
            unit_of_measure=target.unit_of_measure,
            change=target.change,
            base_year=target.base_year,
            population=target.population,
            basis=target.basis,
            due_on=target.due_on,
            indicator_code=target.indicator_code,
            allocation=target.allocation,
            upper_target=target,
            within=fresh.get(target.within_id) if target.within_id else None,
        )
        copy.save()
        fresh[target.pk] = copy


def _link_tasks(upper: Plan, plan: Plan, taken: dict[str, Block]) -> None:
    upper_tasks = {taken[t.block_id].id: t for t in upper.tasks.all() if t.block_id in taken}
    rows = list(plan.tasks.filter(block_id__in=upper_tasks))
    for row in rows:
        source = upper_tasks[row.block_id]
        row.upper_task, row.deadline_on, row.deliverable = source, source.deadline_on, source.deliverable
    Task.objects.bulk_update(rows, ["upper_task", "deadline_on", "deliverable"])


def _aim_obligations(upper: Plan, plan: Plan, issuer: Unit) -> None:
    """The report-back clause stays a duty of this unit towards the one that asked."""
    Obligation.objects.filter(plan=plan).update(reports_to=upper.issuer, who=issuer.name)


def _hand_over_duties(upper: Plan, plan: Plan, taken: dict[str, Block], changes: ActorChanges) -> None:
    """Who does what, with the actor changed as in the sentence; what all units below should do is now this unit's."""
    stated = {
        taken[r.block_id].id: r
        for r in upper.responsibilities.select_related("department")
        if r.block_id in taken
    }
    rows = list(plan.responsibilities.filter(block_id__in=stated))
    departments = {d.name.casefold(): d for d in plan.issuer.departments.all()}
    for row in rows:
        source = stated[row.block_id]
        row.duty = changes.apply(source.duty)[:500]
        is_this_unit = (
            means_class(source.actor_class, plan.issuer)
            or source.actor_unit_id in (upper.issuer_id, plan.issuer_id)
            or bool(_LOWER_UNITS.match(source.actor_text))
        )
        if is_this_unit:
            row.actor_text, row.actor_unit = plan.issuer.name[:200], plan.issuer
            continue
        row.actor_text, row.actor_class = changes.apply(source.actor_text)[:200], source.actor_class
        row.actor_unit = source.actor_unit
        row.department = departments.get(source.department.name.casefold()) if source.department else None
    Responsibility.objects.bulk_update(
        rows, ["duty", "actor_text", "actor_class", "actor_unit", "department"]
    )
