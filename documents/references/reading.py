"""A CSV list of cited papers: read whole, every fault named by row, column and value."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from dataclasses import dataclass, field

from core.forms import DATE_FORMATS
from core.vietnamese import fold, nfc
from documents.references.models import TYPES, ReferenceStatus
from documents.references.numbers import is_number, key_of
from units.importing.faults import Fault, UnreadableFile

COLUMNS = {
    "type": "Tên loại", "number": "Số, ký hiệu", "issued_on": "Ngày ban hành", "issuer": "Cơ quan ban hành",
    "title": "Trích yếu", "status": "Hiệu lực", "replaced_by": "Thay thế bởi", "note": "Ghi chú",
}  # fmt: skip
REQUIRED = ("type", "number", "issued_on", "issuer")
LONGEST = {"number": 60, "issuer": 200, "title": 500, "note": 300}
MOST_BYTES = 5 * 1024 * 1024
_TYPES = {fold(name): name for name in TYPES}
_STATUSES = {fold(str(label)): value for value, label in ReferenceStatus.choices} | {
    value: value for value in ReferenceStatus.values
}


@dataclass(frozen=True)
class Row:
    """One good line of the list; `replaced_by` is the number of the newer paper."""

    line: int
    type: str
    number: str
    issued_on: dt.date
    issuer: str
    title: str
    status: str
    replaced_by: str
    note: str

    @property
    def key(self) -> tuple[str, dt.date]:
        return key_of(self.number), self.issued_on


@dataclass
class ReadList:
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_list(content: bytes) -> ReadList:
    """The rows and the faults of the file. Raises UnreadableFile when nothing of it can be trusted."""
    lines = _lines(content)
    header = [nfc(cell).strip() for cell in lines[0][1]]
    names = {fold(label): name for name, label in COLUMNS.items()}
    keys = [names.get(fold(cell), "") for cell in header]
    missing = [COLUMNS[name] for name in REQUIRED if name not in keys]
    if missing:
        raise UnreadableFile(
            f"Thiếu cột {', '.join(f'“{name}”' for name in missing)}.",
            f"Đặt dòng tiêu đề: {', '.join(COLUMNS.values())}.", row=lines[0][0],
        )  # fmt: skip
    read = ReadList()
    seen: dict[tuple[str, dt.date], int] = {}
    for line, cells in lines[1:]:
        if len(cells) != len(header):
            reason = f"Dòng có {len(cells)} ô trong khi tiêu đề có {len(header)}."
            read.faults.append(Fault(reason, "Đặt ô có dấu phẩy trong dấu ngoặc kép.", row=line))
            continue
        values = {key: nfc(cell).strip() for key, cell in zip(keys, cells, strict=True) if key}
        row = _row(line, values, read.faults)
        if row and seen.setdefault(row.key, line) != line:
            reason = f"Số và ngày này đã có ở dòng {seen[row.key]}"
            read.faults.append(
                Fault(reason, "Giữ lại một dòng.", row=line, column=COLUMNS["number"], value=row.number)
            )
        elif row:
            read.rows.append(row)
    return read


def _lines(content: bytes) -> list[tuple[int, list[str]]]:
    if len(content) > MOST_BYTES:
        raise UnreadableFile("Tệp lớn hơn 5 MB.", "Chia danh sách thành nhiều tệp.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise UnreadableFile(
            "Tệp không theo bảng mã UTF-8, chữ Việt sẽ bị hỏng.", "Lưu lại dạng “CSV UTF-8”.", row=row
        ) from error
    first = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    found: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFile(
            "Dấu ngoặc kép đặt sai chỗ hoặc mở ra mà không đóng.", "Sửa dấu ngoặc kép ở dòng này.", row=begins
        ) from error
    if len(found) < 2:
        raise UnreadableFile("Tệp không có văn bản nào.", "Nhập ít nhất một dòng dưới dòng tiêu đề.")
    return found


def _row(line: int, values: dict[str, str], faults: list[Fault]) -> Row | None:
    before = len(faults)

    def fault(name: str, reason: str, fix: str) -> None:
        faults.append(Fault(reason, fix, row=line, column=COLUMNS[name], value=values.get(name, "")[:80]))

    for name in REQUIRED:
        if not values.get(name):
            fault(name, "Ô còn trống", f"Điền {COLUMNS[name].lower()}.")
    for name, most in LONGEST.items():
        if len(values.get(name, "")) > most:
            fault(name, f"Dài quá {most} ký tự", "Viết gọn lại.")
    kind = _chosen(values, "type", _TYPES, "Không có tên loại này", fault)
    status = _chosen(values, "status", _STATUSES, "Không có tình trạng này", fault) or "in_force"
    day = _day(values.get("issued_on", ""))
    if values.get("issued_on") and day is None:
        fault("issued_on", "Ngày chưa đúng", "Ghi dạng 25/5/2023.")
    if values.get("number") and not is_number(values["number"]):
        fault("number", "Không đọc được số, ký hiệu", "Ghi như 23-CT/TW, 30/2020/NĐ-CP hoặc 50/2024/QH15.")
    newer = values.get("replaced_by", "")
    if newer and not is_number(newer):
        fault("replaced_by", "Không đọc được số, ký hiệu", "Ghi số, ký hiệu của văn bản thay thế.")
    if newer and status != ReferenceStatus.REPLACED:
        fault("status", "Có văn bản thay thế nhưng không ghi là đã được thay thế", "Ghi “Đã được thay thế”.")
    if len(faults) > before or day is None:
        return None
    texts = {name: values.get(name, "") for name in ("number", "issuer", "title", "note")}
    return Row(line=line, type=kind, issued_on=day, status=status, replaced_by=newer, **texts)


def _chosen(
    values: dict[str, str],
    name: str,
    known: dict[str, str],
    reason: str,
    fault: Callable[[str, str, str], None],
) -> str:
    text = values.get(name, "")
    if text and fold(text) not in known:
        labels = TYPES if name == "type" else [str(label) for label in ReferenceStatus.labels]
        fault(name, reason, f"Ghi một trong: {', '.join(labels)}.")
    return known.get(fold(text), "")


def _day(text: str) -> dt.date | None:
    for pattern in DATE_FORMATS:
        try:
            return dt.datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    return None
