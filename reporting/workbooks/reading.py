"""A filled workbook → whose it is and what stands in its inputs, cell by cell; nothing is judged by the form here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.conf import settings

from core.vietnamese import nfc
from reporting.workbooks import layout as at
from reporting.workbooks.layout import BLANK, FILE_NAME, Ids, Row, is_sealed, place_name
from units.importing.faults import UnreadableFile
from units.importing.formulas import Uncalculated
from units.importing.workbooks import SAVE_XLSX, Limits, Sheet, open_workbook

# A form has some two hundred rows and ten columns; 100 000 rows are somebody's fill handle.
LIMITS = Limits(
    area=200_000, unpacked=40 * 1024 * 1024, macros=False,
    far="Tệp có nhiều dòng hoặc cột hơn biểu mẫu rất xa.",
    far_fix="Xóa các dòng, cột thừa ngoài biểu, hoặc tải lại mẫu rồi chép số liệu sang.",
)  # fmt: skip
DOWNLOAD = "Tải lại mẫu của đơn vị ở trang nhập báo cáo, chép số liệu sang rồi nộp."
# The old container of Office, and the name of the stream that holds a workbook behind a password.
_COMPOUND, _ENCRYPTED = b"\xd0\xcf\x11\xe0", "EncryptedPackage".encode("utf-16-le")
_INPUTS = (at.STATE, at.VALUE, at.BASE, at.NOTE)
_HEADINGS = {at.STATE: "Tình trạng", at.VALUE: "Số liệu", at.BASE: "Mẫu số, quyền số", at.NOTE: "Ghi chú"}


@dataclass(frozen=True)
class Refusal:
    """One cell that cannot be taken: sheet, cell (B12), what stands there, the rule, the fix; `place` finds the box."""

    sheet: str
    cell: str
    value: str
    rule: str
    fix: str
    row_id: str = ""
    column: int = -1
    # Of a box that the portal holds another figure of by now: its name in a decision, what the portal shows, and the
    # figure itself as a seal: a decision counts for what the person saw.
    box: str = ""
    portal: str = ""
    seal: str = ""
    title: str = ""

    @property
    def place(self) -> tuple[str, int]:
        return self.row_id, self.column


@dataclass(frozen=True)
class ReadRow:
    """One box of the file: the raw cells and where they stand."""

    row_id: str
    row: int
    raw: tuple[Any, Any, Any, Any]

    def cell(self, column: int) -> str:
        return place_name(self.row, column)


@dataclass
class ReadBook:
    """What was read. `rows` by row id; `texts` section code → (cell, text)."""

    ids: Ids
    originals: dict[str, Row]
    original_texts: dict[str, str]
    numbers: str
    texts_sheet: str = ""
    rows: dict[str, ReadRow] = field(default_factory=dict)
    texts: dict[str, tuple[str, Any]] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def original(self, row_id: str) -> Row:
        return self.originals.get(row_id, BLANK)


def read_workbook(content: bytes, name: str) -> ReadBook:
    """Raises UnreadableFile when the file as a whole cannot be taken."""
    _check_container(content)
    sheets = open_workbook(content, LIMITS)
    book = _identified(sheets)
    numbers = _marked(sheets, at.NUMBERS_MARK)
    if numbers is None:
        raise UnreadableFile(f"Tệp không còn trang “{at.NUMBERS}” của mẫu.", DOWNLOAD)
    book.numbers = numbers.name
    _check_unit(book.ids, numbers, name)
    _read_numbers(book, numbers)
    texts = _marked(sheets, at.TEXTS_MARK)
    if texts is not None:
        book.texts_sheet = texts.name
        _read_texts(book, texts)
    own = {numbers.name, texts.name if texts else "", at.SUMMARY}
    for sheet in sheets:
        if (
            sheet.name not in own
            and _mark_of(sheet) not in {at.IDS_MARK, at.SOURCES_MARK}
            and any(_text(c) for r in sheet.rows for c in r)
        ):
            book.notes.append(f"Bỏ qua trang “{sheet.name}”: không thuộc mẫu.")
    return book


def _check_container(content: bytes) -> None:
    if not content.strip():
        raise UnreadableFile("Tệp trống.", DOWNLOAD)
    if len(content) > settings.UPLOAD_MAX_BYTES:
        raise UnreadableFile(f"Tệp lớn hơn {settings.UPLOAD_MAX_BYTES // (1024 * 1024)} MB.", DOWNLOAD)
    if content.startswith(_COMPOUND):
        if _ENCRYPTED in content:
            raise UnreadableFile("Tệp có mật khẩu mở.", f"Bỏ mật khẩu mở tệp. {SAVE_XLSX}")
        raise UnreadableFile("Tệp là tệp Excel kiểu cũ (.xls) hoặc tệp của chương trình khác.", SAVE_XLSX)
    if not content.startswith(b"PK"):
        raise UnreadableFile("Tệp không phải là tệp Excel (.xlsx).", SAVE_XLSX)


def _identified(sheets: list[Sheet]) -> ReadBook:
    sheet = _marked(sheets, at.IDS_MARK)
    if sheet is None:
        raise UnreadableFile("Tệp không phải là mẫu tải từ cổng này (không có trang mã nhận dạng).", DOWNLOAD)
    told = {_text(row[0]): _text(row[1]) for row in sheet.rows[1 : at.IDS_FIRST_ROW] if len(row) > 1}
    if told.get("mau") != at.EDITION:
        raise UnreadableFile("Mẫu này lập theo kiểu cũ mà cổng không còn đọc được.", DOWNLOAD)
    originals: dict[str, Row] = {}
    texts: dict[str, str] = {}
    for row in sheet.rows[at.IDS_FIRST_ROW :]:
        cells = [str(cell) if cell is not None else "" for cell in [*row, "", "", "", "", ""][:5]]
        if cells[0].startswith("loi:"):
            texts[cells[0].removeprefix("loi:")] = cells[1].replace("\r\n", "\n").replace("_x000D_", "")
        elif cells[0]:
            originals[cells[0]] = (cells[1], cells[2], cells[3], cells[4])
    numbers = [told.get(key, "") for key in ("phien_ban", "lan_luu")]
    if not all(number.isdecimal() for number in numbers):
        raise UnreadableFile("Trang mã nhận dạng của mẫu bị hỏng.", DOWNLOAD)
    ids = Ids(
        told.get("ky", ""), told.get("don_vi", ""), told.get("bieu", ""), int(numbers[0]), int(numbers[1])
    )
    if not is_sealed(told.get("chu_ky", ""), ids, originals, texts):
        raise UnreadableFile(
            "Mã nhận dạng trong tệp đã bị sửa nên không biết chắc tệp của đơn vị nào.", DOWNLOAD
        )
    return ReadBook(ids, originals, texts, "")


def _check_unit(ids: Ids, numbers: Sheet, name: str) -> None:
    """The unit people read on the sheet, in the name of the file and in the hidden ids are one."""
    written = _text(_at(numbers, *at.UNIT_PLACE))
    if written.casefold() != ids.unit.casefold():
        raise UnreadableFile(
            f"Ô {place_name(*at.UNIT_PLACE)} ghi mã đơn vị “{written}” nhưng tệp là mẫu của “{ids.unit}”.",
            "Dùng đúng mẫu của từng đơn vị; không chép trang của đơn vị này sang tệp của đơn vị khác.",
            sheet=numbers.name, row=at.UNIT_PLACE[0] + 1,
        )  # fmt: skip
    named = FILE_NAME.match(nfc(name))
    if named and named["period"] == ids.period and named["unit"].casefold() != ids.unit.casefold():
        raise UnreadableFile(
            f"Tên tệp ghi đơn vị “{named['unit']}” nhưng bên trong là mẫu của “{ids.unit}”.",
            "Kiểm tra xem hai tệp có bị đổi tên cho nhau không; nếu nội dung đúng, đặt lại tên tệp theo đơn vị bên trong.",
        )


def _read_numbers(book: ReadBook, sheet: Sheet) -> None:
    hidden = [row for row in sorted(sheet.marks.hidden_rows) if _text(_at(sheet, row - 1, at.ID))]
    if hidden:
        shown = ", ".join(str(row) for row in hidden[:10])
        book.notes.append(
            f"Trang “{sheet.name}” có {len(hidden)} dòng bị ẩn (dòng {shown}); số liệu ở đó vẫn được đọc."
        )
    merged = {place: cells for cells in sheet.merged for place in _inside(cells)}
    code = ""
    for row, cells in enumerate(sheet.rows):
        row_id = _text(cells[at.ID]) if cells else ""
        if not row_id or row_id == at.NUMBERS_MARK:
            if row >= at.FIRST_ROW:
                _stray(book, sheet, row, cells)
            continue
        raw = tuple(_at(sheet, row, column) for column in _INPUTS)
        read = ReadRow(row_id, row, raw)  # type: ignore[arg-type]
        code = _text(_at(sheet, row, at.CODE)) or code
        if row_id in book.rows:
            first = book.rows[row_id].row + 1
            _refuse(book, read, at.VALUE, f"Dòng này trùng chỉ tiêu với dòng {first}.", "Xóa dòng chép thừa.")
            continue
        if row_id != at.NIL_ID and code != row_id.partition(":")[0]:
            _refuse(
                book, read, at.VALUE, f"Dòng này là của “{row_id}” trong mẫu nhưng cột “Mã” đang là “{code}”.",
                "Có thể bảng đã bị sắp xếp lại. Mở lại mẫu gốc, chép số vào đúng dòng, không sắp xếp.",
            )  # fmt: skip
            book.rows[row_id] = read
            continue
        book.rows[row_id] = read
        for column, value in zip(_INPUTS, raw, strict=True):
            _check_cell(book, sheet, read, column, value, merged)


def _stray(book: ReadBook, sheet: Sheet, row: int, cells: list[Any]) -> None:
    """A number in a row that lost its id, or in one that somebody added."""
    for column in (at.VALUE, at.BASE):
        value = cells[column] if len(cells) > column else ""
        if _text(value):
            lost = ReadRow("", row, ("", value, "", ""))
            _refuse(
                book, lost, column, "Dòng này không có mã chỉ tiêu nên không biết là ô nào của biểu.",
                "Ghi số vào đúng dòng có sẵn của mẫu, không thêm dòng.",
            )  # fmt: skip


def _check_cell(
    book: ReadBook, sheet: Sheet, read: ReadRow, column: int, value: Any, merged: dict[tuple[int, int], Any]
) -> None:
    place = (read.row + 1, column + 1)
    if place in merged:
        top, left, bottom, right = merged[place]
        span = f"{place_name(top - 1, left - 1)}:{place_name(bottom - 1, right - 1)}"
        _refuse(
            book,
            read,
            column,
            f"Các ô {span} bị gộp nên không biết giá trị thuộc ô nào.",
            "Bỏ gộp ô, ghi từng ô.",
        )
    elif isinstance(value, Uncalculated):
        _refuse(
            book, read, column, "Ô có công thức chưa được tính.",
            "Mở tệp bằng Excel hoặc LibreOffice, lưu lại; hoặc thay công thức bằng giá trị.",
        )  # fmt: skip
    elif place in sheet.marks.errors:
        shown = sheet.marks.errors[place]
        _refuse(
            book, read, column, f"Công thức ở ô này báo lỗi {shown}.", "Sửa công thức hoặc ghi số.", shown
        )
    elif isinstance(value, bool):
        _refuse(book, read, column, "Ô ghi Đúng/Sai, không phải là số.", "Ghi số, hoặc chọn tình trạng.")
    elif isinstance(value, dt.date | dt.datetime | dt.time | dt.timedelta) and column != at.NOTE:
        _refuse(
            book, read, column, "Excel đã đổi ô này thành ngày, giờ.",
            "Định dạng ô thành Số (Number) rồi ghi lại số.",
        )  # fmt: skip
    elif place in sheet.marks.formulas and column in {at.VALUE, at.BASE}:
        book.notes.append(f"Ô {read.cell(column)} là công thức; đọc giá trị đã tính “{_text(value)}”.")


def _refuse(book: ReadBook, read: ReadRow, column: int, rule: str, fix: str, shown: str = "") -> None:
    value = shown or _text(_of(read, column))
    book.refusals.append(Refusal(book.numbers, read.cell(column), value[:80], rule, fix, read.row_id, column))


def _of(read: ReadRow, column: int) -> Any:
    return read.raw[_INPUTS.index(column)]


def _read_texts(book: ReadBook, sheet: Sheet) -> None:
    for row, cells in enumerate(sheet.rows):
        code = _text(cells[at.TEXT_ID]) if cells else ""
        if not code or code == at.TEXTS_MARK:
            continue
        value = _at(sheet, row, at.TEXT_BODY)
        cell = place_name(row, at.TEXT_BODY)
        if isinstance(value, Uncalculated) or (row + 1, at.TEXT_BODY + 1) in sheet.marks.errors:
            book.refusals.append(
                Refusal(
                    sheet.name,
                    cell,
                    "",
                    "Ô có công thức chưa tính hoặc báo lỗi.",
                    "Ghi lời văn vào ô.",
                    code,
                    at.TEXT_BODY,
                )
            )
            continue
        book.texts[code] = (cell, value)


def number_text(value: Any) -> str:
    """A cell as a person would type it into the form: 1234.5 → "1234,5"; text as it stands."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        # 0.1 + 0.2 of a formula is 0.3.
        exact = round(Decimal(repr(value)), 9).normalize()
        return f"{exact:f}".replace(".", ",")
    return _text(value)


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e18:
        return str(int(cell))
    if isinstance(cell, float):
        return f"{cell:.9g}".replace(".", ",")
    if isinstance(cell, dt.datetime | dt.date):
        return cell.strftime("%d/%m/%Y")
    return nfc(str(cell)).replace("_x000D_", "").strip()


