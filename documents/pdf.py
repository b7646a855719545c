"""HTML → PDF/A-3 bytes. The only module that knows WeasyPrint.

The same paper, attachment and time give the same bytes in every process: all dates come from `created_at`.
"""

import gc
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from threading import RLock
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pydyf
from cssselect2 import ElementWrapper
from weasyprint import CSS, HTML, Attachment, Document
from weasyprint import html as user_agent
from weasyprint.css.counters import CounterStyle
from weasyprint.document import Page
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from documents.html import SIGNATURE_ROOM, paper_html
from documents.pages import Paper

STATIC = Path(__file__).resolve().parent.parent / "static"
OPEN_FOLDERS = (STATIC / "css", STATIC / "fonts", STATIC / "vendor" / "be-vietnam-pro")
TAGGED, UNTAGGED = "pdf/a-3a", "pdf/a-3b"
POINTS_PER_PX = 0.75
# The styles and fonts of the process serve one paper at a time; who also draws its pages holds it that long.
one_paper = RLock()
KEPT_RULES = 40  # of pages: sides and margins of a paper and its appendices
LONGEST_WAIT = 8  # seconds
MANY_OBJECTS = 1_000_000  # a paper of about forty pages
_STYLES = re.compile(r'<link rel="stylesheet" href="([^"]+)">|<style>(.*?)</style>', re.DOTALL)
_VOID = re.compile(r"<((?:meta|col|br|img)\b[^>]*[^/>])>")
_BLOCK = re.compile(r' data-block="([a-z0-9]{6,12})"')


class FetchRefused(FatalURLFetchingError):
    """A paper asked for something outside the style sheets and fonts."""


class LockedFetcher(URLFetcher):
    """Opens style sheets and fonts of the portal and data: URLs; no network, no redirect, no other file."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"file", "data"}, allow_redirects=False)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Raises FetchRefused, which stops the whole rendering."""
        parts = urlsplit(url)
        if parts.scheme == "data":
            return super().fetch(url, headers)
        path = Path(unquote(parts.path)).resolve()
        if (
            parts.scheme != "file"
            or parts.netloc
            or not any(path.is_relative_to(folder) for folder in OPEN_FOLDERS)
        ):
            raise FetchRefused(f"Không được đọc “{url}” khi in văn bản.")
        return super().fetch(url, headers)


class PaperHTML(HTML):
    """HTML of a paper: has no lists, and its footnotes bring their styles, so no cell needs the six kept for all.

    Overrides a private hook of WeasyPrint: a long annex takes two thirds of the memory. A test guards that the hook
    is still there and that the pages stay the same.
    """

    def __init__(self, *, string: str, base_url: str, url_fetcher: URLFetcher) -> None:
        """Templates write well-formed tags, so the parser of XML will do; the one of HTML takes twenty times as long."""
        try:
            root = ElementTree.fromstring(_VOID.sub(r"<\1/>", string))
        except ElementTree.ParseError:
            super().__init__(string=string, base_url=base_url, url_fetcher=url_fetcher)
            return
        self.base_url, self.url_fetcher, self.media_type = base_url, url_fetcher, "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [_lean_sheet()]


@cache
def _lean_sheet() -> CSS:
    unused = re.compile(
        r"^::(?:marker|footnote-call|footnote-marker|note-call|note-marker|note-callback) \{.*\}$", re.M
    )
    return CSS(string=unused.sub("", user_agent.UA), counter_style=CounterStyle())


@dataclass(frozen=True)
class RenderedPdf:
    """The file, its SHA-256 (hex), its number of pages, and the room to sign: (page from 1, x0, y0, x1, y1 in pt)."""

    content: bytes
    sha256: str
    pages: int
    signature_box: tuple[int, float, float, float, float] | None


def render_pdf(
    paper: Paper, *, attachment: bytes, attachment_name: str, created_at: datetime, tagged: bool = True
) -> RenderedPdf:
    """The paper as PDF/A-3 with its data (`attachment`, JSON) inside, relationship Source.

    `created_at` is aware and is the only time in the file. `tagged=False` (level B, no tag tree) is for long annexes,
    which tags would make a quarter slower and twice as big. Raises LayoutError, ChartError, FetchRefused, ValueError.
    """
    if created_at.tzinfo is None:
        raise ValueError("created_at needs a time zone")
    variant = TAGGED if tagged else UNTAGGED
    html = paper_html(paper)
    with one_paper, _no_garbage_collection():
        document = _laid_out(html, pdf_variant=variant)
        _describe(document, paper, created_at)
        document.metadata.attachments = [_attached(attachment, attachment_name, created_at)]
        content = document.write_pdf(pdf_variant=variant, finisher=_name_files_once)
    return RenderedPdf(
        content, hashlib.sha256(content).hexdigest(), len(document.pages), _signature_box(document)
    )


def part_pdf(html: str) -> tuple[bytes, int]:
    """Pages to be joined into a long paper, without tags, data and dates; how many. Raises FetchRefused."""
    with one_paper, _no_garbage_collection():
        document = _laid_out(html, pdf_variant=UNTAGGED)
        return bytes(document.write_pdf(pdf_variant=UNTAGGED)), len(document.pages)


def first_page(html: str) -> Any:
    """The box of the first page as `part_pdf` lays it out, for who reads places off it. Raises FetchRefused."""
    with one_paper:
        return _laid_out(html, pdf_variant=UNTAGGED).pages[0]._page_box


