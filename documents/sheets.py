"""The PDF's own pages as pictures for the screen, with the place of every block on them.

Poppler draws them in a process of its own with a time limit; the web process holds one plan's pages at a time.
"""

from __future__ import annotations

import base64
import hashlib
import io
import math
import re
import shutil
import subprocess
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby

import pikepdf
from PIL import Image

from documents.pages import Paper
from documents.pdf import BlockPlace, PreviewPdf, one_paper, preview_pdf

DPI = 96
SECONDS = 20
MOST_LINES = 1_500  # about a hundred pages
PROGRAM = "pdftoppm"
_PPM_HEAD = re.compile(rb"P6\s(\d+)\s(\d+)\s255\s")


class NoSheets(Exception):
    """The pages cannot be drawn now; str() is the Vietnamese message."""


@dataclass(frozen=True)
class Sheet:
    """One page: its PNG (None when the caller has it), a digest of what is on it, size in px, its blocks, and whether it
    ends in a heading without its text."""

    png: bytes | None
    digest: str
    width: int
    height: int
    places: tuple[BlockPlace, ...]
    ends_in_heading: bool

    @property
    def data_url(self) -> str | None:
        return f"data:image/png;base64,{base64.b64encode(self.png).decode()}" if self.png else None


def sheets_of(paper: Paper, *, known: Collection[str] = ()) -> list[Sheet]:
    """The pages of the paper in order; those whose digest is `known` are not drawn.

    Raises NoSheets (no Poppler, too long, busy), LayoutError, ChartError.
    """
    if shutil.which(PROGRAM) is None:
        raise NoSheets("Máy chủ chưa cài poppler-utils nên chưa hiện được trang in. Hãy tải bản PDF để xem.")
    if len(paper.lines) > MOST_LINES:
        raise NoSheets("Kế hoạch quá dài để hiện trang in bên cạnh. Hãy lập bản PDF để xem.")
    if not one_paper.acquire(timeout=SECONDS):
        raise NoSheets("Máy chủ đang bận dàn trang. Trang in sẽ hiện ở lần lưu sau.")
    try:
        made = preview_pdf(paper)
        pages = list(_pages(made.content))
        pictures = _pictures(made.content, [at for at, page in enumerate(pages) if page.digest not in known])
    finally:
        one_paper.release()
    return _sheets(
        made, pages, pictures, {line.block_id for line in paper.lines if line.titled or line.level == "part"}
    )


@dataclass(frozen=True)
class _Page:
    digest: str
    width: int
    height: int


def _pages(content: bytes) -> Iterator[_Page]:
    """The digest takes in what the page draws, and every font, picture and form it draws with."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            seen = hashlib.sha256()
            page.contents_coalesce()
            seen.update(page.Contents.read_bytes())
            for kind in ("/Font", "/XObject"):
                for name, thing in sorted(page.resources.get(kind, pikepdf.Dictionary()).items()):
                    own = (
                        thing.read_raw_bytes()
                        if isinstance(thing, pikepdf.Stream)
                        else str(thing.BaseFont).encode()
                    )
                    seen.update(name.encode() + own)
            width, height = (math.ceil(float(side) * DPI / 72) for side in page.mediabox[2:])
            yield _Page(seen.hexdigest()[:16], width, height)


def page_picture(pdf: bytes, *, dpi: int = DPI) -> bytes:
    """The first page as PNG. Raises NoSheets."""
    if shutil.which(PROGRAM) is None:
        raise NoSheets("Máy chủ chưa cài poppler-utils nên chưa vẽ được ảnh. Hãy tải bản PDF.")
    return _png(next(_read(_drawn(pdf, 1, 1, dpi=dpi))))


def _sheets(
    made: PreviewPdf, pages: list[_Page], pictures: dict[int, bytes], headings: set[str]
) -> list[Sheet]:
    found = []
    for at, (page, places) in enumerate(zip(pages, made.places, strict=True)):
        last = places[-1].block_id if places else ""
        more = at + 1 < len(made.places) and bool(made.places[at + 1])
        found.append(
            Sheet(pictures.get(at), page.digest, page.width, page.height, places, more and last in headings)
        )
    return found


def _pictures(pdf: bytes, wanted: list[int]) -> dict[int, bytes]:
    """PNG of the wanted pages (from 0); neighbours are drawn by one run of the program."""
    made: dict[int, bytes] = {}
    for _offset, run in groupby(enumerate(wanted), key=lambda pair: pair[1] - pair[0]):
        numbers = [at for _place, at in run]
        pictures = _read(_drawn(pdf, numbers[0] + 1, numbers[-1] + 1))
        made |= {at: _png(picture) for at, picture in zip(numbers, pictures, strict=True)}
    return made


def _drawn(pdf: bytes, first: int, last: int, *, dpi: int = DPI) -> bytes:
    """Pages (from 1) as PPM, one after another."""
    try:
        done = subprocess.run(
            [PROGRAM, "-r", str(dpi), "-f", str(first), "-l", str(last), "-"],
            input=pdf, capture_output=True, check=True, timeout=SECONDS,
        )  # fmt: skip
    except (subprocess.SubprocessError, OSError) as error:
        raise NoSheets("Chưa vẽ được trang in. Hãy lập bản PDF để xem.") from error
    return done.stdout


def _read(ppm: bytes) -> Iterator[Image.Image]:
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
