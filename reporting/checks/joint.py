"""Joint events that two units logged: same day, same type, a similar name, or one names the other as a partner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from campaigns.models import Activity
from core.vietnamese import fold
from reporting.checks.registry import Facts, JointEvent
from reporting.prefill import rules as prefill_rules
from reporting.queries.layout import Key
from units.models import STEP

# Part of the words two names share: alone, and where one unit names the other as its partner.
ALIKE, ALIKE_PARTNERS = 0.7, 0.3
MOST_FOUND = 500


def joint_events(reports: list[Facts]) -> None:
    """Fill `joint` of each report with events that a unit of the same upper union, or that union, logged too.

    Three queries for all of them, one where nothing was logged.
    """
    period = reports[0].submission.period
    days = (period.starts_on, period.ends_on)
    units = {facts.submission.unit_id for facts in reports}
    logged = Activity.objects.filter(unit__in=units, happened_on__range=days).prefetch_related("partners")
    mine: dict[int, list[Activity]] = defaultdict(list)
    for activity in logged:
        mine[activity.unit_id].append(activity)
    if not mine:
        return
    others = _others(reports, [a for found in mine.values() for a in found])
    for facts in reports:
        for activity in mine[facts.submission.unit_id]:
            _match(facts, activity, others)


def _others(reports: list[Facts], logged: list[Activity]) -> dict[tuple[object, str], list[Activity]]:
    """Activities under the same upper unions on the same days, by day and type."""
    under = Q(pk__in=[])
    for path in {_path_above(facts.submission.period_unit.path) for facts in reports}:
        under |= Q(unit__path__gte=path, unit__path__lt=path + "~")
    rows = Activity.objects.filter(
        under, happened_on__in={a.happened_on for a in logged}, type__in={a.type_id for a in logged}
    )
    rows = rows.select_related("unit").prefetch_related("partners").order_by("pk")
    found: dict[tuple[object, str], list[Activity]] = defaultdict(list)
    for activity in rows[: MOST_FOUND + len(logged)]:
        found[activity.happened_on, activity.type_id].append(activity)
    return found


def _path_above(path: str) -> str:
    return path[:-STEP] or path


def _match(facts: Facts, activity: Activity, others: dict[tuple[object, str], list[Activity]]) -> None:
    key = _box(facts, activity)
    if key is None:
        return
    for other in others[activity.happened_on, activity.type_id]:
        if other.unit_id != activity.unit_id and is_same_event(activity, other):
            event = JointEvent(activity.title, activity.happened_on, other.unit.name)
            facts.joint.setdefault(key, []).append(event)


def _box(facts: Facts, activity: Activity) -> Key | None:
    """The first answered box of the form that counts the activity."""
    for rule in prefill_rules():
        if rule.measure == "sessions" and rule.takes(activity) and facts.value(*rule.key):
            return rule.key if rule.key in facts.layout.cells else None
    return None


def is_same_event(one: Activity, other: Activity) -> bool:
    """Of the same day and type: whether the names, and the partners, say that it is one event."""
    shared = _alike(_words(one.title), _words(other.title))
    partners = _has(one.partners.all(), other.unit_id) or _has(other.partners.all(), one.unit_id)
    return shared >= (ALIKE_PARTNERS if partners else ALIKE)


def _has(partners: Iterable[object], unit_id: int) -> bool:
    return any(getattr(unit, "pk", None) == unit_id for unit in partners)


def _words(title: str) -> set[str]:
    return set(fold(title).split())


def _alike(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0
