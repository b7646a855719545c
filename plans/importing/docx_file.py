"""Reading a .docx: paragraphs with their automatic numbers and formats, tables, margins; refused when it is none."""

from __future__ import annotations

import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from lxml.etree import XMLSyntaxError

from plans.anchors import PREFIX, read_anchor
from plans.importing.docx_extras import carried_data, deleted_text, why_not_taken
from plans.importing.docx_fonts import LegacyLetters
from plans.importing.docx_notes import MARK_REASON, REFERENCES, Notes, has_own_mark, paragraphs
from plans.importing.docx_numbering import LocalNames, Numbering, W, attribute, child, is_on
from plans.importing.docx_package import DAMAGED, LOST_PARTS, NOT_WORD, Package, refuse_bad_package
from plans.importing.docx_remarks import CHANGES, MARKS, Remarks
from plans.importing.docx_tables import cells_of, heading_rows, is_layout, rows_of
from plans.importing.reading import Changes, Reading
from plans.importing.source import (
    BOLD,
    ITALIC,
    MAX_LETTERS,
    UNDERLINE,
    Footnote,
    ImportFailed,
    Line,
    Source,
    Spans,
)
from plans.importing.text_file import RULE_REASON

# A plan has two thousand blocks at most.
MAX_PARAGRAPHS = 20_000
TOO_LONG = "Tệp quá dài so với một kế hoạch (trên 20.000 đoạn hoặc 2 triệu ký tự). Hãy kiểm tra lại tệp."
DELETED_REASON = "chữ đã xóa hoặc chuyển đi khi bật theo dõi thay đổi (Track Changes) của Word"
PROPOSED_REASON = "chữ đề nghị thêm (Track Changes của Word), thành đề xuất sửa"
CHANGES_SETTLED = {
    Changes.SUGGEST: "Tệp có {count} chỗ theo dõi thay đổi: giữ chữ cũ, mỗi chỗ sửa thành một đề xuất để nhận hoặc bỏ.",
    Changes.LIST: "Tệp có {count} chỗ theo dõi thay đổi: đã nhận chữ thêm, chữ xóa được liệt kê ở dưới.",
    Changes.ACCEPT: "Tệp có {count} chỗ theo dõi thay đổi: đã nhận tất cả.",
    Changes.REJECT: "Tệp có {count} chỗ theo dõi thay đổi: đã bỏ tất cả, lấy lại chữ cũ.",
}
LOST = "Tệp thiếu phần {names} mà chính tệp nhắc đến: đã nhập phần chữ, hãy xem lại bằng Word."
ADDED_REASON = "dấu câu do cổng thêm khi xuất ra Word"
MARGIN_REASON = "đầu trang, chân trang hoặc chú thích của tệp nguồn"
_SKIPPED = {"pPr", "rPr", "instrText", "delText", "Fallback", "txbxContent"}
_LETTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "sym": "•"}
_TOGGLES = {W + "b": BOLD, W + "i": ITALIC, W + "u": UNDERLINE}
_MARGIN_PARTS = ("header", "footer")
_DELETED = {"del", "moveFrom"}
_ADDED_STYLE, _NUMBER_STYLE = "NC Added", "NC Typed number"
_NAMES = LocalNames()


def read_docx_file(path: Path, reading: Reading) -> Source:
    """The source of a Word file. Raises ImportFailed."""
    refuse_bad_package(path)
    try:
        source = _Builder(Package(path, reading.changes), reading).build()
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, XMLSyntaxError):
        raise ImportFailed(DAMAGED) from None
    except (KeyError, ValueError, AttributeError):
        raise ImportFailed(NOT_WORD) from None
    if not source.text.strip():
        raise ImportFailed("Tệp Word không có chữ nào để nhập (có thể chỉ có ảnh quét).")
    return source


