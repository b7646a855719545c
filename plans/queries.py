"""Reads of plans: lists with what stands beside each row, comparison of versions, proposals shown to a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery

from core.vietnamese import search_words
from documents.models import Delivery, DocumentVersion, Status
from plans.models import Bound, Plan, Target, Task, TaskState
from plans.outline import Block, PlanContent
from plans.records import RECORD_OF_KIND
from units.models import Role, Unit
from units.scope import below, own, units_of

STEP_WORDS = {
    "submit": "Đã trình duyệt.",
    "withdraw": "Đã rút về để sửa.",
    "return": "Đã trả lại kèm lý do.",
    "approve": "Đã duyệt. Nội dung không sửa được nữa.",
}


def content_of(plan: Plan) -> PlanContent:
    """The text of the plan's current version."""
    return PlanContent.from_json(plan.current_version.content if plan.current_version else {})


def plans_to_read(user: Any) -> QuerySet[Plan]:
    return Plan.objects.visible_to(user).select_related(
        "issuer", "issuer__kind", "current_version", "derived_from__issuer", "signer__user", "created_by"
    )


def _sides(user: Any) -> dict[str, Q]:
    mine = own(user, "issuer")
    received = Q(pk__in=Delivery.objects.filter(own(user, "unit")).values("document_id"))
    return {"cua-toi": mine, "cap-tren": received & ~mine, "cap-duoi": below(user, "issuer__") & ~mine}


def plan_rows(user: Any, *, side: str, filters: dict[str, str]) -> QuerySet[Plan]:
    """Plans of one side (own, received from above, of units below), searched without accents."""
    sides = _sides(user)
    plans = Plan.objects.visible_to(user).filter(sides.get(side, sides["cua-toi"]))
    for name in ("status", "kind"):
        if filters.get(name):
            plans = plans.filter(**{name: filters[name]})
    for word in search_words(filters.get("q", "")):
        plans = plans.filter(Q(search_fold__contains=word) | Q(issuer__name_fold__contains=word))
    return (
        plans.select_related("issuer", "derived_from__issuer")
        .annotate(target_count=_how_many(Target), task_count=_how_many(Task))
        .order_by("-updated_at", "-pk")
    )


