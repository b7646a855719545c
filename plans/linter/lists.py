"""The word lists, as data beside the rules: a clerk can add a line without touching code."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

_FOLDER = Path(__file__).parent / "data"


class Pair(NamedTuple):
    """Letters and what is meant; right all the same before one of the words `not_before` ("năm bắt đầu")."""

    wrong: str
    right: str
    not_before: tuple[str, ...]


@cache
def pairs(name: str) -> tuple[Pair, ...]:
    """The lines of data/<name>.csv."""
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return tuple(Pair(row["wrong"], row["right"], tuple(row["not_before"].split())) for row in rows)


@cache
def words(name: str) -> frozenset[str]:
    """The words of data/<name>.txt; lines with # are remarks."""
    lines = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
