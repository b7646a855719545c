"""What stands in a box: as it would be typed, in words, and its stamp by which a device knows it again."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal

from core.formats.write import number
from reporting.checks.cells import CellInput, Entry
from reporting.models import Figure, FigureState
from reporting.queries.layout import CellSpec

STAMP_LENGTH = 12


def figure_stamp(entry: Entry | None) -> str:
    """The same for the same state, value, base and note, however the number was written; "" for a blank box."""
    if entry is None:
        return ""
    return _hash([str(entry.state), _plain(entry.value), _plain(entry.base), entry.note])


def text_stamp(text: str) -> str:
    """ "" for an empty heading."""
    return _hash([text]) if text else ""


def _hash(parts: list[str]) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:STAMP_LENGTH]


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def stored_entry(figure: Figure | None) -> Entry | None:
    return Entry.of(figure) if figure else None


def stored_input(figure: Figure | None, spec: CellSpec) -> CellInput:
    """A stored figure as it would be typed."""
    if figure is None:
        return CellInput()
    if figure.state != FigureState.VALUE:
        return CellInput(state=figure.state, note=figure.note)
    value = f"{figure.value:.0f}" if spec.choices else number(figure.value)
    return CellInput(FigureState.VALUE, value, number(figure.base) if spec.asks_base else "", figure.note)


def stored_words(figure: Figure | None) -> str:
    """What somebody else put there, without the full stop."""
    if figure is None:
        return "Nơi khác đã để trống ô này"
    if figure.state != FigureState.VALUE:
        return f"Nơi khác đã chọn “{figure.get_state_display().lower()}”"
    base = f" / {number(figure.base)}" if figure.base is not None else ""
    return f"Nơi khác đã lưu số {number(figure.value)}{base}"
