"""One unit's report → its workbook: guide and summary, numbers, texts, hidden ids."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby
from typing import IO, Any

import xlsxwriter

from core.formats.write import date as vi_date
from core.formats.write import number as vi_number
from reporting.checks.cells import MAX_NOTE
from reporting.checks.registry import MAY_PASS_100
from reporting.models import FigureState, IndicatorKind
from reporting.prefill.spreadsheets import SHEET, write_sheet
from reporting.queries.layout import CellSpec, FormLayout, Row, Section
from reporting.queries.submissions import figure_words
from reporting.workbooks import layout as at
from reporting.workbooks.computed import write_computed
from reporting.workbooks.guide import counting_words, guide_of
from reporting.workbooks.layout import Filled, Ids, place_name, signature
from reporting.workbooks.looks import Looks, looks_of

WIDTHS = (4, 8, 52, 12, 17, 18, 18, 18, 34, 30, 4)
HEADINGS = (
    "", "Mã", "Chỉ tiêu", "ĐVT", "Tình trạng", "Số liệu", "Mẫu số, quyền số", "Cùng kỳ năm trước", "Ghi chú", "Kiểm tra", "",
)  # fmt: skip
BAD_PART, BAD_SUM = "Lớn hơn tổng số", "Các phần cộng khác tổng số"
BAD_RATIO, EMPTY = "Tử số lớn hơn mẫu số", "Bắt buộc, chưa trả lời"
BOTH = "Vừa có số vừa có tình trạng"
MOST_DIGITS = 15  # what Excel keeps of a number
LONGEST_COMMENT = 1000
# Two workbooks with the same inside are the same bytes.
_MADE = dt.datetime(2026, 1, 1)


def write_workbook(target: IO[bytes] | str, filled: Filled) -> None:
    """The workbook of the report, filled with what is stored; every cell but the inputs is locked."""
    book = xlsxwriter.Workbook(
        target, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": str(filled.submission), "created": _MADE})
    looks = looks_of(book)
    summary = book.add_worksheet(at.SUMMARY)
    numbers = _Numbers(book.add_worksheet(at.NUMBERS), looks, filled)
    numbers.write()
    _write_texts(book.add_worksheet(at.TEXTS), looks, filled)
    _write_ids(book.add_worksheet(at.IDS), looks, filled)
    _write_summary(summary, looks, filled, numbers)
    if filled.sources:
        title = f"Nguồn số liệu – {filled.submission.period_unit.name}"
        write_sheet(book, book.add_worksheet(SHEET), title, filled.sources, mark=at.SOURCES_MARK)
    if filled.faults:
        numbers.sheet.activate()
    book.close()


class _Numbers:
    """The sheet of numbers; remembers where each box stands."""

    def __init__(self, sheet: Any, looks: Looks, filled: Filled) -> None:
        self.sheet, self.looks, self.filled = sheet, looks, filled
        self.places: dict[str, int] = {}
        self.sections: list[tuple[Section, int, int]] = []
        self.answered, self.last = 0, at.FIRST_ROW
        self.failing_rows: list[int] = []
        self.answered_in: list[int] = []
        self.kind = filled.submission.period_unit.kind_code

    def write(self) -> None:
        self._head()
        row = at.FIRST_ROW
        for section in self.filled.layout.sections:
            self.sheet.set_row(row, 21)
            for column in range(at.CODE, at.ANSWERED):
                self.sheet.write_blank(row, column, None, self.looks.section)
            self.sheet.write_string(row, at.CODE, section.title, self.looks.section)
            first, before = row + 1, self.answered
            row += 1
            for one in section.rows:
                row = self._row(one, row)
            self.sections.append((section, first, row - 1))
            self.answered_in.append(self.answered - before)
        write_computed(self.sheet, self.looks, self.filled, self.places)
        self.last = row - 1
        self.sheet.autofilter(at.HEAD_ROW, at.CODE, self.last, at.CHECK)

    def _head(self) -> None:
        sheet, looks, report = self.sheet, self.looks, self.filled.submission
        for column, (title, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
            hidden = {"hidden": True} if column in {at.ID, at.ANSWERED} else {}
            if column == at.BEFORE and self.filled.earlier.asked:
                title += " (trong kỳ)"
            sheet.set_column(column, column, width, looks.locked, hidden)
            if title:
                sheet.write_string(at.HEAD_ROW, column, title, looks.head)
        sheet.set_row(at.HEAD_ROW, 32)
        sheet.write_string(0, at.ID, at.NUMBERS_MARK)
        sheet.write_string(0, at.CODE, f"{report.form.name} – {counting_words(self.filled)}", looks.title)
        for row, (label, words, right, value) in enumerate(
            (
                ("Đơn vị", report.period_unit.name, "Mã đơn vị", report.unit.code),
                ("Kỳ", report.period.name, "Biểu", f"{report.form.code}, phiên bản {report.form.version}"),
            ), start=1,
        ):  # fmt: skip
            sheet.write_string(row, at.CODE, label, looks.label)
            sheet.write_string(row, at.NAME, words, looks.words)
            sheet.write_string(row, at.STATE, right, looks.label)
            sheet.write_string(row, at.VALUE, value, looks.words)
        sheet.write_string(3, at.ID, at.NIL_ID)
        sheet.write_string(3, at.NAME, "Trong kỳ không phát sinh hoạt động nào", looks.words)
        nil = report.nil_return
        if self.filled.typed and at.NIL_ID in self.filled.typed:
            nil = self.filled.typed[at.NIL_ID][1] == at.YES
        sheet.write_string(*at.NIL_PLACE, at.YES if nil else at.NO, looks.text_input)
        sheet.data_validation(*at.NIL_PLACE, *at.NIL_PLACE, {"validate": "list", "source": [at.NO, at.YES]})
        sheet.freeze_panes(at.FIRST_ROW, at.MEASURE)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(at.HEAD_ROW)
        sheet.protect("", {"select_locked_cells": True, "format_columns": True, "autofilter": True})

    def _row(self, row: Row, first: int) -> int:
        for offset, spec in enumerate(row.cells):
            self._box(spec, first + offset)
        words = self._total_words(row)
        self._check(first, _total_formula(row, first, row.total.required_of(self.kind)), words)
        answered = int(_is_answered(self.filled.raw(row.total)))
        self.answered += answered
        self.sheet.write_formula(
            first, at.ANSWERED,
            f'=IF(OR({place_name(first, at.VALUE)}<>"",AND({place_name(first, at.STATE)}<>"",'
            f'{place_name(first, at.STATE)}<>"{at.HAS_VALUE}")),1,0)', self.looks.locked, answered,
        )  # fmt: skip
        for offset, spec in enumerate(row.parts, start=1):
            here, total = place_name(first + offset, at.VALUE), place_name(first, at.VALUE)
            part, whole = _number(self.filled.raw(spec)[1]), _number(self.filled.raw(row.total)[1])
            above = part is not None and whole is not None and part > whole
            self._check(
                first + offset, f'=IF(AND(ISNUMBER({here}),ISNUMBER({total}),{here}>{total}),"{BAD_PART}","")',
                BAD_PART if above else "",
            )  # fmt: skip
        return first + len(row.cells)

    def _total_words(self, row: Row) -> str:
        state, value, base, _note = self.filled.raw(row.total)
        if state and state != at.HAS_VALUE and value != "":
            return BOTH
        whole, under = _number(value), _number(base)
        if row.total.asks_base and whole is not None and under is not None and whole > under:
            return BAD_RATIO if _bounded(row) else ""
        for _name, cells in _exhaustive(row):
            parts = [_number(self.filled.raw(cell)[1]) for cell in cells]
            known = [part for part in parts if part is not None]
            if whole is not None and len(known) == len(parts) and sum(known) != whole:
                return BAD_SUM
        return (
            EMPTY if row.total.required_of(self.kind) and not _is_answered(self.filled.raw(row.total)) else ""
        )

    def _check(self, row: int, formula: str, words: str) -> None:
        if words and words != EMPTY:
            self.failing_rows.append(row)
        self.sheet.write_formula(row, at.CHECK, formula, self.looks.check, words)

    def _box(self, spec: CellSpec, row: int) -> None:
        sheet, looks, part = self.sheet, self.looks, bool(spec.breakdown)
        self.places[spec.name] = row
        sheet.write_string(row, at.ID, spec.name)
        sheet.write_string(row, at.CODE, "" if part else spec.indicator.code, looks.cell)
        words = f"{spec.disaggregation}: {spec.label}" if spec.disaggregation else spec.label
        running = " – lũy kế từ đầu năm" if self.filled.earlier.takes(spec) else ""
        title = f"{spec.label}{running}{' *' if spec.required_of(self.kind) else ''}" if not part else words
        sheet.write_string(row, at.NAME, title, looks.part if part else looks.name)
        sheet.write_string(row, at.MEASURE, spec.indicator.unit_of_measure, looks.cell)
        previous = self.filled.previous.get(spec.key)
        if previous and previous.state == FigureState.VALUE and not spec.choices and previous.base is None:
            sheet.write_number(row, at.BEFORE, float(previous.value or 0), looks.number(spec.whole))
        else:
            sheet.write_string(row, at.BEFORE, figure_words(previous, spec), looks.right)
        self._inputs(spec, row)
        if spec.advice and not part and not self.filled.faults:
            sheet.write_comment(row, at.NAME, spec.advice, {"x_scale": 2})

    def _inputs(self, spec: CellSpec, row: int) -> None:
        if spec.computed:
            return
        state, value, base, note = self.filled.raw(spec)
        self._input(spec, row, at.STATE, state, self.looks.text_input)
        self._input(spec, row, at.VALUE, value, self.looks.input(spec.whole, choice=bool(spec.choices)))
        if spec.asks_base:
            self._input(spec, row, at.BASE, base, self.looks.input(True))
        else:
            self.sheet.write_blank(row, at.BASE, None, self.looks.cell)
        self._input(spec, row, at.NOTE, note, self.looks.note_input)
        _validate(self.sheet, spec, row)

    def _input(self, spec: CellSpec, row: int, column: int, value: Any, look: Any) -> None:
        fault = (self.filled.faults or {}).get((spec.name, column))
        if fault:
            look = self.looks.faulty
            self.sheet.write_comment(row, column, fault[:LONGEST_COMMENT], {"x_scale": 2.5, "y_scale": 1.5})
        _write(self.sheet, row, column, value, look)


def _bounded(row: Row) -> bool:
    return row.indicator.kind == IndicatorKind.RATIO and row.indicator.code not in MAY_PASS_100


def _exhaustive(row: Row) -> Iterable[tuple[str, list[CellSpec]]]:
    parts = (part for part in row.parts if part.exhaustive)
    return [(name, list(cells)) for name, cells in groupby(parts, key=lambda part: part.disaggregation)]


def _total_formula(row: Row, first: int, required: bool) -> str:
    """The first thing that does not hold in the row, said in its last cell."""
    state, value, base = (place_name(first, column) for column in (at.STATE, at.VALUE, at.BASE))
    tests = [(f'AND({state}<>"",{state}<>"{at.HAS_VALUE}",{value}<>"")', BOTH)]
    if row.total.asks_base and _bounded(row):
        tests.append((f"AND(ISNUMBER({value}),ISNUMBER({base}),{value}>{base})", BAD_RATIO))
    offsets = {spec.name: number for number, spec in enumerate(row.cells)}
    for _name, cells in _exhaustive(row):
        ends = (place_name(first + offsets[cell.name], at.VALUE) for cell in (cells[0], cells[-1]))
        span = ":".join(ends)
        tests.append((f"AND(ISNUMBER({value}),COUNT({span})={len(cells)},SUM({span})<>{value})", BAD_SUM))
    if required:
        tests.append((f'AND({value}="",OR({state}="",{state}="{at.HAS_VALUE}"))', EMPTY))
    formula = '""'
    for test, words in reversed(tests):
        formula = f'IF({test},"{words}",{formula})'
    return f"={formula}"


def _validate(sheet: Any, spec: CellSpec, row: int) -> None:
    sheet.data_validation(
        row, at.STATE, row, at.STATE,
        {
            "validate": "list", "source": [at.HAS_VALUE, *at.STATE_WORDS.values()],
            "error_title": "Tình trạng", "error_message": "Hãy chọn một dòng trong danh sách, hoặc để trống khi có số.",
        },
    )  # fmt: skip
    if spec.choices:
        rule: dict[str, Any] = {"validate": "list", "source": [name for _rank, name in spec.choices]}
    else:
        kind = "phần nguyên, không kèm chữ" if spec.whole else "số, phần lẻ theo dấu thập phân của máy"
        rule = {
            "validate": "integer" if spec.whole else "decimal", "criteria": ">=", "value": 0, "error_title": spec.key[0],
            "error_message": f"Ghi {kind}, tính bằng {spec.indicator.unit_of_measure}. Không có số thì chọn tình trạng.",
        }  # fmt: skip
    sheet.data_validation(row, at.VALUE, row, at.VALUE, rule)
    if spec.asks_base:
        sheet.data_validation(
            row, at.BASE, row, at.BASE, {"validate": "integer", "criteria": ">", "value": 0}
        )
    sheet.data_validation(
        row, at.NOTE, row, at.NOTE, {"validate": "length", "criteria": "<=", "value": MAX_NOTE}
    )


def _write_texts(sheet: Any, looks: Looks, filled: Filled) -> None:
    kind = filled.submission.period_unit.kind_code
    for column, (title, width) in enumerate(
        zip(("", "Mục", "Gợi ý", "Nội dung"), (4, 44, 40, 90), strict=True)
    ):
        hidden = {"hidden": True} if column == at.TEXT_ID else {}
        sheet.set_column(column, column, width, looks.locked, hidden)
        if title:
            sheet.write_string(at.TEXT_FIRST_ROW - 1, column, title, looks.head)
    sheet.write_string(0, at.TEXT_ID, at.TEXTS_MARK)
    sheet.write_string(0, at.TEXT_TITLE, "Phần lời của báo cáo", looks.title)
    for row, section in enumerate(filled.layout.narratives, start=at.TEXT_FIRST_ROW):
        sheet.set_row(row, 75)
        sheet.write_string(row, at.TEXT_ID, section.code)
        title = f"{section.part}\n{section.title}{' *' if section.required_of(kind) else ''}"
        sheet.write_string(row, at.TEXT_TITLE, title, looks.name)
        sheet.write_string(row, at.TEXT_PROMPT, section.prompt, looks.part)
        typed = filled.typed_texts or {}
        look = looks.note_input
        fault = (filled.faults or {}).get((section.code, at.TEXT_BODY))
        if fault:
            look = looks.faulty_text
            sheet.write_comment(row, at.TEXT_BODY, fault[:LONGEST_COMMENT], {"x_scale": 2.5})
        _write(sheet, row, at.TEXT_BODY, typed.get(section.code, filled.texts.get(section.code, "")), look)
    sheet.freeze_panes(at.TEXT_FIRST_ROW, 0)
    sheet.protect("", {"format_rows": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_ids(sheet: Any, looks: Looks, filled: Filled) -> None:
    ids, originals, texts = Ids.of(filled.submission), filled.originals(), dict(filled.texts)
    originals[at.NIL_ID] = ("", at.YES if filled.submission.nil_return else at.NO, "", "")
    pairs = [*ids.pairs(), ("chu_ky", signature(ids, originals, texts))]
    sheet.write_string(0, 0, at.IDS_MARK)
    for row, (key, value) in enumerate(pairs, start=1):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)
    row = at.IDS_FIRST_ROW
    for name, cells in originals.items():
        for column, value in enumerate((name, *cells)):
            sheet.write_string(row, column, value)
        row += 1
    for code, text in texts.items():
        sheet.write_string(row, 0, f"loi:{code}")
        sheet.write_string(row, 1, text)
        row += 1
    sheet.protect("")
    sheet.very_hidden()


def _write_summary(sheet: Any, looks: Looks, filled: Filled, numbers: _Numbers) -> None:
    report = filled.submission
    for column, width in enumerate((30, 22, 22, 44)):
        sheet.set_column(column, column, width, looks.locked)
    sheet.write_string(0, 0, report.form.name, looks.title)
    due = f", hạn gửi {vi_date(report.period_unit.due_on)}" if report.period_unit.due_on else ""
    lines = [
        ("Đơn vị", f"{report.period_unit.name} (mã {report.unit.code})"),
        ("Kỳ", f"{report.period.name}{due}"),
        ("Số liệu", f"từ {vi_date(report.period.starts_on)} đến {vi_date(report.period.ends_on)}"),
        ("Đơn vị nhập", counting_words(filled)),
        ("Biểu", f"{report.form.code}, phiên bản {report.form.version}; mẫu lập khi báo cáo lưu lần {report.version}"),
    ]  # fmt: skip
    for row, (label, words) in enumerate(lines, start=1):
        sheet.write_string(row, 0, label, looks.label)
        sheet.write_string(row, 1, words, looks.words)
    row = 7
    if filled.faults:
        words = (
            f"Còn {vi_number(len(filled.faults))} ô tô đỏ chưa được nhận. "
            "Rê chuột vào ô để đọc lý do, sửa rồi nộp lại tệp này."
        )
        sheet.write_string(row, 0, words, looks.alarm)
        row += 2
    row = _counts(sheet, looks, numbers, filled.layout, row)
    row += 1
    sheet.write_string(row, 0, "Cách điền", looks.label)
    for words in guide_of(filled):
        row += 1
        sheet.write_string(row, 0, f"• {words}", looks.words)
    sheet.protect("")
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)


def _counts(sheet: Any, looks: Looks, numbers: _Numbers, form: FormLayout, row: int) -> int:
    for column, title in enumerate(("Mục", "Đã trả lời", "Số chỉ tiêu", "Chỗ chưa khớp")):
        sheet.write_string(row, column, title, looks.head)
    name = f"'{at.NUMBERS}'!"

    def span(column: int, first: int, last: int) -> str:
        return f"{name}{place_name(first, column)}:{place_name(last, column)}"

    def failing(first: int, last: int) -> str:
        cells = span(at.CHECK, first, last)
        return f'SUMPRODUCT(--(LEN({cells})>0),--({cells}<>"{EMPTY}"))'

    first_row = row + 1
    for (section, first, last), answered in zip(numbers.sections, numbers.answered_in, strict=True):
        row += 1
        sheet.write_string(row, 0, section.title, looks.name)
        sheet.write_formula(row, 1, f"=SUM({span(at.ANSWERED, first, last)})", looks.number(True), answered)
        sheet.write_number(row, 2, len(section.rows), looks.number(True))
        bad = sum(first <= one <= last for one in numbers.failing_rows)
        sheet.write_formula(row, 3, f"={failing(first, last)}", looks.number(True), bad)
    row += 1
    sheet.write_string(row, 0, "Cả biểu", looks.bold)
    totals = (numbers.answered, len(form.rows), len(numbers.failing_rows))
    for column, value in enumerate(totals, start=1):
        cells = f"{place_name(first_row, column)}:{place_name(row - 1, column)}"
        sheet.write_formula(row, column, f"=SUM({cells})", looks.bold_number, value)
    return row + 1


def _is_answered(raw: tuple[Any, Any, Any, Any]) -> bool:
    return raw[1] != "" or raw[0] not in {"", at.HAS_VALUE}


def _number(value: Any) -> Decimal | None:
    return (
        Decimal(str(value))
        if isinstance(value, Decimal | int | float) and not isinstance(value, bool)
        else None
    )


def _write(sheet: Any, row: int, column: int, value: Any, look: Any) -> None:
    number = _number(value)
    if value == "" or value is None:
        sheet.write_blank(row, column, None, look)
    elif number is not None and len(number.normalize().as_tuple().digits) <= MOST_DIGITS:
        sheet.write_number(row, column, float(number), look)
    else:
        sheet.write_string(row, column, vi_number(number) if number is not None else str(value), look)
