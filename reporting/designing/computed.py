"""The boxes of computed rows, from the boxes they are made of."""

from __future__ import annotations

from collections.abc import Mapping

from reporting.checks.cells import Entry
from reporting.checks.registry import number_of
from reporting.designing.formulas import computed_value, in_order
from reporting.models import FigureState
from reporting.queries.layout import FormLayout, Key


def computed_entries(layout: FormLayout, entries: Mapping[Key, Entry | None]) -> dict[Key, Entry | None]:
    """Every computed box of the form: its sum, or None (blank) while a component has no number.

    `entries` are all boxes of the report as they will stand; “không phát sinh” counts as 0.
    """
    formulas = {code: row.total.formula for code, row in layout.rows.items() if row.total.formula}
    now = dict(entries)
    found: dict[Key, Entry | None] = {}
    for code in in_order(formulas):
        for cell in layout.rows[code].cells:
            values = {term.code: number_of(now.get((term.code, cell.breakdown))) for term in formulas[code]}
            value = computed_value(formulas[code], values)
            found[cell.key] = now[cell.key] = None if value is None else Entry(FigureState.VALUE, value)
    return found
