"""The follow-up page as an XLSX file."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from django.utils import timezone

from reporting.models import Submission
from reporting.queries.periods import ChildLine
from reporting.regimes.follow import Day, PeriodTimes

_BRANCHES = ("Đơn vị", "Phải báo cáo", "Đã gửi", "Đúng hạn", "Gửi muộn", "Chưa gửi", "Quá hạn", "Đã duyệt")
_DAYS = ("Ngày", "Gửi trong ngày", "Cộng dồn")
_TIMES = ("Kỳ", "Phải báo cáo", "Đúng hạn", "Gửi muộn", "Chưa gửi")
_LATE = (
    "Mã đơn vị",
    "Đơn vị",
    "Công đoàn cấp trên",
    "Hạn gửi",
    "Số kỳ trước bị chậm",
    "Số lần nhắc",
    "Nhắc gần nhất",
)


def follow_workbook(
    *, branches: Iterable[ChildLine], days: Iterable[Day], times: Iterable[PeriodTimes], late: Iterable[Submission]
) -> bytes:  # fmt: skip
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    _sheet(book, "Theo nhánh", _BRANCHES, (_branch(line) for line in branches if line.below.obliged))
    _sheet(book, "Theo ngày", _DAYS, ((one.day, one.sent, one.total) for one in days))
    _sheet(
        book,
        "Các kỳ gần đây",
        _TIMES,
        ((t.period.name, t.obliged, t.on_time, t.late, t.missing) for t in times),
    )
    _sheet(book, "Đơn vị chậm", _LATE, (_late(row) for row in late))
    book.close()
    return buffer.getvalue()


def _branch(line: ChildLine) -> Sequence[Any]:
    c = line.below
    return (line.place.name, c.obliged, c.sent, c.on_time, c.late, c.missing, c.overdue, c.accepted)


def _late(row: Any) -> Sequence[Any]:
    place = row.period_unit
    reminded = timezone.localdate(row.reminded_at) if row.reminded_at else None
    above = place.parent.name if place.parent else ""
    return (row.unit.code, place.name, above, place.due_on, row.late_before, row.times_reminded, reminded)


def _sheet(book: Any, name: str, titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bg_color": "#DFEAF8", "border": 1, "text_wrap": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.set_column(0, 2, 32)
    sheet.set_column(3, len(titles), 14)
    sheet.write_row(0, 0, titles, head)
    sheet.freeze_panes(1, 1)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, dt.date):
                sheet.write_datetime(number, column, value, day)
            elif value is not None:
                sheet.write(number, column, value)
