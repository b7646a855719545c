"""Corrections as XLSX: as reported beside as corrected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from core.formats import write
from documents.registers.books import Cell
from documents.spreadsheets import list_workbook
from reporting.corrections.models import Correction
from reporting.corrections.words import said
from reporting.models import PeriodUnit

COLUMNS = (
    "Kỳ báo cáo", "Mã đơn vị", "Đơn vị", "Ô, mục", "Đã báo cáo", "Đính chính thành", "Loại lý do", "Làm thay đổi nội dung",
    "Giải trình", "Nơi yêu cầu", "Văn bản, người yêu cầu", "Ngày yêu cầu", "Tình trạng", "Chờ duyệt tại", "Người đề nghị",
    "Đề nghị lúc", "Kết thúc lúc",
)  # fmt: skip
WIDTHS = (24, 14, 40, 48, 20, 20, 30, 12, 48, 26, 30, 14, 18, 30, 24, 18, 18)


def corrections_workbook(rows: Iterable[Correction]) -> bytes:
    """One line a correction."""
    return list_workbook("Đính chính số liệu", COLUMNS, WIDTHS, (_line(row) for row in rows))


SHEET_COLUMNS = ("Mã đơn vị", "Đơn vị", "Ô, mục", "Đã báo cáo", "Sau đính chính", "Lý do", "Duyệt lúc")
SHEET_WIDTHS = (14, 44, 48, 24, 24, 34, 18)


def write_corrections(book: Any, looks: Any, place: PeriodUnit) -> None:
    """A sheet of what was corrected at and below the place, as reported beside as restated; none without corrections."""
    rows = Correction.objects.approved().filter(submission__period_unit__in=PeriodUnit.objects.below(place))
    rows = rows.select_related(
        "submission__unit", "submission__period_unit", "indicator", "section", "reason"
    )
    if not rows.exists():
        return
    sheet = book.add_worksheet("Đính chính")
    sheet.write_string(0, 0, f"Đính chính số liệu của {place.name}, {place.period.name}", looks.title)
    for column, (title, width) in enumerate(zip(SHEET_COLUMNS, SHEET_WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(2, column, title, looks.head)
    for at, row in enumerate(rows.order_by("submission__period_unit__path", "decided_at", "pk"), start=3):
        old, new = said(row)
        words = (
            row.submission.unit.code, row.submission.period_unit.name, row.title, old, new, row.reason.name,
            write.datetime(row.decided_at),
        )  # fmt: skip
        for column, text in enumerate(words):
            sheet.write_string(at, column, text, looks.cell)


def _line(row: Correction) -> Sequence[Cell]:
    old, new = said(row)
    return (
        row.submission.period.name, row.submission.unit.code, row.submission.period_unit.name, row.title, old, new,
        row.reason.name, "Có" if row.reason.material else "Không", row.explanation, str(row.get_asked_by_display()),
        row.asked_in, row.asked_on, str(row.get_status_display()), row.waits_at.name if row.waits_at else "",
        str(row.prepared_by), write.datetime(row.prepared_at), write.datetime(row.decided_at),
    )  # fmt: skip
