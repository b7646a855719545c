"""Passages of the campaign's plans, the tasks and targets bound to them, and what hangs on the campaign."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse

from campaigns.contests.queries import contests_of
from campaigns.emulation.models import Movement
from campaigns.events.models import Event
from campaigns.models import Activity, Campaign
from core.formats import write
from plans.beside import BesideLine
from plans.discussion import places_of
from plans.models import Plan, Target, Task, TaskState
from plans.queries import content_of
from units.scope import below

MOST_TASKS = 40
MOST_PARTS = 20
STATE_TONES = {TaskState.OPEN: "muted", TaskState.DOING: "progress", TaskState.DONE: "success"}


@dataclass(frozen=True)
class Passage:
    """A block of a plan as it can be chosen."""

    value: str
    label: str
    chosen: bool
    bound: str = ""


def passages_of(user: Any, campaign: Campaign) -> list[tuple[Plan, list[Passage]]]:
    """The plans of the campaign the person may read, each with its passages; those with a task or target say so."""
    chosen = {f"{row.plan_id}:{row.block_id}" for row in campaign.served_blocks.all()}
    plans = list(
        Plan.objects.visible_to(user).filter(campaigns=campaign).select_related("issuer", "current_version")
    )
    bound: dict[str, str] = {}
    for word, rows in (("chỉ tiêu", Target.objects), ("nhiệm vụ", Task.objects)):
        for plan, block in rows.filter(plan__in=plans).values_list("plan", "block_id"):
            bound[f"{plan}:{block}"] = word
    found = []
    for plan in plans:
        places = [place for place in places_of(content_of(plan).outline) if place.block_id]
        values = [(f"{plan.pk}:{place.block_id}", place.label) for place in places]
        found.append((plan, [Passage(v, label, v in chosen, bound.get(v, "")) for v, label in values]))
    return found


@dataclass(frozen=True)
class TaskLine:
    """A task of a plan and what the campaign did for it, as far as the person may see it."""

    task: Task
    activities: int
    units: int
    url: str

    @property
    def tone(self) -> str:
        return STATE_TONES[TaskState(self.task.state)]


@dataclass(frozen=True)
class AgainstPlan:
    """`chosen`: passages were named; else every task of the plans counts."""

    chosen: bool = False
    tasks: list[TaskLine] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    more: int = 0

    @property
    def touched(self) -> int:
        return sum(line.activities > 0 for line in self.tasks)

    @property
    def bars(self) -> list[tuple[str, int, str]]:
        return [(_short(line.task.text), line.activities, line.url) for line in self.tasks if line.activities]


def against_plan(user: Any, campaign: Campaign) -> AgainstPlan:
    """Five queries, whatever the number of tasks and activities."""
    plans = list(Plan.objects.visible_to(user).filter(campaigns=campaign).values_list("pk", flat=True))
    served: dict[int, set[str]] = defaultdict(set)
    for plan, block in campaign.served_blocks.filter(plan__in=plans).values_list("plan", "block_id"):
        served[plan].add(block)
    wanted = Q(plan__in=plans)
    if served:
        wanted = Q(pk__in=[])
        for plan, blocks in served.items():
            wanted |= Q(plan=plan, block_id__in=blocks)
    tasks = list(
        Task.objects.filter(wanted).select_related("plan", "lead_unit").order_by("plan_id", "order", "pk")
    )
    targets = Target.objects.filter(wanted).select_related("plan").order_by("plan_id", "order", "pk")
    done = _done_for(user, campaign, [task.pk for task in tasks])
    page = reverse("campaigns:activity_list")
    lines = [
        TaskLine(
            task, *done.get(task.pk, (0, 0)), f"{page}?{urlencode({'chien-dich': campaign.pk, 'nhiem-vu': task.pk})}"
        )
        for task in tasks
    ]  # fmt: skip
    return AgainstPlan(
        bool(served), lines[:MOST_TASKS], list(targets[:MOST_TASKS]), max(len(lines) - MOST_TASKS, 0)
    )


def _done_for(user: Any, campaign: Campaign, tasks: list[int]) -> dict[int, tuple[int, int]]:
    """Task → activities of the campaign for it or for a task built from it, and units that did them."""
    seen = Activity.objects.visible_to(user).filter(campaign=campaign).order_by()
    rows = (
        seen.filter(Q(task__in=tasks) | Q(task__upper_task__in=tasks))
        .values_list("task", "task__upper_task")
        .annotate(n=Count("pk"), units=Count("unit", distinct=True))
    )
    known = set(tasks)
    found: dict[int, tuple[int, int]] = {}
    for own, upper, n, units in rows:
        pk = own if own in known else upper
        before = found.get(pk, (0, 0))
        found[pk] = (before[0] + n, before[1] + units)
    return found


def _short(text: str) -> str:
    return text if len(text) <= 90 else f"{text[:90].rsplit(' ', 1)[0]}…"


# --- what runs under the campaign


@dataclass(frozen=True)
class Part:
    """A contest, movement or event of the campaign."""

    kind: str
    title: str
    url: str
    note: str
    status: str
    status_name: str


def parts_of(user: Any, campaign: Campaign) -> list[Part]:
    """One query a kind."""
    return [
        *_contests(contests_of(user, campaign)),
        *_movements(Movement.objects.visible_to(user).filter(campaign=campaign)),
        *_events(Event.objects.visible_to(user).filter(campaign=campaign)),
    ]


def _contests(rows: QuerySet[Any]) -> Iterator[Part]:
    for one in rows[:MOST_PARTS]:
        url, note = (
            reverse("campaigns:contest_detail", args=[one.pk]),
            f"{write.number(one.taking_part)} người dự thi",
        )
        yield Part("Cuộc thi", one.name, url, note, one.status, str(one.get_status_display()))


def _movements(rows: QuerySet[Any]) -> Iterator[Part]:
    counted = rows.select_related("owner").annotate(registered=Count("registrations")).order_by("-pk")
    for one in counted[:MOST_PARTS]:
        note = f"{one.owner.short_name or one.owner.name} · {write.number(one.registered)} đơn vị đăng ký"
        url = reverse("campaigns:movement_detail", args=[one.pk])
        yield Part("Phong trào thi đua", one.name, url, note, one.status, str(one.get_status_display()))


def _events(rows: QuerySet[Any]) -> Iterator[Part]:
    timed = rows.select_related("unit").annotate(first=Min("sittings__starts_at")).order_by("-pk")
    for one in timed[:MOST_PARTS]:
        day = f"{write.datetime(one.first)} · " if one.first else ""
        url, note = (
            reverse("campaigns:event_detail", args=[one.pk]),
            f"{day}{one.unit.short_name or one.unit.name}",
        )
        yield Part(
            str(one.get_kind_display()), one.title, url, note, one.status, str(one.get_status_display())
        )


def movements_beside(user: Any, plan: Plan) -> list[BesideLine]:
    """Movements the plan launches. One query."""
    rows = Movement.objects.visible_to(user).filter(plan=plan)
    return [BesideLine(one.title, one.url, one.note, one.status, one.status_name) for one in _movements(rows)]


def campaigns_beside(user: Any, plan: Plan) -> list[BesideLine]:
    """Campaigns of the plan the person may see, with what they see was done. One query."""
    seen = Count("activities", filter=below(user, "activities__unit__"), distinct=True)
    rows = (
        Campaign.objects.visible_to(user).filter(plans=plan).annotate(done=seen).order_by("-starts_on", "pk")
    )
    return [
        BesideLine(
            one.name, reverse("campaigns:campaign_detail", args=[one.pk]), f"{write.number(one.done)} hoạt động",
            one.status, str(one.get_status_display()),
        )
        for one in rows[:MOST_PARTS]
    ]  # fmt: skip
