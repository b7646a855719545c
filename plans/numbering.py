"""How the blocks of a plan nest and which number is printed before each (NĐ 30/2020, phụ lục I, mục II.6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

RANKS = {
    "part": 0,
    "section": 1,
    "subsection": 2,
    "subsubsection": 3,
    "point": 4,
    "bullet": 5,
    "plus": 6,
    "item": 7,
    "paragraph": 8,
    "table": 8,
}
HEADINGS = frozenset({"part", "section", "subsection", "subsubsection"})
# Each stands right below the one before it.
LADDER = ("part", "section", "subsection", "subsubsection")
DOTTED = frozenset(LADDER[1:])
HOSTS = HEADINGS | {"point"}
UNNUMBERED = frozenset({"paragraph", "table"})
# The decree's alphabet: no f, j, w, z and none of the letters with marks except đ.
POINT_LETTERS = "abcdđeghiklmnopqrstuvxy"
_TENS = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
_ROMAN = (*_TENS, (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


class Levelled(Protocol):
    """Anything with an id and a level."""

    @property
    def id(self) -> str: ...

    @property
    def level(self) -> str: ...


def roman(number: int) -> str:
    """4 → "IV"; zero and below give an empty text."""
    digits = []
    for value, letters in _ROMAN:
        while number >= value:
            digits.append(letters)
            number -= value
    return "".join(digits)


def from_roman(text: str) -> int | None:
    """ "IV" → 4; None for what is no well-formed roman number."""
    total, rest = 0, text
    for value, letters in _ROMAN:
        while rest.startswith(letters):
            total += value
            rest = rest[len(letters) :]
    return total if not rest and total and roman(total) == text else None


def point_letter(number: int) -> str:
    """1 → "a", 5 → "đ", 23 → "y", 24 → "aa": past the alphabet the letter is doubled, as offices do."""
    turn, place = divmod(number - 1, len(POINT_LETTERS))
    return POINT_LETTERS[place] * (turn + 1)


def point_index(letters: str) -> int | None:
    """ "đ" → 5, "aa" → 24; None for letters that are never point letters (f, j, w, z)."""
    letters = letters.lower()
    if not letters or letters[0] not in POINT_LETTERS or letters != letters[0] * len(letters):
        return None
    return POINT_LETTERS.index(letters[0]) + 1 + (len(letters) - 1) * len(POINT_LETTERS)


def nest(blocks: Sequence[Levelled]) -> Iterator[tuple[Levelled, Levelled | None]]:
    """Every block with the block it hangs under (None at the top), in order."""
    stack: list[Levelled] = []
    for block in blocks:
        if block.level in UNNUMBERED:
            yield block, next((open_ for open_ in reversed(stack) if open_.level in HOSTS), None)
            continue
        _close(stack, block.level)
        yield block, stack[-1] if stack else None
        stack.append(block)


def _close(stack: list[Levelled], level: str) -> None:
    """Drop from the stack what a block of this level ends."""
    if level == "item":
        # A list (1) (2) goes on after the dashes that stand below one of its items.
        for place, open_ in enumerate(stack):
            if open_.level == "item":
                del stack[place:]
                return
        return
    if level in HOSTS:
        while stack and (stack[-1].level not in HOSTS or RANKS[stack[-1].level] >= RANKS[level]):
            stack.pop()
        return
    while stack and _ended_by_mark(stack, level):
        stack.pop()


def _ended_by_mark(stack: list[Levelled], level: str) -> bool:
    top = stack[-1].level
    if top == "item":
        return any(open_.level in {"bullet", "plus"} for open_ in stack[:-1])
    return top not in HOSTS and RANKS[top] >= RANKS[level]


def numbers(blocks: Sequence[Levelled]) -> dict[str, str]:
    """Block id → printed number ("II.", "1.", "1.1.", "a)", "-", "+", "(1)", "" for paragraphs and tables)."""
    counts: dict[tuple[str | None, str], int] = {}
    printed: dict[str, str] = {}
    for block, parent in nest(blocks):
        key = (parent.id if parent else None, block.level)
        counts[key] = counts.get(key, 0) + 1
        printed[block.id] = _print(block.level, counts[key], _stem(parent, printed))
    return printed


def _stem(parent: Levelled | None, printed: dict[str, str]) -> str:
    return printed[parent.id] if parent is not None and parent.level in DOTTED else ""


def _print(level: str, count: int, stem: str) -> str:
    if level == "part":
        return f"{roman(count)}."
    if level in DOTTED:
        return f"{stem}{count}."
    return {"point": f"{point_letter(count)})", "bullet": "-", "plus": "+", "item": f"({count})"}.get(
        level, ""
    )