def _how_many(model: type[Bound]) -> Subquery:
    """Records of the row's plan, counted beside it: two joins would multiply."""
    rows = (
        model.objects.filter(plan=OuterRef("pk"))
        .order_by()
        .values("plan")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return Subquery(rows, output_field=IntegerField())


def side_counts(user: Any) -> dict[str, int]:
    sides = _sides(user)
    found = Plan.objects.visible_to(user).aggregate(
        **{name.replace("-", "_"): Count("pk", filter=condition) for name, condition in sides.items()}
    )
    return found


@dataclass(frozen=True)
class TaskRow:
    task: Task
    lead: str
    activities: int
    states: list[tuple[str, Any]]


def task_rows(plan: Plan) -> list[TaskRow]:
    """Tasks of the plan with how many logged activities serve each."""
    tasks = (
        plan.tasks.select_related("lead_unit")
        .annotate(activity_count=Count("activities"))
        .order_by("order", "pk")
    )
    return [TaskRow(task, _lead(task), task.activity_count, TaskState.choices) for task in tasks]


def _lead(task: Task) -> str:
    unit = task.lead_unit
    return (unit.short_name or unit.name) if unit else task.lead_text or "–"


def derived_plans(plan: Plan, user: Any) -> list[tuple[Unit, Plan | None]]:
    """Units that got the plan to carry out, each with the plan it made of it: the coverage below."""
    receivers = Unit.objects.filter(deliveries__document=plan, kind__tier__lte=2).exclude(pk=plan.issuer_id)
    made = {p.issuer_id: p for p in Plan.objects.visible_to(user).filter(derived_from=plan)}
    return [(unit, made.get(unit.pk)) for unit in receivers.visible_to(user).order_by("sort_key")]


def units_that_may_derive(user: Any, plan: Plan) -> list[Unit]:
    """Own units below the issuer that have no plan of their own from this one yet."""
    if plan.status != Status.ISSUED:
        return []
    mine = [u for u in units_of(user, Role.DRAFTER) if u.pk != plan.issuer_id and u.is_under(plan.issuer)]
    done = set(Plan.objects.filter(derived_from=plan, issuer__in=mine).values_list("issuer_id", flat=True))
    return [unit for unit in mine if unit.pk not in done]


def bound_blocks(plan: Plan) -> set[str]:
    """Ids of blocks that have a record."""
    found: set[str] = set()
    for model in RECORD_OF_KIND.values():
        found.update(model.objects.filter(plan=plan).values_list("block_id", flat=True))
    return found


def step_words(step: str, document: Any) -> str:
    if step == "issue":
        return f"Đã phát hành với số {document.doc_code}. Bản PDF đang được tạo."
    return STEP_WORDS.get(step, "Đã chuyển bước.")


@dataclass(frozen=True)
class Change:
    """One block that differs between two texts."""

    state: str  # added, removed, changed, moved
    label: str
    before: str
    after: str

    @property
    def tone(self) -> str:
        return TONES[self.state]


TONES = {"added": "success", "removed": "danger", "changed": "warning", "moved": "info"}
LABELS = {"added": "Thêm", "removed": "Bỏ", "changed": "Sửa", "moved": "Chuyển chỗ"}
PARTS = {"abstract": "Trích yếu", "bases": "Căn cứ", "opening": "Mở đầu", "closing": "Kết"}


def compare_contents(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """What differs, block by block by id: added, removed, changed (text, level or kind), moved."""
    old, new = PlanContent.from_json(before), PlanContent.from_json(after)
    changes = [
        Change("changed", PARTS[name], _lines(old, name), _lines(new, name))
        for name in PARTS
        if getattr(old, name) != getattr(new, name)
    ]
    old_blocks, new_blocks = {b.id: b for b in old.outline.blocks}, {b.id: b for b in new.outline.blocks}
    old_numbers, new_numbers = old.outline.numbers(), new.outline.numbers()
    moved = _moved(list(old_blocks), list(new_blocks))
    for block in new.outline.blocks:
        shown = _shown(block, new_numbers)
        earlier = old_blocks.get(block.id)
        if earlier is None:
            changes.append(Change("added", LABELS["added"], "", shown))
        elif _facts(earlier) != _facts(block):
            changes.append(Change("changed", LABELS["changed"], _shown(earlier, old_numbers), shown))
        elif block.id in moved:
            changes.append(Change("moved", LABELS["moved"], _shown(earlier, old_numbers), shown))
    gone = [b for b in old.outline.blocks if b.id not in new_blocks]
    return changes + [Change("removed", LABELS["removed"], _shown(b, old_numbers), "") for b in gone]


def _facts(block: Block) -> tuple[Any, ...]:
    return (
        block.text,
        block.level,
        block.kind,
        block.rows,
        block.marks,
        block.adoption,
        block.adoption_reason,
    )


def _lines(content: PlanContent, name: str) -> str:
    value = getattr(content, name)
    return value if isinstance(value, str) else "\n".join(value)


def _shown(block: Block, numbers: dict[str, str]) -> str:
    text = "\n".join(" | ".join(row) for row in block.rows) if block.rows else block.text
    return f"{numbers[block.id]} {text}".strip()


def _moved(old: list[str], new: list[str]) -> set[str]:
    """Ids outside the longest run that kept its order (patience on common ids)."""
    common = [i for i in new if i in set(old)]
    place = {block_id: index for index, block_id in enumerate(old)}
    best: list[int] = []
    for i, block_id in enumerate(common):
        best.append(1 + max((best[j] for j in range(i) if place[common[j]] < place[block_id]), default=0))
    kept: set[str] = set()
    length = max(best, default=0)
    limit = len(old)
    for i in range(len(common) - 1, -1, -1):
        if best[i] == length and place[common[i]] < limit:
            kept.add(common[i])
            length, limit = length - 1, place[common[i]]
    return set(common) - kept


def chosen_versions(
    versions: list[DocumentVersion], older: str | None, newer: str | None
) -> tuple[DocumentVersion | None, DocumentVersion | None]:
    """The two versions named by number; the last two when none is named."""
    by_number = {str(v.number): v for v in versions}
    new = by_number.get(newer or "") or (versions[0] if versions else None)
    old = by_number.get(older or "") or (versions[1] if len(versions) > 1 else None)
    return old, new


def target_proposals(proposals: Iterable[Any]) -> list[dict[str, Any]]:
    """What the grammar read from the sentence, as initial values of target forms."""
    names = {field.name for field in Target._meta.fields}
    rows = []
    for place, proposal in enumerate(proposals):
        values = {
            name: getattr(proposal, name) for name in names if getattr(proposal, name, None) not in (None, "")
        }
        rows.append(values | {"place": f"proposal-{place}"})
    return rows
