"""Results as XLSX for the organiser: who stands where in each round, and how far the contest reached."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from django.utils import timezone

from campaigns.contests.models import Contest, ContestRound
from campaigns.contests.ranking import ranked, truth_of, unit_rows
from campaigns.contests.rules import RANKING

_PEOPLE = (
    ("Hạng", 8), ("Họ và tên", 28), ("Đơn vị", 40), ("Mã đơn vị", 14), ("Năm sinh", 10), ("Số điện thoại", 14),
    ("Điểm", 8), ("Dự đoán", 10), ("Chênh lệch", 11), ("Nộp lúc", 20),
)  # fmt: skip
_UNITS = (
    ("Đơn vị", 44),
    ("Mã đơn vị", 14),
    ("Cấp trên", 40),
    ("Người dự thi", 13),
    ("Đoàn viên", 12),
    ("Bài đã nộp", 12),
)
_OUTSIDE = (
    ("Cuộc thi", 44), ("Cơ quan tổ chức", 36), ("Đơn vị", 40), ("Từ ngày", 12), ("Đến ngày", 12), ("Hình thức", 12),
    ("Lượt người dự thi", 12), ("Trong đó nữ", 12), ("Bài tự luận", 12), ("Kết quả", 50),
)  # fmt: skip
_OPTIONS = {
    "constant_memory": True,
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}
# A sheet of Excel ends at row 1,048,576.
MOST = 1_000_000


def results_workbook(contest: Contest, *, user: Any) -> bytes:
    """A sheet a round, the units, and the rule at the top of each ranking."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF7", "bottom": 1, "text_wrap": True})
        for one in contest.rounds.all():
            _round(book.add_worksheet(f"Vòng {one.number}"), one, bold)
        sheet = book.add_worksheet("Đơn vị")
        _head(sheet, 0, _UNITS, bold)
        for row, unit in enumerate(unit_rows(user, contest).iterator(chunk_size=2000), 1):
            parent = unit.parent.name if unit.parent else ""
            _write(
                sheet,
                row,
                [unit.name, unit.code, parent, unit.people, unit.member_count or None, unit.papers],
            )
    return buffer.getvalue()


def outside_workbook(rows: Any) -> bytes:
    """Contests of others, a row each."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF7", "bottom": 1, "text_wrap": True})
        sheet = book.add_worksheet("Cuộc thi ngoài")
        _head(sheet, 0, _OUTSIDE, bold)
        for at, row in enumerate(rows[:MOST].iterator(chunk_size=2000), 1):
            form = "Trực tuyến" if row.online else "Trực tiếp"
            _write(sheet, at, [
                row.name, row.organiser, row.unit.name, f"{row.starts_on:%d/%m/%Y}", f"{row.ends_on:%d/%m/%Y}", form,
                row.participants, row.female, row.essays, row.results,
            ])  # fmt: skip
    return buffer.getvalue()


def _round(sheet: Any, one: ContestRound, bold: Any) -> None:
    truth = truth_of(one)
    sheet.write_string(0, 0, f"{one.name}. {' '.join(RANKING)} Số người đúng tất cả: {truth}.")
    _head(sheet, 1, _PEOPLE, bold)
    for row, entry in enumerate(ranked(one, truth=truth)[:MOST].iterator(chunk_size=2000), 2):
        who = entry.participant
        finished = timezone.localtime(entry.finished_at).strftime("%H:%M:%S %d/%m/%Y")
        _write(sheet, row, [
            entry.rank, who.name, who.unit.name, who.unit.code, who.birth_year, who.phone, entry.score,
            entry.prediction, entry.gap, finished,
        ])  # fmt: skip


def _head(sheet: Any, row: int, columns: Any, bold: Any) -> None:
    for column, (heading, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(row, column, heading, bold)


def _write(sheet: Any, row: int, cells: list[Any]) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, int):
            sheet.write_number(row, column, cell)
        elif cell:
            sheet.write_string(row, column, str(cell))
