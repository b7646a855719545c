"""Where the letters of a certificate stand: long names are set smaller or on more lines, nothing is cut."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from fontTools.ttLib import TTFont

from documents.pdf import STATIC

MM_PER_PT = 25.4 / 72
# A name is set smaller down to this share of its size, then on one more line.
SMALLEST_SHARE = 0.62
STEP = 0.97
LEADING = 1.22
COLORS = {"black": "#000000", "red": "#c8102e", "blue": "#0b3d91"}
ANCHORS = {"l": "start", "c": "middle", "r": "end"}
_SERIF = {
    (False, False): "LiberationSerif-Regular.ttf", (True, False): "LiberationSerif-Bold.ttf",
    (False, True): "LiberationSerif-Italic.ttf", (True, True): "LiberationSerif-BoldItalic.ttf",
}  # fmt: skip
_SANS = "be-vietnam-pro-{part}-{weight}.woff2"


@dataclass(frozen=True)
class Spot:
    """A field of a blank, in mm and pt."""

    key: str
    text: str
    x: float
    y: float
    width: float
    size: float
    lines: int
    font: str
    align: str
    color: str
    bold: bool
    italic: bool
    caps: bool


@dataclass(frozen=True)
class Letters:
    """One line of text as SVG draws it; lengths in mm."""

    x: str
    y: str
    size: str
    anchor: str
    font: str
    weight: str
    style: str
    fill: str
    text: str


def spot_of(field: Any) -> Spot:
    """The field's row (or a form's values as attributes) as numbers."""
    return Spot(
        field.key, field.text, float(field.x), float(field.y), float(field.width), float(field.size), int(field.lines),
        field.font, field.align, field.color, field.bold, field.italic, field.caps,
    )  # fmt: skip


def letters_of(spot: Spot, text: str) -> list[Letters]:
    """The lines of the text in the room of the spot."""
    words = " ".join(text.split())
    if spot.caps:
        words = words.upper()
    if not words:
        return []
    size, lines = fitted(words, spot)
    at = {"l": spot.x, "c": spot.x + spot.width / 2, "r": spot.x + spot.width}[spot.align]
    return [
        Letters(
            x=_mm(at), y=_mm(spot.y + n * size * LEADING), size=_mm(size), anchor=ANCHORS[spot.align],
            font="Certificate Serif" if spot.font == "serif" else "Certificate Latin, Certificate Marks",
            weight="bold" if spot.bold else "normal", style="italic" if spot.italic else "normal",
            fill=COLORS[spot.color], text=line,
        )
        for n, line in enumerate(lines)
    ]  # fmt: skip


def fitted(words: str, spot: Spot) -> tuple[float, list[str]]:
    """Letter size in mm and the lines: as large as wished, then smaller, then on more lines than wished."""
    largest = spot.size * MM_PER_PT
    most = max(spot.lines, 1)
    while True:
        size = largest
        while size >= largest * SMALLEST_SHARE:
            if 0 < len(lines := broken(words, spot.width / size, spot)) <= most:
                return size, lines
            size *= STEP
        most += 1
        if most > len(words.split()):
            break
    # One word alone is wider than the room: it is set as small as it takes.
    longest = max(_width(word, spot) for word in words.split())
    size = min(largest * SMALLEST_SHARE, spot.width / longest * 0.999)
    return size, broken(words, spot.width / size, spot)


def broken(words: str, room: float, spot: Spot) -> list[str]:
    """The lines of `room` em; [] when one word is wider. Lines are made alike in length."""
    lines = _greedy(words, room, spot)
    while len(lines) > 1:
        room *= STEP
        narrower = _greedy(words, room, spot)
        if len(narrower) != len(lines):
            break
        lines = narrower
    return lines


def _greedy(words: str, room: float, spot: Spot) -> list[str]:
    lines: list[str] = []
    at, blank = room + 1, _width(" ", spot)
    for word in words.split():
        long = _width(word, spot)
        if long > room:
            return []
        if at + blank + long > room:
            lines.append(word)
            at = long
        else:
            lines[-1] += f" {word}"
            at += blank + long
    return lines


def _width(text: str, spot: Spot) -> float:
    widths = _widths(spot.font, spot.bold, spot.italic)
    return sum(widths.get(ord(char), 0.7) for char in text)


@cache
def _widths(font: str, bold: bool, italic: bool) -> dict[int, float]:
    """Character → width in em."""
    if font == "serif":
        return _advances(STATIC / "fonts" / _SERIF[bold, italic])
    folder, weight = STATIC / "vendor" / "be-vietnam-pro", 600 if bold else 400
    parts = [_advances(folder / _SANS.format(part=part, weight=weight)) for part in ("vietnamese", "latin")]
    return parts[0] | parts[1]


def _advances(path: Any) -> dict[int, float]:
    font = TTFont(path)
    em, advances = font["head"].unitsPerEm, font["hmtx"].metrics
    return {code: advances[name][0] / em for code, name in font.getBestCmap().items()}


def _mm(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
