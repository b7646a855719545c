"""A table as it is printed: heading rows, body rows, and how wide and on which side each column stands."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from documents.pages import Line

WIDE_FROM = 8  # columns
DENSE_FROM = 11
NUMERIC = re.compile(r"[\d.,%()\s−-]*\d[\d.,%()\s−-]*|[-–−]?")
UNBROKEN = re.compile(r"(?=.*\d)[\d.,%()/+\s−-]{1,24}")  # numbers, dates, n/N: never over two lines
BREAKS = re.compile(r"[^\S\xa0]+|(?<=[/–-])(?=\S)")
ORDINAL_HEADINGS = frozenset({"TT", "STT", "SỐ TT"})
SAMPLED_ROWS = 200
TOLERATED = 0.2  # per cent of the width a column may lack, taken from its padding
LONGEST_CELL = 40  # characters; longer text wraps instead of taking more width
PADDING, DENSE_PADDING = 0.8, 0.6  # em, both sides and borders of a cell
# em of its own size across the page: 165 mm of a portrait sheet, 252 mm of a landscape one.
TEXT_WIDTH = {"table": 36.0, "wide-table": 42.5, "dense-table": 49.2}
LANDSCAPE = 252 / 165
# Letters that are not about half an em wide.
NARROW = dict.fromkeys("iIjlrftsJ()/-“”", 0.36) | dict.fromkeys(".,;:'’ \xa0|", 0.26)
BROAD = {"m": 0.83, "M": 0.95, "w": 0.73, "W": 1.0, "%": 1.0}

Rows = Sequence[tuple[str, ...]]


@dataclass(frozen=True)
class PrintedRow:
    """A body row; `spans` when its first cell runs across the table, `strong` in bold."""

    cells: tuple[tuple[str, str], ...]  # (classes, text)
    strong: bool = False
    spans: bool = False
    kept: bool = False  # with the row above


@dataclass(frozen=True)
class PrintedTable:
    caption: str
    columns: tuple[str, ...]  # class of each <col>
    header: tuple[tuple[str, ...], ...]
    body: tuple[tuple[tuple[str, str], ...], ...]  # (side, text) of each cell
    element: str  # "table" or "wide-table" of the layout profile
    dense: bool = False  # so many columns that the smallest letters are used
    fits: bool = True  # every number has room on one line
    strong_rows: frozenset[int] = frozenset()
    across_rows: frozenset[int] = frozenset()

    @property
    def rows(self) -> list[PrintedRow]:
        """The body with the classes of each cell."""
        return [self._row(at, row) for at, row in enumerate(self.body)]

    def _row(self, at: int, row: tuple[tuple[str, str], ...]) -> PrintedRow:
        strong = at in self.strong_rows
        if self.runs_across(at):
            return PrintedRow((("", row[0][1]),), strong=strong, spans=True, kept=not strong)
        return PrintedRow(tuple((self._classes(*cell), cell[1]) for cell in row), strong=strong)

    def runs_across(self, at: int) -> bool:
        """Whether the first cell of the body row takes the whole width."""
        return at in self.across_rows or (
            at in self.strong_rows and not any(text for _side, text in self.body[at][1:])
        )

    def _classes(self, side: str, text: str) -> str:
        kept = "k" if self.fits and UNBROKEN.fullmatch(text) else ""
        return f"{side if side != 'l' else ''} {kept}".strip()


def printed_table(line: Line, *, landscape: bool = False) -> PrintedTable:
    """The table of a line of level "table"; short rows are filled with empty cells."""
    count = max((len(row) for row in line.rows), default=0)
    rows = [(*row, *("",) * (count - len(row))) for row in line.rows]
    header, body = rows[: line.header_rows], rows[line.header_rows :]
    sides = _sides(line.align, header, body, count)
    measured = _measured(body, line)
    floors = _floors(header, measured, count, landscape)
    return PrintedTable(
        caption=line.caption or line.text,
        columns=tuple(f"w{share}" for share in _shares(line.column_widths, [*header, *measured], floors)),
        header=tuple(header),
        body=tuple(tuple(zip(sides, row, strict=True)) for row in body),
        element="wide-table" if count >= WIDE_FROM else "table",
        dense=count >= DENSE_FROM,
        fits=sum(floors) <= 100,
        strong_rows=frozenset(line.strong_rows),
        across_rows=frozenset(line.across_rows),
    )


def _across(count: int, landscape: bool) -> float:
    element = "table" if count < WIDE_FROM else "wide-table" if count < DENSE_FROM else "dense-table"
    return TEXT_WIDTH[element] * (LANDSCAPE if landscape else 1)


def _measured(body: Rows, line: Line) -> Rows:
    """The rows that need room in each column; a row across the table does not."""
    across = {at for at in line.strong_rows if at < len(body) and not any(body[at][1:])} | {*line.across_rows}
    return [row for at, row in enumerate(body) if at not in across]


def _sides(align: tuple[str, ...], header: Rows, body: Rows, count: int) -> tuple[str, ...]:
    """ "l", "c" or "r" per column, as given, else numbers to the right and ordinals to the middle."""
    given = (*align, *("",) * count)[:count]
    return tuple(side or _natural_side(column, header, body) for column, side in enumerate(given))


def _natural_side(column: int, header: Rows, body: Rows) -> str:
    if any(row[column].strip().upper() in ORDINAL_HEADINGS for row in header):
        return "c"
    texts = [row[column].strip() for row in body]
    return "r" if any(texts) and all(NUMERIC.fullmatch(text) for text in texts) else "l"


def _floors(header: Rows, body: Rows, count: int, landscape: bool) -> list[float]:
    """Per cent each column needs so that no word and no number breaks."""
    across = _across(count, landscape)
    padding = DENSE_PADDING if count >= DENSE_FROM else PADDING
    rows = [*header, *body]
    widest = [max(_unbroken_em(row[column]) for row in rows) for column in range(count)]
    return [100 * (em + padding) / across for em in widest]


def _unbroken_em(text: str) -> float:
    pieces = [text] if UNBROKEN.fullmatch(text) else BREAKS.split(text)
    return max((_em(piece) for piece in pieces if piece), default=0.5)


def _shares(given: tuple[int, ...], rows: Rows, floors: list[float]) -> tuple[int, ...]:
    """Per cent per column: as given, wider where a number needs it, else by the text of the columns."""
    if len(given) == len(floors) and all(1 <= share <= 100 for share in given):
        return _widened(given, rows[:SAMPLED_ROWS], [ceil(floor - TOLERATED) for floor in floors])
    return _natural_shares(rows[:SAMPLED_ROWS], floors)


def _widened(given: tuple[int, ...], rows: Rows, floors: list[int]) -> tuple[int, ...]:
    """The given shares, columns below their floor raised to it at the cost of the emptiest: those that hold the least
    text for their width, so that the column of the names is the last to give."""
    shares = [max(share, floor) for share, floor in zip(given, floors, strict=True)]
    room = [share - floor for share, floor in zip(shares, floors, strict=True)]
    over = sum(shares) - sum(given)
    if over > sum(room):
        return given
    if over:
        held = [sum(len(row[column]) for row in rows) for column in range(len(given))]
        for _ in range(over):
            spare = (column for column in range(len(given)) if shares[column] > floors[column])
            shares[min(spare, key=lambda column: held[column] / shares[column])] -= 1
    return tuple(shares)


def _natural_shares(rows: Rows, floors: list[float]) -> tuple[int, ...]:
    """Room for the longest word of each column first, what is left by the length of the text."""
    wishes = [_longest_text([row[column] for row in rows]) for column in range(len(floors))]
    spare = 100 - sum(floors)
    if spare < 0:
        raw = [100 * floor / sum(floors) for floor in floors]
    else:
        raw = [floor + spare * wish / sum(wishes) for floor, wish in zip(floors, wishes, strict=True)]
    shares = [max(1, int(share)) for share in raw]
    if shares:
        shares[shares.index(max(shares))] += 100 - sum(shares)
    return tuple(shares)


def _longest_text(texts: Sequence[str]) -> float:
    """How much more than its longest word a column would like, in em; never nothing."""
    words = max((_em(word) for text in texts for word in text.split()), default=0.5)
    return max(0.5, max((_em(text[:LONGEST_CELL]) for text in texts), default=0) - words)


def _em(text: str) -> float:
    """About the width in the bold heading face, in em."""
    return sum(BROAD.get(char) or NARROW.get(char) or _letter(char) for char in text)


def _letter(char: str) -> float:
    return 0.5 if char.isdigit() else 0.75 if char.isupper() else 0.53
