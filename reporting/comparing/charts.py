"""Numbers over periods as an inline drawing: lines for three periods and more, bars for fewer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core.formats import write

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 640, 260, 8, 40, 16
MOST_SERIES = 6
TICKS = 4


@dataclass(frozen=True)
class Series:
    name: str
    values: tuple[Decimal | None, ...]


def chart(series: Sequence[Series], labels: Sequence[str], *, title: str) -> SafeString:
    """The drawing with its numbers as a description; "" where there is nothing to draw. Units beyond six are left out."""
    shown = [one for one in series if any(value is not None for value in one.values)][:MOST_SERIES]
    top = max((value for one in shown for value in one.values if value is not None), default=Decimal(0))
    if not shown or top <= 0:
        return mark_safe("")
    told = "; ".join(
        f"{one.name}: {', '.join(write.number(value, 2) or 'không có' for value in one.values)}"
        for one in shown
    )
    said = f"{', '.join(labels)}. {told}"
    draw = _lines if len(labels) > 2 else _bars
    parts = [*_axis(top, labels), *draw(shown, float(top), len(labels))]
    return mark_safe(
        f'<svg class="nc-compare" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title><desc>{escape(said)}</desc>{''.join(parts)}</svg>"
    )


def _x(at: int, count: int) -> float:
    return LEFT + (WIDTH - 2 * LEFT) * (at + 0.5) / count


def _y(value: float, top: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top)


def _axis(top: Decimal, labels: Sequence[str]) -> list[str]:
    parts = []
    for tick in range(TICKS + 1):
        value = top * tick / TICKS
        y = _y(float(value), float(top))
        parts.append(
            f'<line class="nc-compare-grid" x1="{LEFT}" x2="{WIDTH - LEFT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        )
        parts.append(
            f'<text class="nc-compare-tick" x="{LEFT}" y="{y - 3:.1f}">{write.number(value, 1)}</text>'
        )
    for at, label in enumerate(labels):
        short = label if len(label) <= 26 else f"{label[:25]}…"
        parts.append(
            f'<text class="nc-compare-label" x="{_x(at, len(labels)):.1f}" y="{HEIGHT - 14}" text-anchor="middle">'
            f"{escape(short)}</text>"
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
