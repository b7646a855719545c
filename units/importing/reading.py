"""File → table of cells: CSV (UTF-8, comma or semicolon) and XLSX; says what is wrong with a file as a whole."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from core.vietnamese import nfc
from units.importing.columns import REQUIRED, heading, key_of
from units.importing.faults import Fault, UnreadableFile
from units.importing.formulas import Uncalculated
from units.importing.workbooks import SAVE_XLSX, open_workbook

_HEADER_WITHIN = 10
_SAVE_UTF8 = "Mở tệp bằng Excel, chọn Lưu thành “CSV UTF-8” rồi nhập lại."
_CALCULATE = "Mở tệp bằng Excel hoặc LibreOffice, lưu lại rồi nhập lại; hoặc thay công thức bằng giá trị."


@dataclass(frozen=True)
class Line:
    """One row under the heading: where it stands and its cells by column key; a cell is text, number or date."""

    sheet: str
    row: int
    cells: dict[str, Any]


@dataclass
class Table:
    """What was read: lines to check, faults met while reading, formulas without a result, notes that stop nothing."""

    lines: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    uncalculated: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_table(content: bytes, name: str) -> Table:
    """The unit list in the file. Raises UnreadableFile when no row of it can be trusted."""
    if not content.strip():
        raise UnreadableFile("Tệp trống.", "Chọn tệp có dòng tiêu đề và ít nhất một đơn vị.")
    if len(content) > settings.UPLOAD_MAX_BYTES:
        limit = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        raise UnreadableFile(f"Tệp lớn hơn {limit} MB.", "Chia danh sách thành nhiều tệp, cấp trên trước.")
    if content.startswith(b"PK"):
        table = _read_workbook(content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile("Đây là tệp Excel kiểu cũ (.xls) hoặc tệp có mật khẩu.", SAVE_XLSX)
    elif name.lower().endswith((".xlsx", ".xlsm")):
        raise UnreadableFile("Tệp có đuôi .xlsx nhưng không phải là tệp Excel.", SAVE_XLSX)
    else:
        table = _read_csv(content)
    if not table.lines and not table.faults:
        raise UnreadableFile(
            "Tệp chỉ có dòng tiêu đề, không có đơn vị nào.", "Nhập ít nhất một dòng dưới tiêu đề."
        )
    return table


# --- CSV


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableFile("Tệp được lưu theo bảng mã UTF-16 (Unicode Text).", _SAVE_UTF8)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise UnreadableFile(
            "Tệp không theo bảng mã UTF-8 (có thể là TCVN3, VNI hoặc Windows-1258), chữ Việt sẽ bị hỏng.",
            _SAVE_UTF8, row=row,
        ) from error  # fmt: skip
    if "\x00" in text:
        raise UnreadableFile("Tệp không phải là văn bản CSV.", "Chọn tệp .csv hoặc .xlsx.")
    return text


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=first.count)


def _read_csv(content: bytes) -> Table:
    text = _decode(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[tuple[int, list[Any]]] = []
    begins = 1
    try:
        for cells in reader:
            rows.append((begins, list(cells)))
            begins = reader.line_num + 1
    except csv.Error as error:
        cut = "unexpected end of data" in str(error)
        raise UnreadableFile(
            "Dấu ngoặc kép mở ra mà không đóng: tệp bị cắt cụt hoặc thiếu dấu \"."
            if cut else "Dấu ngoặc kép đặt sai chỗ trong ô.",
            "Xuất lại tệp từ nguồn, hoặc sửa dấu \" ở dòng này.", row=begins,
        ) from error  # fmt: skip
    table = Table()
    _collect(table, "", rows, strict_width=True)
    return table


# --- XLSX


def _read_workbook(content: bytes) -> Table:
    sheets = [(sheet.name, sheet.rows) for sheet in open_workbook(content)]
    filled = [(name, rows) for name, rows in sheets if any(_text(cell) for row in rows for cell in row)]
    if not filled:
        raise UnreadableFile("Tệp Excel không có ô nào được điền.", "Chọn tệp có danh sách đơn vị.")
    lists = [(name, rows) for name, rows in filled if _header_at(list(enumerate(rows, 1))) is not None]
    table = Table()
    for name, _rows in filled:
        if lists and name not in {own for own, _ in lists}:
            table.notes.append(f"Bỏ qua trang “{name}” vì không có tiêu đề của danh sách đơn vị.")
    for name, rows in lists or filled[:1]:
        _collect(table, name, list(enumerate((list(row) for row in rows), 1)), strict_width=False)
    return table


# --- both


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime | dt.date):
        return cell.strftime("%d/%m/%Y")
    return nfc(str(cell)).strip()


def text_of(cell: Any) -> str:
    """The cell as the person sees it: 12.0 → "12", a date → "20/11/2026", text in NFC without outer spaces."""
    return _text(cell)


def _header_at(rows: list[tuple[int, list[Any]]]) -> int | None:
    """Index of the heading row among the first rows: titles of the list may stand above it."""
    for index, (_row, cells) in enumerate(rows[:_HEADER_WITHIN]):
        if {"ma", "ten"} <= {key_of(_text(cell)) for cell in cells}:
            return index
    return None


def _collect(table: Table, sheet: str, rows: list[tuple[int, list[Any]]], *, strict_width: bool) -> None:
    at = _header_at(rows)
    if at is None:
        shown = ", ".join(_text(cell) for cell in rows[0][1] if _text(cell))[:200]
        wanted = ", ".join(f"“{heading(key)}”" for key in REQUIRED)
        raise UnreadableFile(
            f"Không tìm thấy dòng tiêu đề có cột “Mã” và “Tên” (dòng đầu là: {shown}).",
            f"Đặt dòng tiêu đề có các cột {wanted} ở đầu danh sách.", sheet=sheet, row=rows[0][0],
        )  # fmt: skip
    header_row, header = rows[at]
    keys = _keys_of(table, sheet, header_row, header)
    for row, cells in rows[at + 1 :]:
        if not any(_text(cell) for cell in cells):
            continue
        if strict_width and len(cells) != len(header):
            _width_fault(table, row, len(cells), len(header))
            continue
        line = Line(sheet, row, {key: cell for key, cell in zip(keys, cells, strict=False) if key})
        table.lines.append(line)
        for key in (key for key, cell in line.cells.items() if isinstance(cell, Uncalculated)):
            table.uncalculated.append(
                Fault("Ô có công thức chưa được tính.", _CALCULATE, sheet=sheet, row=row, column=heading(key))
            )


def _keys_of(table: Table, sheet: str, row: int, header: list[Any]) -> list[str]:
    keys: list[str] = []
    for cell in header:
        text, key = _text(cell), key_of(_text(cell))
        if key and key in keys:
            table.faults.append(
                Fault("Cột xuất hiện hai lần.", "Giữ lại một cột.", sheet=sheet, row=row, column=text)
            )
        if text and not key:
            table.notes.append(
                f"Bỏ qua cột “{text}”{f' của trang “{sheet}”' if sheet else ''}: không có trong mẫu."
            )
        keys.append(key)
    missing = [key for key in REQUIRED if key not in keys]
    for key in missing:
        table.faults.append(
            Fault(
                f"Thiếu cột “{heading(key)}”.", f"Thêm cột “{heading(key)}” và điền cho mọi đơn vị.",
                sheet=sheet, row=row, column=heading(key),
            )
        )  # fmt: skip
    return keys


def _width_fault(table: Table, row: int, found: int, wanted: int) -> None:
    if found < wanted:
        reason, fix = (
            f"Dòng chỉ có {found} cột trong khi tiêu đề có {wanted}: tệp có thể bị cắt cụt.",
            "Xuất lại tệp từ nguồn, hoặc thêm dấu phân cách cho các ô trống.",
        )
    else:
        reason, fix = (
            f"Dòng có {found} cột trong khi tiêu đề chỉ có {wanted}: thừa dấu phân cách.",
            "Đặt ô có dấu phẩy hoặc chấm phẩy trong dấu ngoặc kép.",
        )
    table.faults.append(Fault(reason, fix, row=row))
