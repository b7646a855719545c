"""Work given out as XLSX."""

from __future__ import annotations

from collections.abc import Iterable

from documents.spreadsheets import list_workbook
from plans.assignments.models import Assignment

COLUMNS = (
    "Việc", "Kế hoạch", "Đơn vị giao", "Đơn vị thực hiện", "Người, ban thực hiện", "Thời hạn", "Tiến độ (%)", "Tình trạng",
    "Quá hạn",
)  # fmt: skip
WIDTHS = (70, 22, 34, 40, 34, 14, 12, 18, 10)


def work_workbook(rows: Iterable[Assignment], *, title: str) -> bytes:
    """One line a row; takes rows with their words (`queries.with_words`)."""
    lines = (
        (
            row.round.text, row.round.plan.doc_code.strip(), row.by_unit.name, row.unit.name,
            row.assignee if row.seat_id or row.department_id else "", row.deadline_on, row.progress,
            str(row.get_status_display()), "Có" if row.is_late else "",
        )
        for row in rows
    )  # fmt: skip
    return list_workbook(title, COLUMNS, WIDTHS, lines)
