"""The sources of a report as XLSX: a file of its own, and a sheet of the report's workbook."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

from reporting.prefill.pages import HEADINGS, BoxSources, plain_rows

SHEET = "Nguồn số liệu"
WIDTHS = (48, 14, 14, 20, 56, 12, 16, 60)


def sources_workbook(title: str, boxes: list[BoxSources]) -> bytes:
    buffer = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    write_sheet(book, book.add_worksheet(SHEET), title, plain_rows(boxes))
    book.close()
    return buffer.getvalue()


def write_sheet(book: Any, sheet: Any, title: str, rows: Iterable[Sequence[str]], *, mark: str = "") -> None:
    """`mark` goes unseen into A1, by which a reader of workbooks knows the sheet."""
    head = book.add_format({"bold": True, "bg_color": "#DFEAF8", "border": 1, "text_wrap": True})
    name = book.add_format({"bold": True, "font_size": 13})
    hidden = book.add_format({"font_color": "#FFFFFF"})
    if mark:
        sheet.write_string(0, 0, mark, hidden)
    sheet.write_string(1, 0, title, name)
    for column, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(3, column, heading, head)
    for at, row in enumerate(rows, start=4):
        for column, text in enumerate(row):
            sheet.write_string(at, column, text)
    sheet.freeze_panes(4, 1)
