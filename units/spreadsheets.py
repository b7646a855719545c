"""Units and people as XLSX; the units in the columns the import reads."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Iterator

import xlsxwriter
from django.db.models import OuterRef, Subquery

from units.importing.columns import COLUMNS
from units.models import Placement, Seat, UnitName, UnitQuerySet

_OPTIONS = {
    "constant_memory": True, "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
    "default_date_format": "dd/mm/yyyy",
}  # fmt: skip
_WIDTHS = {"ten": 52, "cap_tren": 18, "ma": 18, "loai": 30, "quyet_dinh": 30}


def unit_rows(units: UnitQuerySet) -> Iterator[list[str | int | dt.date | None]]:
    """One list of cells a unit, in path order, so that a parent stands above its children."""
    name = UnitName.objects.filter(unit=OuterRef("pk")).order_by("-from_on")
    placement = Placement.objects.filter(unit=OuterRef("pk")).order_by("from_on")
    rows = (
        units.select_related("kind", "parent").order_by("path")
        .annotate(symbol=Subquery(name.values("symbol")[:1]), decision=Subquery(placement.values("decision")[:1]))
    )  # fmt: skip
    exported: set[int] = set()
    for unit in rows.iterator(chunk_size=5000):
        exported.add(unit.pk)
        parent = unit.parent.code if unit.parent and unit.parent_id in exported else ""
        yield [
            unit.code, unit.name, unit.short_name, unit.kind.name, parent, unit.get_sector_display(),
            unit.place_name, unit.symbol, unit.started_on, unit.member_count, unit.decision,
        ]  # fmt: skip


def units_workbook(units: UnitQuerySet) -> bytes:
    """An .xlsx of the units; the import of it into an empty portal gives the same tree."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        sheet = book.add_worksheet("Đơn vị")
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF7", "bottom": 1})
        number = book.add_format({"num_format": "#,##0"})
        for column, (key, (heading, _others)) in enumerate(COLUMNS.items()):
            sheet.set_column(column, column, _WIDTHS.get(key, 16))
            sheet.write_string(0, column, heading, bold)
        sheet.freeze_panes(1, 2)
        for row, cells in enumerate(unit_rows(units), 1):
            for column, cell in enumerate(cells):
                if isinstance(cell, int):
                    sheet.write_number(row, column, cell, number)
                elif isinstance(cell, dt.date):
                    sheet.write_datetime(row, column, dt.datetime.combine(cell, dt.time()))
                elif cell:
                    sheet.write_string(row, column, cell)
    return buffer.getvalue()


def seats_workbook(seats: Iterable[Seat], *, with_names: bool) -> bytes:
    """One line a seat; `with_names` adds the names people sign in with."""
    headings = ["Họ và tên", "Chức vụ", "Vai trò", "Ban, phòng", "Từ ngày", "Đến ngày"]
    headings += ["Tên đăng nhập"] if with_names else []
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        sheet = book.add_worksheet("Nhân sự")
        sheet.set_column(0, len(headings) - 1, 24)
        sheet.write_row(0, 0, headings, book.add_format({"bold": True, "bg_color": "#E8EEF7", "bottom": 1}))
        sheet.freeze_panes(1, 1)
        for row, seat in enumerate(seats, 1):
            told = [seat.user.full_name, seat.post_title, str(seat.get_role_display())]
            told.append(seat.department.name if seat.department else "")
            sheet.write_row(row, 0, told)
            for column, day in ((4, seat.from_on), (5, seat.to_on)):
                if day:
                    sheet.write_datetime(row, column, dt.datetime.combine(day, dt.time()))
            if with_names:
                sheet.write_string(row, 6, seat.user.username)
    return buffer.getvalue()
