"""Paths of the tree: each level is the unit's id in base 36, five characters wide."""

from __future__ import annotations

from units.models import STEP

MAX_DEPTH = 24  # what the column of 120 characters holds
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def base36(number: int) -> str:
    """35 → "z", 36 → "10"."""
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return text or "0"


def own_part(pk: int) -> str:
    """The last level of the path of the unit with this id; raises OverflowError above 60 million units."""
    part = base36(pk).rjust(STEP, "0")
    if len(part) > STEP:
        raise OverflowError(f"unit id {pk} does not fit into {STEP} base-36 characters")
    return part


def path_of(parent_path: str, pk: int) -> str:
    """The path of the unit `pk` below the unit with `parent_path` ("" for a root)."""
    return parent_path + own_part(pk)


def levels(path: str) -> list[str]:
    """All prefixes of the path from the root down, the path itself last."""
    return [path[:i] for i in range(STEP, len(path) + 1, STEP)]
