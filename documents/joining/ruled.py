"""Runs of an appendix that are one long table, ruled line by line.

The PDF maker lays out a heading and two rows; where it puts them says where every further row stands. A table of fifty
rows takes a tenth of the time this way, and looks the same: a test lays both ways over each other.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from html import escape
from itertools import pairwise
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont
from weasyprint.formatting_structure import boxes

from documents.joining.parts import Part
from documents.pages import Line
from documents.pdf import POINTS_PER_PX, STATIC, first_page, part_pdf
from documents.tables import PrintedTable, printed_table

KEPT_FRAMES = 20
BOLD_FROM = 600
STYLES = {
    (False, False): "Regular",
    (True, False): "Bold",
    (False, True): "Italic",
    (True, True): "BoldItalic",
}
# What Liberation Serif writes without joining letters: Latin, Vietnamese, and the signs of official papers.
LETTERS = "".join(
    chr(code)
    for first, last in ((0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0xFF), (0x102, 0x103), (0x110, 0x111), (0x128, 0x129),
                        (0x168, 0x169), (0x1A0, 0x1A1), (0x1AF, 0x1B0), (0x1EA0, 0x1EF9))
    for code in range(first, last + 1)
) + "–—‘’“”•…‰−≤≥₫"  # fmt: skip
_KNOWN = frozenset(LETTERS)
_WORDS = re.compile(r"\S+?(?:(?<=[/–-])(?=[^\W\d])|(?=\s|$))")

Face = tuple[bool, bool]  # bold, italic


def is_ruled(part: Part) -> bool:
    """Whether the part is a titled line and one table of plain rows, in letters the font writes one by one."""
    appendix = part.appendix
    if appendix is None or appendix.number or appendix.title or len(appendix.lines) != 2:
        return False
    heading, table = appendix.lines
    plain = table.level == "table" and table.header_rows and not (table.strong_rows or table.across_rows)
    if not plain or table.caption or table.text or heading.level != "section" or not heading.titled:
        return False
    return _KNOWN.issuperset(_heading_text(heading)) and all(
        _KNOWN.issuperset(text) for row in table.rows[table.header_rows :] for text in row
    )


def ruled_pdf(part: Part) -> tuple[bytes, int]:
    """What `part_pdf` gives for a part that `is_ruled`. Raises FetchRefused."""
    assert part.appendix is not None
    heading, line = part.appendix.lines
    table = printed_table(line, landscape=part.landscape)
    frame = _frame(part, table)
    try:
        pages = _Ruler(frame, _heading_text(heading), table).pages()
    except _DoesNotFitError:
        return part_pdf(part.html())
    return frame.file(pages), len(pages)


def _heading_text(line: Line) -> str:
    return f"{line.number} {line.text}".strip()


class _DoesNotFitError(Exception):
    """A word or heading wider than its place, or a row higher than the page: left to the PDF maker."""


@dataclass(frozen=True)
class _Words:
    """A piece of text: where it begins, its baseline (px from the top), its size and face."""

    x: float
    baseline: float
    text: str
    size: float
    face: Face


@dataclass(frozen=True)
class _Frame:
    """Where things stand on such pages, in px from the top left; read off a page the PDF maker laid out."""

    content: bytes = field(repr=False)  # a file with the page and its fonts
    fonts: dict[Face, str]
    height: float
    bottom: float
    heading: _Words
    heading_room: float
    first_table: float  # top of the table under a heading
    next_table: float  # and on a page of its own
    header: tuple[_Words, ...]  # baselines from the top of the table
    header_height: float
    edges: tuple[float, ...]  # of columns: one more than there are
    text_from: float  # from the edge to the text
    line_height: float
    padding: float  # of a row, above and below its lines together
    baseline: float  # of its first line, from its top when no line is missing
    size: float
    rule: float  # width of a rule

    def file(self, pages: Sequence[bytes]) -> bytes:
        with pikepdf.open(io.BytesIO(self.content)) as file:
            first = file.pages[0]
            for content in pages[1:]:
                file.pages.append(first)
                file.pages[-1].obj.Contents = file.make_stream(content)
            first.obj.Contents = file.make_stream(pages[0])
            target = io.BytesIO()
            file.save(target, deterministic_id=True)
            return target.getvalue()


class _Ruler:
    """Puts the rows of a table on pages."""

    def __init__(self, frame: _Frame, heading: str, table: PrintedTable) -> None:
        self.frame, self.table = frame, table
        self.heading = replace(frame.heading, text=heading)
        if _width(heading, frame.heading.size, frame.heading.face) > frame.heading_room:
            raise _DoesNotFitError

    def pages(self) -> list[bytes]:
        """The drawing orders of each page."""
        frame, found = self.frame, []
        page = _Sheet(frame, frame.first_table)
        page.words.append(self.heading)
        for cells in self._rows():
            height = frame.padding + frame.line_height * max(len(lines) for _side, lines in cells)
            if page.y + height + frame.rule / 2 > frame.bottom:
                if not page.has_rows:
                    raise _DoesNotFitError
                found.append(page.orders())
                page = _Sheet(frame, frame.next_table)
            page.add(cells, height)
        return [*found, page.orders()]

    def _rows(self) -> Iterator[list[tuple[str, list[str]]]]:
        frame = self.frame
        rooms = [
            right - left - 2 * frame.text_from
            for left, right in zip(frame.edges, frame.edges[1:], strict=False)
        ]
        for row in self.table.rows:
            yield [
                (classes[:1], _lines(text, room, frame.size, whole="k" in classes))
                for (classes, text), room in zip(row.cells, rooms, strict=True)
            ]


class _Sheet:
    """One page: its words and its rules, filled from the top."""

    def __init__(self, frame: _Frame, table_top: float) -> None:
        self.frame = frame
        self.table_top = table_top
        self.y = table_top + frame.header_height
        self.words = [replace(words, baseline=words.baseline + table_top) for words in frame.header]
        self.rules = [table_top, self.y]
        self.has_rows = False

    def add(self, cells: Sequence[tuple[str, list[str]]], height: float) -> None:
        frame = self.frame
        for column, (side, lines) in enumerate(cells):
            left, right = frame.edges[column] + frame.text_from, frame.edges[column + 1] - frame.text_from
            lower = (height - frame.padding - len(lines) * frame.line_height) / 2
            for at, text in enumerate(lines):
                x = left
                if side in {"c", "r"}:
                    spare = right - left - _width(text, frame.size, (False, False))
                    x += spare / 2 if side == "c" else spare
                baseline = self.y + frame.baseline + lower + at * frame.line_height
                self.words.append(_Words(x, baseline, text, frame.size, (False, False)))
        self.y += height
        self.rules.append(self.y)
        self.has_rows = True

    def orders(self) -> bytes:
        frame, half = self.frame, self.frame.rule / 2
        left, right = frame.edges[0] - half, frame.edges[-1] + half
        drawn = [
            f"{POINTS_PER_PX:g} 0 0 {-POINTS_PER_PX:g} 0 {frame.height * POINTS_PER_PX:g} cm",
            f"{frame.rule:g} w",
        ]
        drawn += [f"{left:.3f} {y:.3f} m {right:.3f} {y:.3f} l" for y in self.rules]
        drawn += [f"{x:.3f} {self.table_top - half:.3f} m {x:.3f} {self.y + half:.3f} l" for x in frame.edges]
        drawn += ["S", "BT"]
        at: tuple[Face, float] | None = None
        for words in self.words:
            if words.text.strip():
                if at != (words.face, words.size):
                    at = words.face, words.size
                    drawn.append(f"{frame.fonts[words.face]} {words.size:g} Tf")
                drawn.append(
                    f"1 0 0 -1 {words.x:.3f} {words.baseline:.3f} Tm {_shown(words.text, words.face)}"
                )
        return "\n".join((*drawn, "ET")).encode()


@lru_cache(maxsize=20_000)
def _width(text: str, size: float, face: Face) -> float:
    font = _font(face)
    width = sum(font.widths[letter] for letter in text)
    return (width + sum(font.kerns.get(pair, 0) for pair in pairwise(text))) * size / font.em


@lru_cache(maxsize=20_000)
def _shown(text: str, face: Face) -> str:
    """The order that shows the text: its glyphs, with what is taken back between two that stand closer."""
    font = _font(face)
    kerns = [font.kerns.get(pair, 0) for pair in pairwise(text)]
    glyphs = [font.glyphs[letter] for letter in text]
    if not any(kerns):
        return f"<{''.join(glyphs)}> Tj"
    backs = (f"> {-kern * 1000 / font.em:g} <" if kern else "" for kern in (*kerns, 0))
    return f"[<{''.join(part for pair in zip(glyphs, backs, strict=True) for part in pair)}>] TJ"


@dataclass(frozen=True)
class _Font:
    """Letter → glyph as four hex digits and its width, pair of letters → what it adds; `em` of these units."""

    em: int
    glyphs: dict[str, str]
    widths: dict[str, int]
    kerns: dict[tuple[str, str], int]


@cache
def _font(face: Face) -> _Font:
    font = TTFont(STATIC / "fonts" / f"LiberationSerif-{STYLES[face]}.ttf", lazy=True)
    cmap, widths = font.getBestCmap(), font["hmtx"]
    names = {cmap[ord(letter)]: letter for letter in LETTERS}
    return _Font(
        em=font["head"].unitsPerEm,
        glyphs={letter: f"{font.getGlyphID(name):04x}" for name, letter in names.items()},
        widths={letter: widths[name][0] for name, letter in names.items()},
        kerns={
            (names[left], names[right]): amount
            for table in font["kern"].kernTables
            for (left, right), amount in table.kernTable.items()
            if left in names and right in names
        },
    )


def _lines(text: str, room: float, size: float, *, whole: bool) -> list[str]:
    """The text in lines no wider than the room. Raises _DoesNotFitError."""
    if whole or _width(text, size, (False, False)) <= room:
        return [" ".join(text.split())]
    found = [""]
    end = 0
    for word in _WORDS.finditer(text):
        gap = " " if found[-1] and word.start() > end else ""
        end = word.end()
        longer = f"{found[-1]}{gap}{word.group()}"
        if _width(longer, size, (False, False)) <= room:
            found[-1] = longer
        elif _width(word.group(), size, (False, False)) <= room:
            found.append(word.group())
        else:
            raise _DoesNotFitError
    return found


# --- the frame, read off pages of the PDF maker


_BODY = re.compile(r"<tbody>.*</tbody>", re.DOTALL)
_frames: dict[object, _Frame] = {}


def _frame(part: Part, table: PrintedTable) -> _Frame:
    key = part.profile, part.landscape, part.lang, table.header, table.columns
    if key not in _frames:
        if len(_frames) >= KEPT_FRAMES:
            _frames.clear()
        _frames[key] = _read_frame(part.html(), columns=len(table.columns))
    return _frames[key]


def _read_frame(html: str, *, columns: int) -> _Frame:
    """From the part's own page with two rows in place of all: one of one line, one of two."""
    rows = "".join(f"<tr>{f'<td>{text}</td>' * columns}</tr>" for text in ("0", "0\n0"))
    html = _BODY.sub(f"<tbody>{rows}</tbody>", html)
    page = first_page(html)
    (title,) = (
        box for box in page.descendants() if box.element_tag in {"h1", "h2", "h3", "h4"} and _is_block(box)
    )
    (head,) = (box for box in page.descendants() if box.element_tag == "thead")
    one, two = (box for box in page.descendants() if box.element_tag == "tr" and box not in head.children)
    cells, texts = one.children, list(_texts(one))
    heading = next(_texts(title))
    line_height = two.height - one.height
    faces = {words.face for words in (heading, *_texts(head), *texts)}
    content, fonts = _with_fonts(html, faces)
    return _Frame(
        content=content,
        fonts=fonts,
        height=page.margin_height(),
        bottom=page.content_box_y() + page.height,
        heading=heading,
        heading_room=title.content_box_x() + title.width - heading.x,
        first_table=head.position_y,
        next_table=page.content_box_y() + cells[0].border_top_width,
        header=tuple(replace(words, baseline=words.baseline - head.position_y) for words in _texts(head)),
        header_height=head.height,
        edges=(*(cell.position_x for cell in cells), cells[-1].position_x + cells[-1].border_width()),
        text_from=texts[0].x - cells[0].position_x,
        line_height=line_height,
        padding=one.height - line_height,
        baseline=texts[0].baseline - one.position_y,
        size=texts[0].size,
        rule=2 * cells[0].border_top_width,
    )


