"""Deadlines in working days. The calendar of days off lives above this app: reporting registers it when it starts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

# The days of a span that differ from the week: True is off, False a Saturday or Sunday that is worked.
DaysOff = Callable[[dt.date, dt.date], Mapping[dt.date, bool]]
_sources: list[DaysOff] = []


def register_days_off(source: DaysOff) -> None:
    """`source(first, last)` gives the days off and the days worked in exchange."""
    _sources[:] = [source]


def working_days_after(start: dt.date, days: int) -> dt.date:
    """The day so many working days after the start. One query."""
    # Tết takes nine days; two weeks for every five days and a month more hold the answer for certain.
    last = start + dt.timedelta(days=days * 14 // 5 + 31)
    known = _sources[0](start, last) if _sources else {}
    day = start
    while days:
        day += dt.timedelta(days=1)
        days -= not known.get(day, day.weekday() >= 5)
    return day
