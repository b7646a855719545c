"""What a correction moves in the totals above: the report's own sums before and after, by the rules of the roll-up.

The roll-up itself adds the report up twice, so a rule that changes there changes here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from reporting.models import Submission
from reporting.rollups.live import Cell, own_parts
from reporting.rollups.parts import NOTHING, Parts
from reporting.rollups.rules import Rules
from reporting.rollups.sql import TIER_CATEGORIES

Move = tuple[Parts, Parts]  # what the report adds before, what it adds after
Moves = dict[Cell, Move]


def own_cells(submission: Submission, catalogue: Rules) -> dict[Cell, Parts]:
    """What the accepted report adds to every total above it."""
    place = submission.period_unit
    return dict(own_parts(place, catalogue).get(place.path, {}))


def moves_between(before: Mapping[Cell, Parts], after: Mapping[Cell, Parts]) -> Moves:
    """Cells whose sums differ."""
    return {
        cell: (before.get(cell, NOTHING), after.get(cell, NOTHING))
        for cell in sorted(before.keys() | after.keys())
        if before.get(cell, NOTHING) != after.get(cell, NOTHING)
    }


def derived(moves: Moves, submission: Submission, catalogue: Rules) -> Moves:
    """The same moves by sector and by tier of the unit, where the catalogue splits the indicator so (frozen totals)."""
    found: Moves = {}
    place = submission.period_unit
    for (code, breakdown), move in moves.items():
        if breakdown:
            continue
        split = set(catalogue.by_code[code].disaggregations.values_list("code", flat=True))
        if "k" in split and place.sector:
            found[code, f"k.{place.sector}"] = move
        if "c" in split and place.tier in TIER_CATEGORIES:
            found[code, f"c.{TIER_CATEGORIES[place.tier]}"] = move
    return found


def moved(total: Parts, move: Move) -> Parts:
    """The total without what the report added before and with what it adds after; no unit left is nothing, never 0."""
    before, after = move
    counts = {
        field.name: getattr(total, field.name) - getattr(before, field.name) + getattr(after, field.name)
        for field in fields(Parts)
        if field.name not in {"value", "base"}
    }
    if counts["units_with_value"] <= 0:
        return NOTHING
    value = _shifted(total.value, before.value, after.value)
    return Parts(value=value, base=_shifted(total.base, before.base, after.base), **counts)


def _shifted(total: Decimal | None, before: Decimal | None, after: Decimal | None) -> Decimal | None:
    if total is None and after is None:
        return None
    return (total or Decimal(0)) - (before or Decimal(0)) + (after or Decimal(0))


def moved_cells(cells: Mapping[Cell, Parts], moves: Moves) -> dict[Cell, Parts]:
    """All cells after the moves."""
    after = dict(cells) | {cell: moved(cells.get(cell, NOTHING), move) for cell, move in moves.items()}
    return {cell: parts for cell, parts in after.items() if parts != NOTHING}


# --- kept with the correction


def as_json(moves: Moves) -> dict[str, Any]:
    """ "TC06|n.nu" → [parts before, parts after], each as texts in the order of Parts."""
    return {f"{code}|{part}": [_texts(one) for one in move] for (code, part), move in moves.items()}


def from_json(kept: Mapping[str, Any]) -> Moves:
    found: Moves = {}
    for key, (before, after) in kept.items():
        code, _, part = key.partition("|")
        found[code, part] = (_parts(before), _parts(after))
    return found


def _texts(parts: Parts) -> list[str]:
    return ["" if (value := getattr(parts, field.name)) is None else str(value) for field in fields(Parts)]


def _parts(texts: list[str]) -> Parts:
    named = dict(zip((field.name for field in fields(Parts)), texts, strict=False))
    given: dict[str, Any] = {
        name: (Decimal(text) if text else None) if name in {"value", "base"} else int(text)
        for name, text in named.items()
    }
    return Parts(**given)
