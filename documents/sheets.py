"""The PDF's own pages as pictures for the screen, with the place of every block on them.

Poppler draws them in a process of its own with a time limit; the web process holds one plan's pages at a time.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

from documents.pages import Paper
from documents.pdf import BlockPlace, PreviewPdf, preview_pdf

DPI = 96
SECONDS = 20
MOST_LINES = 1_500  # about a hundred pages
PROGRAM = "pdftoppm"
_PPM_HEAD = re.compile(rb"P6\s(\d+)\s(\d+)\s255\s")
_one_at_a_time = threading.Lock()


class NoSheets(Exception):
    """The pages cannot be drawn now; str() is the Vietnamese message."""


@dataclass(frozen=True)
class Sheet:
    """One page: PNG, its digest, size in px, its blocks, and whether it ends in a heading without its text."""

    png: bytes
    digest: str
    width: int
    height: int
    places: tuple[BlockPlace, ...]
    ends_in_heading: bool

    @property
    def data_url(self) -> str:
        return f"data:image/png;base64,{base64.b64encode(self.png).decode()}"


def sheets_of(paper: Paper) -> list[Sheet]:
    """The pages of the paper in order. Raises NoSheets (no Poppler, too long, busy), LayoutError, ChartError."""
    if shutil.which(PROGRAM) is None:
        raise NoSheets("Máy chủ chưa cài poppler-utils nên chưa hiện được trang in. Hãy tải bản PDF để xem.")
    if len(paper.lines) > MOST_LINES:
        raise NoSheets("Kế hoạch quá dài để hiện trang in bên cạnh. Hãy lập bản PDF để xem.")
    if not _one_at_a_time.acquire(timeout=SECONDS):
        raise NoSheets("Máy chủ đang bận dàn trang. Trang in sẽ hiện ở lần lưu sau.")
    try:
        made = preview_pdf(paper)
        pictures = list(_pictures(_drawn(made.content)))
    finally:
        _one_at_a_time.release()
    return _sheets(
        made, pictures, {line.block_id for line in paper.lines if line.titled or line.level == "part"}
    )


def _sheets(made: PreviewPdf, pictures: list[Image.Image], headings: set[str]) -> list[Sheet]:
    found = []
    for at, (picture, places) in enumerate(zip(pictures, made.places, strict=True)):
        png = _png(picture)
        last = places[-1].block_id if places else ""
        more = at + 1 < len(made.places) and bool(made.places[at + 1])
        found.append(
            Sheet(png, hashlib.sha256(png).hexdigest()[:16], *picture.size, places, more and last in headings)
        )
    return found


def _drawn(pdf: bytes) -> bytes:
    """All pages as PPM, one after another."""
    try:
        done = subprocess.run(
            [PROGRAM, "-r", str(DPI), "-"], input=pdf, capture_output=True, check=True, timeout=SECONDS
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise NoSheets("Chưa vẽ được trang in. Hãy lập bản PDF để xem.") from error
    return done.stdout


def _pictures(ppm: bytes) -> Iterator[Image.Image]:
    start = 0
    while head := _PPM_HEAD.match(ppm, start):
        width, height = int(head[1]), int(head[2])
        start = head.end() + 3 * width * height
        yield Image.frombytes("RGB", (width, height), ppm[head.end() : start])


def _png(picture: Image.Image) -> bytes:
    """Small and quick: text in shades of grey needs one channel."""
    grey = picture.convert("L")
    plain = grey if grey.convert("RGB").tobytes() == picture.tobytes() else picture
    file = io.BytesIO()
    plain.save(file, "PNG", compress_level=3)
    return file.getvalue()
