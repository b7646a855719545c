"""Finding people in what should name nobody: telephone numbers, identity numbers, a name after its form of address."""

from __future__ import annotations

import re
from itertools import takewhile

from django.core.exceptions import ValidationError

from core.vietnamese import nfc

_DIGITS = re.compile(r"(?<!\d)(?:\d[ .-]?){8,13}\d(?!\d)")
# One capital word after “bà” may be a street or a place.
LEAST_WORDS = 2
_MONEY = re.compile(r"^\s*(?:đồng|đ\b|vnđ|triệu|tỷ)", re.I)
_CALLED = re.compile(
    r"\b(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Cc]ô|[Cc]hú|[Đđ]ồng chí|[Đđ]/c)[ \t]+((?:\w+[ \t]*){2,5})"
)


def named_in(text: str) -> str:
    """The first thing in the text that points to one person, "" for nothing."""
    said = nfc(text)
    for found in _DIGITS.finditer(said):
        if not _MONEY.match(said[found.end() :]):
            return found.group().strip()
    for called in _CALLED.finditer(said):
        name = list(takewhile(lambda word: word.istitle(), called.group(1).split()))
        if len(name) >= LEAST_WORDS:
            return f"{said[called.start() : called.start(1)]}{' '.join(name)}"
    return ""


def refuse_names(**texts: str) -> None:
    """Raises ValidationError at every field that names somebody."""
    faults = {
        field: f"Chỗ “{found}” nêu đích danh một người. Hãy viết chung, ví dụ “một công nhân tổ may”, rồi lưu lại."
        for field, text in texts.items()
        if (found := named_in(text))
    }
    if faults:
        raise ValidationError(faults)
