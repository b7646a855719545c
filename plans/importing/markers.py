"""Numbering typed before a line: I. / I- / 1. / 1.1. / a) / a. / - / + / (1) / Phần thứ nhất / BƯỚC MỘT."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from plans.numbering import POINT_LETTERS, from_roman

_WORDS = "nhất|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười|một"
_UPPER = r"(?=[^\W\d_a-zàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]|[“\"‘']|$)"
_PATTERNS = (
    (
        "phase",
        re.compile(
            rf"(?i:(?:phần|bước|giai đoạn)\s+(?:thứ\s+)?(?:{_WORDS}|[IVX]+|\d{{1,2}}))\b\s*[.:\-–]?(?=\s|$)"
        ),
    ),
    ("article", re.compile(r"Điều\s+\d{1,3}\s*[.:]")),
    ("roman", re.compile(r"[IVX]{1,6}\s*(?:[./)]|[-–](?=\s))\s*(?=\D|$)")),
    ("capital", re.compile(rf"[A-HĐ]\s*[./)]\s*{_UPPER}")),
    ("three", re.compile(rf"\d{{1,2}}\.\d{{1,2}}\.\d{{1,2}}(?:\.\d{{1,2}})*(?:[.)]\s*(?=\D|$)|\s+{_UPPER})")),
    ("two", re.compile(rf"\d{{1,2}}\.\d{{1,2}}(?:[.)]\s*(?=\D|$)|\s+{_UPPER})")),
    ("one", re.compile(rf"\d{{1,2}}\s*(?:[.)](?=\s|$)|[.)]{_UPPER}|[/\-–](?=\s)\s*{_UPPER})")),
    ("item", re.compile(r"\((?:\d{1,2}|[ivx]{1,4}|[a-zđ])\)")),
    ("letter", re.compile(rf"(?:[a-zđ]|([a-zđ])\1)(?:\)(?=\s|[^\W\d_]|$)|[./](?=\s)\s*{_UPPER})")),
    ("dash", re.compile(r"(?:[-–—•●▪■□➢❖✓\uf0b7\uf0a7\uf02d]|\*(?=\s))")),
    ("plus", re.compile(r"[+◦○](?!\d)")),
)
LEVEL_OF = {"item": "item", "letter": "point", "dash": "bullet", "plus": "plus", "article": "section"}
_LADDER = ("part", "section", "subsection", "subsubsection", "point")
_TOPS = ("phase", "capital", "roman")
SURE = {"roman": 0.97, "one": 0.95, "two": 0.97, "three": 0.95, "item": 0.97}
SURE |= {"dash": 0.97, "plus": 0.95, "letter": 0.95}


class Marker(NamedTuple):
    """The numbering of a line: its class and its length with the blanks after it."""

    kind: str
    text: str
    length: int


def marker_of(line: str) -> Marker | None:
    """The numbering the line begins with, None for plain text."""
    for kind, pattern in _PATTERNS:
        found = pattern.match(line)
        if found and _is_likely(kind, found[0], line):
            rest = line[found.end() :]
            return Marker(kind, found[0].strip(), len(line) - len(rest.lstrip()))
    return None


def _is_likely(kind: str, text: str, line: str) -> bool:
    if kind == "roman":
        return from_roman(text.strip(" ./)-–")) is not None
    if kind == "letter":
        return text[0] in POINT_LETTERS
    if kind == "phase":
        return len(line) <= 200
    return True


def value_of(marker: Marker) -> int | None:
    """The figure of a marker "3." → 3, used to see whether it goes on from the one before."""
    digits = re.findall(r"\d+", marker.text)
    return int(digits[-1]) if digits else None


def levels_for(kinds: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Marker class → level, from the (class, text) of all markers in order: the first high class met is the part."""
    first_of: dict[str, str] = {}
    for kind, text in kinds:
        first_of.setdefault(kind, text)
    tops = [kind for kind in first_of if kind in _TOPS and _is_top(kind, first_of, kinds)]
    ladder = dict(zip(tops, _LADDER, strict=False))
    first = max(len(tops), 1)
    for step, kind in enumerate(("one", "two", "three")):
        ladder[kind] = _LADDER[min(first + step, len(_LADDER) - 1)]
    return {"phase": "item", "capital": "bullet", "roman": "item"} | LEVEL_OF | ladder


def _is_top(kind: str, first_of: dict[str, str], kinds: Sequence[tuple[str, str]]) -> bool:
    if kind == "capital":
        return first_of[kind].startswith("A") and sum(other == kind for other, _text in kinds) > 1
    if kind == "phase":
        # "Bước 1" below a numbered heading is a step of it, not a part of the plan.
        return next(iter(first_of)) == "phase"
    return True
