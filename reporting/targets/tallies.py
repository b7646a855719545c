"""Progress of targets without an indicator, added up from the activities that were logged for their plan."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Substr

from campaigns.models import Activity, ActivityQuantity, Campaign, QuantityKind
from core.vietnamese import fold
from plans.cascade.queries import in_lineage
from plans.models import Plan, Target
from reporting.models import TargetTally
from reporting.targets.states import time_of

SESSIONS, PARTICIPATIONS = "sessions", "participations"
_OWN = {SESSIONS: "số cuộc", PARTICIPATIONS: "lượt người dự"}
_SESSION_WORDS = ("cuoc", "buoi", "lop", "dot", "hoi nghi", "hoi thi", "dien dan", "toa dam", "hoat dong")
_PEOPLE_WORDS = ("nguoi", "luot", "doan vien", "cnvcld", "nld")


def countable() -> list[tuple[str, str]]:
    """What can be added up of activities, with its words."""
    kinds = QuantityKind.objects.values_list("code", "name", "unit_of_measure")
    return [*_OWN.items(), *((code, f"{name.lower()} ({measure})") for code, name, measure in kinds)]


def likely_count(target: Target) -> str:
    """What the target's measure asks to add up; "" when nothing does."""
    measure = fold(target.unit_of_measure)
    if measure.startswith(_SESSION_WORDS):
        return SESSIONS
    if measure.startswith(_PEOPLE_WORDS):
        return PARTICIPATIONS
    kinds = QuantityKind.objects.values_list("code", "name", "unit_of_measure") if measure else []
    return next((code for code, name, said in kinds if measure in (fold(said), fold(name))), "")


def _of_plan(plan: Plan, prefix: str = "") -> Q:
    """Activities for a task of the plan or of one built from it, or in a campaign under one of them."""
    below = Plan.objects.filter(in_lineage(plan))
    campaigns = Campaign.objects.filter(plans__in=below)
    return in_lineage(plan, f"{prefix}task__plan__lineage") | Q(
        **{f"{prefix}campaign__in": campaigns.values("pk")}
    )


def _counting(tally: TargetTally, plan: Plan, on: dt.date, prefix: str = "") -> Q:
    start, end = time_of(tally.target, plan, on)
    found = Q()
    if tally.type_id:
        found &= Q(**{f"{prefix}type": tally.type_id})
    if start:
        found &= Q(**{f"{prefix}happened_on__gte": start})
    if end:
        found &= Q(**{f"{prefix}happened_on__lte": end})
    return found


def tallied(
    plan: Plan, targets: Sequence[Target], units: Iterable[Any], on: dt.date
) -> dict[int, dict[int, Decimal | None]]:
    """Target id → unit id → sum of what the unit and those below it logged; only targets that have a rule.

    At most three queries for any number of targets, units and activities.
    """
    rules = list(TargetTally.objects.filter(target__in=targets).select_related("target"))
    own = [rule for rule in rules if rule.counts in _OWN]
    kinds = [rule for rule in rules if rule.counts not in _OWN]
    lengths = sorted({len(unit.path) for unit in units})
    sums: dict[int, dict[str, Decimal]] = {rule.target_id: defaultdict(Decimal) for rule in rules}
    if own:
        _add(sums, Activity.objects.filter(_of_plan(plan)), "unit__path", own, lengths, {
            f"t{rule.target_id}": Sum(rule.counts, filter=_counting(rule, plan, on)) for rule in own
        })  # fmt: skip
    if kinds:
        amounts = ActivityQuantity.objects.filter(_of_plan(plan, "activity__"))
        _add(sums, amounts, "activity__unit__path", kinds, lengths, {
            f"t{rule.target_id}": Sum("amount", filter=_counting(rule, plan, on, "activity__") & Q(kind=rule.counts))
            for rule in kinds
        })  # fmt: skip
    return {target: {unit.pk: found.get(unit.path) for unit in units} for target, found in sums.items()}


def _add(
    sums: dict[int, dict[str, Decimal]], rows: Any, path: str, rules: list[TargetTally], lengths: list[int],
    columns: dict[str, Any],
) -> None:  # fmt: skip
    """One row for each unit asked for, not for each that logged something: the path is cut at the longest one's length."""
    found = rows.order_by().annotate(top_path=Substr(path, 1, max(lengths, default=1))).values("top_path")
    for row in found.annotate(**columns):
        for rule in rules:
            value = row[f"t{rule.target_id}"]
            if value is None:
                continue
            for length in lengths:
                if len(row["top_path"]) >= length:
                    sums[rule.target_id][row["top_path"][:length]] += value


def activities_of(plan: Plan, rule: TargetTally, unit: Any, user: Any, on: dt.date) -> QuerySet[Activity]:
    """The activities behind the sum of a unit and what is below it, each with its `amount`, newest first."""
    rows = Activity.objects.visible_to(user).filter(_of_plan(plan), _counting(rule, plan, on))
    rows = rows.filter(unit__path__gte=unit.path, unit__path__lt=unit.path + "~")
    amounts = ActivityQuantity.objects.filter(activity=OuterRef("pk"), kind=rule.counts).values("amount")
    amount: Any = F(rule.counts) if rule.counts in _OWN else Subquery(amounts)
    rows = rows.annotate(amount=Coalesce(amount, 0)).filter(amount__gt=0)
    return rows.select_related("unit", "type").order_by("-happened_on", "-pk")