class _Builder:
    """Writes the characters of a document one after another, with their formats, and remembers the lines."""

    def __init__(self, package: Package, reading: Reading) -> None:
        self._package = package
        self._numbering = Numbering(package.part("numbering"), package.part("styles"))
        legacy = LegacyLetters(package, self._numbering.style_chain, reading.encoding)
        self._legacy = legacy if legacy.is_needed else None
        self._changes = reading.changes
        self._letters: list[str] = []
        self._formats = bytearray()
        self._lines: list[Line] = []
        self._count = 0
        self._notes = Notes(package)
        self._in_cell = False
        self._hidden: list[tuple[range, str]] = []
        self._asides: list[tuple[str, str, int]] = []  # text, why it is none of the document's, line
        self._remarks = Remarks(package)
        self._inside_added = False
        self._anchor = ""
        self._label = 0

    def build(self) -> Source:
        self._blocks(_body(self._package.document))
        footnotes = self._footnotes()
        self._hide_since(self._margins, MARGIN_REASON)
        asides = [(remark.text, why_not_taken(remark), 0) for remark in self._remarks.comments.values()]
        for text, reason, line in (*self._asides, *asides):
            self._hide_since(partial(self._aside, text, line), reason)
        source = Source("".join(self._letters), self._lines, self._formats)
        source.remarks, source.footnotes = self._remarks.in_order(), footnotes
        source.carried = carried_data(self._package)
        source.notes = self._notes_on_reading()
        for places, reason in self._hidden:
            source.hide(places, reason)
        _hide_rules(source)
        return source

    def _notes_on_reading(self) -> list[str]:
        count = self._package.changes
        notes = [CHANGES_SETTLED[self._changes].format(count=count)] if count else []
        if self._package.lost:
            notes.append(LOST.format(names=", ".join(LOST_PARTS[kind] for kind in self._package.lost)))
        return notes + (self._legacy.notes() if self._legacy else [])

    def _hide_since(self, write: Callable[[], None], reason: str) -> None:
        start = len(self._letters)
        write()
        self._hidden.append((range(start, len(self._letters)), reason))

    def _footnotes(self) -> list[Footnote]:
        """The words of the notes behind the text, in the order in which it calls them."""
        found = []
        for call in self._notes.calls:
            start = len(self._letters)
            for paragraph in paragraphs(call.note):
                if self._legacy:
                    self._legacy.enter_paragraph(attribute(paragraph, "pPr/pStyle"))
                self._walk(paragraph, 0)
                self._write("\n", 0)
            found.append(Footnote(call.place, start, len(self._letters), call.line))
        return found

    def _margins(self) -> None:
        """Headers, footers, and the notes that nothing in the text points to."""
        for root in (*self._package.parts(*_MARGIN_PARTS), *self._notes.uncalled()):
            for paragraph in root.iter(W + "p"):
                self._paragraph(paragraph)

    def _aside(self, text: str, line: int) -> None:
        start = len(self._letters)
        self._write(text + "\n", 0)
        self._lines.append(Line(start, len(self._letters) - 1, line, True))

    def _blocks(self, parent: Any) -> None:
        for node in parent:
            if node.tag == W + "p":
                self._paragraph(node)
            elif node.tag == W + "tbl":
                self._table(node)
            elif node.tag == W + "bookmarkStart":
                # Word may put a mark before the paragraph instead of into it.
                self._anchor = _our_name(node) or self._anchor
            elif node.tag in {W + "commentRangeStart", W + "commentRangeEnd"}:
                self._remarks.mark(_NAMES[node.tag], node, len(self._letters))
            elif node.tag in {W + "sdt", W + "sdtContent", W + "customXml", W + "ins", W + "smartTag"}:
                self._blocks(node)

    def _paragraph(self, node: Any) -> None:
        """One line for each piece between soft line breaks; text boxes follow as lines of their own.

        A paragraph that left through our own export is one line whatever breaks it holds.
        """
        self._count += 1
        if self._count > MAX_PARAGRAPHS:
            raise ImportFailed(TOO_LONG)
        start, gap, anchor = len(self._letters), True, self._take_anchor(node)
        self._write_paragraph(node, styled=not anchor)
        whole = self._remarks.whole(node, start, len(self._letters))
        text = "".join(self._letters[start:])
        for piece in [text] if anchor else text.split("\n"):
            if piece.strip():
                end = start + len(piece)
                self._lines.append(Line(start, end, self._count, gap, (), anchor, self._label, alone=whole))
                gap = False
            start, self._label = start + len(piece) + 1, 0
        self._write("\n", 0)
        for box in _text_boxes(node):
            self._blocks(box)

    def _change(self, node: Any, bits: int) -> None:
        """A tracked change that is kept: new words are hidden from the text, old ones are the text."""
        start, self._inside_added = len(self._letters), node.tag == W + "ins"
        self._walk(node, bits)
        if self._inside_added:
            self._hidden.append((range(start, len(self._letters)), PROPOSED_REASON))
        self._inside_added = False
        self._remarks.change(node, start, "".join(self._letters[start:]))

    def _take_anchor(self, node: Any) -> str:
        """The name of our bookmark in (or right before) a paragraph or table; "" for none."""
        names = (_our_name(mark) for mark in node.iter(W + "bookmarkStart"))
        found = next((name for name in names if name), self._anchor)
        self._anchor = ""
        return found

    def _table(self, node: Any) -> None:
        """A table of the heading or the signature, or one with a single column, is text; the others stay tables."""
        rows = [list(cells_of(row)) for row in rows_of(node)]
        anchor = self._table_anchor(node)
        if not anchor and (all(len(row) <= 1 for row in rows) or is_layout(node)):
            for row in rows:
                for cell, _span in row:
                    self._blocks(cell)
            return
        self._count += 1
        start = len(self._letters)
        written = tuple(
            tuple(spans for cell, span in row for spans in self._cell(cell, span)) for row in rows
        )
        width = max(len(row) for row in written)
        written = tuple(row + ((),) * (width - len(row)) for row in written)
        if "".join(self._letters[start:]).strip():
            heads = heading_rows(node)
            self._lines.append(
                Line(start, len(self._letters), self._count, True, written, anchor, heading_rows=heads)
            )

    def _table_anchor(self, node: Any) -> str:
        """The bookmark of a table that left through our export; marks of paragraphs put into it later do not count."""
        pending = self._anchor
        name = self._take_anchor(node)
        if name and (found := read_anchor(name)) and found.level == "table" and found.part == "block":
            return name
        self._anchor = pending
        return ""

    def _cell(self, cell: Any, span: int) -> list[Spans]:
        start, self._in_cell = len(self._letters), True
        for paragraph in cell.iter(W + "p"):
            self._write_paragraph(paragraph, styled=True)
            self._write("\n", 0)
        self._in_cell = False
        return [((start, len(self._letters)),), *[()] * (span - 1)]

    def _write_paragraph(self, node: Any, *, styled: bool) -> None:
        """The letters with Word's number before them; the look of the style is the writer's only where `styled`."""
        label = self._numbering.label(node)
        start, self._label = len(self._letters), 0
        self._remarks.begin_paragraph()
        style = attribute(node, "pPr/pStyle")
        if self._legacy:
            self._legacy.enter_paragraph(style)
        self._walk(node, self._style_bits(style) if styled else 0)
        if label and "".join(self._letters[start:]).strip():
            letters = list(unicodedata.normalize("NFC", label + " "))
            self._label = len(letters)
            self._letters[start:start] = letters
            self._formats[start:start] = bytes(len(letters))
            for index in range(len(self._hidden) - 1, -1, -1):
                if self._hidden[index][0].start < start:
                    break
                self._hidden[index] = _moved(self._hidden[index], len(letters))
            self._remarks.shift(start, len(letters))
            self._notes.shift(start, len(letters))

    def _walk(self, node: Any, bits: int) -> None:
        for inner in node:
            name = _NAMES[inner.tag] if isinstance(inner.tag, str) else ""
            if name == "t":
                self._write_typed(inner.text or "", bits)
            elif name == "r":
                self._run(inner, bits)
            elif name in _LETTERS:
                self._write(_LETTERS[name], 0)
            elif name == "softHyphen" and self._legacy and self._legacy.is_tcvn3:
                self._write_typed("\u00ad", bits)
            elif name in REFERENCES and (self._in_cell or self._inside_added):
                self._write(self._notes.inline(inner), 0)
            elif name in REFERENCES:
                self._notes.call(inner, len(self._letters), self._count)
            elif name in MARKS:
                self._remarks.mark(name, inner, len(self._letters))
            elif self._changes is Changes.SUGGEST and name in CHANGES and not self._inside_added:
                self._change(inner, bits)
            elif name in _DELETED:
                self._asides += [(text, DELETED_REASON, self._count) for text in deleted_text(inner)]
            elif name and name not in _SKIPPED:
                self._walk(inner, bits)

    def _run(self, run: Any, bits: int) -> None:
        properties = child(run, "rPr")
        style = attribute(properties, "rStyle")
        start = len(self._letters)
        if self._legacy:
            self._legacy.enter_run(properties)
        self._walk(run, _toggled(properties, self._style_bits(style, bits)))
        if has_own_mark(run):
            self._hidden.append((range(start, len(self._letters)), MARK_REASON))
        if style is None:
            return
        names = {attribute(found, "name") for found in self._numbering.style_chain(style)}
        if _NUMBER_STYLE in names:
            self._label += len(self._letters) - start
        elif _ADDED_STYLE in names and not "".join(self._letters[start:]).strip("./;,"):
            self._hidden.append((range(start, len(self._letters)), ADDED_REASON))

    def _write_typed(self, text: str, bits: int) -> None:
        """Words of the file itself, which may be in an old encoding."""
        if self._legacy and text:
            pulled, text = self._legacy.letters(self._letters[-1] if self._letters else "", text)
            if pulled:
                self._letters.pop()
                self._formats.pop()
        self._write(text, bits)

    def _write(self, text: str, bits: int) -> None:
        if not text:
            return
        text = unicodedata.normalize("NFC", text)
        if self._letters and unicodedata.combining(text[0]):
            text = unicodedata.normalize("NFC", self._letters.pop() + text)
            self._formats.pop()
        self._letters.extend(text)
        self._formats.extend(bytes([bits]) * len(text))
        if len(self._letters) > MAX_LETTERS:
            raise ImportFailed(TOO_LONG)

    def _style_bits(self, style_id: str | None, bits: int = 0) -> int:
        if style_id:
            for style in reversed(self._numbering.style_chain(style_id)):
                bits = _toggled(child(style, "rPr"), bits)
        return bits


