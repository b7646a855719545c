"""Numbers, money, dates and due dates as people write them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from core.formats import write

TODAY = dt.date(2026, 5, 20)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234.5, None, "1.234,5"),
        (Decimal("1234.500"), None, "1.234,5"),
        (1234567, None, "1.234.567"),
        (0, None, "0"),
        (Decimal("0.00"), None, "0"),
        (-1234.25, None, "-1.234,25"),
        (Decimal("2.345"), 2, "2,35"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("-0.001"), 2, "0"),
        (100, 2, "100"),
        (Decimal("1E+6"), None, "1.000.000"),
        ("12.5", None, "12,5"),
        (None, None, ""),
        ("", None, ""),
        ("không rõ", None, "không rõ"),
        (float("nan"), None, "nan"),
    ],
)
def test_number(value: object, decimals: int | None, text: str) -> None:
    assert write.number(value, decimals) == text


def test_money_and_percent() -> None:
    assert write.money(1500000) == "1.500.000\u00a0đồng"
    assert write.money(None) == ""
    assert write.percent(Decimal("87.50")) == "87,5%"
    assert write.percent(None) == ""


@pytest.mark.parametrize(
    ("value", "said"),
    [("28.5714", "+28,6%"), ("-14.2857", "−14,3%"), ("83", "+83%"), ("0", "0%"), ("-0.01", "0%"), (None, "")],
)
def test_change_in_percent(value: str | None, said: str) -> None:
    assert write.signed_percent(value) == said


def test_share_of_nothing_is_unknown_not_zero() -> None:
    assert write.share(1, 4) == 25
    assert write.share(1, 0) is None
    assert write.share(None, 4) is None


def test_dates_are_of_vietnam() -> None:
    late_in_utc = dt.datetime(2026, 11, 19, 18, 5, tzinfo=ZoneInfo("UTC"))
    assert write.date(late_in_utc) == "20/11/2026"
    assert write.datetime(late_in_utc) == "01:05 20/11/2026"
    assert write.date(dt.date(2026, 1, 5)) == "05/01/2026"
    assert write.date(None) == ""


@pytest.mark.parametrize(
    ("days", "text"), [(3, "còn 3 ngày"), (0, "hạn hôm nay"), (-2, "trễ 2 ngày"), (1500, "còn 1.500 ngày")]
)
def test_relative_due(days: int, text: str) -> None:
    assert write.relative_due(TODAY + dt.timedelta(days=days), TODAY) == text


def test_initial_is_of_the_given_name() -> None:
    assert write.initial("Nguyễn Thị ánh") == "Á"
    assert write.initial("") == "?"
