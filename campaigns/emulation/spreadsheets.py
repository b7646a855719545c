"""Registrations, scores and classes as XLSX."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import xlsxwriter

from campaigns.emulation.models import Movement

_REGISTRATIONS = (
    ("STT", 6), ("Mã đơn vị", 14), ("Đơn vị", 46), ("Cụm, khối", 34), ("Số đoàn viên", 12), ("Đăng ký đạt", 30),
    ("Cá nhân đăng ký", 12), ("Trong đó nữ", 10), ("Tự chấm", 10), ("Cụm, khối chấm", 10), ("Cấp trên chấm", 10),
    ("Hạng", 26),
)  # fmt: skip
_OPTIONS = {
    "constant_memory": True, "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
}  # fmt: skip


def registrations_workbook(movement: Movement, rows: Any, *, with_classes: bool) -> bytes:
    """The list as it is filtered on the page, one line a unit."""
    lines = (
        [
            number, one.unit.code, one.unit.name, one.cluster.name if one.cluster else "", one.members, one.goal,
            one.people, one.women, one.self_points, one.peer_points, one.upper_points, _grade(one) if with_classes else "",
        ]
        for number, one in enumerate(rows.iterator(chunk_size=2000), 1)
    )  # fmt: skip
    return workbook(f"{movement.name} ({movement.year})", _REGISTRATIONS, lines)


def workbook(title: str, columns: Iterable[tuple[str, int]], lines: Iterable[list[Any]]) -> bytes:
    """One sheet: the title, the headings, the lines."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF7", "bottom": 1, "text_wrap": True})
        sheet = book.add_worksheet("Danh sách")
        sheet.write_string(0, 0, title)
        for column, (heading, width) in enumerate(columns):
            sheet.set_column(column, column, width)
            sheet.write_string(1, column, heading, bold)
        for row, cells in enumerate(lines, 2):
            _write(sheet, row, cells)
    return buffer.getvalue()


def _grade(one: Any) -> str:
    rating = getattr(one, "rating", None)
    if rating is None:
        return ""
    return rating.grade.name if rating.grade else "Không xếp hạng"


def _write(sheet: Any, row: int, cells: list[Any]) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, str):
            sheet.write_string(row, column, cell)
        elif cell is not None:
            sheet.write_number(row, column, float(cell))


_RATINGS = (
    ("STT", 6), ("Mã đơn vị", 14), ("Đơn vị", 46), ("Cụm, khối", 34), ("Số đoàn viên", 12), ("Điểm", 9),
    ("Thứ tự trong cụm", 10), ("Hạng theo điểm", 26), ("Hạng", 26), ("Đề nghị khen thưởng", 12), ("Lý do", 60),
)  # fmt: skip


def ratings_workbook(movement: Movement, rows: Any) -> bytes:
    """The classes as they are filtered on the page, with every reason."""
    lines = (
        [
            number, one.registration.unit.code, one.registration.unit.name,
            one.registration.cluster.name if one.registration.cluster else "", one.registration.members, one.points,
            one.place, one.earned.name if one.earned else "", one.grade.name if one.grade else "Không xếp hạng",
            "x" if one.proposed or one.awarded else "", "; ".join(one.reasons),
        ]
        for number, one in enumerate(rows.iterator(chunk_size=2000), 1)
    )  # fmt: skip
    return workbook(f"Xếp hạng {movement.name} ({movement.year})", _RATINGS, lines)
