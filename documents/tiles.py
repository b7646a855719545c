"""A grid of small squares, one a unit, and a bar in parts: states by colour and by pattern, so that a photocopy reads."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape

from documents.charts import WIDTH, drawing, plain, text_at

TILE, STEP = 10, 12
LABEL_CHARS, LABEL_STEP, LABEL_SIZE = 46, 13, 12
COLUMNS, COLUMN_GAP = 2, 20
BLOCK_GAP = 8
TALLEST = 760  # of one drawing: a page of an upright sheet with its heading
BAR_HEIGHT = 22
LEGEND_STEP = 19
PATTERNS = {
    "": "",
    "rising": "M{x} {b}L{r} {y}",
    "level": "M{x} {m}H{r}",
    "crossed": "M{x} {y}L{r} {b}M{x} {b}L{r} {y}",
}


@dataclass(frozen=True)
class Look:
    """How a state is drawn and what it means."""

    fill: str
    pattern: str
    meaning: str


@dataclass(frozen=True)
class Block:
    """The tiles of one group of units: a letter each, meaning a look."""

    title: str
    states: str


def tile_grids(blocks: Sequence[Block], looks: dict[str, Look], *, title: str) -> list[str]:
    """The blocks in two columns below a legend, as many drawings as they need: none is higher than a page."""
    columns = COLUMNS if len(blocks) > 1 else 1
    width = (WIDTH - COLUMN_GAP * (columns - 1)) // columns
    a_row = width // STEP
    grids, parts, tops = [], *_begin(looks, blocks, columns)
    start = tops[0]
    for block in _cut(blocks, a_row):
        column = tops.index(min(tops))
        if tops[column] > start and tops[column] + _height(block, a_row) > TALLEST:
            grids.append(drawing(parts, max(tops), title))
            parts, tops = [], [0] * columns
            start, column = 0, 0
        parts += _block(block, looks, column * (width + COLUMN_GAP), tops[column], a_row)
        tops[column] += _height(block, a_row)
    return [*grids, drawing(parts, max(tops), title)]


def parts_bar(parts: Sequence[tuple[Look, int]], *, title: str) -> str:
    """One bar from end to end, a part for each look as long as its count, the legend below."""
    whole = sum(count for _look, count in parts)
    drawn, x = [], 0.0
    for look, count in parts:
        wide = WIDTH * count / whole if whole else 0
        if wide:
            drawn += _square(look, x, 0, wide, BAR_HEIGHT, count=max(1, round(wide / BAR_HEIGHT)))
        x += wide
    legend, y = _legend([(look, str(count)) for look, count in parts], BAR_HEIGHT + 10)
    return drawing(drawn + legend, y, title)


def _begin(looks: dict[str, Look], blocks: Sequence[Block], columns: int) -> tuple[list[str], list[int]]:
    counts = [(look, str(sum(b.states.count(letter) for b in blocks))) for letter, look in looks.items()]
    parts, y = _legend(counts, 0)
    return parts, [y + BLOCK_GAP] * columns


def _legend(counts: Sequence[tuple[Look, str]], y: int) -> tuple[list[str], int]:
    """Two to a line: the square, the meaning, how many."""
    parts = []
    for at, (look, count) in enumerate(counts):
        x, row = (at % 2) * WIDTH // 2, y + (at // 2) * LEGEND_STEP
        parts += _square(look, x, row, 12, 12)
        parts.append(text_at(x + 18, row + 11, f"{look.meaning}: {count}", size=13))
    return parts, y + -(-len(counts) // 2) * LEGEND_STEP


def _cut(blocks: Sequence[Block], a_row: int) -> list[Block]:
    """Blocks that fit on a page each."""
    most = a_row * ((TALLEST - 120) // STEP)
    return [
        Block(block.title, block.states[start : start + most])
        for block in blocks
        for start in range(0, max(len(block.states), 1), most)
    ]


def _label(block: Block) -> list[str]:
    return textwrap.wrap(block.title, LABEL_CHARS) or [""]


def _height(block: Block, a_row: int) -> int:
    return len(_label(block)) * LABEL_STEP + 3 + -(-len(block.states) // a_row) * STEP + BLOCK_GAP


def _block(block: Block, looks: dict[str, Look], x: int, y: int, a_row: int) -> list[str]:
    """One path a state for the squares and one for their patterns, however many units there are."""
    parts = []
    for line in _label(block):
        y += LABEL_STEP
        parts.append(text_at(x, y - 3, line, size=LABEL_SIZE))
    y += 3
    for letter, look in looks.items():
        places = [
            (x + at % a_row * STEP, y + at // a_row * STEP)
            for at, state in enumerate(block.states)
            if state == letter
        ]
        if places:
            squares = "".join(f"M{left} {top}h{TILE}v{TILE}h-{TILE}z" for left, top in places)
            parts.append(f'<path d="{squares}" fill="{look.fill}" stroke="#000000" stroke-width="0.6"/>')
            strokes = "".join(_strokes(look, left, top, TILE, TILE) for left, top in places)
            parts += _pattern(strokes)
    return parts


def _square(look: Look, x: float, y: float, wide: float, high: float, count: int = 1) -> list[str]:
    """A rectangle with the pattern drawn `count` times beside each other."""
    step = wide / count
    strokes = "".join(_strokes(look, x + at * step, y, step, high) for at in range(count))
    box = f'<rect x="{plain(x)}" y="{plain(y)}" width="{plain(wide)}" height="{plain(high)}"'
    return [f'{box} fill="{escape(look.fill)}" stroke="#000000" stroke-width="0.6"/>', *_pattern(strokes)]


def _strokes(look: Look, x: float, y: float, wide: float, high: float) -> str:
    sides = {"x": x, "y": y, "r": x + wide, "b": y + high, "m": y + high / 2}
    return PATTERNS[look.pattern].format(**{name: plain(at) for name, at in sides.items()})


def _pattern(strokes: str) -> list[str]:
    return [f'<path d="{strokes}" fill="none" stroke="#000000" stroke-width="1"/>'] if strokes else []
