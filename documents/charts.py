"""Bar charts as vector drawings: own SVG, black and grey so that a photocopy still reads."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from math import floor, log10
from typing import TypeVar
from xml.etree import ElementTree

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core.formats import write

FONT = "Paper Serif"
WIDTH = 600
VALUE_ROOM = 60  # right of the longest bar, at least
VALUE_CHAR = 7.8  # width of a character of a bold value
AXIS_HEIGHT = 40
TICK_STEPS = (1, 2, 5, 10)
LABEL_CHARS = 88
LABEL_STEP = 17
BAR_HEIGHT = 13
GAP = 9
STRIP = 4

_NAMESPACE = "http://www.w3.org/2000/svg"
_TAGS = frozenset({"svg", "g", "rect", "line", "path", "text", "tspan", "title", "desc"})
_SIZES = ("viewBox", "width", "height", "x", "y", "x1", "y1", "x2", "y2", "d", "transform")
_LOOKS = ("fill", "stroke", "stroke-width", "font-family", "font-size", "font-weight", "text-anchor")
_ATTRIBUTES = frozenset((*_SIZES, *_LOOKS, "role", "aria-label"))

T = TypeVar("T")


class ChartError(ValueError):
    """The numbers cannot be drawn as bars, or the drawing is not one of ours."""


@dataclass(frozen=True)
class Bar:
    """One bar: its length is `value` (≥ 0), `shown` is the text beside it (already in Vietnamese number format)."""

    label: str
    value: float
    shown: str
    target: float | None = None  # a mark on the bar where the target stands


def bar_chart(bars: Sequence[Bar], *, title: str, axis: str = "", whole: float = 0) -> str:
    """Horizontal bars, one below the other, longest label in full. Raises ChartError for negative values.

    `axis` says below the bars what their length means; `whole` is the value at its right end (100 for shares).
    """
    return bar_strips(bars, title=title, axis=axis, whole=whole, most=len(bars) or 1)[0]


def bar_strips(
    bars: Sequence[Bar], *, title: str, axis: str = "", whole: float = 0, most: int = STRIP
) -> tuple[str, ...]:
    """The same chart in strips of at most `most` bars on one scale, so that a page may end between them."""
    if any(bar.value < 0 or (bar.target or 0) < 0 for bar in bars):
        raise ChartError("Biểu đồ cột chỉ vẽ được số không âm.")
    top = max(whole, *(max(bar.value, bar.target or 0) for bar in bars), 0) or 1
    room = max(VALUE_ROOM, *(len(bar.shown) * VALUE_CHAR + 10 for bar in bars), 0)
    scale = (WIDTH - room) / top
    strips = shared_out(bars, most)
    drawn = []
    for at, strip in enumerate(strips, start=1):
        parts, y = [], 0
        for bar in strip:
            shapes, y = _bar(bar, y, scale)
            parts += shapes
        if axis and strip:
            shapes, y = _axis(axis, top, scale, y) if at == len(strips) else (_grid(top, scale, y), y)
            parts = shapes + parts
        drawn.append(drawing(parts, y, strip_title(title, at, len(strips))))
    return tuple(drawn)


def shared_out(rows: Sequence[T], most: int) -> list[Sequence[T]]:
    """The rows in strips of at most `most`, about as long as each other; one empty strip for none."""
    count = max(1, -(-len(rows) // most))
    cuts = [round(len(rows) * at / count) for at in range(count + 1)]
    return [rows[first:last] for first, last in pairwise(cuts)]


def strip_title(title: str, at: int, count: int) -> str:
    """What a strip is called for people who do not see it."""
    return title if count == 1 else f"{title} (phần {at}/{count})"


def drawing(parts: Sequence[str], height: int, title: str) -> str:
    """The shapes as one SVG, as wide as every chart, with its title for people who do not see it."""
    return (
        f'<svg xmlns="{_NAMESPACE}" viewBox="0 0 {WIDTH} {max(height, 1)}" width="{WIDTH}" height="{max(height, 1)}" '
        f'role="img" aria-label="{escape(title)}"><title>{escape(title)}</title>{"".join(parts)}</svg>'
    )


def _grid(top: float, scale: float, y: int) -> list[str]:
    """The light lines of the axis behind a strip that has no axis below it."""
    places = (plain(tick * scale) for tick in _ticks(top))
    return [f'<line x1="{x}" y1="0" x2="{x}" y2="{y}" stroke="#c9c9c9" stroke-width="1"/>' for x in places]


def _axis(meaning: str, top: float, scale: float, y: int) -> tuple[list[str], int]:
    """Light lines behind the bars with their values below, and what the values are."""
    parts = [f'<line x1="0" y1="{y}" x2="{plain(top * scale)}" y2="{y}" stroke="#000000" stroke-width="1"/>']
    for tick in _ticks(top):
        x = plain(tick * scale)
        parts.append(f'<line x1="{x}" y1="0" x2="{x}" y2="{y + 4}" stroke="#c9c9c9" stroke-width="1"/>')
        parts.append(
            text_at(
                x, y + 16, write.number(Decimal(str(tick))), size=12, anchor="middle" if tick else "start"
            )
        )
    middle = plain(top * scale / 2)
    parts.append(text_at(middle, y + 33, meaning, size=12, anchor="middle"))
    return parts, y + AXIS_HEIGHT


def _ticks(top: float) -> list[float]:
    """Whole round values from 0 to at most `top`, six of them or fewer."""
    power = 10.0 ** floor(log10(top / 5))
    step = max(1, next(part * power for part in TICK_STEPS if part * power * 5 >= top))
    return [round(step * number, 6) for number in range(int(top / step + 1e-9) + 1)]


def _bar(bar: Bar, y: int, scale: float) -> tuple[list[str], int]:
    parts = []
    for row in textwrap.wrap(bar.label, LABEL_CHARS) or [""]:
        y += LABEL_STEP
        parts.append(text_at(0, y - 4, row))
    length = plain(bar.value * scale)
    parts.append(f'<rect x="0" y="{y}" width="{length}" height="{BAR_HEIGHT}" fill="#5a5a5a"/>')
    if bar.target is not None:
        x = plain(bar.target * scale)
        parts.append(
            f'<line x1="{x}" y1="{y - 2}" x2="{x}" y2="{y + BAR_HEIGHT + 2}" stroke="#000000" stroke-width="2"/>'
        )
    beside = max(bar.value, bar.target or 0) * scale + 6
    parts.append(text_at(plain(beside), y + BAR_HEIGHT - 2, bar.shown, bold=True))
    return parts, y + BAR_HEIGHT + GAP


def text_at(
    x: float | str, y: float, text: str, *, bold: bool = False, size: int = 14, anchor: str = "start"
) -> str:
    """One line of text from (x, y) on, in the letters of the paper."""
    looks = f'font-size="{size}" font-weight="{"bold" if bold else "normal"}" text-anchor="{anchor}"'
    return f'<text x="{x}" y="{y}" font-family="{FONT}" {looks}>{escape(text)}</text>'


def plain(value: float) -> str:
    """A length as it stands in a drawing: at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def clean_svg(svg: str) -> SafeString:
    """The drawing with nothing but plain shapes and text, safe to put into a page.

    Raises ChartError for anything that is not well-formed SVG or holds an entity or a document type.
    """
    if "<!" in svg or "<?" in svg:
        raise ChartError("Hình vẽ không hợp lệ.")
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError:
        raise ChartError("Hình vẽ không hợp lệ.") from None
    if _tag(root) != "svg":
        raise ChartError("Hình vẽ không hợp lệ.")
    # Named, because a page may be read by the parser of XML, to which a bare <svg> is no drawing.
    return mark_safe(_clean(root).replace("<svg", f'<svg xmlns="{_NAMESPACE}"', 1))


def _clean(element) -> str:
    tag = _tag(element)
    attributes = "".join(
        f' {name}="{escape(value)}"' for name, value in element.attrib.items() if name in _ATTRIBUTES
    )
    inner = escape(element.text or "") + "".join(
        (_clean(child) if _tag(child) in _TAGS else "") + escape(child.tail or "") for child in element
    )
    return f"<{tag}{attributes}>{inner}</{tag}>"


def _tag(element) -> str:
    return str(element.tag).removeprefix(f"{{{_NAMESPACE}}}")
