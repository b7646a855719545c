"""Lists as XLSX files."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import xlsxwriter
from django.utils import timezone

from core.vietnamese import NumberError, parse_number
from reporting.models import Submission
from reporting.report import like
from reporting.rollups.rules import rules

ANNEX_SHEETS = {
    "figures": "Số liệu theo chỉ tiêu", "units": "Số liệu theo đơn vị", "missing": "Chưa có báo cáo", "late": "Gửi muộn",
    "exempt": "Được miễn báo cáo",
}  # fmt: skip

COLUMNS = (
    ("Mã đơn vị", 14), ("Tên đơn vị", 46), ("Công đoàn cấp trên", 40), ("Cấp", 6), ("Trạng thái", 18), ("Hạn gửi", 12),
    ("Gửi lần đầu", 18), ("Gửi muộn", 10), ("Số lần bị trả lại", 16), ("Nhập thay", 10),
    ("Lý do miễn, người quyết định", 40),
)  # fmt: skip


def completeness_workbook(submissions: Iterable[Submission]) -> bytes:
    """One line per obliged unit: status, due day, first sending. Takes rows with unit and period_unit loaded."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet("Tình hình báo cáo")
    head = book.add_format({"bold": True, "bg_color": "#DFEAF8", "border": 1, "text_wrap": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    for column, (title, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, head)
    sheet.freeze_panes(1, 2)
    for row, submission in enumerate(submissions, start=1):
        place = submission.period_unit
        sheet.write_string(row, 0, submission.unit.code)
        sheet.write_string(row, 1, place.name)
        sheet.write_string(row, 2, place.parent.name if place.parent else "")
        sheet.write_number(row, 3, place.tier)
        sheet.write_string(row, 4, str(submission.get_status_display()) if place.obliged else "Được miễn")
        if place.due_on:
            sheet.write_datetime(row, 5, place.due_on, day)
        if submission.submitted_at:
            sheet.write_datetime(
                row, 6, timezone.localtime(submission.submitted_at).replace(tzinfo=None), moment
            )
        sheet.write_string(row, 7, "Có" if submission.late else "")
        sheet.write_number(row, 8, submission.times_returned)
        sheet.write_string(row, 9, "Có" if submission.on_paper else "")
        freed = getattr(place, "exemption", None)
        sheet.write_string(row, 10, f"{freed.reason} ({freed.decided_by})" if freed else "")
    book.close()
    return buffer.getvalue()


def annex_workbook(content: dict[str, Any]) -> bytes:
    """The annexes of a compiled report as sheets; takes the report's content. Numbers are numbers, not text."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    head = book.add_format(
        {"bold": True, "bg_color": "#DFEAF8", "border": 1, "text_wrap": True, "valign": "top"}
    )
    number = book.add_format({"num_format": "#,##0.##"})
    coverage = content["coverage"]
    tables = {
        title: content["annexes"][name] for name, title in ANNEX_SHEETS.items() if name in content["annexes"]
    }
    if content.get("every_unit", {}).get("runs"):
        tables["Số liệu từng đơn vị"] = _every_unit(content["every_unit"])
    if told := like.table(content, rules().by_code):
        tables["So cùng kỳ, cùng đơn vị"] = told
    for title, table in tables.items():
        sheet = book.add_worksheet(title)
        sheet.write_string(0, 0, f"{content['unit']['name']} – {content['period']['name']} – {title}")
        sheet.write_string(
            1,
            0,
            f"Tổng hợp từ {coverage['counted']}/{coverage['expected']} đơn vị. {like.words(content)}".strip(),
        )
        for column, heading in enumerate(table["headings"]):
            sheet.set_column(column, column, 40 if heading in {"Chỉ tiêu", "Đơn vị"} else 14)
            sheet.write_string(3, column, heading, head)
        for at, row in enumerate(table["rows"], start=4):
            for column, text in enumerate(row):
                _write_cell(sheet, at, column, text, number)
    if content.get("corrections") or content.get("restated_before"):
        _write_corrections(book.add_worksheet("Đính chính"), content, head)
    book.close()
    return buffer.getvalue()


def _every_unit(table: dict[str, Any]) -> dict[str, Any]:
    """All runs as one table, the name of the run in a column of its own."""
    first, unit, *others = table["headings"]
    rows = [
        [number, name, run["title"], *cells] for run in table["runs"] for number, name, *cells in run["rows"]
    ]
    return {"headings": [first, unit, "Công đoàn cấp trên", *others], "rows": rows}


def _write_corrections(sheet: Any, content: dict[str, Any], head: Any) -> None:
    """What was corrected in the report, as reported beside as restated, and in last year's figures it compares with."""
    sheet.set_column(0, 4, 30)
    for column, heading in enumerate(("Đơn vị", "Ô, mục", "Đã báo cáo", "Sau đính chính", "Lý do")):
        sheet.write_string(0, column, heading, head)
    at = 1
    for at, one in enumerate(content.get("corrections", []), start=1):
        for column, name in enumerate(("unit", "title", "old", "new", "reason")):
            sheet.write_string(at, column, one[name])
    for row, note in enumerate(content.get("restated_before", []), start=at + 2):
        sheet.write_string(row, 0, f"Cột “Cùng kỳ”: {note}")


def _write_cell(sheet: Any, row: int, column: int, text: str, number: Any) -> None:
    try:
        sheet.write_number(row, column, float(parse_number(text)), number)
    except NumberError:
        sheet.write_string(row, column, text)
