"""Joint events that two units logged: same day, same type, a similar name, or one names the other as a partner."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from campaigns.models import Activity
from core.vietnamese import fold
from reporting.checks.registry import Facts, JointEvent
from reporting.models import Figure, PeriodUnit, Submission
from reporting.models.submissions import SENT
from reporting.prefill import rules as prefill_rules
from reporting.queries.layout import Key, layout_of
from units.models import STEP

# Part of the words two names share: alone, and where one unit names the other as its partner.
ALIKE, ALIKE_PARTNERS = 0.7, 0.3
# More pairs of one day and type than that are a copied log, which the first ones tell already.
MOST_PAIRS = 100_000

_NAMES = (
    "SELECT 1 FROM campaigns_activity_partners m WHERE m.activity_id = {0}.id AND m.unit_id = {1}.unit_id"
)
_UPPER = f"CASE WHEN LENGTH(u.path) > {STEP} THEN SUBSTR(u.path, 1, LENGTH(u.path) - {STEP}) ELSE u.path END"
# What a unit of a report logged in the period, beside what other units of the same upper union, or that union, logged.
_PAIRS = f"""
    WITH mine AS (
        SELECT s.id AS submission_id, s.unit_id, {_UPPER} AS upper
        FROM reporting_submission s JOIN reporting_periodunit u ON u.id = s.period_unit_id
        WHERE s.period_id = %s AND {{which}}
    )
    SELECT mine.submission_id, a.type_id, a.form, a.title, a.happened_on, o.title, t.name,
        (EXISTS ({_NAMES.format("a", "o")}) OR EXISTS ({_NAMES.format("o", "a")})) AS partners
    FROM mine
    JOIN campaigns_activity a ON a.unit_id = mine.unit_id AND a.happened_on BETWEEN %s AND %s
    JOIN campaigns_activity o ON o.happened_on = a.happened_on AND o.type_id = a.type_id AND o.unit_id <> a.unit_id
    JOIN units_unit t ON t.id = o.unit_id AND SUBSTR(t.path, 1, LENGTH(mine.upper)) = mine.upper
    ORDER BY mine.submission_id, a.happened_on, a.id, o.id LIMIT {MOST_PAIRS}
"""


@dataclass(frozen=True)
class Pair:
    """An activity of a report's unit that another unit logged too."""

    submission_id: int
    activity: Activity
    other_unit: str


def joint_events(reports: Sequence[Facts]) -> None:
    """Fill `joint` of each report of one period with events that a unit of the same upper union, or that union, logged too.

    One query for all of them.
    """
    period = reports[0].submission.period
    ids = [facts.submission.pk for facts in reports]
    by_report = {facts.submission.pk: facts for facts in reports}
    for pair in _same_events(period, f"s.id IN ({', '.join(['%s'] * len(ids))})", ids):
        facts = by_report[pair.submission_id]
        key = _box(facts, pair.activity)
        if key is not None:
            event = JointEvent(pair.activity.title, pair.activity.happened_on, pair.other_unit)
            facts.joint.setdefault(key, []).append(event)


def joint_boxes(place: PeriodUnit) -> list[tuple[int, Key]]:
    """(report, box) of sent reports at and below the place that count an event another unit logged too.

    As many queries for thousands of reports as for one; the forms are few.
    """
    sent = ", ".join(f"'{status.value}'" for status in SENT)
    which = f"s.status IN ({sent}) AND u.path >= %s AND u.path < %s"
    found: dict[int, list[Activity]] = defaultdict(list)
    for pair in _same_events(place.period, which, [place.path, place.path + "~"]):
        found[pair.submission_id].append(pair.activity)
    boxes: set[tuple[int, Key]] = set()
    for facts in _counting(list(found)):
        keys = (_box(facts, activity) for activity in found[facts.submission.pk])
        boxes |= {(facts.submission.pk, key) for key in keys if key is not None}
    return sorted(boxes)


def _same_events(period: Any, which: str, params: list[Any]) -> Iterator[Pair]:
    days = [period.starts_on.isoformat(), period.ends_on.isoformat()]
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS.format(which=which), [period.pk, *params, *days])
        rows = cursor.fetchall()
    words = {title: frozenset(fold(title).split()) for row in rows for title in (row[3], row[5])}
    for pk, type_id, form, title, on, other, unit, partners in rows:
        if _alike(words[title], words[other]) >= (ALIKE_PARTNERS if partners else ALIKE):
            day = on if isinstance(on, dt.date) else dt.date.fromisoformat(on)
            yield Pair(pk, Activity(type_id=type_id, form=form, title=title, happened_on=day), unit)


def _counting(ids: list[int]) -> Iterator[Facts]:
    """The reports with no more of their figures than those that count sessions."""
    codes = {rule.indicator_code for rule in prefill_rules() if rule.measure == "sessions"}
    figures: dict[int, dict[Key, Figure]] = defaultdict(dict)
    rows = Figure.objects.filter(submission__in=ids, indicator__code__in=codes).select_related("indicator")
    for figure in rows:
        figures[figure.submission_id][figure.indicator.code, figure.breakdown] = figure
    layouts: dict[int, Any] = {}
    for report in Submission.objects.filter(pk__in=ids).select_related("form").order_by("pk"):
        if report.form_id not in layouts:
            layouts[report.form_id] = layout_of(report.form)
        yield Facts(report, layouts[report.form_id], figures[report.pk])


def _box(facts: Facts, activity: Activity) -> Key | None:
    """The first answered box of the form that counts the activity."""
    for rule in prefill_rules():
        if (
            rule.measure == "sessions"
            and rule.takes_activity(activity.type_id, activity.form)
            and facts.value(*rule.key)
        ):
            return rule.key if rule.key in facts.layout.cells else None
    return None


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Part of the words two names share."""
    return len(one & other) / len(one | other) if one and other else 0.0
