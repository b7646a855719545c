"""Counts inside a text, tied to indicators by unit word and keyword (numbers.csv), against the report's figures."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from core.formats import write
from core.vietnamese import NumberError, fold, parse_number

RULES_FILE = Path(__file__).with_name("numbers.csv")
TOLERANCE = Decimal("0.1")  # of a number written as “trên”, “gần”, “khoảng”
TIMES = {"nghin": Decimal(1_000), "trieu": Decimal(10) ** 6, "ty": Decimal(10) ** 9}
ABOUT = ("tren", "gan", "khoang", "hon", "xap xi", "it nhat")
# What stands before a number that is a part of the total, a plan, or another period.
NOT_TOTAL = ("trong do", "phan dau", "du kien", "ke hoach", "chi tieu", "cung ky", "nam truoc", "ky truoc")
MATCHES, DIFFERS, MISSING = "match", "differ", "missing"


@dataclass(frozen=True)
class Rule:
    keyword: str
    units: tuple[str, ...]
    indicator: str


@dataclass(frozen=True)
class Count:
    """A number of the text that an indicator counts; `about`: written as an approximation."""

    indicator: str
    value: Decimal
    about: bool


@dataclass(frozen=True)
class Chip:
    """What a number of the text is beside the figure: kind and the words shown."""

    kind: str
    words: str


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    with RULES_FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Rule(fold(row["keyword"]), tuple(fold(row["unit"]).split("|")), row["indicator"])
            for row in csv.DictReader(file)
        )


@lru_cache(maxsize=1)
def _number() -> re.Pattern[str]:
    units = sorted({unit for rule in rules() for unit in rule.units}, key=len, reverse=True)
    return re.compile(
        rf"(?:\b(?P<about>{'|'.join(ABOUT)})\s+)?(?<![\w.,/])(?P<value>\d+(?:[.,]\d+)*)\s*"
        rf"(?P<times>{'|'.join(TIMES)})?\s*(?P<unit>{'|'.join(units)})\b"
    )


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.;!?])\s+|\n", text) if part.strip()]


def counts(text: str) -> list[Count]:
    """The counts of a text in the order they stand."""
    return [count for sentence in sentences(text) for count in _of_sentence(fold(sentence))]


def _of_sentence(sentence: str) -> list[Count]:
    found: list[Count] = []
    spots = list(_number().finditer(sentence))
    for at, spot in enumerate(spots):
        before = sentence[spots[at - 1].end() if at else 0 : spot.start()]
        after = sentence[spot.start("unit") : spots[at + 1].start() if at + 1 < len(spots) else None]
        indicator = _indicator(spot["unit"], after, sentence[: spot.start()])
        if not indicator or any(words in before for words in NOT_TOTAL):
            continue
        try:
            value = parse_number(spot["value"]) * TIMES.get(spot["times"] or "", Decimal(1))
        except NumberError:
            continue
        found.append(Count(indicator, value, bool(spot["about"])))
    return found


def _indicator(unit: str, after: str, before: str) -> str:
    """The keyword nearest after the number, else the nearest before it, among those counted in the unit."""
    fitting = [rule for rule in rules() if unit in rule.units]
    behind = [(after.find(rule.keyword), rule) for rule in fitting if rule.keyword in after]
    if behind:
        return min(behind, key=lambda each: (each[0], -len(each[1].keyword)))[1].indicator
    ahead = [(before.rfind(rule.keyword), rule) for rule in fitting if rule.keyword in before]
    return max(ahead, key=lambda each: (each[0], len(each[1].keyword)))[1].indicator if ahead else ""


def chips(text: str, figures: Mapping[str, Decimal]) -> list[Chip]:
    """One chip per indicator named in the text; `figures`: indicator code → the report's own figure.

    Several counts of one indicator agree when one of them is the figure or when they add up to it.
    """
    return chips_of(counts(text), figures)


def chips_of(found: Iterable[Count], figures: Mapping[str, Decimal]) -> list[Chip]:
    """As `chips`, of counts that were read before."""
    told: dict[str, list[Count]] = defaultdict(list)
    for count in found:
        told[count.indicator].append(count)
    return [_chip(code, found, figures.get(code)) for code, found in told.items()]


def _chip(code: str, found: list[Count], figure: Decimal | None) -> Chip:
    if figure is None:
        return Chip(MISSING, f"{code}: biểu không ghi số")
    whole = Count(code, sum((count.value for count in found), Decimal(0)), any(c.about for c in found))
    if any(_fits(count, figure) for count in (*found, whole)):
        return Chip(MATCHES, f"khớp {code}")
    return Chip(DIFFERS, f"khác {code}: biểu ghi {write.number(figure, 2)}")


def _fits(count: Count, figure: Decimal) -> bool:
    return abs(count.value - figure) <= (abs(figure) * TOLERANCE if count.about else 0)
