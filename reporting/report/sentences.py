"""Sentences with figures, written once as data (key_figures.csv) and used only where there is a figure.

{TC06} is a total, {TC06|n.nu} a breakdown, {TC06:so} the comparison with the same period of last year; a part in
[brackets] falls away when one of its figures is missing or 0, the sentence when a figure outside brackets is missing.
Where the first figure is 0 the words of the column `zero` stand instead, or nothing.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from core.formats import write
from reporting.models import Indicator

KEY_FIGURES = Path(__file__).with_name("key_figures.csv")
_PLACE = re.compile(r"\{([^{}]+)\}")
NOTHING = frozenset({"0", "0%"})
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")

# Gives the words for "TC06", "TC06|n.nu" or "TC06:so"; "" when there is no figure.
Words = Callable[[str], str]


@dataclass(frozen=True)
class Sentence:
    template: str
    zero: str = ""


@cache
def templates() -> dict[str, tuple[Sentence, ...]]:
    """Section code → its sentences, in order."""
    found: dict[str, list[Sentence]] = defaultdict(list)
    with KEY_FIGURES.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            found[row["section"]].append(Sentence(row["template"], row["zero"]))
    return {section: tuple(lines) for section, lines in found.items()}


def filled(sentence: Sentence, words: Words) -> str:
    """The sentence with its figures, "" when a figure it cannot do without is missing."""
    first = _PLACE.search(sentence.template)
    if first and words(first[1]) in NOTHING:
        return sentence.zero
    with_parts = _OPTIONAL.sub(lambda part: _filled_part(part[1], words, optional=True), sentence.template)
    return _filled_part(with_parts, words)


def _filled_part(text: str, words: Words, *, optional: bool = False) -> str:
    given = {name: words(name) for name in _PLACE.findall(text)}
    if not all(given.values()) or (optional and set(given.values()) <= NOTHING):
        return ""
    return _PLACE.sub(lambda place: given[place[1]], text)


def written(indicator: Indicator, shown: Decimal | None) -> str:
    """A figure as it is printed: đồng without decimals, per cent with its sign, counts with up to two decimals."""
    if shown is None:
        return ""
    if indicator.unit_of_measure == "%":
        return write.percent(shown)
    return write.number(shown, 0 if "đồng" in indicator.unit_of_measure else 2)


def compared(change: Decimal | None, *, points: bool = False) -> str:
    """ "tăng 12,5% so với cùng kỳ năm trước"; for ratios the change is in points of a per cent."""
    if change is None:
        return ""
    size = f"{write.number(abs(change), 2)} điểm phần trăm" if points else write.percent(abs(change), 1)
    if change == 0:
        return "bằng cùng kỳ năm trước"
    return f"{'tăng' if change > 0 else 'giảm'} {size} so với cùng kỳ năm trước"
