"""Patterns of reporting periods as data: reporting/catalogue/period_patterns.csv."""

from __future__ import annotations

import calendar
import csv
import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reporting.models import Regime

FILE = Path(__file__).parents[1] / "catalogue" / "period_patterns.csv"
AD_HOC = "ad_hoc"
# What regimes made without a pattern follow.
OF_FREQUENCY = {Regime.Frequency.HALF_YEAR: "union_half", Regime.Frequency.YEAR: "union_year"}


@dataclass(frozen=True)
class Part:
    """One period of the pattern's year: days as dd-mm; a start after the cut-off lies in the year before."""

    number: int
    start: str
    cutoff: str
    name: str


@dataclass(frozen=True)
class Pattern:
    code: str
    frequency: str
    label: str
    parts: tuple[Part, ...]


@cache
def patterns() -> dict[str, Pattern]:
    """Every pattern by its code, in the order of the file."""
    found: dict[str, Pattern] = {}
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            known = found.get(row["pattern"])
            part = Part(int(row["part"]), row["start"], row["cutoff"], row["period_name"])
            parts = (*(known.parts if known else ()), part)
            found[row["pattern"]] = Pattern(row["pattern"], row["frequency"], row["label"], parts)
    return found


def pattern_of(regime: Regime) -> Pattern:
    return patterns()[regime.pattern or OF_FREQUENCY.get(Regime.Frequency(regime.frequency), AD_HOC)]


def part_of(regime: Regime, number: int) -> Part:
    """The numbered period of the regime's year; one period a year takes the days set at the regime itself."""
    parts = pattern_of(regime).parts
    part = next((part for part in parts if part.number == number), parts[0])
    if len(parts) == 1:
        return Part(part.number, regime.start_month_day, regime.cutoff_month_day, part.name)
    return part


def dates_of(regime: Regime, year: int, part: int = 1) -> tuple[dt.date, dt.date]:
    """First day and cut-off day of the period that ends in `year` (01-12 of the year before to 31-05)."""
    days = part_of(regime, part)
    cutoff, start = _day(days.cutoff, year), _day(days.start, year)
    return (start if start < cutoff else _day(days.start, year - 1)), cutoff


def _day(day_month: str, year: int) -> dt.date:
    """31-02 is the last day of February."""
    day, month = (int(part) for part in day_month.split("-"))
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def name_of(regime: Regime, year: int, part: int = 1) -> str:
    return part_of(regime, part).name.format(year=year, before=year - 1)
