"""Numbers over periods as an inline drawing: lines for three periods and more, bars for fewer."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, log10

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core.formats import write

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 880, 300, 8, 66, 16
LETTER, MOST_ROWS = 7, 4  # width of a letter of a label, lines it may take
MOST_SERIES = 6
TICKS = 4


@dataclass(frozen=True)
class Series:
    name: str
    values: tuple[Decimal | None, ...]


def chart(series: Sequence[Series], labels: Sequence[str], *, title: str) -> SafeString:
    """The drawing with its numbers as a description; "" where there is nothing to draw. At most six series."""
    most = max((value for one in series for value in one.values if value is not None), default=Decimal(0))
    if most <= 0:
        return mark_safe("")
    told = "; ".join(
        f"{one.name}: {', '.join(write.number(value, 2) or 'không có' for value in one.values)}"
        for one in series
    )
    said = f"{', '.join(labels)}. {told}"
    ticks = _ticks(float(most))
    draw = _lines if len(labels) > 2 else _bars
    parts = [*_axis(ticks, labels), *draw(series, ticks[-1], len(labels))]
    return mark_safe(
        f'<svg class="nc-compare" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title><desc>{escape(said)}</desc>{''.join(parts)}</svg>"
    )


def _ticks(most: float) -> list[float]:
    """0 and round values up to the first at or above `most`."""
    power = 10.0 ** floor(log10(most / TICKS))
    step = next(part * power for part in (1, 2, 5, 10) if part * power * TICKS >= most)
    return [round(step * number, 6) for number in range(ceil(most / step - 1e-9) + 1)]


def _x(at: int, count: int) -> float:
    return LEFT + (WIDTH - 2 * LEFT) * (at + 0.5) / count


def _y(value: float, top: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top)


def _axis(ticks: Sequence[float], labels: Sequence[str]) -> list[str]:
    parts = []
    for value in ticks:
        y, shown = _y(value, ticks[-1]), write.number(Decimal(str(value)))
        parts.append(
            f'<line class="nc-compare-grid" x1="{LEFT}" x2="{WIDTH - LEFT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        )
        parts.append(f'<text class="nc-compare-tick" x="{LEFT}" y="{y - 3:.1f}">{shown}</text>')
    room = max(int((WIDTH - 2 * LEFT) / len(labels) / LETTER), 6)
    for at, label in enumerate(labels):
        for row, words in enumerate(textwrap.wrap(label, room)[:MOST_ROWS]):
            parts.append(
                f'<text class="nc-compare-label" x="{_x(at, len(labels)):.1f}" y="{HEIGHT - BOTTOM + 16 + 14 * row}" '
                f'text-anchor="middle">{escape(words)}</text>'
            )
    return parts


def _lines(series: Sequence[Series], top: float, count: int) -> list[str]:
    parts = []
    for number, one in enumerate(series, start=1):
        points = [
            (_x(at, count), _y(max(float(value), 0), top))
            for at, value in enumerate(one.values)
            if value is not None
        ]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline class="nc-compare-{number}" points="{path}"/>')
        parts += [f'<circle class="nc-compare-{number}" cx="{x:.1f}" cy="{y:.1f}" r="4"/>' for x, y in points]
    return parts


def _bars(series: Sequence[Series], top: float, count: int) -> list[str]:
    parts = []
    room = (WIDTH - 2 * LEFT) / count * 0.8
    width = room / len(series)
    for number, one in enumerate(series, start=1):
        for at, value in enumerate(one.values):
            if value is None:
                continue
            y = _y(max(float(value), 0), top)
            x = _x(at, count) - room / 2 + width * (number - 1)
            parts.append(
                f'<rect class="nc-compare-{number}" x="{x:.1f}" y="{y:.1f}" width="{max(width - 2, 1):.1f}" '
                f'height="{max(HEIGHT - BOTTOM - y, 0.5):.1f}"/>'
            )
    return parts
