"""Sentences with figures, written once as data (key_figures.csv) and used only where there is a figure.

{TC06} is a total, {TC06|n.nu} a breakdown, {TC06:so} the comparison with the same period of last year, {TC06|n.nu:tl} the
share of the breakdown. A part in [brackets] falls away when one of its figures is missing or 0, the sentence when a
figure outside brackets is missing. <a; b; c> is a list: items whose figure is missing or 0 fall away, the sentence when
none is left. Where the first figure, or the whole list, is 0 the words of the column `zero` stand instead, or nothing.
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
_LIST = re.compile(r"<([^<>]*)>")
SMALL_BASE = 100  # below this a change is told in numbers, not in per cent

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
    listed = _LIST.search(sentence.template)
    if listed and not _items(listed[1], words):
        said = {words(name) for name in _PLACE.findall(listed[1])}
        return sentence.zero if said & NOTHING else ""
    if first and not listed and words(first[1]) in NOTHING:
        return sentence.zero
    text = _LIST.sub(lambda found: joined(_items(found[1], words)), sentence.template)
    text = _filled_part(_without_gaps(text, words), words)
    return text[:1].upper() + text[1:]


def _items(text: str, words: Words) -> list[str]:
    """The items of a list that have figures, filled in."""
    parts = (_without_gaps(item.strip(), words) for item in text.split(";"))
    return [item for item in (_filled_part(part, words, optional=True) for part in parts) if item]


def joined(items: list[str]) -> str:
    """ "a", "a và b", "a; b và c"."""
    *before, last = items
    return f"{'; '.join(before)} và {last}" if before else last


def _without_gaps(text: str, words: Words) -> str:
    """The text with the parts in brackets filled in or dropped, the inner ones first."""
    while _OPTIONAL.search(text):
        text = _OPTIONAL.sub(lambda part: _filled_part(part[1], words, optional=True), text)
    return text


def _filled_part(text: str, words: Words, *, optional: bool = False) -> str:
    given = {name: words(name) for name in _PLACE.findall(text)}
    if not all(given.values()) or (optional and set(given.values()) & NOTHING):
        return ""
    return _PLACE.sub(lambda place: given[place[1]], text)


def written(indicator: Indicator, shown: Decimal | None) -> str:
    """A figure as it is printed: đồng without decimals, per cent with its sign, counts with up to two decimals."""
    if shown is None:
        return ""
    if indicator.unit_of_measure == "%":
        return write.percent(shown)
    return write.number(shown, 0 if "đồng" in indicator.unit_of_measure else 2)


def compared(now: Decimal | None, before: Decimal | None, indicator: Indicator) -> str:
    """ "tăng 12,5% so với cùng kỳ năm trước"; small counts "giảm 9 vụ so với …", ratios in points; "" without a base."""
    if now is None or before is None:
        return ""
    change = now - before
    if change == 0:
        return "bằng cùng kỳ năm trước"
    size = _size_of(abs(change), before, indicator.unit_of_measure)
    return f"{'tăng' if change > 0 else 'giảm'} {size} so với cùng kỳ năm trước"


def _size_of(change: Decimal, before: Decimal, measure: str) -> str:
    if measure == "%":
        return f"{write.number(change, 2)} điểm phần trăm"
    if abs(before) < SMALL_BASE and "đồng" not in measure:
        return f"{write.number(change, 2)} {measure}"
    return write.percent(write.share(change, abs(before)), 1)
