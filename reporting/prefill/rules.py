"""The rules as data (rules.csv): which box takes which measure of which kind of record.

Several rules of one box add up: contests held on the portal and contests logged as activities. `types`, `form` and
`channels` narrow activities. `over` says how many records become one number: "" their sum, "one" 1 however many there
are (units that did it), "most" the largest (people are counted once, however many meetings they were at).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from campaigns.records import ReportRecord

RULES_FILE = Path(__file__).with_name("rules.csv")
ALL_TYPES = "*"
ACTIVITY, UNIT = "activity", "unit"
SUM, ONE, MOST = "", "one", "most"

Key = tuple[str, str]


@dataclass(frozen=True)
class PrefillRule:
    indicator_code: str
    breakdown: str
    kind: str
    types: frozenset[str]
    form: str
    channels: frozenset[str]
    measure: str
    over: str

    @property
    def key(self) -> Key:
        return self.indicator_code, self.breakdown

    @property
    def whole(self) -> str:
        """The measure its part is a part of: participations of participations:n.nu."""
        return self.measure.partition(":")[0] if self.breakdown else self.measure

    def takes(self, record: ReportRecord) -> bool:
        if record.kind != self.kind:
            return False
        if self.kind != ACTIVITY:
            return self.whole in record.amounts or self.measure in record.amounts
        fits_channel = not self.channels or record.channel in self.channels
        return fits_channel and self.takes_activity(record.type, record.form)

    def takes_activity(self, type_code: str, form: str) -> bool:
        fits_type = ALL_TYPES in self.types or type_code in self.types
        return self.kind == ACTIVITY and fits_type and (not self.form or form == self.form)


@lru_cache(maxsize=1)
def rules() -> tuple[PrefillRule, ...]:
    """The rules of rules.csv."""
    with RULES_FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            PrefillRule(
                r["indicator"], r["breakdown"], r["kind"], frozenset(r["types"].split()), r["form"],
                frozenset(r["channels"].split()), r["measure"], r["over"],
            )
            for r in csv.DictReader(file)
        )  # fmt: skip


@lru_cache(maxsize=1)
def rules_by_box() -> dict[Key, tuple[PrefillRule, ...]]:
    """Box → its rules, in the order of the file."""
    found: dict[Key, list[PrefillRule]] = {}
    for rule in rules():
        found.setdefault(rule.key, []).append(rule)
    return {key: tuple(group) for key, group in found.items()}


@lru_cache(maxsize=1)
def kinds_by_indicator() -> dict[str, frozenset[str]]:
    """Indicator → the kinds of records it counts: what tells that an activity would count twice."""
    found: dict[str, set[str]] = {}
    for rule in rules():
        found.setdefault(rule.indicator_code, set()).add(rule.kind)
    return {code: frozenset(kinds) for code, kinds in found.items()}
