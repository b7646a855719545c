"""An .xlsx file from outside → its sheets; a file that is damaged, packed to burst or no workbook is refused first."""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook

from units.importing.faults import UnreadableFile
from units.importing.formulas import UNCALCULATED, Marks, column_number, marks_of

SAVE_XLSX = "Mở tệp bằng Excel, chọn Lưu thành “Excel Workbook (.xlsx)” rồi nhập lại."
UNPACKED_MAX = 300 * 1024 * 1024
# Calamine makes a box for every cell up to the last one filled: one far cell would take all memory.
AREA_MAX = 4_000_000
_CELL_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,3})([0-9]{1,10})["']""")
_CHUNK = 1024 * 1024
_OTHER_BOOKS = {"xl/workbook.bin", "mimetype", "content.xml"}
_MACRO = "xl/vbaProject.bin"


@dataclass(frozen=True)
class Sheet:
    """The cells from A1 on as text, numbers, dates or True/False, and what the values do not tell.

    `merged`: (first row, first column, last row, last column), counted from 1.
    """

    name: str
    rows: list[list[Any]]
    marks: Marks = field(default_factory=Marks)
    merged: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True)
class Limits:
    """What a reader can take, and what to do about a file that is larger."""

    area: int = AREA_MAX
    unpacked: int = UNPACKED_MAX
    far: str = "Tệp Excel có ô được điền ở rất xa danh sách."
    far_fix: str = "Chép riêng danh sách đơn vị sang một trang tính mới rồi nhập lại."
    macros: bool = True


def open_workbook(content: bytes, limits: Limits | None = None) -> list[Sheet]:
    """Every sheet of the workbook. Raises UnreadableFile. UNCALCULATED stands where a formula has no result."""
    limits = limits or Limits()
    _check_archive(content, limits)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        found = [book.get_sheet_by_name(name) for name in book.sheet_names]
        read = [(one, one.to_python(skip_empty_area=False)) for one in found]
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            marks = marks_of(archive)
    except (CalamineError, ElementTree.ParseError, ValueError, OSError) as error:
        raise UnreadableFile("Không mở được tệp Excel này.", SAVE_XLSX) from error
    sheets = []
    for one, rows in read:
        own = marks.get(one.name, Marks())
        _put_uncalculated(rows, own.uncalculated)
        merged = tuple(
            (top + 1, left + 1, bottom + 1, right + 1)
            for (top, left), (bottom, right) in one.merged_cell_ranges or ()
        )
        sheets.append(Sheet(one.name, rows, own, merged))
    return sheets


def _check_archive(content: bytes, limits: Limits) -> None:
    """A workbook is a zip with a known inside; libmagic calls any zip with the right suffix a workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            unpacked = sum(entry.file_size for entry in archive.infolist())
            area = _area(archive) if unpacked <= limits.unpacked else 0
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, zlib.error, lzma.LZMAError) as error:
        raise UnreadableFile("Tệp Excel bị hỏng hoặc tải lên chưa trọn vẹn.", SAVE_XLSX) from error
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= names or names & _OTHER_BOOKS:
        raise UnreadableFile(
            "Tệp không phải là tệp Excel (.xlsx) mà là tệp nén hoặc tệp loại khác đã đổi tên.", SAVE_XLSX
        )
    if _MACRO in names and not limits.macros:
        raise UnreadableFile("Tệp Excel có macro (mã chạy được).", SAVE_XLSX)
    if unpacked > limits.unpacked:
        raise UnreadableFile("Tệp Excel khi mở ra quá lớn.", "Chia danh sách thành nhiều tệp.")
    if area > limits.area:
        raise UnreadableFile(limits.far, limits.far_fix)


def _area(archive: zipfile.ZipFile) -> int:
    """Cells of the largest sheet, counted from A1 to its last row and last column."""
    return max((_area_of(archive, entry) for entry in archive.infolist()), default=0)


def _area_of(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    rows = columns = 1
    tail = b""
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            found = set(_CELL_PLACE.findall(tail + chunk))
            rows = max(rows, max((int(row) for _letters, row in found), default=1))
            columns = max(
                columns, max((column_number(letters.decode()) for letters, _row in found), default=1)
            )
            tail = chunk[-40:]
    return rows * columns


def _put_uncalculated(rows: list[list[Any]], cells: list[tuple[int, int]]) -> None:
    """Put UNCALCULATED where a formula has no result: read as it is, the cell would be empty."""
    for row, column in cells:
        rows.extend([] for _ in range(row - len(rows)))
        line = rows[row - 1]
        line.extend("" for _ in range(column - len(line)))
        line[column - 1] = UNCALCULATED