def _toggled(properties: Any, bits: int) -> int:
    if properties is None:
        return bits
    for toggle in properties:
        bit = _TOGGLES.get(toggle.tag)
        if bit:
            bits = bits | bit if is_on(toggle) else bits & ~bit
    return bits


def _body(document: Any) -> Any:
    """The w:body. Raises KeyError for the text of another program."""
    body = child(document, "body")
    if body is None:
        raise KeyError("w:body")
    return body


def _our_name(mark: Any) -> str:
    name = mark.get(W + "name") or ""
    return name if name.startswith(PREFIX) and read_anchor(name) else ""


def _moved(entry: tuple[range, str], by: int) -> tuple[range, str]:
    """A hidden range of a paragraph before which `by` letters were put in."""
    places, reason = entry
    return range(places.start + by, places.stop + by), reason


def _text_boxes(paragraph: Any) -> Iterator[Any]:
    for box in paragraph.iter(W + "txbxContent"):
        above = {node.tag.rpartition("}")[2] for node in box.iterancestors() if isinstance(node.tag, str)}
        if "Fallback" not in above:
            yield box


def _hide_rules(source: Source) -> None:
    for line in source.lines:
        text = source.text[line.start : line.end]
        if not line.rows and not line.anchor and not any(letter.isalnum() for letter in text):
            source.hide(range(line.start, line.end), RULE_REASON)
