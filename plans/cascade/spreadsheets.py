"""Coverage as XLSX: one line a unit."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date

import xlsxwriter

from plans.cascade.queries import Node

_HEAD = (
    ("Mã đơn vị", 14), ("Đơn vị", 48), ("Phải cụ thể hóa", 12), ("Tình trạng", 20), ("Ngày phát hành", 14), ("Hạn", 14),
    ("Số ngày trễ", 10), ("Chỉ tiêu thiếu", 10),
)  # fmt: skip


def coverage_workbook(nodes: Iterable[Node]) -> bytes:
    """Units with the state of their plan, days late and targets lacking."""
    buffer = io.BytesIO()
    options = {
        "constant_memory": True, "in_memory": True, "strings_to_formulas": False, "default_date_format": "dd/mm/yyyy"
    }  # fmt: skip
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet("Cụ thể hóa")
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF7", "bottom": 1, "text_wrap": True})
        for column, (words, width) in enumerate(_HEAD):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, words, bold)
        sheet.freeze_panes(1, 2)
        for place, node in enumerate(nodes, 1):
            unit = node.unit
            cells = (
                unit.code, unit.name, "Có" if unit.obliged else "", node.words[0], unit.made_on, unit.due_on,
                node.days_late or None, node.short or None,
            )  # fmt: skip
            for column, cell in enumerate(cells):
                if isinstance(cell, date):
                    sheet.write_datetime(place, column, cell)
                elif isinstance(cell, int):
                    sheet.write_number(place, column, cell)
                elif cell:
                    sheet.write_string(place, column, str(cell))
    return buffer.getvalue()
