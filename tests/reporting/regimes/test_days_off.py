"""The days off that come with the portal, against the law and the moon."""

import csv
import datetime as dt
from math import floor, pi, sin

import pytest

from reporting.catalogue.loading import FOLDER
from reporting.regimes.calendar import WEEKDAYS

HANOI = 7 / 24


def _days():
    with (FOLDER / "holidays.csv").open(encoding="utf-8", newline="") as file:
        return {dt.date.fromisoformat(row["day"]): row for row in csv.DictReader(file)}


def _new_moon(k: int) -> dt.date:
    """The k-th new moon since 1900 as a day in Hà Nội (Meeus, to a few minutes)."""
    t = k / 1236.85
    rad = pi / 180
    at = 2415020.75933 + 29.53058868 * k + 0.0001178 * t * t
    at += 0.00033 * sin((166.56 + 132.87 * t) * rad)
    sun = (359.2242 + 29.10535608 * k) * rad
    moon = (306.0253 + 385.81691806 * k + 0.0107306 * t * t) * rad
    node = (21.2964 + 390.67050646 * k) * rad
    at += (
        (0.1734 - 0.000393 * t) * sin(sun)
        + 0.0021 * sin(2 * sun)
        - 0.4068 * sin(moon)
        + 0.0161 * sin(2 * moon)
    )
    at += 0.0104 * sin(2 * node) - 0.0051 * sin(sun + moon) - 0.0074 * sin(sun - moon)
    delta = -0.000278 + 0.000265 * t + 0.000262 * t * t
    return dt.date(1900, 1, 1) + dt.timedelta(days=floor(at - delta + 0.5 + HANOI) - 2415021)


def _lunar_new_year(year: int) -> dt.date:
    """Tết is the new moon between 21 January and 20 February."""
    moons = (_new_moon(k) for k in range(int((year - 1900) * 12.3685) - 2, int((year - 1900) * 12.3685) + 4))
    return next(moon for moon in moons if dt.date(year, 1, 21) <= moon <= dt.date(year, 2, 20))


@pytest.mark.parametrize("year", [2025, 2026, 2027, 2028])
def test_days_off_of_the_moon_fall_where_the_moon_says(year):
    days = _days()
    tet = _lunar_new_year(year)
    named = sorted(day for day, row in days.items() if day.year == year and row["name"] == "Tết Âm lịch")
    assert len(named) == 5 and tet in named and named[0] < tet
    # No leap month before the third one in these years.
    third = next(moon for moon in (_new_moon(k) for k in range(1540, 1610)) if 57 <= (moon - tet).days <= 62)
    assert days[third + dt.timedelta(days=9)]["name"] == "Giỗ Tổ Hùng Vương"


@pytest.mark.parametrize("year", [2025, 2026, 2027, 2028])
def test_law_gives_eleven_days_and_each_on_a_weekend_is_given_back(year):
    off = {day: row for day, row in _days().items() if day.year == year and row["off"] == "1"}
    lawful = {
        day for day, row in off.items()
        if not row["name"].startswith("Nghỉ") and row["name"] != "Ngày Văn hóa Việt Nam"
    }  # fmt: skip
    assert len(lawful) == 11
    for month, day in ((1, 1), (4, 30), (5, 1), (9, 2)):
        assert dt.date(year, month, day) in lawful
    back = [day for day, row in off.items() if row["name"].startswith("Nghỉ bù")]
    assert len(back) == sum(day.weekday() >= 5 for day in lawful)
    assert all(day.weekday() < 5 for day in back)


def test_day_swapped_is_a_working_day_and_one_saturday_is_worked_for_it():
    days = _days()
    swapped = [day for day, row in days.items() if row["name"] == "Nghỉ hoán đổi"]
    worked = [day for day, row in days.items() if row["off"] == "0"]
    assert len(swapped) == len(worked) == 3
    assert all(day.weekday() < 5 for day in swapped)
    assert {WEEKDAYS[day.weekday()] for day in worked} == {"thứ Bảy"}


def test_every_day_says_its_source_and_years_to_come_are_expected_only():
    for day, row in _days().items():
        assert row["source"] and len(row["source"]) <= 200
        if day.year >= 2027:
            assert row["announced"] == "0", day
