"""Figures a unit has already logged: suggestions for its report, each with the activities it comes from.

The rules are data (prefill_rules.csv): which indicator takes which measure of which activity types.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from campaigns.models import Activity, ActivityMoney, ActivityQuantity
from reporting.models import Period, Submission
from units.models import Unit

RULES_FILE = Path(__file__).with_name("prefill_rules.csv")
ALL_TYPES = "*"

Key = tuple[str, str]


@dataclass(frozen=True)
class PrefillRule:
    indicator_code: str
    breakdown: str
    types: frozenset[str]
    form: str
    measure: str

    @property
    def key(self) -> Key:
        return self.indicator_code, self.breakdown

    def takes(self, activity: Activity) -> bool:
        fits_type = ALL_TYPES in self.types or activity.type_id in self.types
        return fits_type and (not self.form or activity.form == self.form)


@dataclass(frozen=True)
class Prefilled:
    """A suggested value; no activities means that it comes from the unit's own record."""

    value: Decimal
    activity_ids: tuple[int, ...] = ()


@dataclass
class _Log:
    """What the unit logged in the period."""

    activities: list[Activity]
    quantities: dict[int, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    money: dict[int, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))


@lru_cache(maxsize=1)
def rules() -> tuple[PrefillRule, ...]:
    """The rules of prefill_rules.csv."""
    with RULES_FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            PrefillRule(
                r["indicator"], r["breakdown"], frozenset(r["types"].split()), r["form"], r["measure"]
            )
            for r in csv.DictReader(file)
        )


def prefill_of(submission: Submission) -> dict[Key, Prefilled]:
    """(indicator code, breakdown) → suggestion, from the unit's own record and its activities in the period.

    Three queries. A measure nobody logged gives no suggestion: blank is never 0 (DOMAIN 2.6, 9). Where only a part of
    the activities carries the measure (say, women not counted everywhere), a breakdown gives no suggestion either.
    """
    log = _log_of(submission.unit, submission.period)
    found = ((rule, _suggest(rule, submission.unit, log)) for rule in rules())
    return {rule.key: value for rule, value in found if value is not None}


def _log_of(unit: Unit, period: Period) -> _Log:
    activities = list(
        Activity.objects.filter(unit=unit, happened_on__range=(period.starts_on, period.ends_on)).order_by(
            "happened_on"
        )
    )
    log = _Log(activities)
    ids = [activity.pk for activity in activities]
    for quantity in ActivityQuantity.objects.filter(activity__in=ids):
        log.quantities[quantity.activity_id][quantity.kind_id] = quantity.amount
    for money in ActivityMoney.objects.filter(activity__in=ids):
        log.money[money.activity_id][money.source] = money.amount
    return log


def _suggest(rule: PrefillRule, unit: Unit, log: _Log) -> Prefilled | None:
    if rule.measure == "one":
        return Prefilled(Decimal(1))
    if rule.measure == "unit:member_count":
        return Prefilled(Decimal(unit.member_count)) if unit.member_count else None
    measured = [(a.pk, _measure(rule.measure, a, log)) for a in log.activities if rule.takes(a)]
    known = [(pk, amount) for pk, amount in measured if amount is not None]
    if not known or (rule.measure == "female" and len(known) < len(measured)):
        return None
    value = 1 if rule.measure == "count_units" else sum(amount for _pk, amount in known)
    return Prefilled(Decimal(value), tuple(pk for pk, _amount in known))


def _measure(measure: str, activity: Activity, log: _Log) -> int | None:
    """The activity's share in đồng, people, sessions …; None where it was not logged."""
    name, _, code = measure.partition(":")
    if name in {"sessions", "count_units"}:
        return activity.sessions
    if name == "participations":
        return activity.participations
    if name == "female":
        return activity.female_participations
    if name == "quantity":
        return log.quantities[activity.pk].get(code)
    if name == "money" and code:
        return log.money[activity.pk].get(code)
    return _total(log.money[activity.pk].values())


def _total(amounts: Iterable[int]) -> int | None:
    found = list(amounts)
    return sum(found) if found else None
