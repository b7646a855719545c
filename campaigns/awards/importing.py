"""The register from a workbook: every cell is read and checked before anything is written."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter

from campaigns.awards.models import AwardTitle, Level, Receiver
from campaigns.awards.services import Fault as LineFault
from campaigns.awards.services import NewAward, faults_of
from campaigns.awards.services.recording import MOST
from core.formats import write
from core.forms import DATE_FORMATS
from core.vietnamese import fold, nfc
from units.importing.faults import Fault, UnreadableFile
from units.importing.workbooks import UNCALCULATED, open_workbook
from units.models import Unit

# Heading → field of NewAward; a register that was exported can be read again.
COLUMNS = {
    "Năm": "year", "Đối tượng": "receiver", "Họ và tên, tập thể": "name", "Nữ": "female", "Năm sinh": "birth_year",
    "Mã đơn vị": "unit", "Danh hiệu, hình thức khen thưởng": "title", "Cấp khen thưởng": "level",
    "Cơ quan khen thưởng": "issuer_name", "Số quyết định": "decision_number", "Ngày quyết định": "decided_on",
    "Phong trào, hội thi": "origin", "Thành tích": "reason",
}  # fmt: skip
MUST = ("Năm", "Mã đơn vị", "Danh hiệu, hình thức khen thưởng", "Số quyết định", "Ngày quyết định")
HEADINGS = {field: heading for heading, field in COLUMNS.items()}
YES = frozenset({"x", "co", "nu", "1", "yes"})
EXAMPLES = (
    (2025, "Tập thể", "", "", "", "MS-SM-1", "Bằng khen (toàn diện)", str(Level.PROVINCE.label),
     "Liên đoàn Lao động tỉnh", "125/QĐ-LĐLĐ", "20/12/2025", "", "Hoàn thành xuất sắc nhiệm vụ năm 2025"),
    (2025, "Cá nhân", "Lê Thị Mai", "x", 1985, "MS-SM-1", "Chiến sĩ thi đua cơ sở", "Công đoàn cấp trên trực tiếp cơ sở",
     "Công đoàn xã Suối Mơ", "14/QĐ-CĐX", "22/12/2025", "", ""),
)  # fmt: skip


@dataclass
class Read:
    """Lines ready to be recorded when `faults` is empty; `places`: sheet and row of each."""

    news: list[NewAward] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    places: list[tuple[str, int]] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return bool(self.news) and not self.faults


def read_register(content: bytes, *, keeper: Unit) -> Read:
    """What the workbook would write into the register of `keeper`, or what is wrong, cell by cell."""
    read = Read()
    try:
        lines = list(_lines(content))
    except UnreadableFile as error:
        read.faults.append(error.fault)
        return read
    if len(lines) > MOST:
        read.faults.append(
            Fault(
                f"Tệp có {write.number(len(lines))} dòng.",
                f"Mỗi lần nhập tối đa {write.number(MOST)} dòng, hãy chia tệp.",
            )
        )
        return read
    if not lines:
        read.faults.append(
            Fault("Tệp không có dòng khen thưởng nào.", "Điền mỗi khen thưởng một dòng dưới dòng tiêu đề.")
        )
        return read
    taker = _Taker([cells.get("unit", "") for _sheet, _row, cells in lines])
    for sheet, row, cells in lines:
        made = taker.award(sheet, row, cells)
        if isinstance(made, NewAward):
            read.news.append(made)
            read.places.append((sheet, row))
        else:
            read.faults += made
    read.faults += [_at_cell(fault, read) for fault in faults_of(read.news, keeper=keeper)]
    read.faults.sort(key=lambda fault: (fault.sheet, fault.row))
    return read


def _at_cell(fault: LineFault, read: Read) -> Fault:
    sheet, row = read.places[fault.row]
    return Fault(
        fault.text,
        "Sửa ô này trong tệp rồi nhập lại.",
        sheet=sheet,
        row=row,
        column=HEADINGS.get(fault.field, ""),
    )


def _lines(content: bytes) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Sheet, row and field → cell of every filled row under the headings. Raises UnreadableFile."""
    found = False
    wanted = {fold(heading): name for heading, name in COLUMNS.items()}
    for sheet in open_workbook(content):
        at = next(
            (n for n, row in enumerate(sheet.rows[:10]) if fold("Số quyết định") in map(_plain, row)), None
        )
        if at is None:
            continue
        found = True
        columns = {wanted[_plain(cell)]: n for n, cell in enumerate(sheet.rows[at]) if _plain(cell) in wanted}
        for heading in MUST:
            if COLUMNS[heading] not in columns:
                raise UnreadableFile(
                    f"Thiếu cột “{heading}”.", "Thêm cột này hoặc dùng tệp mẫu.", sheet=sheet.name, row=at + 1
                )
        for n, row in enumerate(sheet.rows[at + 1 :], at + 2):
            if any(_text(cell) for cell in row):
                yield sheet.name, n, {name: row[place] for name, place in columns.items() if place < len(row)}
    if not found:
        raise UnreadableFile(
            "Không thấy dòng tiêu đề có cột “Số quyết định”.", "Tải tệp mẫu rồi điền theo mẫu."
        )


