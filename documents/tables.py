"""A table as it is printed: heading rows, body rows, and how wide and on which side each column stands."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from documents.pages import Line

WIDE_FROM = 8  # columns
NUMERIC = re.compile(r"[\d.,%()\s−-]*\d[\d.,%()\s−-]*|[-–−]?")
ORDINAL_HEADINGS = frozenset({"TT", "STT", "SỐ TT"})
SAMPLED_ROWS = 200
LONGEST_CELL = 40  # characters; longer text wraps instead of taking more width
PADDING = 0.8  # em, both sides and borders of a cell
TEXT_WIDTH = {"table": 36.0, "wide-table": 42.5}  # em of its own size across a portrait page

Rows = Sequence[tuple[str, ...]]


@dataclass(frozen=True)
class PrintedTable:
    caption: str
    columns: tuple[str, ...]  # class of each <col>
    header: tuple[tuple[str, ...], ...]
    body: tuple[tuple[tuple[str, str], ...], ...]  # (class, text) of each cell
    element: str  # "table" or "wide-table" of the layout profile


def printed_table(line: Line) -> PrintedTable:
    """The table of a line of level "table"; short rows are filled with empty cells."""
    count = max((len(row) for row in line.rows), default=0)
    rows = [(*row, *("",) * (count - len(row))) for row in line.rows]
    header, body = rows[: line.header_rows], rows[line.header_rows :]
    sides = _sides(line.align, header, body, count)
    return PrintedTable(
        caption=line.caption or line.text,
        columns=tuple(f"w{share}" for share in _shares(line.column_widths, rows, count)),
        header=tuple(header),
        body=tuple(tuple(zip(sides, row, strict=True)) for row in body),
        element="wide-table" if count >= WIDE_FROM else "table",
    )


def _sides(align: tuple[str, ...], header: Rows, body: Rows, count: int) -> tuple[str, ...]:
    """ "l", "c" or "r" per column, as given, else numbers to the right and ordinals to the middle."""
    given = (*align, *("",) * count)[:count]
    return tuple(side or _natural_side(column, header, body) for column, side in enumerate(given))


def _natural_side(column: int, header: Rows, body: Rows) -> str:
    if any(row[column].strip().upper() in ORDINAL_HEADINGS for row in header):
        return "c"
    texts = [row[column].strip() for row in body]
    return "r" if any(texts) and all(NUMERIC.fullmatch(text) for text in texts) else "l"


def _shares(given: tuple[int, ...], rows: Rows, count: int) -> tuple[int, ...]:
    """Per cent per column: as given when they fit, else by the longest word and the usual length of the text."""
    if len(given) == count and all(1 <= share <= 100 for share in given):
        return given
    return _natural_shares(rows[:SAMPLED_ROWS], count)


def _natural_shares(rows: Rows, count: int) -> tuple[int, ...]:
    """Room for the longest word of each column first, what is left by the length of the text."""
    across = TEXT_WIDTH["wide-table" if count >= WIDE_FROM else "table"]
    columns = [[row[column] for row in rows] for column in range(count)]
    floors = [100 * (_longest_word(texts) + PADDING) / across for texts in columns]
    wishes = [_longest_text(texts) for texts in columns]
    spare = 100 - sum(floors)
    if spare < 0:
        raw = [100 * floor / sum(floors) for floor in floors]
    else:
        raw = [floor + spare * wish / sum(wishes) for floor, wish in zip(floors, wishes, strict=True)]
    shares = [max(1, int(share)) for share in raw]
    if shares:
        shares[shares.index(max(shares))] += 100 - sum(shares)
    return tuple(shares)


def _longest_word(texts: Sequence[str]) -> float:
    return max((_em(word) for text in texts for word in text.split()), default=0.5)


def _longest_text(texts: Sequence[str]) -> float:
    """How much more than its longest word a column would like, in em; never nothing."""
    return max(0.5, max((_em(text[:LONGEST_CELL]) for text in texts), default=0) - _longest_word(texts))


def _em(text: str) -> float:
    """About the width in the bold heading face, in em."""
    return sum(0.75 if char.isupper() else 0.53 for char in text)
