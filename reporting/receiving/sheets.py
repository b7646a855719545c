"""Lists of reports on their way up as XLSX files."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import xlsxwriter
from django.utils import timezone

WAITING = (
    ("Mã đơn vị", 14), ("Tên đơn vị", 46), ("Công đoàn cấp trên", 40), ("Kỳ báo cáo", 30), ("Gửi lúc", 18),
    ("Lỗi có giải trình", 12), ("Cảnh báo", 10), ("Đã giải trình", 12), ("Thay đổi từ lần gửi trước", 14),
    ("Số lần bị trả lại", 12), ("Gửi muộn", 10), ("Nhập thay", 10),
)  # fmt: skip


def waiting_workbook(reports: Iterable[Any]) -> bytes:
    """One line for each report that waits; rows of reporting.receiving.queries.waiting_for."""
    return table("Báo cáo chờ duyệt", WAITING, (_waiting_row(report) for report in reports))


def _waiting_row(report: Any) -> list[Any]:
    place = report.period_unit
    sent = timezone.localtime(report.last_submitted_at).strftime("%d/%m/%Y %H:%M")
    return [
        report.unit.code, place.name, place.parent.name if place.parent else "", report.period.name, sent, report.errors,
        report.warnings, report.explained, report.changes, report.times_returned, "Có" if report.late else "",
        "Có" if report.on_paper else "",
    ]  # fmt: skip


def table(title: str, columns: Iterable[tuple[str, int]], rows: Iterable[list[Any]]) -> bytes:
    """A sheet of text and numbers under one heading; written as a stream."""
    buffer = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    sheet = book.add_worksheet(title[:31])
    head = book.add_format({"bold": True, "bg_color": "#DFEAF8", "border": 1, "text_wrap": True})
    for at, (name, width) in enumerate(columns):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, name, head)
    sheet.freeze_panes(1, 2)
    for at, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(at, column, value)
            else:
                sheet.write_string(at, column, str(value))
    book.close()
    return buffer.getvalue()
