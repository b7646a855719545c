"""The units with an accepted report in both periods: kept in the report's content, told in words and as a table."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from core.formats import write
from reporting.models import Indicator
from reporting.report.sentences import written
from reporting.rollups import growth, shown_value
from reporting.rollups.alike import Alike, Cells
from reporting.rollups.parts import NOTHING, Parts

HEADINGS = (
    "Mã", "Chỉ tiêu", "ĐVT", "Kỳ này", "Cùng kỳ", "Tăng, giảm (%; tỷ lệ: điểm)", "Đơn vị có số liệu kỳ này",
    "Đơn vị có số liệu cùng kỳ", "Đơn vị ở cả hai kỳ",
)  # fmt: skip


def as_json(both: Alike | None) -> dict[str, Any]:
    """What a later print or a correction needs of it; empty where nothing is compared."""
    if both is None:
        return {}
    return {
        "now": both.now, "then": both.then, "both": both.both,
        "cells": [_totals(cells) for cells in (both.cells_now, both.cells_then)],
    }  # fmt: skip


def from_json(told: dict[str, Any]) -> Alike | None:
    """None for a report made before these were kept."""
    if not told:
        return None
    now, then = ({(code, ""): _parts(*one) for code, one in cells.items()} for cells in told["cells"])
    return Alike(told["now"], told["then"], told["both"], now, then)


def _totals(cells: Cells) -> dict[str, list[Any]]:
    return {
        code: [_plain(parts.value), _plain(parts.base), parts.units_with_value]
        for (code, breakdown), parts in sorted(cells.items())
        if not breakdown
    }


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _parts(value: str, base: str, units: int) -> Parts:
    return Parts(Decimal(value) if value else None, Decimal(base) if base else None, units)


def words(content: dict[str, Any]) -> str:
    """Which units growth is about, n of N of either period; "" where nothing is compared."""
    both = from_json(content.get("like", {}))
    if both is None:
        return ""
    number = write.number
    if both.same:
        return f"Tăng, giảm so với cùng kỳ tính trên cùng {number(both.both)} đơn vị."
    if not both.both:
        return "Không đơn vị nào có báo cáo được duyệt ở cả hai kỳ nên không tính tăng, giảm so với cùng kỳ."
    return (
        f"Tăng, giảm so với cùng kỳ chỉ tính trên {number(both.both)} đơn vị có báo cáo được duyệt ở cả hai kỳ "
        f"({number(both.both)}/{number(both.now)} báo cáo của kỳ này, {number(both.both)}/{number(both.then)} của cùng kỳ)."
    )


def note(content: dict[str, Any]) -> str:
    """What the column of growth in the annex of figures is about."""
    both = from_json(content.get("like", {}))
    if both is None or not both.both:
        return ""
    of = f"{write.number(both.both)} đơn vị có báo cáo được duyệt ở cả hai kỳ"
    return f" Cột “Tăng, giảm” tính trên {of}; với tỷ lệ là số điểm phần trăm."


def chart_title(content: dict[str, Any]) -> str:
    both = from_json(content.get("like", {}))
    title = "Một số chỉ tiêu so với cùng kỳ năm trước"
    if both is None or both.same:
        return title
    return f"{title} ({write.number(both.both)} đơn vị có ở cả hai kỳ)"


def table(content: dict[str, Any], indicators: dict[str, Indicator]) -> dict[str, Any]:
    """Every indicator of those units as rows of text; {} where the totals themselves compare like with like."""
    both = from_json(content.get("like", {}))
    if both is None or both.same or not both.both:
        return {}
    rows = []
    for code, indicator in indicators.items():
        now, then = (cells.get((code, ""), NOTHING) for cells in (both.cells_now, both.cells_then))
        values = [shown_value(indicator, parts.value, parts.base) for parts in (now, then)]
        if values == [None, None]:
            continue
        now_value, then_value = values
        change = growth(now_value, then_value)
        if indicator.unit_of_measure == "%":
            change = None if now_value is None or then_value is None else now_value - then_value
        rows.append([
            code, indicator.name, indicator.unit_of_measure, *(written(indicator, value) for value in values),
            "" if change is None else write.number(change, 1), str(now.units_with_value), str(then.units_with_value),
            str(both.both),
        ])  # fmt: skip
    return {"headings": list(HEADINGS), "rows": rows}
