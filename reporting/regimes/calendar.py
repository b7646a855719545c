"""Working days: a due day that falls on a weekend or a holiday moves to the next working day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.formats import write
from reporting.regimes.models import Holiday

# Tết with the days worked off around it is nine days; a month holds the next working day for certain.
SEARCH = dt.timedelta(days=31)
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


@dataclass(frozen=True)
class Moved:
    """A due day as counted and as it is; `why` is empty when they are the same."""

    counted: dt.date
    day: dt.date
    why: str

    @property
    def words(self) -> str:
        """“Ngày 05/6/2027 là thứ Bảy: chuyển sang thứ Hai 07/6/2027.”, "" when nothing moved."""
        if not self.why:
            return ""
        to = f"{WEEKDAYS[self.day.weekday()]} {write.date(self.day)}"
        return f"Ngày {write.date(self.counted)} là {self.why}: chuyển sang {to}."


def working_days(days: list[dt.date]) -> list[Moved]:
    """Each day with the working day it moves to, in the order given. One query."""
    if not days:
        return []
    known = {h.day: h for h in Holiday.objects.filter(day__gte=min(days), day__lte=max(days) + SEARCH)}
    return [_moved(day, known) for day in days]


def _moved(counted: dt.date, known: dict[dt.date, Holiday]) -> Moved:
    why, day = _why_off(counted, known), counted
    while _why_off(day, known) and day - counted < SEARCH:
        day += dt.timedelta(days=1)
    return Moved(counted, day, why)


def _why_off(day: dt.date, known: dict[dt.date, Holiday]) -> str:
    holiday = known.get(day)
    if holiday is not None:
        return f"ngày nghỉ ({holiday.name})" if holiday.off else ""
    return WEEKDAYS[day.weekday()] if day.weekday() >= 5 else ""


def days_off(first: dt.date, last: dt.date) -> dict[dt.date, bool]:
    """The days of the span that differ from the week: True is off, False is worked. One query."""
    return dict(Holiday.objects.filter(day__range=(first, last)).values_list("day", "off"))
