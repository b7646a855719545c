"""Annex III as lines of print: how the reports came in, who has no accepted one, who was late, who was freed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from documents.pages import Line
from documents.tiles import Block, Look, tile_grids
from reporting.report import every_unit

MISSING_HEADINGS = ("TT", "Đơn vị", "Tình trạng", "Hạn gửi")
MISSING_WIDTHS = (7, 50, 26, 17)
EXEMPT_HEADINGS = ("TT", "Đơn vị", "Lý do", "Người quyết định")
EXEMPT_WIDTHS = (7, 39, 30, 24)
# Dark to light and each with a pattern of its own: a photocopy still tells them apart.
TILE_LOOKS = {
    letter: Look(fill, pattern, every_unit.STATE_WORDS[letter])
    for letter, fill, pattern in (
        (every_unit.ON_TIME, "#2f6b57", ""), (every_unit.LATE, "#d9b45b", "rising"),
        (every_unit.WAITING, "#bcd3ea", "level"), (every_unit.RETURNED, "#efb9ad", "crossed"),
        (every_unit.NOT_SENT, "#ffffff", ""),
    )
}  # fmt: skip


def freed(content: dict[str, Any]) -> list[list[str]]:
    """Rows of units freed from the period; reports of an earlier edition have none."""
    found: list[list[str]] = content["annexes"].get("exempt", {}).get("rows", [])
    return found


def units_apart(content: dict[str, Any]) -> Iterator[Line]:
    code = content["data_code"]
    yield Line(
        "a3-code", "paragraph", "", f"Mã dữ liệu: {' '.join(code[i : i + 4] for i in range(0, 16, 4))}"
    )
    yield from _coverage_grid(content)
    lists = (
        (
            "missing",
            "Đơn vị chưa có báo cáo được duyệt",
            "Tất cả đơn vị phải báo cáo đều đã có báo cáo được duyệt.",
        ),
        ("late", "Đơn vị có báo cáo được duyệt nhưng gửi muộn", "Không có đơn vị gửi báo cáo muộn."),
    )
    for number, (name, title, nobody) in enumerate(lists, start=1):
        table = content["annexes"][name]
        yield Line(f"a3-{name}", "section", f"{number}.", title, titled=True)
        if not table["rows"]:
            yield Line(f"a3-{name}-0", "paragraph", "", nobody)
            continue
        if table.get("summary"):
            yield Line(f"a3-{name}-s", "paragraph", "", table["summary"])
        yield _by_upper_unit(f"a3-{name}-t", table["rows"])
    yield from _exempt(content, len(lists) + 1)


def _exempt(content: dict[str, Any], number: int) -> Iterator[Line]:
    rows = freed(content)
    if rows:
        words = "Đơn vị được miễn báo cáo kỳ này, không tính vào số đơn vị phải báo cáo"
        yield Line("a3-exempt", "section", f"{number}.", words, titled=True)
        yield _by_upper_unit("a3-exempt-t", rows, EXEMPT_HEADINGS, EXEMPT_WIDTHS, ("c", "l", "l", "l"))


def _by_upper_unit(
    block_id: str, found: list[list[str]], headings: tuple[str, ...] = MISSING_HEADINGS,
    widths: tuple[int, ...] = MISSING_WIDTHS, align: tuple[str, ...] = ("c", "l", "l", "c"),
) -> Line:  # fmt: skip
    """Rows [number, unit, unit above, state or reason, due day or who decided] under the name of the unit above."""
    by_upper: dict[str, list[tuple[str, str, str]]] = {}
    for _number, unit, upper, state, due in found:
        by_upper.setdefault(upper, []).append((unit, state, due))
    rows: list[tuple[str, ...]] = []
    strong = []
    number = 0
    for upper, units in by_upper.items():
        if upper:
            strong.append(len(rows))
            rows.append((f"{upper} ({len(units)} đơn vị)",))
        for row in units:
            number += 1
            rows.append((str(number), *row))
    return table_line(block_id, headings, rows, widths, align, strong)


def _coverage_grid(content: dict[str, Any]) -> Iterator[Line]:
    blocks = [Block(block["title"], block["states"]) for block in content.get("tiles", ())]
    if not blocks:
        return
    title = "Tình hình báo cáo, mỗi ô là một đơn vị"
    grids = tile_grids(blocks, TILE_LOOKS, title=title)
    for at, svg in enumerate(grids, start=1):
        caption = f"Biểu đồ: {title}" + (f" ({at}/{len(grids)})" if len(grids) > 1 else "")
        yield Line(f"c-4-{at}", "figure", "", "", svg=svg, caption=caption)


def table_line(
    block_id: str,
    headings: Iterable[str],
    rows: Iterable[Iterable[str]],
    widths: tuple[int, ...],
    align: tuple[str, ...],
    strong: Iterable[int] = (),
    across: Iterable[int] = (),
) -> Line:
    printed = (tuple(headings), *(tuple(row) for row in rows))
    return Line(
        block_id, "table", "", "", rows=printed, header_rows=1, column_widths=widths, align=align,
        strong_rows=tuple(strong), across_rows=tuple(across),
    )  # fmt: skip
