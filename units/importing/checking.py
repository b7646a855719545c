"""Table of cells → rows that can be written; every fault of every row is found before anything is written."""

from __future__ import annotations

import datetime as dt
import difflib
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone

from core.vietnamese import NumberError, fold, parse_number
from units.importing.columns import heading
from units.importing.faults import Fault
from units.importing.reading import Line, Table, text_of
from units.models import Sector, Unit, UnitKind
from units.services.inserting import CODE, UnitRow

_DATE_FORMATS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")
_FIRST_DAY = dt.date(1929, 7, 28)  # the union's founding day; an earlier date is a slip of the keyboard
_LENGTHS = {"ten": 200, "ten_goi_tat": 120, "dia_danh": 80, "ky_hieu": 20, "quyet_dinh": 200}
_MEMBERS_MAX = 20_000_000
_SUGGESTED = 30


@dataclass(frozen=True)
class Known:
    """A unit of the table as the check needs it."""

    code: str
    name: str
    path: str
    tier: int
    ended: bool


@dataclass
class Checked:
    """What the file would bring: rows to write when `faults` is empty."""

    rows: list[UnitRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.faults


# Answers whether the person may hang new units under the unit with this path; "" asks for a root.
MayPlace = Callable[[str], bool]


def check_table(table: Table, *, may_place: MayPlace = lambda path: True) -> Checked:
    """Checks every cell and the tree the rows would make; reads the units and kinds once."""
    if table.uncalculated:
        # What stands in the cells is not known: every other message would be a guess.
        return Checked([], [*table.faults, *table.uncalculated], list(table.notes))
    checker = _Checker(may_place)
    for line in table.lines:
        checker.take(line)
    checker.check_tree()
    faults = sorted([*table.faults, *checker.faults], key=lambda fault: (fault.sheet, fault.row))
    return Checked([row for _line, row in checker.taken], faults, list(table.notes))


class _Checker:
    def __init__(self, may_place: MayPlace) -> None:
        self.may_place = may_place
        self.faults: list[Fault] = []
        self.taken: list[tuple[Line, UnitRow]] = []
        self.kinds = {kind.code: kind for kind in UnitKind.objects.all()}
        self.kind_names = {fold(kind.code): kind for kind in self.kinds.values()}
        self.kind_names |= {fold(kind.name): kind for kind in self.kinds.values()}
        self.sectors = {fold(name): value for value, label in Sector.choices for name in (value, str(label))}
        known = Unit.objects.order_by().values_list("code", "name", "path", "kind__tier", "ended_on")
        self.known = {
            row[0].casefold(): Known(*row[:4], ended=row[4] is not None) for row in known.iterator()
        }
        self.first_rows: dict[str, Line] = {}
        self.near: dict[str, str] = {}

    def _fault(self, line: Line, key: str, reason: str, fix: str) -> None:
        value = text_of(line.cells.get(key))[:80]
        self.faults.append(
            Fault(reason, fix, sheet=line.sheet, row=line.row, column=heading(key), value=value)
        )

    def take(self, line: Line) -> None:
        row = UnitRow(
            code=self._code(line), kind=self._kind(line), name=self._text(line, "ten", required=True),
            parent=text_of(line.cells.get("cap_tren")), symbol=self._text(line, "ky_hieu"),
            short_name=self._text(line, "ten_goi_tat"), sector=self._sector(line),
            place_name=self._text(line, "dia_danh"), from_on=self._date(line), member_count=self._members(line),
            decision=self._text(line, "quyet_dinh"),
        )  # fmt: skip
        self.taken.append((line, row))

    # --- cells

    def _text(self, line: Line, key: str, *, required: bool = False) -> str:
        text = " ".join(text_of(line.cells.get(key)).split())
        if required and not text and key in line.cells:
            self._fault(
                line,
                key,
                f"Thiếu {heading(key).lower()} đơn vị.",
                f"Điền {heading(key).lower()} cho dòng này.",
            )
        if len(text) > _LENGTHS[key]:
            self._fault(line, key, f"Dài {len(text)} ký tự, tối đa {_LENGTHS[key]}.", "Rút ngắn nội dung ô.")
        return text

    def _code(self, line: Line) -> str:
        code = text_of(line.cells.get("ma"))
        if not code:
            self._fault(line, "ma", "Thiếu mã đơn vị.", "Điền mã, mỗi đơn vị một mã riêng.")
            return code
        if not CODE.fullmatch(code):
            self._fault(
                line,
                "ma",
                "Mã không hợp lệ.",
                "Chỉ dùng chữ, số, dấu gạch và dấu chấm, tối đa 40 ký tự, không có dấu cách.",
            )
        first = self.first_rows.get(code.casefold())
        if first:
            place = f"dòng {first.row}" + (f" trang “{first.sheet}”" if first.sheet != line.sheet else "")
            self._fault(line, "ma", f"Mã trùng với {place}.", "Sửa một trong hai mã, hoặc bỏ dòng thừa.")
        else:
            self.first_rows[code.casefold()] = line
        taken = self.known.get(code.casefold())
        if taken:
            self._fault(
                line,
                "ma",
                f"Mã đã được dùng cho “{taken.name}”.",
                "Dùng mã khác, hoặc bỏ dòng này nếu đơn vị đã có.",
            )
        return code

    def _kind(self, line: Line) -> UnitKind | str:
        text = text_of(line.cells.get("loai"))
        kind = self.kind_names.get(fold(text))
        if kind:
            return kind
        if "loai" in line.cells:
            near = difflib.get_close_matches(fold(text), self.kind_names, n=1, cutoff=0.6) if text else []
            fix = (
                f"Có phải là “{self.kind_names[near[0]].name}”?"
                if near else "Dùng một trong các loại: " + "; ".join(kind.name for kind in self.kinds.values()) + "."
            )  # fmt: skip
            self._fault(line, "loai", "Không có loại đơn vị này." if text else "Thiếu loại đơn vị.", fix)
        return ""

    def _sector(self, line: Line) -> str:
        text = text_of(line.cells.get("khu_vuc"))
        if text and fold(text) not in self.sectors:
            labels = "; ".join(f"{label} ({value})" for value, label in Sector.choices)
            self._fault(line, "khu_vuc", "Không có khu vực này.", f"Dùng một trong: {labels}; hoặc để trống.")
        return self.sectors.get(fold(text), "")

    def _date(self, line: Line) -> dt.date | None:
        cell = line.cells.get("ngay_thanh_lap")
        if isinstance(cell, dt.datetime):
            cell = cell.date()
        text = text_of(cell)
        if not text:
            return None
        day = cell if isinstance(cell, dt.date) else _parse_date(text)
        if day is None:
            self._fault(
                line,
                "ngay_thanh_lap",
                "Không phải là ngày có thật.",
                "Viết ngày/tháng/năm, ví dụ 20/11/2026.",
            )
        elif day > timezone.localdate():
            self._fault(line, "ngay_thanh_lap", "Ngày ở tương lai.", "Sửa thành ngày không sau hôm nay.")
        elif day < _FIRST_DAY:
            self._fault(
                line,
                "ngay_thanh_lap",
                "Ngày trước khi Công đoàn Việt Nam ra đời (28/7/1929).",
                "Kiểm tra lại năm.",
            )
        return day

    def _members(self, line: Line) -> int:
        cell = line.cells.get("so_doan_vien")
        text = text_of(cell)
        if not text:
            return 0
        try:
            number = Decimal(str(cell)) if isinstance(cell, int | float) else parse_number(text)
        except NumberError as error:
            self._fault(line, "so_doan_vien", str(error), "Chỉ ghi chữ số, ví dụ 1.234.")
            return 0
        if number != number.to_integral_value():
            self._fault(
                line, "so_doan_vien", "Số người phải là số nguyên (dấu phẩy là phần thập phân).",
                "Dùng dấu chấm để phân cách hàng nghìn, ví dụ 1.234.",
            )  # fmt: skip
        elif number < 0:
            self._fault(line, "so_doan_vien", "Số đoàn viên không được âm.", "Ghi số từ 0 trở lên.")
        elif number > _MEMBERS_MAX:
            self._fault(
                line, "so_doan_vien", "Số đoàn viên lớn bất thường.", "Kiểm tra lại, có thể thừa chữ số."
            )
        else:
            return int(number)
        return 0

    # --- tree

    def check_tree(self) -> None:
        in_file = {row.code.casefold(): (line, row) for line, row in reversed(self.taken) if row.code}
        for line, row in self.taken:
            self._check_parent(line, row, in_file)
        self._check_cycles(in_file)

    def _check_parent(self, line: Line, row: UnitRow, in_file: dict[str, tuple[Line, UnitRow]]) -> None:
        wanted = row.parent_code.casefold()
        if not wanted:
            if not self.may_place(""):
                self._fault(line, "cap_tren", "Thiếu mã đơn vị cấp trên.", "Điền mã của đơn vị cấp trên.")
            return
        if wanted in in_file:
            upper = in_file[wanted][1]
            row.parent = upper.code
            self._check_tier(
                line, row, upper.kind.tier if isinstance(upper.kind, UnitKind) else None, upper.name
            )
            return
        known = self.known.get(wanted)
        if known is None:
            near = self._near(wanted, in_file)
            fix = f"Có phải là mã “{near}”?" if near else "Thêm đơn vị cấp trên vào tệp, hoặc sửa mã."
            self._fault(
                line, "cap_tren", "Không tìm thấy đơn vị cấp trên có mã này trong tệp và trên hệ thống.", fix
            )
            return
        row.parent = known.code
        if known.ended:
            self._fault(
                line, "cap_tren", f"“{known.name}” đã kết thúc hoạt động.", "Chọn đơn vị cấp trên khác."
            )
        elif not self.may_place(known.path):
            self._fault(
                line,
                "cap_tren",
                f"Bạn không quản trị “{known.name}”.",
                "Chọn đơn vị trong phạm vi bạn quản trị.",
            )
        self._check_tier(line, row, known.tier, known.name)

    def _near(self, wanted: str, in_file: dict[str, tuple[Line, UnitRow]]) -> str:
        """The code most like the wanted one, "" when none is; only for the first wrong codes, since it is slow."""
        if wanted not in self.near and len(self.near) < _SUGGESTED:
            codes = {code: row.code for code, (_line, row) in in_file.items()}
            codes |= {code: unit.code for code, unit in self.known.items()}
            alike = (code for code in codes if code[:2] == wanted[:2] and abs(len(code) - len(wanted)) <= 1)
            found = difflib.get_close_matches(wanted, list(itertools.islice(alike, 2000)), n=1, cutoff=0.75)
            self.near[wanted] = codes[found[0]] if found else ""
        return self.near.get(wanted, "")

    def _check_tier(self, line: Line, row: UnitRow, upper_tier: int | None, upper_name: str) -> None:
        if isinstance(row.kind, UnitKind) and upper_tier is not None and upper_tier > row.kind.tier:
            self._fault(
                line,
                "cap_tren",
                f"“{upper_name}” thuộc cấp thấp hơn {row.kind.name}.",
                "Chọn đơn vị cấp trên phù hợp.",
            )

    def _check_cycles(self, in_file: dict[str, tuple[Line, UnitRow]]) -> None:
        state: dict[str, int] = {}
        for start in in_file:
            trail: list[str] = []
            at = start
            while at in in_file and at not in state:
                state[at] = 1
                trail.append(at)
                at = in_file[at][1].parent_code.casefold()
            if state.get(at) == 1 and at in trail:
                self._report_cycle([in_file[code] for code in trail[trail.index(at) :]])
            state.update(dict.fromkeys(trail, 2))

    def _report_cycle(self, members: list[tuple[Line, UnitRow]]) -> None:
        circle = " → ".join([row.code for _line, row in members] + [members[0][1].code])
        if len(circle) > 160:
            circle = circle[:150] + " …"
        for line, _row in members:
            self._fault(
                line,
                "cap_tren",
                f"Cấp trên quay vòng: {circle}.",
                "Sửa mã cấp trên của một đơn vị trong vòng.",
            )


def _parse_date(text: str) -> dt.date | None:
    for form in _DATE_FORMATS:
        try:
            return dt.datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None
