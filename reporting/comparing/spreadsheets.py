"""Everything the comparison page shows as XLSX or CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter

from reporting.comparing.queries import Column, Comparison, Pillar, Point
from reporting.models import PeriodUnit

HEADINGS = ("Mã chỉ tiêu", "Chỉ tiêu", "ĐVT", "Đơn vị")


GROWTH = ("Tăng, giảm so với {} (%)", "Tăng, giảm tính trên")


def _headings(columns: Sequence[Column]) -> list[str]:
    found = list(HEADINGS)
    for before, column in zip([None, *columns], columns, strict=False):
        found += [column.name, f"Đơn vị có số liệu, {column.name}"]
        if before is not None:
            found += [GROWTH[0].format(before.name), GROWTH[1]]
    return found


def _cells(points: Sequence[Point]) -> Iterator[object]:
    """Value and how many units gave it; from the second column on growth and of which units it is."""
    for number, point in enumerate(points):
        yield from (point.value, point.heard)
        if number:
            of = point.like or ("khác số đơn vị" if point.other_units else "cùng đơn vị")
            change = None if point.change is None else round(point.change, 1)
            yield from (change, "" if change is None else of)


def _lines(comparisons: Sequence[Comparison]) -> Iterator[list[object]]:
    for one in comparisons:
        for row in one.rows:
            points = _cells(row.points)
            yield [one.indicator.code, one.indicator.name, one.indicator.unit_of_measure, row.name, *points]


def comparison_csv(columns: Sequence[Column], comparisons: Sequence[Comparison]) -> str:
    """With a mark of order in front, so that spreadsheet programs read the accents; decimals with a dot."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(_headings(columns))
    for line in _lines(comparisons):
        writer.writerow(
            [_plain(cell) if isinstance(cell, Decimal) else _safe(str(cell or "")) for cell in line]
        )
    return "\ufeff" + buffer.getvalue()


def _plain(value: Decimal) -> str:
    """Without trailing zeros."""
    return f"{value.normalize():f}" if value else "0"


def _safe(text: str) -> str:
    """A name that begins like a formula stays text."""
    return f"'{text}" if text[:1] in {"=", "+", "@"} else text


def comparison_workbook(
    place: PeriodUnit,
    tree: str,
    columns: Sequence[Column],
    comparisons: Sequence[Comparison],
    pillars: Sequence[Pillar],
) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    )
    head = book.add_format({"bold": True, "bg_color": "#DFEAF8", "border": 1, "text_wrap": True})
    strong, number = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.##"})
    sheet = book.add_worksheet("So sánh")
    sheet.write_string(0, 0, f"So sánh số liệu {place.name} ({tree})", strong)
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 44)
    sheet.set_column(3, 3, 44)
    sheet.set_column(4, 4 + 4 * len(columns), 18)
    for column, title in enumerate(_headings(columns)):
        sheet.write_string(2, column, title, head)
    sheet.freeze_panes(3, 4)
    for row, line in enumerate(_lines(comparisons), start=3):
        for column, cell in enumerate(line):
            if isinstance(cell, Decimal):
                sheet.write_number(row, column, float(cell), number)
            elif cell is not None:
                sheet.write_string(row, column, str(cell))
    if pillars:
        _bridge_sheet(book.add_worksheet("Biến động do sắp xếp"), pillars, head, strong)
    book.close()
    return buffer.getvalue()


def _bridge_sheet(sheet: Any, pillars: Sequence[Pillar], head: Any, strong: Any) -> None:
    sheet.set_column(0, 0, 70)
    sheet.set_column(1, 3, 18)
    for column, title in enumerate(("Nội dung", "Giá trị (tử số)", "Mẫu số, quyền số", "Số đơn vị")):
        sheet.write_string(0, column, title, head)
    for row, pillar in enumerate(pillars, start=1):
        sheet.write_string(row, 0, pillar.words, strong if pillar.strong else None)
        for column, value in ((1, pillar.value), (2, pillar.base), (3, pillar.units)):
            if value is not None:
                sheet.write_number(row, column, float(value))
