"""Opinions as XLSX: what is counted, never what was said."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from django.db.models import QuerySet
from django.utils import timezone

from campaigns.opinions.models import OpinionReport
from campaigns.opinions.queries import Rollup
from core.formats import write
from units.models import Unit

OPTIONS = {
    "constant_memory": True, "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
    "default_date_format": "dd/mm/yyyy",
}  # fmt: skip
_COLUMNS = (
    ("Mã", 15), ("Ngày nắm được", 13), ("Đơn vị", 40), ("Nhóm vấn đề", 36), ("Khẩn", 8), ("Phạm vi", 22), ("Số người", 10),
    ("Đánh giá", 26), ("Nguồn", 24), ("Trạng thái", 16), ("Gửi lúc", 18),
)  # fmt: skip


def opinions_workbook(rows: QuerySet[OpinionReport]) -> bytes:
    return sheet("Phản ánh", _COLUMNS, (_cells(row) for row in rows.iterator(chunk_size=2000)))


def rollup_workbook(found: Rollup, unit: Unit, first: dt.date, last: dt.date) -> bytes:
    """Topics down, units across; the small counts stay hidden."""
    columns = [("Nhóm vấn đề", 40), ("Khẩn", 9), *((one.name, 22) for one in found.columns), ("Tổng", 9)]
    lines = [
        [line.topic.name, line.urgent.shown, *(one.shown for one in line.cells), line.total.shown]
        for line in found.lines
    ]
    title = (
        f"{unit.name}: phản ánh từ {write.date(first)} đến {write.date(last)}, tổng số {found.total.shown}"
    )
    return sheet("Tổng hợp", columns, lines, title=title)


def sheet(
    name: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]], *, title: str = ""
) -> bytes:
    """One sheet with a heading and its rows."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        page = book.add_worksheet(name)
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF7", "bottom": 1, "text_wrap": True})
        at = 0
        if title:
            page.write_string(0, 0, title)
            at = 1
        for column, (heading, width) in enumerate(columns):
            page.set_column(column, column, width)
            page.write_string(at, column, heading, bold)
        page.freeze_panes(at + 1, 1)
        for row, cells in enumerate(rows, at + 1):
            for column, cell in enumerate(cells):
                _write(page, row, column, cell)
    return buffer.getvalue()


def _write(page: Any, row: int, column: int, cell: Any) -> None:
    if isinstance(cell, dt.date):
        page.write_datetime(row, column, dt.datetime.combine(cell, dt.time()))
    elif isinstance(cell, int):
        page.write_number(row, column, cell)
    elif cell not in (None, ""):
        page.write_string(row, column, str(cell)[:32_000])


def _cells(row: OpinionReport) -> list[Any]:
    return [
        row.code, row.heard_on, row.unit.name, row.topic.name, "x" if row.urgent else "", row.get_scope_display(),
        row.people, row.get_mood_display(), row.get_heard_from_display(), row.get_status_display(),
        f"{timezone.localtime(row.reported_at):%d/%m/%Y %H:%M}",
    ]  # fmt: skip
