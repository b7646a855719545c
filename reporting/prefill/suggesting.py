"""Records → the number they suggest for a box, with a line for each record that is in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from campaigns.records import ReportRecord
from core.formats import write
from core.vietnamese import fold
from reporting.models import Submission
from reporting.prefill.rules import (
    ACTIVITY,
    MOST,
    ONE,
    UNIT,
    Key,
    PrefillRule,
    kinds_by_indicator,
    rules_by_box,
)
from reporting.prefill.sources import KIND_NAMES, records_of
from units.models import Unit

WOMEN = "n."
# Part of the words two names share when they may be one event.
ALIKE = 0.6
MOST_DOUBTS = 10


@dataclass(frozen=True)
class Line:
    """A record and what it adds to the number."""

    record: ReportRecord
    amount: int

    @property
    def kind_name(self) -> str:
        return KIND_NAMES[self.record.kind]


@dataclass(frozen=True)
class Prefilled:
    """A suggested value; no lines means that it comes from the unit's own record.

    `left_out`: activities that tell of a record which is counted itself.
    """

    value: Decimal
    lines: tuple[Line, ...] = ()
    left_out: tuple[ReportRecord, ...] = ()
    over: str = ""

    @property
    def words(self) -> str:
        """ "3 hoạt động, 1 cuộc thi"."""
        counts = Counter(line.kind_name for line in self.lines)
        return ", ".join(f"{write.number(n)} {name[:1].lower()}{name[1:]}" for name, n in counts.items())

    @property
    def doubtful(self) -> list[tuple[ReportRecord, ReportRecord]]:
        """Activities in the number whose name is like that of another record in it: perhaps one thing, told twice."""
        mine = [line.record for line in self.lines if line.record.kind == ACTIVITY]
        others = [line.record for line in self.lines if line.record.kind != ACTIVITY]
        return [(one, other) for one in mine for other in others if _alike(one.title, other.title)][
            :MOST_DOUBTS
        ]

    @property
    def how(self) -> str:
        """How the lines become the number where it is not their sum."""
        if self.over == MOST:
            return "Chỉ tiêu đếm người, mỗi người một lần: lấy dòng lớn nhất, không cộng các dòng."
        return "Chỉ tiêu đếm đơn vị: ghi 1 khi có ít nhất một dòng dưới đây." if self.over == ONE else ""


def prefill_of(submission: Submission, boxes: Collection[Key] | None = None) -> dict[Key, Prefilled]:
    """Box → suggestion, from the unit's own record and what it did in the period; all boxes, or only those wanted.

    Only the packages that hold something for the boxes are read, each in a number of queries that does not grow. A
    measure nobody logged gives no suggestion: blank is never 0 (DOMAIN 2.6, 9). Where only a part of the records tells
    its women, their number is not suggested either.
    """
    by_box = rules_by_box()
    wanted = by_box if boxes is None else {key: by_box[key] for key in boxes if key in by_box}
    kinds = {rule.kind for group in wanted.values() for rule in group}
    unit, period = submission.unit, submission.period
    records = records_of(unit, period.starts_on, period.ends_on, kinds)
    found = ((key, _suggest(group, unit, records)) for key, group in wanted.items())
    return {key: suggestion for key, suggestion in found if suggestion is not None}


def _suggest(group: Sequence[PrefillRule], unit: Unit, records: Iterable[ReportRecord]) -> Prefilled | None:
    first = group[0]
    if first.kind == UNIT:
        value = 1 if first.measure == "one" else unit.member_count
        return Prefilled(Decimal(value)) if value else None
    lines: list[Line] = []
    left_out: list[ReportRecord] = []
    for record in records:
        rule = next((rule for rule in group if rule.takes(record)), None)
        if rule is None:
            continue
        amount = record.amounts.get(rule.measure)
        if amount is None:
            if first.breakdown.startswith(WOMEN) and rule.whole in record.amounts:
                return None
        elif record.same_as and _counts(first.indicator_code, record.same_as):
            left_out.append(record)
        elif amount or not first.breakdown or first.breakdown.startswith(WOMEN):
            lines.append(Line(record, amount))
    if not lines:
        return None
    return Prefilled(
        _joined([line.amount for line in lines], first.over), tuple(lines), tuple(left_out), first.over
    )


def _counts(indicator_code: str, kind: str) -> bool:
    """Whether the indicator takes records of this kind, or of a part of it (contest_part)."""
    return any(one.startswith(kind) for one in kinds_by_indicator()[indicator_code])


def _alike(one: str, other: str) -> bool:
    mine, theirs = set(fold(one).split()), set(fold(other).split())
    return bool(mine and theirs) and len(mine & theirs) / min(len(mine), len(theirs)) >= ALIKE


def _joined(amounts: list[int], over: str) -> Decimal:
    if over == ONE:
        return Decimal(1)
    return Decimal(max(amounts) if over == MOST else sum(amounts))
