"""Reading a .docx: paragraphs with their automatic numbers and formats, tables, margins; refused when it is none."""

from __future__ import annotations

import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from lxml.etree import XMLSyntaxError

from core.vietnamese import fold
from plans.importing.docx_numbering import Numbering, W, attribute, is_on
from plans.importing.source import BOLD, ITALIC, MAX_LETTERS, UNDERLINE, ImportFailed, Line, Source, Spans
from plans.importing.text_file import RULE_REASON
from plans.importing.words import is_authority, recipients_label

MAX_UNZIPPED = 200 * 1024 * 1024
MARGIN_REASON = "đầu trang, chân trang hoặc chú thích của tệp nguồn"
_SKIPPED = {"pPr", "rPr", "instrText", "delText", "del", "moveFrom", "Fallback", "txbxContent"}
_LETTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "sym": "•"}
_TOGGLES = (("b", BOLD), ("i", ITALIC), ("u", UNDERLINE))
_MARGIN_PARTS = ("/header", "/footer", "/footnotes", "/endnotes")
_HEAD_WORDS = ("cong hoa xa hoi chu nghia", "doc lap - tu do", "doc lap – tu do")


def read_docx_file(path: Path) -> Source:
    """The source of a Word file. Raises ImportFailed."""
    _refuse_bad_package(path)
    try:
        document = docx.Document(str(path))
        source = _Builder(document).build()
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, PackageNotFoundError, XMLSyntaxError):
        raise ImportFailed(_DAMAGED) from None
    except (KeyError, ValueError, AttributeError):
        raise ImportFailed(_NOT_WORD) from None
    if not source.text.strip():
        raise ImportFailed("Tệp Word không có chữ nào để nhập (có thể chỉ có ảnh quét).")
    return source


_DAMAGED = "Tệp .docx bị hỏng hoặc tải về chưa hết. Hãy mở bằng Word, lưu lại rồi nhập lại."
_NOT_WORD = "Tệp có đuôi .docx nhưng không phải tệp Word (có thể là tệp nén hoặc tệp khác đổi đuôi)."


def _refuse_bad_package(path: Path) -> None:
    head = path.open("rb").read(8)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise ImportFailed(
            "Tệp là Word đời cũ (.doc) hoặc có mật khẩu. Hãy mở bằng Word, bỏ mật khẩu, lưu thành .docx rồi nhập lại."
        )
    if not zipfile.is_zipfile(path):
        raise ImportFailed(_DAMAGED if head.startswith(b"PK") else _NOT_WORD)
    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
            names = {entry.filename for entry in entries}
    except (zipfile.BadZipFile, NotImplementedError, OSError):
        raise ImportFailed(_DAMAGED) from None
    if "[Content_Types].xml" not in names or not any(name.startswith("word/") for name in names):
        raise ImportFailed(_NOT_WORD)
    if sum(entry.file_size for entry in entries) > MAX_UNZIPPED:
        raise ImportFailed("Tệp .docx giải nén ra quá lớn (trên 200 MB), không nhập được.")


