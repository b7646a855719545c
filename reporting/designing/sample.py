"""The blank sheet of a form, to be looked at before anybody has to fill it in."""

from __future__ import annotations

from itertools import groupby

from reporting.checks.cells import CellInput
from reporting.forms.entry import BoundCell, BoundRow, BoundSection, BoundText
from reporting.queries.layout import CellSpec, FormLayout, Row


def sample_sections(layout: FormLayout) -> list[BoundSection]:
    return [
        BoundSection(section.short_title, section.letter, [_row(row) for row in section.rows])
        for section in layout.sections
    ]


def _row(row: Row) -> BoundRow:
    parts = groupby(row.parts, key=lambda part: part.disaggregation)
    return BoundRow(
        row.indicator, _blank(row.total), [(name, [_blank(p) for p in cells]) for name, cells in parts], []
    )


def _blank(spec: CellSpec) -> BoundCell:
    return BoundCell(spec=spec, typed=CellInput("", "", "", ""), required=spec.required)


def sample_texts(layout: FormLayout) -> list[BoundText]:
    part, found = "", []
    for section in layout.narratives:
        found.append(BoundText(section, "", "", section.required, new_part=section.part != part))
        part = section.part
    return found
