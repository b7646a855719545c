"""The activity list as XLSX: one row an activity, a column for each quantity and each source of money."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import xlsxwriter
from django.db.models import QuerySet

from campaigns.models import Activity, ActivityMoney, QuantityKind

_HEAD = (
    ("Ngày", 12), ("Mã đơn vị", 14), ("Đơn vị", 40), ("Loại hoạt động", 28), ("Tên hoạt động", 48), ("Địa điểm", 24),
    ("Hình thức", 12), ("Chiến dịch", 30), ("Số cuộc", 9), ("Lượt người dự", 12), ("Trong đó nữ", 12),
)  # fmt: skip


def activities_workbook(activities: QuerySet[Activity]) -> bytes:
    """An .xlsx of the activities, with a row of totals at the end. What was not counted stays blank."""
    kinds = list(QuantityKind.objects.all())
    columns = [
        *_HEAD,
        *((f"{kind.name} ({kind.unit_of_measure})", 14) for kind in kinds),
        *((f"{label} (đồng)", 18) for label in ActivityMoney.Source.labels),
        ("Kết quả, ghi chú", 48),
    ]
    buffer = io.BytesIO()
    options = {
        "constant_memory": True, "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "default_date_format": "dd/mm/yyyy",
    }  # fmt: skip
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet("Hoạt động")
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF7", "bottom": 1, "text_wrap": True})
        number = book.add_format({"num_format": "#,##0"})
        total = book.add_format({"num_format": "#,##0", "bold": True, "top": 1})
        for column, (heading, width) in enumerate(columns):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, bold)
        sheet.freeze_panes(1, 3)
        sums: dict[int, int] = {}
        row = 0
        with_amounts = activities.prefetch_related("quantities", "money")
        for row, activity in enumerate(with_amounts.iterator(chunk_size=2000), 1):
            _write_row(sheet, row, _cells(activity, kinds), number, sums)
        sheet.write_string(row + 1, 0, "Tổng cộng", total)
        for column, amount in sums.items():
            sheet.write_number(row + 1, column, amount, total)
    return buffer.getvalue()


def _cells(activity: Activity, kinds: list[QuantityKind]) -> list[str | int | dt.date | None]:
    quantities = {quantity.kind_id: quantity.amount for quantity in activity.quantities.all()}
    money = {entry.source: entry.amount for entry in activity.money.all()}
    return [
        activity.happened_on, activity.unit.code, activity.unit.name, activity.type.name, activity.title, activity.place,
        activity.get_form_display(), activity.campaign.name if activity.campaign else "", activity.sessions,
        activity.participations, activity.female_participations,
        *(quantities.get(kind.pk) for kind in kinds), *(money.get(source) for source in ActivityMoney.Source.values),
        activity.note,
    ]  # fmt: skip


def _write_row(
    sheet: Any, row: int, cells: list[str | int | dt.date | None], number: Any, sums: dict[int, int]
) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, int):
            sheet.write_number(row, column, cell, number)
            sums[column] = sums.get(column, 0) + cell
        elif isinstance(cell, dt.date):
            sheet.write_datetime(row, column, dt.datetime.combine(cell, dt.time()))
        elif cell:
            sheet.write_string(row, column, cell[:32_000])
