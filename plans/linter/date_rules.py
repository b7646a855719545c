"""Rules about dates and about the typed head of a file: blanks, zeros, days that do not exist."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from plans.linter.document import Reading
from plans.linter.findings import ERROR, HINT, WARNING, Finding, Passage, Rule
from plans.linter.symbol_rules import SPACING

NUMBER_SOURCE = "NĐ 30/2020, Phụ lục I, II.3"
DATE_SOURCE = "NĐ 30/2020, Phụ lục I, II.4"
IMPOSSIBLE = Rule("date.impossible", ERROR, DATE_SOURCE)
DATE_ZERO = Rule("date.zero", HINT, DATE_SOURCE)
BLANK_NUMBER = Rule("heading.blank_number", ERROR, NUMBER_SOURCE)
BLANK_DATE = Rule("heading.blank_date", ERROR, DATE_SOURCE)
HEADING_ZERO = Rule("heading.zero", WARNING, DATE_SOURCE)
NUMBER_ZERO = Rule("heading.number_zero", WARNING, NUMBER_SOURCE)
MOTTO = Rule("heading.motto", WARNING, "NĐ 30/2020, Phụ lục I, II.1")
MISSING = Rule("heading.missing", WARNING, "NĐ 30/2020, Phụ lục I, II.1-II.4")

_FIGURES = re.compile(r"\bngày\s+(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>(?:19|20)\d{2})(?![\d/])")
_WORDS = re.compile(
    r"\bngày\s+(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})(?:\s+năm\s+(?P<year>(?:19|20)\d{2}))?(?!\d)"
)
_HEAD_NUMBER = re.compile(
    r"(?P<word>\w*\s*:?\s*)(?P<number>\d*)(?P<year>/\d{4})?[\s.…_]*/\s*(?P<symbol>\S.*)"
)
_HEAD_DATE = re.compile(
    r"ngày(?P<day>[\s.…_]*\d*[\s.…_]*)tháng(?P<month>[\s.…_]*\d*[\s.…_]*)năm(?P<year>[\s.…_]*\d*)"
)
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
_LEAP = 2024


def check(reading: Reading) -> Iterator[Finding]:
    """Findings about the dates of the text and the head of a file."""
    for passage in reading.passages:
        yield from _dates(passage)
    if reading.context.missing_parts:
        parts = ", ".join(reading.context.missing_parts)
        message = _("Phần đầu văn bản thiếu: %(parts)s.") % {"parts": parts}
        yield Passage("", "file").whole(MISSING, message)
    if reading.context.number_line:
        yield from _number_line(Passage(reading.context.number_line, "number"))
    if reading.context.date_line:
        yield from _date_line(Passage(reading.context.date_line, "date"))
    if reading.context.motto and " ".join(reading.context.motto.split()) != _MOTTO:
        yield from _motto(Passage(reading.context.motto, "motto"))


def _dates(passage: Passage) -> Iterator[Finding]:
    for pattern in (_FIGURES, _WORDS):
        for found in pattern.finditer(passage.text):
            day, month = int(found["day"]), int(found["month"])
            if not _exists(day, month, int(found["year"] or _LEAP)):
                message = _("Không có ngày này trong lịch.")
                yield passage.finding(IMPOSSIBLE, found.start(), found.end(), message)
            elif pattern is _FIGURES and _lacks_zero(found["day"], found["month"]):
                message = _("Ngày nhỏ hơn 10 và tháng 1, 2 viết thêm số 0 phía trước.")
                fix = f"ngày {day:02d}/{_month(month)}/{found['year']}"
                yield passage.finding(DATE_ZERO, found.start(), found.end(), message, fix=fix)


def _exists(day: int, month: int, year: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


def _lacks_zero(day: str, month: str) -> bool:
    return len(day) == 1 or month in {"1", "2"}


def _month(month: int) -> str:
    return f"{month:02d}" if month < 3 else str(month)


def _number_line(passage: Passage) -> Iterator[Finding]:
    """The typed "Số: …/KH-LĐLĐ": blanks inside, the number itself."""
    found = _HEAD_NUMBER.search(passage.text)
    if found is None:
        return
    symbol = re.sub(r"\s+", "", found["symbol"])
    number = found["number"] + (found["year"] or "")
    blank = not found["number"]
    written = passage.text[found.start("number") : found.end()].rstrip()
    # The room left for the pen before the slash is no fault of its own.
    inside = written.lstrip(" .…_") if blank else written
    if inside != f"{number}/{symbol}":
        fix = f"{_('Số')}: {number or '…'}/{symbol}"
        yield passage.finding(
            SPACING, *_trimmed(passage.text), _("Bỏ khoảng trắng trong số, ký hiệu."), fix=fix
        )
    if blank:
        yield passage.finding(BLANK_NUMBER, *_trimmed(passage.text), _("Chưa ghi số văn bản."))
    elif len(found["number"]) == 1:
        message = _("Số nhỏ hơn 10 phải có số 0 phía trước.")
        yield passage.finding(
            NUMBER_ZERO, *_trimmed(passage.text), message, fix=f"{_('Số')}: 0{number}/{symbol}"
        )


def _date_line(passage: Passage) -> Iterator[Finding]:
    found = _HEAD_DATE.search(passage.text)
    if found is None:
        return
    day, month, year = (found[name].strip(" .…_\t") for name in ("day", "month", "year"))
    if not (day and month and year):
        yield passage.finding(BLANK_DATE, found.start(), found.end(), _("Chưa ghi đủ ngày, tháng, năm."))
    elif not _exists(int(day), int(month), int(year)):
        yield passage.finding(IMPOSSIBLE, found.start(), found.end(), _("Không có ngày này trong lịch."))
    elif _lacks_zero(day, month):
        message = _("Ngày nhỏ hơn 10 và tháng 1, 2 phải có số 0 phía trước.")
        fix = f"ngày {int(day):02d} tháng {_month(int(month))} năm {year}"
        yield passage.finding(HEADING_ZERO, found.start(), found.end(), message, fix=fix)


def _motto(passage: Passage) -> Iterator[Finding]:
    message = _("Tiêu ngữ viết chữ thường, ba cụm từ cách nhau bằng gạch nối có khoảng trắng hai bên.")
    yield passage.whole(MOTTO, message, fix=_MOTTO)


def _trimmed(text: str) -> tuple[int, int]:
    return len(text) - len(text.lstrip()), len(text.rstrip())
