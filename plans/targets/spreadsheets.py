"""The allotment sheet and what a unit was given, as XLSX."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

import xlsxwriter

from plans.models import Plan
from plans.targets import queries
from plans.targets.models import Allotment
from plans.targets.queries import targets_to_allot, year_name, years_of

_UNIT_HEAD = (("Mã đơn vị", 14), ("Đơn vị", 44))
_LINE_HEAD = (
    ("Kế hoạch", 20), ("Đơn vị giao", 36), ("Chỉ tiêu", 60), ("Đơn vị tính", 14), ("Năm", 18), ("Đơn vị nhận", 44),
    ("Giao chính thức", 16), ("Dự kiến giao", 16), ("Đơn vị đề nghị", 16), ("Lý do đề nghị", 40),
)  # fmt: skip
Cell = str | int | Decimal | None


def sheet_workbook(plan: Plan) -> bytes:
    """Units downwards; for each target and year the number worked on and the one that holds; sums below."""
    columns = [(target, year) for target in targets_to_allot(plan) for year in years_of(target, plan)]
    head: list[tuple[str, int]] = list(_UNIT_HEAD)
    for target, year in columns:
        words = f"{target.name} ({target.unit_of_measure}) – {year_name(year)}"
        head += [(words, 22), (f"{words}: đã giao chính thức", 22)]
    lines = {
        (row.unit_id, row.target_id, row.year): row for row in Allotment.objects.filter(target__plan=plan)
    }
    rows: list[list[Cell]] = []
    for unit in queries.allotted_units(plan):
        cells: list[Cell] = [unit.code, unit.name]
        for target, year in columns:
            line = lines.get((unit.pk, target.pk, year))
            cells += [line.value if line else None, line.official if line else None]
        rows.append(cells)
    sums: list[Cell] = ["", "Cộng"]
    for at, (target, year) in enumerate(columns):
        summed = queries.check_of(target, year) == queries.SUM_CHECK
        for side in (2 + 2 * at, 3 + 2 * at):
            numbers = [cell for row in rows if isinstance(cell := row[side], Decimal)]
            sums.append(sum(numbers, Decimal(0)) if summed else None)
    return _workbook("Giao chỉ tiêu", head, [*rows, sums])


def received_workbook(rows: Iterable[Allotment]) -> bytes:
    """What units were given, one line each."""
    cells = [
        [
            row.target.plan.doc_code.strip(), row.target.plan.issuer.name, row.target.name, row.target.unit_of_measure,
            year_name(row.year), row.unit.name, row.official, row.value, row.asked, row.asked_reason,
        ]
        for row in rows
    ]  # fmt: skip
    return _workbook("Chỉ tiêu được giao", _LINE_HEAD, cells)


def _workbook(title: str, head: Sequence[tuple[str, int]], rows: Iterable[Sequence[Cell]]) -> bytes:
    buffer = io.BytesIO()
    options = {
        "constant_memory": True,
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet(title[:31])
        bold = book.add_format(
            {"bold": True, "bg_color": "#E8EEF7", "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        number = book.add_format({"num_format": "#,##0.####"})
        for column, (words, width) in enumerate(head):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, words, bold)
        sheet.freeze_panes(1, 2)
        for place, cells in enumerate(rows, 1):
            for column, cell in enumerate(cells):
                if isinstance(cell, Decimal | int):
                    sheet.write_number(place, column, float(cell), number)
                elif cell:
                    sheet.write_string(place, column, cell[:32_000])
    return buffer.getvalue()
