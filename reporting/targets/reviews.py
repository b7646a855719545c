"""Frozen reviews as tables: beside another one, counted by state, as XLSX."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import xlsxwriter

from core.formats import write
from reporting.models import ReviewLine, TargetReview
from reporting.targets.states import RULES, TONES

_HEAD = (
    ("Đơn vị", 44), ("Chỉ tiêu", 60), ("Đơn vị tính", 14), ("Mức phấn đấu", 16), ("Đạt được", 16), ("Tỷ lệ (%)", 10),
    ("Tình trạng", 16), ("Nguồn", 36), ("Đạt được lần trước", 16), ("Tình trạng lần trước", 16),
)  # fmt: skip


@dataclass(frozen=True)
class Compared:
    """A frozen line and the same target of the same unit in an earlier review."""

    line: ReviewLine
    before: ReviewLine | None

    @property
    def rate(self) -> Decimal | None:
        return write.share(self.line.achieved, self.line.aim)

    @property
    def tone(self) -> str:
        return TONES.get(self.line.state, "muted")

    @property
    def change(self) -> Decimal | None:
        if self.before is None or self.before.achieved is None or self.line.achieved is None:
            return None
        return self.line.achieved - self.before.achieved


def compared_lines(lines: Iterable[ReviewLine], beside: TargetReview | None) -> list[Compared]:
    """Each line with its counterpart: the same block of the plan and the same unit; one query."""
    lines = list(lines)
    earlier: dict[Any, ReviewLine] = {}
    if beside is not None:
        rows = beside.lines.filter(unit__in={line.unit_id for line in lines})
        earlier = {(row.unit_id, row.block_id, row.target_name): row for row in rows}
    return [Compared(line, earlier.get((line.unit_id, line.block_id, line.target_name))) for line in lines]


def review_counts(states: Iterable[str]) -> list[tuple[str, int, str]]:
    """(state, how many, tone) in the order of the legend, states nobody is in left out."""
    counts = Counter(states)
    return [(word, counts[word], TONES[word]) for word, _words in RULES if counts[word]]


def review_workbook(review: TargetReview, beside: TargetReview | None) -> bytes:
    """Every line of the review, beside the other one's numbers."""
    buffer = io.BytesIO()
    options = {"constant_memory": True, "in_memory": True, "strings_to_formulas": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet("Chỉ tiêu")
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF7", "bottom": 1, "text_wrap": True})
        number = book.add_format({"num_format": "#,##0.####"})
        for column, (words, width) in enumerate(_HEAD):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, words, bold)
        sheet.freeze_panes(1, 2)
        for place, row in enumerate(compared_lines(review.lines.all(), beside), 1):
            line, before = row.line, row.before
            cells = (
                line.unit_name, line.target_name, line.unit_of_measure, line.aim, line.achieved, row.rate, line.state,
                line.source, before.achieved if before else None, before.state if before else "",
            )  # fmt: skip
            for column, cell in enumerate(cells):
                if isinstance(cell, Decimal):
                    sheet.write_number(place, column, float(cell), number)
                elif cell:
                    sheet.write_string(place, column, str(cell))
    return buffer.getvalue()