def _is_block(box: Any) -> bool:
    return isinstance(box, boxes.BlockBox)


def _texts(box: Any) -> Iterator[_Words]:
    for found in box.descendants():
        if isinstance(found, boxes.TextBox):
            style = found.style
            face = style["font_weight"] >= BOLD_FROM, style["font_style"] != "normal"
            baseline = found.position_y + found.baseline
            yield _Words(found.position_x, baseline, found.text, style["font_size"], face)


def _with_fonts(html: str, faces: set[Face]) -> tuple[bytes, dict[Face, str]]:
    """A file of one page with the letters of these faces in it, and what the page calls them."""
    every = escape(" ".join(LETTERS))
    samples = "".join(
        f'<p style="font-weight: {700 if bold else 400}; font-style: {"italic" if italic else "normal"}">{every}</p>'
        for bold, italic in sorted(faces)
    )
    with pikepdf.open(io.BytesIO(part_pdf(html.replace("</section>", f"{samples}</section>"))[0])) as file:
        del file.pages[1:]
        page = file.pages[0]
        names = {_face_of(font): str(name) for name, font in page.Resources.Font.items()}
        page.obj.Contents = file.make_stream(b"")
        target = io.BytesIO()
        file.save(target)
    return target.getvalue(), {face: names[face] for face in faces}


def _face_of(font: Any) -> Face:
    name = str(font.BaseFont).lower()
    return "bold" in name, "italic" in name or "oblique" in name
