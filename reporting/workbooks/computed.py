"""Rows that the form computes, as locked formulas over the boxes of the sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reporting.models import FigureState
from reporting.queries.layout import cell_name
from reporting.workbooks import layout as at
from reporting.workbooks.layout import Filled, place_name, plain
from reporting.workbooks.looks import Looks

NIL = at.STATE_WORDS[FigureState.NIL]


def write_computed(sheet: Any, looks: Looks, filled: Filled, places: Mapping[str, int]) -> None:
    """`places`: name of a box → its row. A part whose components the form does not break down stays blank."""
    for cell in filled.layout:
        if not cell.computed:
            continue
        row, names = places[cell.name], [cell_name((term.code, cell.breakdown)) for term in cell.formula]
        sheet.write_blank(row, at.STATE, None, looks.cell)
        if any(name not in places for name in names):
            sheet.write_blank(row, at.VALUE, None, looks.cell)
            continue
        boxes = [(place_name(places[name], at.VALUE), place_name(places[name], at.STATE)) for name in names]
        known = ",".join(f'OR(ISNUMBER({value}),{state}="{NIL}")' for value, state in boxes)
        signs = ("-" if term.sign < 0 else "+" for term in cell.formula)
        # A computed row is in the period: what the earlier ones held is taken off again.
        specs = (filled.layout.cells[term.code, cell.breakdown] for term in cell.formula)
        off = (f"-{plain(before)}" if (before := filled.earlier.before(spec)) else "" for spec in specs)
        total = "".join(
            f"{sign}(N({value}){less})" if less else f"{sign}N({value})"
            for sign, (value, _state), less in zip(signs, boxes, off, strict=True)
        )
        stored = filled.raw(cell)[1]
        sheet.write_formula(
            row, at.VALUE, f'=IF(AND({known}),{total},"")', looks.number(cell.whole), _plain(stored)
        )


def _plain(value: Any) -> Any:
    return float(value) if value != "" else ""