class _Builder:
    """Writes the characters of a document one after another, with their formats, and remembers the lines."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._styles = document.styles.element
        self._numbering = Numbering(_numbering_element(document), self._styles)
        self._letters: list[str] = []
        self._formats = bytearray()
        self._lines: list[Line] = []
        self._count = 0

    def build(self) -> Source:
        self._blocks(self._document.element.body)
        margins = len(self._letters)
        for root in _margins(self._document):
            for paragraph in root.iter(W + "p"):
                self._paragraph(paragraph)
        source = Source("".join(self._letters), self._lines, self._formats)
        source.hide(range(margins, len(self._letters)), MARGIN_REASON)
        _hide_rules(source)
        return source

    def _blocks(self, parent: Any) -> None:
        for node in parent:
            if node.tag == W + "p":
                self._paragraph(node)
            elif node.tag == W + "tbl":
                self._table(node)
            elif node.tag in {W + "sdt", W + "sdtContent", W + "customXml", W + "ins", W + "smartTag"}:
                self._blocks(node)

    def _paragraph(self, node: Any) -> None:
        """One line for each piece between soft line breaks; text boxes follow as lines of their own."""
        self._count += 1
        start, gap = len(self._letters), True
        self._write_paragraph(node)
        for place in range(start, len(self._letters) + 1):
            if place == len(self._letters) or self._letters[place] == "\n":
                if "".join(self._letters[start:place]).strip():
                    self._lines.append(Line(start, place, self._count, gap))
                    gap = False
                start = place + 1
        self._write("\n", 0)
        for box in _text_boxes(node):
            self._blocks(box)

    def _table(self, node: Any) -> None:
        """A table of the heading or the signature, or one with a single column, is text; the others stay tables."""
        rows = [list(_cells(row)) for row in _rows(node)]
        if all(len(row) <= 1 for row in rows) or _is_layout(node):
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
            self._lines.append(Line(start, len(self._letters), self._count, True, written))

    def _cell(self, cell: Any, span: int) -> list[Spans]:
        start = len(self._letters)
        for paragraph in cell.iter(W + "p"):
            self._write_paragraph(paragraph)
            self._write("\n", 0)
        return [((start, len(self._letters)),), *[()] * (span - 1)]

    def _write_paragraph(self, node: Any) -> None:
        label = self._numbering.label(node)
        start = len(self._letters)
        self._walk(node, self._style_bits(attribute(node, "pPr/pStyle")))
        if label and "".join(self._letters[start:]).strip():
            letters = list(unicodedata.normalize("NFC", label + " "))
            self._letters[start:start] = letters
            self._formats[start:start] = bytes(len(letters))

    def _walk(self, node: Any, bits: int) -> None:
        for child in node:
            name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
            if name == "t":
                self._write(child.text or "", bits)
            elif name in _LETTERS:
                self._write(_LETTERS[name], 0)
            elif name == "r":
                self._walk(child, self._run_bits(child, bits))
            elif name and name not in _SKIPPED:
                self._walk(child, bits)

    def _write(self, text: str, bits: int) -> None:
        text = unicodedata.normalize("NFC", text)
        if self._letters and text and unicodedata.combining(text[0]):
            text = unicodedata.normalize("NFC", self._letters.pop() + text)
            self._formats.pop()
        self._letters.extend(text)
        self._formats.extend(bytes([bits]) * len(text))
        if len(self._letters) > MAX_LETTERS:
            raise ImportFailed("Tệp quá dài so với một kế hoạch (trên 2 triệu ký tự). Hãy kiểm tra lại tệp.")

    def _run_bits(self, run: Any, bits: int) -> int:
        bits = self._style_bits(attribute(run, "rPr/rStyle"), bits)
        return _toggled(run.find(W + "rPr"), bits)

    def _style_bits(self, style_id: str | None, bits: int = 0) -> int:
        for style in reversed(self._numbering.style_chain(style_id)):
            bits = _toggled(style.find(W + "rPr"), bits)
        return bits


def _toggled(properties: Any, bits: int) -> int:
    if properties is None:
        return bits
    for name, bit in _TOGGLES:
        toggle = properties.find(W + name)
        if toggle is not None:
            bits = bits | bit if is_on(toggle) else bits & ~bit
    return bits


def _numbering_element(document: Any) -> Any:
    parts = (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering"))
    return next((part.element for part in parts), None)


def _margins(document: Any) -> Iterator[Any]:
    for rel in document.part.rels.values():
        if not rel.is_external and rel.reltype.endswith(_MARGIN_PARTS):
            part = rel.target_part
            yield part.element if hasattr(part, "element") else parse_xml(part.blob)


def _text_boxes(paragraph: Any) -> Iterator[Any]:
    for box in paragraph.iter(W + "txbxContent"):
        above = {node.tag.rpartition("}")[2] for node in box.iterancestors() if isinstance(node.tag, str)}
        if "Fallback" not in above:
            yield box


def _rows(table: Any) -> Iterator[Any]:
    for node in table:
        if node.tag == W + "tr":
            yield node
        elif node.tag in {W + "sdt", W + "sdtContent"}:
            yield from _rows(node)


def _cells(row: Any) -> Iterator[tuple[Any, int]]:
    for node in row:
        if node.tag == W + "tc":
            span = attribute(node, "tcPr/gridSpan") or "1"
            yield node, min(int(span), 20) if span.isdigit() else 1
        elif node.tag in {W + "sdt", W + "sdtContent"}:
            yield from _cells(node)


def _is_layout(table: Any) -> bool:
    lines = ["".join(text.text or "" for text in p.iter(W + "t")).strip() for p in table.iter(W + "p")]
    if any(recipients_label(line) or is_authority(line) for line in lines):
        return True
    folded = [fold(line) for line in lines]
    return any(word in line for line in folded for word in _HEAD_WORDS) or any(
        line.startswith("so:") and "/" in line for line in folded
    )


def _hide_rules(source: Source) -> None:
    for line in source.lines:
        text = source.text[line.start : line.end]
        if not line.rows and not any(letter.isalnum() for letter in text):
            source.hide(range(line.start, line.end), RULE_REASON)
