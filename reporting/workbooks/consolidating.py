"""The consolidation workbook: a row for each unit, a column for each indicator, totals as formulas over the cells."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any

import xlsxwriter
from django.utils import timezone

from core.formats.write import date as vi_date
from core.formats.write import datetime as vi_datetime
from reporting.corrections.spreadsheets import write_corrections
from reporting.models import Aggregation, Indicator, PeriodUnit, Submission
from reporting.models.submissions import COUNTED
from reporting.queries.totals import GROUPS, coverage_words
from reporting.rollups import totals_below
from reporting.rollups.live import own_parts
from reporting.rollups.parts import HUNDRED, NOTHING, Parts, codes_of, is_formula_ratio
from reporting.rollups.rules import rules
from reporting.workbooks.cells import CELLS, write_cells
from reporting.workbooks.layout import place_name
from reporting.workbooks.looks import Looks, looks_of

FIGURES, SOURCES = "Số liệu", "Nguồn và còn thiếu"
MEMBERS, FIRST_COLUMN, HEAD_ROW, TOTAL_ROW, COUNT_ROW, FIRST_ROW = 3, 4, 5, 6, 7, 10
WOMEN = "n.nu"
# Above that many units a row is a unit one level below with everything under it.
MOST_UNITS = 3_000


@dataclass(frozen=True)
class Column:
    """One column: what it takes from a unit's cells, or the formula that follows from other columns.

    `part`: "value", "base" (denominator, weight), "average" (value ÷ base), "ratio" (a formula over columns).
    """

    indicator: Indicator
    part: str = "value"
    breakdown: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        return self.indicator.code, self.breakdown, self.part

    @property
    def title(self) -> str:
        said = {
            "base": "mẫu số" if self.indicator.over_units == Aggregation.RATIO else "quyền số",
            "value": "tử số" if self.indicator.over_units == Aggregation.RATIO else "",
        }.get(self.part, "")
        words = [self.indicator.name, "trong đó nữ" if self.breakdown else "", said]
        return f"{', '.join(word for word in words if word)} ({self.indicator.unit_of_measure})"


@dataclass(frozen=True)
class Line:
    """One unit: how it is called, the unit above it, its cells."""

    code: str
    name: str
    upper: str
    members: int
    cells: dict[tuple[str, str], Parts]


# What is being done, how far it is, of how much.
Tell = Callable[[str, int, int], None]
STEPS = 5


def _silent(_words: str, _done: int, _total: int) -> None:
    """Nobody waits."""


def consolidation_workbook(place: PeriodUnit, tell: Tell = _silent) -> IO[bytes]:
    """The workbook as an open temporary file; rows are written one by one. Only accepted reports count.

    The stored results are those of the formulas, so that a reader who does not calculate sees the totals too.
    """
    tell("Đang đọc số liệu các đơn vị", 0, STEPS)
    lines, by_unit = _lines(place)
    target = tempfile.TemporaryFile()  # noqa: SIM115 -- the answer closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options)
    looks = looks_of(book)
    tell("Đang ghi dòng của các đơn vị", 1, STEPS)
    _Figures(book.add_worksheet(FIGURES), looks, place, lines, by_unit).write()
    del lines
    tell("Đang ghi nguồn, đơn vị còn thiếu, đính chính", 2, STEPS)
    _write_sources(book.add_worksheet(SOURCES), looks, place)
    write_corrections(book, looks, place)
    write_cells(book.add_worksheet(CELLS), looks, place, lambda words: tell(words, 3, STEPS))
    tell("Đang nén tệp", 4, STEPS)
    book.close()
    target.seek(0)
    return target


def _lines(place: PeriodUnit) -> tuple[list[Line], bool]:
    """A line for each unit with an accepted report; for very many units one for each unit one level below."""
    places = PeriodUnit.objects.below(place).filter(submission__status__in=COUNTED)
    if places.count() > MOST_UNITS:
        below = totals_below(place)
        return [
            Line(b.place.unit.code, b.name, place.name, b.coverage.members, b.cells)
            for b in below.branches if b.counted
        ], False  # fmt: skip
    cells = own_parts(place, rules())
    rows = places.select_related("unit", "parent").order_by("path")
    return [
        Line(
            one.unit.code,
            one.name,
            one.parent.name if one.parent else "",
            one.members,
            cells.get(one.path, {}),
        )
        for one in rows
    ], True


def columns() -> list[Column]:
    """The indicators of the totals page in its order; a typed ratio and an average show their parts too."""
    return [column for indicator in _indicators() for column in _columns_of(indicator)]


def _indicators() -> Iterator[Indicator]:
    found = Indicator.objects.filter(group__in=GROUPS).exclude(
        over_units__in=["count", "list"], computed=True
    )
    yield from found.prefetch_related("disaggregations").order_by("group", "order", "code")


def _columns_of(indicator: Indicator) -> list[Column]:
    if indicator.over_units == Aggregation.RATIO:
        return [Column(indicator), Column(indicator, "base"), Column(indicator, "ratio")]
    if indicator.over_units == Aggregation.WEIGHTED:
        return [Column(indicator, "average"), Column(indicator, "base")]
    women = any(one.code == WOMEN.partition(".")[0] for one in indicator.disaggregations.all())
    return [Column(indicator), Column(indicator, breakdown=WOMEN)] if women else [Column(indicator)]


class _Figures:
    """The sheet of figures."""

    def __init__(self, sheet: Any, looks: Looks, place: PeriodUnit, lines: list[Line], by_unit: bool) -> None:
        self.sheet, self.looks, self.place, self.lines, self.by_unit = sheet, looks, place, lines, by_unit
        self.columns = columns()
        self.at = {column.key: number for number, column in enumerate(self.columns, start=FIRST_COLUMN)}
        self.last = FIRST_ROW + max(len(lines), 1) - 1
        self.total = totals_below(place)

    def write(self) -> None:
        self._head()
        self._totals()
        self._coverage()
        for row, line in enumerate(self.lines, start=FIRST_ROW):
            for number, words in enumerate((line.code, line.name, line.upper)):
                self.sheet.write_string(row, number, words, self.looks.cell)
            self.sheet.write_number(row, MEMBERS, line.members, self.looks.whole)
            for column in self.columns:
                self._cell(row, line, column)
        self.sheet.autofilter(HEAD_ROW, 0, self.last, FIRST_COLUMN + len(self.columns) - 1)

    def _head(self) -> None:
        sheet, looks = self.sheet, self.looks
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 2, 44)
        sheet.set_column(FIRST_COLUMN, FIRST_COLUMN + len(self.columns) - 1, 15)
        sheet.freeze_panes(FIRST_ROW, FIRST_COLUMN)
        sheet.set_landscape()
        sheet.set_paper(8)
        sheet.repeat_rows(HEAD_ROW - 1, TOTAL_ROW)
        sheet.write_string(0, 0, f"Bảng tổng hợp số liệu {self.place.name}", looks.title)
        sheet.write_string(
            1, 0, f"{self.place.period.name}; lập lúc {vi_datetime(timezone.now())}", looks.words
        )
        counted = f"Tổng hợp từ {coverage_words(self.total.coverage)} có báo cáo được duyệt"
        sheet.write_string(2, 0, f"{counted}; đơn vị còn thiếu ở trang “{SOURCES}”.", looks.words)
        each = (
            "báo cáo của chính một đơn vị"
            if self.by_unit
            else "một đơn vị cấp dưới trực tiếp, gồm mọi đơn vị của nó"
        )
        sheet.write_string(
            3, 0, f"Mỗi dòng là {each}. Dòng tổng là công thức trên các ô bên dưới.", looks.words
        )
        for number, column in enumerate(self.columns, start=FIRST_COLUMN):
            sheet.write_string(HEAD_ROW - 1, number, column.indicator.code, looks.head)
        sheet.set_row(HEAD_ROW, 78)
        for number, title in enumerate(("Mã đơn vị", "Đơn vị", "Công đoàn cấp trên", "Đoàn viên khi mở kỳ")):
            sheet.write_string(HEAD_ROW, number, title, looks.head)
        for number, column in enumerate(self.columns, start=FIRST_COLUMN):
            sheet.write_string(HEAD_ROW, number, column.title, looks.head)

    def _totals(self) -> None:
        self.sheet.write_string(TOTAL_ROW, 0, "", self.looks.bold)
        self.sheet.write_string(TOTAL_ROW, 1, "Tổng cộng", self.looks.bold)
        self.sheet.write_string(TOTAL_ROW, 2, "", self.looks.bold)
        members = self._rows(MEMBERS)
        self.sheet.write_formula(
            TOTAL_ROW, MEMBERS, f"=SUM({members})", self.looks.bold_number, self.total.coverage.members
        )
        for column in self.columns:
            parts = self.total.total.get((column.indicator.code, column.breakdown), NOTHING)
            look = self.looks.bold_number if _is_whole(column) else self.looks.bold_decimal
            self.sheet.write_formula(
                TOTAL_ROW, self.at[column.key], self._total_formula(column), look, _result(column, parts)
            )

    def _coverage(self) -> None:
        """n of N of every column, in units and in members; a row that sums up units tells its own numbers."""
        whole = self.total.coverage
        names = (
            "Đơn vị có số liệu (n)",
            "Đơn vị phải báo cáo (N)",
            "Đoàn viên của đơn vị có số liệu (% đoàn viên của đơn vị phải báo cáo)",
        )
        for at, name in enumerate(names):
            row = COUNT_ROW + at
            for number, words in enumerate(("", name, "", "")):
                self.sheet.write_string(row, number, words, self.looks.cell)
            if at == 1:
                self.sheet.write_number(row, MEMBERS, whole.members_expected, self.looks.whole)
            for column in self.columns:
                parts = self.total.total.get((column.indicator.code, column.breakdown), NOTHING)
                self._count(row, at, column, parts)

    def _count(self, row: int, at: int, column: Column, parts: Parts) -> None:
        whole, number, span = self.total.coverage, self.at[column.key], self._span(column.key)
        share = parts.members * 100 / whole.members_expected if whole.members_expected else ""
        result = (parts.units_with_value, whole.expected, share)[at]
        look = self.looks.number(at < 2)
        if at == 1 or not self.by_unit or result == "":
            self.sheet.write(row, number, result, look)
            return
        members, everybody = self._rows(MEMBERS), place_name(COUNT_ROW + 1, MEMBERS)
        formula = f"=COUNT({span})" if at == 0 else f"=SUMPRODUCT(ISNUMBER({span})*{members})/{everybody}*100"
        self.sheet.write_formula(row, number, formula, look, result)

    def _rows(self, column: int) -> str:
        return f"{place_name(FIRST_ROW, column)}:{place_name(self.last, column)}"

    def _total_formula(self, column: Column) -> str:
        span = self._span(column.key)
        if column.part == "ratio":
            return self._ratio(column.indicator, TOTAL_ROW)
        if column.part == "average":
            weights = self._span((column.indicator.code, "", "base"))
            return f'=IF(SUM({weights})=0,"",SUMPRODUCT({span},{weights})/SUM({weights}))'
        return f'=IF(COUNT({span})=0,"",SUM({span}))'

    def _span(self, key: tuple[str, str, str]) -> str:
        return self._rows(self.at[key])

    def _ratio(self, indicator: Indicator, row: int) -> str:
        """Σ numerators ÷ Σ denominators of the same row; nothing where a side has no figure."""
        top, bottom = (place_name(row, self.at[indicator.code, "", part]) for part in ("value", "base"))
        factor = "*100" if "%" in indicator.unit_of_measure else ""
        return f'=IF(OR(COUNT({top},{bottom})<2,{bottom}=0),"",{top}/{bottom}{factor})'

    def _side(self, indicator: Indicator, part: str, row: int) -> str:
        """One side of a ratio of other columns; nothing unless the unit gave every part of both sides."""
        sides = {"value": codes_of(indicator.numerator), "base": codes_of(indicator.denominator)}
        cells = {
            side: [
                place_name(row, self.at[code, "", "value"])
                for code in codes
                if (code, "", "value") in self.at
            ]
            for side, codes in sides.items()
        }
        needed = [*cells["value"], *cells["base"]]
        return f'=IF(COUNT({",".join(needed)})<{len(needed)},"",SUM({",".join(cells[part])}))'

    def _cell(self, row: int, line: Line, column: Column) -> None:
        parts = line.cells.get((column.indicator.code, column.breakdown))
        if parts is None:
            return
        number, value = self.at[column.key], _result(column, parts)
        look = self.looks.number(_is_whole(column))
        if column.part == "ratio":
            self.sheet.write_formula(row, number, self._ratio(column.indicator, row), look, value)
        elif self.by_unit and is_formula_ratio(column.indicator):
            self.sheet.write_formula(row, number, self._side(column.indicator, column.part, row), look, value)
        elif value != "":
            self.sheet.write_number(row, number, value, look)


def _is_whole(column: Column) -> bool:
    return column.part in {"value", "base"}


def _result(column: Column, parts: Parts) -> float | str:
    """What the cell shows: a number, "" for none."""
    if column.part == "value":
        return "" if parts.value is None else float(parts.value)
    if column.part == "base":
        return "" if parts.base is None else float(parts.base)
    if parts.value is None or not parts.base:
        return ""
    percent = column.part == "ratio" and "%" in column.indicator.unit_of_measure
    return float(parts.value * (HUNDRED if percent else 1) / parts.base)


def _write_sources(sheet: Any, looks: Looks, place: PeriodUnit) -> None:
    """Every obliged unit: whether its report is in the totals, when it was accepted, by when it was due."""
    titles = (
        "Mã đơn vị",
        "Đơn vị",
        "Công đoàn cấp trên",
        "Trong tổng",
        "Trạng thái",
        "Duyệt lúc",
        "Hạn gửi",
        "Lần lưu",
    )
    sheet.freeze_panes(4, 2)
    rows = Submission.objects.filter(period_unit__in=PeriodUnit.objects.below(place))
    rows = rows.select_related("unit", "period_unit__parent").order_by("period_unit__path")
    count, inside = rows.count(), rows.filter(status__in=COUNTED).count()
    span = f"D5:D{max(count, 1) + 4}"
    # Rows are written downwards: what is above the last one written is gone.
    sheet.write_string(0, 0, f"Nguồn số liệu của {place.name}, {place.period.name}", looks.title)
    sheet.write_string(1, 1, "Số báo cáo trong tổng, số báo cáo còn thiếu", looks.label)
    sheet.write_formula(1, 3, f'=COUNTIF({span},"Có")', looks.bold_number, inside)
    sheet.write_formula(1, 4, f'=COUNTIF({span},"Không")', looks.bold_number, count - inside)
    for column, (title, width) in enumerate(zip(titles, (14, 50, 44, 12, 18, 18, 14, 10), strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(3, column, title, looks.head)
    for row, report in enumerate(rows.iterator(chunk_size=2000), start=4):
        own = report.period_unit
        upper = own.parent.name if own.parent else ""
        accepted = vi_datetime(report.accepted_at) if report.accepted_at and report.status in COUNTED else ""
        due = vi_date(own.due_on) if own.due_on else ""
        told = (
            report.unit.code, own.name, upper, "Có" if report.status in COUNTED else "Không",
            str(report.get_status_display()), accepted, due,
        )  # fmt: skip
        for column, words in enumerate(told):
            sheet.write_string(row, column, words, looks.cell)
        sheet.write_number(row, 7, report.version, looks.cell)
    sheet.autofilter(3, 0, max(count, 1) + 3, len(titles) - 1)
