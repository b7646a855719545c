"""Where on the pages a signature goes: read back from the anchors that the layout left in the PDF, never typed in.

All lengths in pt from the lower left corner of the page (Nghị định 30/2020/NĐ-CP, Phụ lục I: boxes 7c, 8 and 14).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import pikepdf

from documents.html import SIGNATURE_ROOM, SIGNATURE_ROOM_END

POINTS_PER_MM = 72 / 25.4
SEAL_OVERLAP = 1 / 3
WORDS_HEIGHT = 16.0
# The mark of a separate appendix: size of its box and how far it stays from the edges of the page.
MARK_WIDTH, MARK_HEIGHT = 190.0, 28.0
MARK_RIGHT, MARK_TOP = 15 * POINTS_PER_MM, 8 * POINTS_PER_MM


class NoPlace(ValueError):
    """The file has no room for a signature; str() is the Vietnamese message."""


@dataclass(frozen=True)
class Box:
    """A rectangle on a page (from 0)."""

    page: int
    left: float
    low: float
    right: float
    high: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.high - self.low

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.low + self.high) / 2

    @property
    def corners(self) -> tuple[int, int, int, int]:
        """As PDF wants it; pyHanko takes whole points."""
        return round(self.left), round(self.low), round(self.right), round(self.high)


def signature_room(pdf: bytes) -> Box:
    """The room between post and name. Raises NoPlace when the PDF is not one of ours."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        begin, end = (_destination(file, name) for name in (SIGNATURE_ROOM, SIGNATURE_ROOM_END))
    if begin is None or end is None or begin[0] != end[0]:
        raise NoPlace("Bản PDF không có chỗ ký do hệ thống dàn. Hãy lập lại bản PDF rồi ký.")
    (page, left, high), (_page, right, low) = begin, end
    return Box(page, left, low, right, high)


def _destination(file: pikepdf.Pdf, name: str) -> tuple[int, float, float] | None:
    root: Any = file.Root
    names = root.get("/Names", {}).get("/Dests")
    if names is None:
        return None
    found = pikepdf.NameTree(names).get(name)
    if found is None:
        return None
    page, _kind, x, y = list(found)[:4]
    numbers: dict[Any, int] = {one.objgen: at for at, one in enumerate(file.pages)}
    return numbers[page.objgen], float(x), float(y)


def picture_box(room: Box, size: tuple[int, int], width_mm: float) -> Box:
    """The picture of the hand signature (px `size`), in the middle of the room above the words."""
    most_high = room.height - WORDS_HEIGHT
    wide = min(width_mm * POINTS_PER_MM, room.width, most_high * size[0] / size[1])
    high = wide * size[1] / size[0]
    x, low = room.middle[0], room.low + WORDS_HEIGHT + (most_high - high) / 2
    return Box(room.page, x - wide / 2, low, x + wide / 2, low + high)


def seal_box(signature: Box, diameter_mm: float) -> Box:
    """The seal in its real size, over a third of the hand signature on its left."""
    side = diameter_mm * POINTS_PER_MM
    right = signature.left + signature.width * SEAL_OVERLAP
    low = signature.middle[1] - side / 2
    return Box(signature.page, right - side, low, right, low + side)


def appendix_mark(pdf: bytes) -> Box:
    """Top right of the first page of a file that goes with a document."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        left, low, right, high = (float(side) for side in file.pages[0].mediabox)
    right, high = max(left, right) - MARK_RIGHT, max(low, high) - MARK_TOP
    return Box(0, right - MARK_WIDTH, high - MARK_HEIGHT, right, high)