class _Taker:
    """Reads cells into lines; units and titles are looked up once."""

    def __init__(self, codes: list[Any]) -> None:
        named = sorted({_text(code) for code in codes} - {""})
        self.units: dict[str, Unit] = {}
        for start in range(0, len(named), 500):
            found = Unit.objects.filter(code__in=named[start : start + 500]).select_related("kind")
            self.units |= {unit.code: unit for unit in found}
        titles = list(AwardTitle.objects.all())
        self.titles = {fold(one.name): one for one in titles} | {one.code: one for one in titles}
        self.levels = {fold(str(label)): value for value, label in Level.choices} | {
            v: v for v in Level.values
        }
        self.receivers = {fold(str(label)): value for value, label in Receiver.choices}

    def award(self, sheet: str, row: int, cells: dict[str, Any]) -> NewAward | list[Fault]:
        """The line, or what is wrong with its cells."""
        faults: list[Fault] = []

        def refuse(name: str, reason: str, fix: str) -> None:
            value = _text(cells.get(name))[:60]
            faults.append(Fault(reason, fix, sheet=sheet, row=row, column=HEADINGS[name], value=value))

        for name, cell in cells.items():
            if cell is UNCALCULATED:
                refuse(name, "Ô có công thức chưa tính.", "Mở tệp bằng Excel, lưu lại rồi nhập lại.")
        if faults:
            return faults
        said = {name: _text(cell) for name, cell in cells.items()}
        unit = self.units.get(said.get("unit", ""))
        if unit is None:
            refuse("unit", "Không có đơn vị mang mã này.", "Ghi mã như ở trang Đơn vị.")
        title = self.titles.get(fold(said.get("title", ""))) or self.titles.get(said.get("title", ""))
        if title is None:
            refuse(
                "title", "Không có trong danh mục danh hiệu.", "Ghi đúng tên như ở trang Danh mục danh hiệu."
            )
        level = self.levels.get(fold(said.get("level", "")), "")
        if not level:
            refuse(
                "level",
                "Không có cấp khen thưởng này.",
                f"Ghi một trong: {'; '.join(map(str, Level.labels))}.",
            )
        receiver = self.receivers.get(fold(said.get("receiver", "") or str(Receiver.COLLECTIVE.label)))
        if receiver is None:
            refuse("receiver", "Không rõ tập thể hay cá nhân.", "Ghi “Tập thể” hoặc “Cá nhân”.")
        year, birth = _whole(said.get("year", "")), _whole(said.get("birth_year", ""))
        if year is None:
            refuse("year", "Năm không phải số.", "Ghi năm bốn chữ số, ví dụ 2025.")
        if said.get("birth_year") and birth is None:
            refuse("birth_year", "Năm sinh không phải số.", "Ghi năm bốn chữ số hoặc để trống.")
        day = _day(cells.get("decided_on"))
        if day is None:
            refuse("decided_on", "Ngày quyết định chưa đúng.", "Ghi dạng 20/12/2025.")
        if faults or unit is None or title is None or year is None:
            return faults
        name = said.get("name", "")
        if receiver == Receiver.COLLECTIVE and fold(name) == fold(unit.name):
            name = ""
        return NewAward(
            unit=unit, title=title, year=year, receiver=receiver or "", name=name, birth_year=birth, level=level,
            female=fold(said.get("female", "")) in YES, decided_on=day,
            issuer_name=said.get("issuer_name", ""), decision_number=said.get("decision_number", ""),
            origin=said.get("origin", ""), reason=said.get("reason", ""),
        )  # fmt: skip


def template() -> bytes:
    """An .xlsx with the headings, examples and lists to choose from."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet("Sổ khen thưởng")
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF7", "bottom": 1, "text_wrap": True})
        for at, heading in enumerate(COLUMNS):
            sheet.set_column(at, at, 30 if len(heading) > 14 else 14)
            sheet.write_string(0, at, heading, bold)
        for n, example in enumerate(EXAMPLES, 1):
            sheet.write_row(n, 0, example)
        lists = book.add_worksheet("Danh mục")
        titles = list(AwardTitle.objects.values_list("name", flat=True))
        lists.write_column(0, 0, titles)
        lists.write_column(0, 1, [str(label) for label in Level.labels])
        places = list(COLUMNS)
        for heading, source in (
            ("Danh hiệu, hình thức khen thưởng", f"='Danh mục'!$A$1:$A${max(len(titles), 1)}"),
            ("Cấp khen thưởng", f"='Danh mục'!$B$1:$B${len(Level.labels)}"),
            ("Đối tượng", [str(label) for label in Receiver.labels]),
        ):
            at = places.index(heading)
            sheet.data_validation(1, at, MOST, at, {"validate": "list", "source": source})
        sheet.freeze_panes(1, 0)
    return buffer.getvalue()


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None


def _day(cell: Any) -> dt.date | None:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    for form in DATE_FORMATS:
        try:
            return dt.datetime.strptime(_text(cell), form).date()
        except ValueError:
            continue
    return None


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else " ".join(nfc(str(cell)).split())


def _plain(cell: Any) -> str:
    return fold(_text(cell))
