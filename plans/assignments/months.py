"""A month as weeks of days with what stands on each."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.vietnamese import parse_id
from plans.assignments.agenda import Entry

SHOWN = 3  # in a cell of the month
LONG = 7  # days; a longer one stands only where it begins and ends


@dataclass
class Day:
    on: dt.date
    inside: bool
    entries: list[Entry] = field(default_factory=list)

    @property
    def shown(self) -> list[Entry]:
        return self.entries[:SHOWN]

    @property
    def more(self) -> int:
        return max(len(self.entries) - SHOWN, 0)


def weeks_of(year: int, month: int) -> list[list[Day]]:
    """Monday to Sunday, whole weeks."""
    weeks = calendar.Calendar(calendar.MONDAY).monthdatescalendar(year, month)
    return [[Day(on, on.month == month) for on in week] for week in weeks]


def place(weeks: list[list[Day]], found: Iterable[Entry]) -> list[list[Day]]:
    """Puts each entry on its days."""
    days = {day.on: day for week in weeks for day in week}
    for entry in found:
        for on in _days(entry):
            if on in days:
                days[on].entries.append(entry)
    return weeks


def _days(entry: Entry) -> list[dt.date]:
    length = (entry.ends_on - entry.starts_on).days
    if length > LONG:
        return [entry.starts_on, entry.ends_on]
    return [entry.starts_on + dt.timedelta(days=n) for n in range(length + 1)]


def month_said(text: str, today: dt.date) -> tuple[int, int]:
    """ "2026-11" → (2026, 11); today's month for anything else."""
    year, _dash, month = text.partition("-")
    said = parse_id(year), parse_id(month)
    return said if 2000 <= said[0] <= 2099 and 1 <= said[1] <= 12 else (today.year, today.month)


def beside(year: int, month: int, step: int) -> str:
    """The month before (-1) or after (1), as an address writes it."""
    count = year * 12 + month - 1 + step
    return f"{count // 12}-{count % 12 + 1:02d}"
