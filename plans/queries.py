"""Reads of plans: lists with what stands beside each row, comparison of versions, proposals shown to a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery

from core.vietnamese import search_words
from documents.models import ENDED, Delivery, Status
from plans import comparing
from plans.assignments.queries import Standing, standing_by_block
from plans.indicators import indicator_names
from plans.models import Bound, Plan, Target, Task, TaskState
from plans.outline import Outline, PlanContent
from plans.records import NOT_TAKEN, RECORD_OF_KIND
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
        "issuer",
        "issuer__kind",
        "current_version",
        "derived_from__issuer",
        "signer__user",
        "delegation",
        "created_by",
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
    standing: Standing | None


def task_rows(plan: Plan) -> list[TaskRow]:
    """Tasks of the plan with how many logged activities serve each, and how the work given from it stands."""
    given = standing_by_block(plan)
    tasks = (
        plan.tasks.select_related("lead_unit")
        .annotate(activity_count=Count("activities"))
        .order_by("order", "pk")
    )
    return [
        TaskRow(task, task.lead or "–", task.activity_count, TaskState.choices, given.get(task.block_id))
        for task in tasks
    ]


def receivers_of(plan: Plan, user: Any, text: str = "") -> Any:
    """Units that got the plan to turn it into one of their own, those the text names."""
    found = Unit.objects.filter(deliveries__document=plan, kind__tier__lte=2).exclude(pk=plan.issuer_id)
    return found.visible_to(user).search(text).order_by("sort_key", "pk")


def derived_plans(plan: Plan, user: Any, units: Iterable[Unit]) -> list[tuple[Unit, Plan | None]]:
    """Each of the units with the plan it made of this one: the coverage below."""
    units = list(units)
    made = Plan.objects.visible_to(user).filter(derived_from=plan, issuer__in=units)
    by_issuer = {lower.issuer_id: lower for lower in made}
    return [(unit, by_issuer.get(unit.pk)) for unit in units]


def targets_with_measures(plan: Plan) -> list[tuple[Target, str]]:
    """Targets in the text's order, each with the name of the indicator it is measured by."""
    names = indicator_names()
    rows = plan.targets.select_related("upper_target", "within").order_by("order", "pk")
    return [(row, names.get(row.indicator_code, "")) for row in rows]


def unstated_targets(plan: Plan, outline: Outline) -> list[str]:
    """Ids of blocks called a target whose figure nobody has stated; a title over others is none."""
    stated = set(plan.targets.values_list("block_id", flat=True))
    called = [b for b in outline.blocks if b.kind == "target" and b.adoption != NOT_TAKEN]
    return [b.id for b in called if b.id not in stated and b.text and not outline.children(b.id)]


def units_that_may_derive(user: Any, plan: Plan) -> list[Unit]:
    """Own units below the issuer that have no plan of their own from this one yet."""
    if plan.status != Status.ISSUED:
        return []
    mine = [u for u in units_of(user, Role.DRAFTER) if u.pk != plan.issuer_id and u.is_under(plan.issuer)]
    made = Plan.objects.filter(derived_from=plan, issuer__in=mine).exclude(status__in=ENDED)
    done = set(made.values_list("issuer_id", flat=True))
    return [unit for unit in mine if unit.pk not in done]


def bound_blocks(plan: Plan) -> set[str]:
    """Ids of blocks that have a record."""
    first, *others = (
        model.objects.filter(plan=plan).order_by().values_list("block_id", flat=True)
        for model in RECORD_OF_KIND.values()
    )
    return set(first.union(*others))


def step_words(step: str, document: Any) -> str:
    if step == "issue":
        made = "Bản PDF đã ký được gửi đi." if document.pdf else "Bản PDF đang được tạo."
        return f"Đã phát hành với số {document.doc_code}. {made}"
    if step == "number":
        return f"Đã cấp số {document.doc_code}. Người ký thấy văn bản tại Văn bản, mục Chờ ký."
    return STEP_WORDS.get(step, "Đã chuyển bước.")


@dataclass(frozen=True)
class Change:
    """One block that differs between two texts."""

    state: str  # added, removed, changed, moved
    label: str
    before: str
    after: str


def compare_contents(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """What differs, block by block, as plain texts side by side."""
    found = comparing.compare(PlanContent.from_json(before), PlanContent.from_json(after))
    return [Change(d.states[-1], d.label, d.before, d.after) for d in found]


def upper_to_read(plan: Plan, user: Any) -> Plan | None:
    """The plan this one derives from, when the person may read it."""
    return (
        Plan.objects.visible_to(user)
        .filter(pk=plan.derived_from_id)
        .select_related("current_version")
        .first()
    )


def origins_of(content: PlanContent) -> dict[str, str]:
    """Block id → id of the upper plan's block it derives from."""
    return {block.id: block.origin for block in content.outline.blocks if block.origin}
