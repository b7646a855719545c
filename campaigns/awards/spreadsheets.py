"""The register of awards as XLSX."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import xlsxwriter
from django.db.models import QuerySet

from campaigns.awards.models import Award, Receiver

_HEAD = (
    ("Năm", 8), ("Đối tượng", 11), ("Họ và tên, tập thể", 34), ("Nữ", 6), ("Năm sinh", 9), ("Đơn vị", 44),
    ("Mã đơn vị", 14), ("Danh hiệu, hình thức khen thưởng", 44), ("Cấp khen thưởng", 30), ("Cơ quan khen thưởng", 36),
    ("Số quyết định", 18), ("Ngày quyết định", 14), ("Phong trào, hội thi", 36), ("Thành tích", 48), ("Trạng thái", 12),
)  # fmt: skip


def awards_workbook(awards: QuerySet[Award]) -> bytes:
    """A row an award, in the order of the list."""
    buffer = io.BytesIO()
    options = {
        "constant_memory": True, "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "default_date_format": "dd/mm/yyyy",
    }  # fmt: skip
    rows = awards.select_related("title", "unit", "campaign", "contest")
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet("Sổ khen thưởng")
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF7", "bottom": 1, "text_wrap": True})
        for column, (heading, width) in enumerate(_HEAD):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, bold)
        sheet.freeze_panes(1, 3)
        for at, award in enumerate(rows.iterator(chunk_size=2000), 1):
            _write(sheet, at, _cells(award))
    return buffer.getvalue()


def _cells(award: Award) -> list[str | int | dt.date | None]:
    person = award.receiver == Receiver.PERSON
    return [
        award.year, str(award.get_receiver_display()), award.recipient, "x" if award.female else "", award.birth_year,
        award.unit.name if person or award.name else "", award.unit.code, award.title.name,
        str(award.get_level_display()), award.issuer_name, award.decision_number, award.decided_on, source_of(award),
        award.reason, str(award.get_status_display()),
    ]  # fmt: skip


def source_of(award: Award) -> str:
    """The movement, contest or campaign the award came from, in words."""
    named = (
        award.origin,
        award.contest.name if award.contest else "",
        award.campaign.name if award.campaign else "",
    )
    return "; ".join(one for one in named if one)


def _write(sheet: Any, row: int, cells: list[str | int | dt.date | None]) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, int):
            sheet.write_number(row, column, cell)
        elif isinstance(cell, dt.date):
            sheet.write_datetime(row, column, dt.datetime.combine(cell, dt.time()))
        elif cell:
            sheet.write_string(row, column, cell[:32_000])
