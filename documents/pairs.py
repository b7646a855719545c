"""Pairs of bars: each figure beside the same one of an earlier time, every pair on a scale of its own."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from documents.charts import (
    LABEL_STEP,
    VALUE_CHAR,
    WIDTH,
    ChartError,
    drawing,
    plain,
    shared_out,
    strip_title,
    text_at,
)

LABEL_CHARS = 88
BAR_HEIGHT = 12
GAP = 9
STRIP = 3
NOW, BEFORE = "#4a4a4a", "#c4c4c4"


@dataclass(frozen=True)
class Pair:
    """`shown` and `shown_before` stand beside the bars; `change` behind the first ("+12,5%")."""

    label: str
    value: float
    before: float
    shown: str
    shown_before: str
    change: str = ""


def pair_strips(pairs: Sequence[Pair], *, title: str, now: str, before: str) -> tuple[str, ...]:
    """The pairs below each other in strips between which a page may end; `now` and `before` are explained above.

    Raises ChartError for negative values.
    """
    if any(pair.value < 0 or pair.before < 0 for pair in pairs):
        raise ChartError("Biểu đồ cột chỉ vẽ được số không âm.")
    legend = [_bar(0, 0, 12, NOW), text_at(18, 11, now, size=13)]
    legend += [_bar(WIDTH / 2, 0, 12, BEFORE), text_at(WIDTH / 2 + 18, 11, before, size=13)]
    strips = shared_out(pairs, STRIP)
    drawn = []
    for at, strip in enumerate(strips, start=1):
        parts, y = _pairs(strip, 22 if at == 1 else 0)
        drawn.append(drawing([*(legend if at == 1 else ()), *parts], y, strip_title(title, at, len(strips))))
    return tuple(drawn)


def _pairs(pairs: Sequence[Pair], y: int) -> tuple[list[str], int]:
    parts: list[str] = []
    for pair in pairs:
        for line in textwrap.wrap(pair.label, LABEL_CHARS) or [""]:
            y += LABEL_STEP
            parts.append(text_at(0, y - 4, line))
        told = f"{pair.shown} ({pair.change})" if pair.change else pair.shown
        room = max(len(told), len(pair.shown_before)) * VALUE_CHAR + 12
        scale = (WIDTH - room) / (max(pair.value, pair.before) or 1)
        for value, shown, fill in ((pair.value, told, NOW), (pair.before, pair.shown_before, BEFORE)):
            parts.append(_bar(0, y, value * scale, fill))
            parts.append(
                text_at(plain(value * scale + 6), y + BAR_HEIGHT - 2, shown, bold=fill == NOW, size=13)
            )
            y += BAR_HEIGHT + 1
        y += GAP
    return parts, y


def _bar(x: float, y: float, wide: float, fill: str) -> str:
    return (
        f'<rect x="{plain(x)}" y="{plain(y)}" width="{plain(wide)}" height="{BAR_HEIGHT}" fill="{fill}" '
        'stroke="#000000" stroke-width="0.5"/>'
    )