def stamp_pdf(html: str, *, width: float, height: float, picture: tuple[float, float]) -> bytes:
    """One page of `width` × `height` pt without margins, its <img> as big as `picture`. Raises FetchRefused."""
    size = CSS(
        string=f"@page {{ size: {width:g}pt {height:g}pt; margin: 0 }}"
        f"img {{ width: {picture[0]:.2f}pt; height: {picture[1]:.2f}pt }}"
    )
    page = PaperHTML(string=html, base_url=f"{STATIC.as_uri()}/", url_fetcher=LockedFetcher())
    return page.write_pdf(stylesheets=[size])


def listing_pdf(html: str) -> bytes:
    """A list of the portal as PDF, in the styles the HTML names. Raises FetchRefused."""
    with _no_garbage_collection():
        page = PaperHTML(string=html, base_url=f"{STATIC.as_uri()}/", url_fetcher=LockedFetcher())
        return bytes(page.write_pdf())


def piece_pdf(html: str, *, sizes: str) -> bytes:
    """A poster, banner or leaflet in the styles the HTML names; `sizes` is the CSS only this piece has.

    Raises FetchRefused, TimeoutError when another paper holds the styles for too long.
    """
    if not one_paper.acquire(timeout=LONGEST_WAIT):
        raise TimeoutError("another paper is being laid out")
    try:
        page = PaperHTML(string=html, base_url=f"{STATIC.as_uri()}/", url_fetcher=LockedFetcher())
        return bytes(page.write_pdf(stylesheets=[CSS(string=sizes)]))
    finally:
        one_paper.release()


@dataclass(frozen=True)
class BlockPlace:
    """Where a block stands on its page: top and bottom as shares (0…1) of the page's height."""

    block_id: str
    top: float
    bottom: float


@dataclass(frozen=True)
class PreviewPdf:
    """The pages without tags and data, and the blocks of each page from top to bottom."""

    content: bytes
    places: tuple[tuple[BlockPlace, ...], ...]


def preview_pdf(paper: Paper) -> PreviewPdf:
    """The same pages as `render_pdf` lays out, quicker: for the screen.

    Raises LayoutError, ChartError, FetchRefused.
    """
    html = _BLOCK.sub(r' id="doan-\1"', paper_html(paper))
    with one_paper:
        document = _laid_out(html)
        content = document.write_pdf()
    return PreviewPdf(content, tuple(_places(page) for page in document.pages))


def _laid_out(html: str, **options: Any) -> Document:
    """Call it with `one_paper` held."""
    html, styles = _without_styles(html)
    maker = PaperHTML(string=html, base_url=f"{STATIC.as_uri()}/", url_fetcher=LockedFetcher())
    return maker.render(
        stylesheets=styles, font_config=_kept_fonts(), counter_style=_kept_counters(), **options
    )


def _without_styles(html: str) -> tuple[str, list[CSS]]:
    """The HTML without its styles, and those in their order; neighbouring files are one sheet, because each element is
    matched against every sheet."""
    runs = groupby(_STYLES.findall(html), key=lambda found: bool(found[0]))
    sheets = [
        _kept_files(tuple(href for href, _rules in found))
        if files
        else _kept_rules("\n".join(r for _h, r in found))
        for files, found in runs
    ]
    return _STYLES.sub("", html), sheets


@cache
def _kept_files(hrefs: tuple[str, ...]) -> CSS:
    """Read once in the life of the process; they stand in one folder."""
    text = "\n".join((STATIC / href).read_text() for href in hrefs)
    return CSS(
        string=text, base_url=f"{STATIC.as_uri()}/{hrefs[0]}", url_fetcher=LockedFetcher(),
        font_config=_kept_fonts(), counter_style=_kept_counters(),
    )  # fmt: skip


@lru_cache(maxsize=KEPT_RULES)
def _kept_rules(text: str) -> CSS:
    return CSS(string=text, font_config=_kept_fonts(), counter_style=_kept_counters())


@cache
def _kept_fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _kept_counters() -> CounterStyle:
    return CounterStyle()


def _places(page: Page) -> tuple[BlockPlace, ...]:
    found = [
        BlockPlace(name.removeprefix("doan-"), max(0.0, top / page.height), min(1.0, bottom / page.height))
        for name, (_left, top, _right, bottom) in page.anchors.items()
        if name.startswith("doan-")
    ]
    return tuple(sorted(found, key=lambda place: place.top))


def _describe(document: Document, paper: Paper, created_at: datetime) -> None:
    stamp = created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    document.metadata.authors = [" ".join(paper.heading.issuing_body.split())]
    document.metadata.created = document.metadata.modified = stamp


def _attached(content: bytes, name: str, created_at: datetime) -> Attachment:
    moment = created_at.astimezone(UTC)  # WeasyPrint writes the wall time and adds "Z"
    return Attachment(
        string=content,
        name=name,
        description="Dữ liệu của văn bản",
        relationship="Source",
        created=moment,
        modified=moment,
        url_fetcher=LockedFetcher(),
    )


def _name_files_once(document: Document, pdf: pydyf.PDF) -> None:
    """WeasyPrint 70 lists each associated file twice."""
    pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _signature_box(document: Document) -> tuple[int, float, float, float, float] | None:
    for number, page in enumerate(document.pages, start=1):
        if SIGNATURE_ROOM in page.anchors:
            x0, top, x1, bottom = page.anchors[SIGNATURE_ROOM]
            low, high = page.height - bottom, page.height - top
            return number, *(round(side * POINTS_PER_PX, 2) for side in (x0, low, x1, high))
    return None


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """A long report renders in three quarters of the time without it (measured on 2,688 rows).

    A full collection walks everything the process holds: after a short paper Python's own rhythm will do.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            made = gc.get_count()[0]
            gc.enable()
            if made > MANY_OBJECTS:
                gc.collect()
