"""The workbook of questions: read by its headings, and the empty one people start from."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import xlsxwriter

from campaigns.contests.importing.line import Read
from campaigns.contests.models import Question
from campaigns.contests.services import NewQuestion
from core.vietnamese import fold, nfc
from units.importing.faults import Fault, UnreadableFile
from units.importing.workbooks import UNCALCULATED, open_workbook

_Kind = Question.Kind
LETTERS = "ABCDEFGHIJ"
HEADINGS = (
    "Loại câu hỏi", "Câu hỏi", *(f"Phương án {letter}" for letter in LETTERS[:6]), "Đáp án", "Điểm", "Độ khó", "Nguồn",
)  # fmt: skip
NO_HEADING = "Không thấy dòng tiêu đề có cột “Câu hỏi”."
FROM_TEMPLATE = "Tải tệp mẫu rồi điền câu hỏi theo mẫu."
EXAMPLES = (
    ("Một đáp án", "Tuổi nghỉ hưu của lao động nam năm 2026 là bao nhiêu?", "60 tuổi", "61 tuổi 6 tháng", "62 tuổi", "",
     "", "", "B", 1, "Dễ", "Điều 169 Bộ luật Lao động 2019"),
    ("Nhiều đáp án", "Những khoản nào là nguồn thu của công đoàn?", "Đoàn phí", "Kinh phí công đoàn 2%", "Thuế thu nhập",
     "", "", "", "A, B", 2, "Trung bình", "Luật Công đoàn 2024"),
    ("Sắp xếp", "Xếp các mốc theo thứ tự thời gian.", "Thành lập Công hội Đỏ", "Cách mạng Tháng Tám", "Thống nhất đất nước",
     "", "", "", "A, B, C", 2, "Khó", ""),
    ("Trả lời ngắn", "Tháng Công nhân là tháng mấy?", "", "", "", "", "", "", "5 | năm", 1, "Dễ", ""),
    ("Dự đoán", "Có bao nhiêu người trả lời đúng tất cả các câu hỏi?", "", "", "", "", "", "", "", 1, "Dễ", ""),
)  # fmt: skip


def read_sheet(content: bytes) -> Iterator[Read]:
    """Every filled row under the headings of every sheet that has them. Raises UnreadableFile."""
    found = False
    for sheet in open_workbook(content):
        for one in _filled(sheet.name, sheet.rows):
            found = True
            if one is not None:
                yield one
    if not found:
        raise UnreadableFile(NO_HEADING, FROM_TEMPLATE)


def read_csv(text: str) -> Iterator[Read]:
    """The same headings in a .csv, read row by row: a file that is too long is refused before it is all read."""
    begin = text[:4000].splitlines()[:1] or [""]
    comma = max(";,\t", key=begin[0].count)
    found = False
    try:
        for one in _filled("", csv.reader(io.StringIO(text, newline=""), delimiter=comma)):
            found = True
            if one is not None:
                yield one
    except csv.Error as error:
        raise UnreadableFile("Tệp .csv có ô quá dài hoặc dấu ngoặc kép không đóng.", FROM_TEMPLATE) from error
    if not found:
        raise UnreadableFile(NO_HEADING, FROM_TEMPLATE)


def _filled(sheet: str, rows: Iterable[list[Any]]) -> Iterator[Read | None]:
    """None once the headings are found within ten rows, then every filled row. Raises UnreadableFile."""
    columns: dict[str, int] = {}
    for n, row in enumerate(rows, 1):
        if columns:
            if any(_text(cell) for cell in row):
                yield _row(sheet, n, row, columns)
        elif n > 10:
            return
        elif fold("Câu hỏi") in map(_plain, row):
            columns = {_plain(cell): place for place, cell in enumerate(row) if _text(cell)}
            if fold("Đáp án") not in columns:
                raise UnreadableFile(
                    "Thiếu cột “Đáp án”.", "Thêm cột này hoặc dùng tệp mẫu.", sheet=sheet, row=n
                )
            yield None


def _row(sheet: str, n: int, row: list[Any], columns: dict[str, int]) -> Read:
    def cell(heading: str) -> str:
        place = columns.get(_key(heading), -1)
        return _text(row[place]) if 0 <= place < len(row) else ""

    def refuse(column: str, reason: str, fix: str) -> Read:
        return Read(
            n,
            sheet=sheet,
            fault=Fault(reason, fix, sheet=sheet, row=n, column=column, value=cell(column)[:60]),
        )

    if any(one is UNCALCULATED for one in row):
        return refuse("Câu hỏi", "Dòng có công thức chưa tính.", "Mở tệp bằng Excel, lưu lại rồi nhập lại.")
    kind = _kinds().get(fold(cell("Loại câu hỏi") or str(_Kind.SINGLE.label)))
    if kind is None:
        labels = ", ".join(str(one.label) for one in _Kind)
        return refuse("Loại câu hỏi", "Không có loại câu hỏi này.", f"Ghi một trong: {labels}.")
    level = _levels().get(fold(cell("Độ khó") or str(Question.Difficulty.MEDIUM.label)))
    if level is None:
        return refuse("Độ khó", "Không có độ khó này.", "Ghi Dễ, Trung bình hoặc Khó.")
    points = cell("Điểm") or "1"
    if not (points.isascii() and points.isdigit() and len(points) <= 3):
        return refuse("Điểm", "Điểm không phải số nguyên.", "Ghi số từ 1 đến 100.")
    options = [cell(f"Phương án {letter}") for letter in LETTERS]
    while options and not options[-1]:
        options.pop()
    answer: list[Any] = []
    if kind == _Kind.SHORT:
        answer = [part.strip() for part in cell("Đáp án").split("|") if part.strip()]
    elif kind != _Kind.PREDICTION:
        letters = [char for char in cell("Đáp án").upper() if not (char.isspace() or char in ",;.")]
        if not letters or any(char not in LETTERS[: len(options)] for char in letters):
            return refuse(
                "Đáp án", "Đáp án không phải chữ cái của phương án có trong dòng.", "Ghi A, hoặc A, C."
            )
        answer = [LETTERS.index(char) for char in letters]
    if kind == _Kind.ORDERING:
        if sorted(answer) != list(range(len(options))):
            return refuse(
                "Đáp án", "Thứ tự đúng chưa đủ các phương án.", "Ghi mọi phương án một lần, ví dụ C, A, B."
            )
        options = [options[place] for place in answer]
    return Read(
        n, sheet=sheet,
        question=NewQuestion(kind, cell("Câu hỏi"), options, answer, level, int(points), cell("Nguồn")),
    )  # fmt: skip


def template() -> bytes:
    """An .xlsx with the headings, one example of each kind and lists to choose from."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet("Câu hỏi")
        bold = book.add_format({"bold": True, "bg_color": "#E8EEF7", "bottom": 1, "text_wrap": True})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        for column, heading in enumerate(HEADINGS):
            sheet.set_column(column, column, 48 if heading == "Câu hỏi" else 18)
            sheet.write_string(0, column, heading, bold)
        for n, example in enumerate(EXAMPLES, 1):
            sheet.write_row(n, 0, example, wrap)
        sheet.data_validation(1, 0, 5000, 0, {"validate": "list", "source": [str(k.label) for k in _Kind]})
        levels = [str(level.label) for level in Question.Difficulty]
        sheet.data_validation(1, 10, 5000, 10, {"validate": "list", "source": levels})
        sheet.freeze_panes(1, 2)
    return buffer.getvalue()


@cache
def _kinds() -> dict[str, _Kind]:
    return {fold(str(kind.label)): kind for kind in _Kind}


@cache
def _levels() -> dict[str, Question.Difficulty]:
    return {fold(str(level.label)): level for level in Question.Difficulty}


_key = cache(fold)


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else " ".join(nfc(str(cell)).split())


def _plain(cell: Any) -> str:
    return fold(_text(cell))
