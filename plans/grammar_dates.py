"""Reading deadlines and days out of a sentence of a plan. Proposals only: a person confirms each."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_DAY = re.compile(
    r"(?:ngày\s*)?\b(?P<day>\d{1,2})(?:\s*[/.-]\s*|\s+tháng\s+)(?P<month>\d{1,2})(?:(?:\s*[/.-]\s*|\s+năm\s+)(?P<year>\d{4}))?",
    re.IGNORECASE,
)
_MONTH = re.compile(r"\btháng\s*(?P<month>\d{1,2})(?:\s*/\s*|\s+năm\s+)(?P<year>\d{4})", re.IGNORECASE)
_QUARTER = re.compile(
    r"\bquý\s*(?P<quarter>IV|I{1,3}|[1-4])(?:\s*/\s*|\s+năm\s+|\s+)(?P<year>\d{4})", re.IGNORECASE
)
_YEAR = re.compile(r"\bnăm\s+(?P<year>\d{4})\b", re.IGNORECASE)
_DUE = re.compile(
    r"\b(?:trước|chậm nhất|muộn nhất|hạn cuối|thời hạn|hoàn thành (?:trước|trong|vào|xong)|xong (?:trước|trong)|"
    r"đến hết|đến ngày|đến cuối|đến năm|hết ngày|trong (?:tháng|quý)|vào cuối)\b",
    re.IGNORECASE,
)
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_REACH = 45


@dataclass(frozen=True)
class DeadlineProposal:
    """The phrase that sets a deadline and its day; on is None when the year is not said."""

    text: str
    on: date | None
    day: int
    month: int


def propose_deadline(text: str, *, year: int | None = None) -> DeadlineProposal | None:
    """The first deadline of the text ("trước ngày 25/11/2026", "trong quý III/2026"); None when there is none.

    A day without a year takes `year`, when given. Months, quarters and years end on their last day.
    """
    for due in _DUE.finditer(text):
        phrase = text[due.start() : due.end() + _REACH]
        on, end, day, month = _last_day_with_end(phrase, year)
        if day:
            return DeadlineProposal(phrase[:end].strip(), on, day, month)
    return None


def last_day(phrase: str, year: int | None = None) -> date | None:
    """The last day of the earliest day, month, quarter or year the phrase names; None without a year."""
    return _last_day_with_end(phrase, year)[0]


def _last_day_with_end(phrase: str, year: int | None) -> tuple[date | None, int, int, int]:
    """(day, where the phrase ends, day of month, month) of the earliest date in the phrase; zeros for none."""
    hits = [hit for hit in (pattern.search(phrase) for pattern in (_DAY, _MONTH, _QUARTER, _YEAR)) if hit]
    for hit in sorted(hits, key=lambda hit: (hit.start(), -hit.end())):
        said = hit.groupdict()
        year_said = int(said["year"]) if said["year"] else year
        month = _month_of(said)
        day = int(said.get("day") or 0) or (
            monthrange(year_said, month)[1] if year_said and 1 <= month <= 12 else 0
        )
        if 1 <= month <= 12 and 1 <= day <= monthrange(year_said or 2024, month)[1]:
            return (date(year_said, month, day) if year_said else None), hit.end(), day, month
    return None, 0, 0, 0


def _month_of(said: dict[str, str | None]) -> int:
    if said.get("quarter"):
        return 3 * _QUARTERS[str(said["quarter"]).upper()]
    return int(said.get("month") or 12)
