"""How numbers, money, dates and due dates are written for people: 1.234,5; 20/11/2026; còn 3 ngày."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.utils import timezone

NO_BREAK = "\u00a0"
MINUS = "−"


def as_decimal(value: Any) -> Decimal | None:
    """The value as a finite Decimal, or None when it is empty or no number."""
    if value is None or value == "" or isinstance(value, bool):
        return None
    try:
        number = value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def number(value: Any, decimals: int | None = None) -> str:
    """1234.50 → "1.234,5"; at most `decimals` places (half up); "" for nothing, text stays as it is."""
    exact = as_decimal(value)
    if exact is None:
        return "" if value is None else str(value)
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    whole, _, fraction = f"{abs(exact):,f}".partition(".")
    fraction = fraction.rstrip("0")
    sign = "-" if exact < 0 and (fraction or whole.strip("0,")) else ""
    return sign + whole.replace(",", ".") + ("," + fraction if fraction else "")


def money(value: Any) -> str:
    """Đồng, whole: 1500000 → "1.500.000 đồng"; "" for nothing."""
    text = number(value, 0)
    return f"{text}{NO_BREAK}đồng" if as_decimal(value) is not None else text


def percent(value: Any, decimals: int = 2) -> str:
    """A figure already in per cent: 87.5 → "87,5%"; "" for nothing."""
    text = number(value, decimals)
    return f"{text}%" if as_decimal(value) is not None else text


def signed_percent(value: Any, decimals: int = 1) -> str:
    """A change in per cent with its sign: 28.57 → "+28,6%", -14.29 → "−14,3%", 0 → "0%"; "" for nothing."""
    return f"{signed(value, decimals)}%" if as_decimal(value) is not None else number(value, decimals)


def signed(value: Any, decimals: int = 1) -> str:
    """A change with its sign: "+3", "−2,5", "0"; "" for nothing."""
    text = number(value, decimals)
    exact = as_decimal(value)
    if exact is None or text == "0":
        return text
    return f"+{text}" if exact > 0 else MINUS + text.removeprefix("-")


def share(part: Any, whole: Any) -> Decimal | None:
    """`part` of `whole` in per cent; None when either is missing or the whole is 0."""
    numerator, denominator = as_decimal(part), as_decimal(whole)
    if numerator is None or not denominator:
        return None
    return numerator * 100 / denominator


def day(value: Any) -> dt.date | None:
    """The calendar day in Vietnam of a date or a datetime, None for anything else."""
    if isinstance(value, dt.datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value if isinstance(value, dt.date) else None


def date(value: Any) -> str:
    """20/11/2026; "" for nothing."""
    on = day(value)
    return on.strftime("%d/%m/%Y") if on else ""


def datetime(value: Any) -> str:
    """14:05 20/11/2026 in Vietnam's time; a plain date gives only the date."""
    if not isinstance(value, dt.datetime):
        return date(value)
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return local.strftime("%H:%M %d/%m/%Y")


def days_left(value: Any, today: dt.date | None = None) -> int | None:
    """Days from today to the due day, negative when it has passed."""
    on = day(value)
    return (on - (today or timezone.localdate())).days if on else None


def relative_due(value: Any, today: dt.date | None = None) -> str:
    """còn 3 ngày, hạn hôm nay, trễ 2 ngày; "" for nothing."""
    left = days_left(value, today)
    if left is None:
        return ""
    if left == 0:
        return "hạn hôm nay"
    return f"còn {number(left)} ngày" if left > 0 else f"trễ {number(-left)} ngày"


def initial(name: str) -> str:
    """First letter of a Vietnamese given name, which stands last: Nguyễn Thị Hoa → H."""
    words = name.split()
    return words[-1][0].upper() if words else "?"