def text_of(cell: Any) -> str:
    """The cell as the person sees it."""
    return _text(cell)


def _at(sheet: Sheet, row: int, column: int) -> Any:
    cells = sheet.rows[row] if row < len(sheet.rows) else []
    return cells[column] if column < len(cells) else ""


def _mark_of(sheet: Sheet) -> str:
    return _text(_at(sheet, 0, 0))


def _marked(sheets: list[Sheet], mark: str) -> Sheet | None:
    """The sheet with the mark. Raises UnreadableFile for two: nobody can tell which of them counts."""
    found = [sheet for sheet in sheets if _mark_of(sheet) == mark]
    if len(found) > 1:
        names = ", ".join(f"“{sheet.name}”" for sheet in found)
        raise UnreadableFile(
            f"Tệp có {len(found)} trang giống nhau của mẫu ({names}) nên không biết lấy số ở trang nào.",
            "Xóa trang chép thừa, chỉ giữ một trang, rồi nộp lại.", sheet=found[1].name,
        )  # fmt: skip
    return found[0] if found else None


def _inside(cells: tuple[int, int, int, int]) -> Iterator[tuple[int, int]]:
    """Places of a merged range that lie in the inputs; a range over the whole sheet is cut there."""
    top, left, bottom, right = cells
    for row in range(top, min(bottom, 2000) + 1):
        for column in _INPUTS:
            if left <= column + 1 <= right:
                yield row, column + 1
