"""Pieces of WordprocessingML as text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

W_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
ADDED, TYPED_NUMBER = "NCAdded", "NCNumber"  # character styles an import looks for
FOOTNOTE_TEXT, FOOTNOTE_CALL = "FootnoteText", "FootnoteReference"
_TOGGLES = {"b": "<w:b/>", "i": "<w:i/>", "u": '<w:u w:val="single"/>'}
_FORBIDDEN = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def twips(mm: float) -> int:
    """Millimetres in twentieths of a point, Word's unit of length."""
    return round(mm * 1440 / 25.4)


def run(text: str, kinds: Iterable[str] = (), *, style: str = "", struck: bool = False) -> str:
    """A run; line ends become soft breaks. `kinds` of "b", "i", "u". `struck`: inside a tracked deletion."""
    if not text:
        return ""
    properties = f"<w:rStyle w:val={quoteattr(style)}/>" if style else ""
    properties += "".join(toggle for kind, toggle in _TOGGLES.items() if kind in set(kinds))
    name = "delText" if struck else "t"
    lines = [
        f'<w:{name} xml:space="preserve">{escape(_FORBIDDEN.sub("", line))}</w:{name}>' if line else ""
        for line in text.split("\n")
    ]
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{'<w:br/>'.join(lines)}</w:r>"


def marked_runs(
    text: str,
    marks: Iterable[tuple[int, int, str]],
    calls: Iterable[tuple[int, str]] = (),
    struck: Iterable[tuple[int, int, str]] = (),
) -> str:
    """Runs of the text with its marks; marks may overlap, outside the text they are cut off.

    `calls`: (place, XML put in there). `struck`: (start, end, opening tag) of the words that a tracked change takes out.
    """
    known = [(max(0, start), min(end, len(text)), kind) for start, end, kind in marks if kind in _TOGGLES]
    gone = [(start, min(end, len(text)), tag) for start, end, tag in struck]
    edges = {
        0,
        len(text),
        *(edge for start, end, _ in (*known, *gone) if start < end for edge in (start, end)),
    }
    put_in: dict[int, str] = {}
    for place, call in calls:
        put_in[place] = put_in.get(place, "") + call
    written = []
    for start, end in pairwise(sorted(edges | put_in.keys())):
        kinds = [kind for first, last, kind in known if first <= start and end <= last]
        tag = next((tag for first, last, tag in gone if first <= start and end <= last), "")
        piece = run(text[start:end], kinds, struck=bool(tag))
        written += [put_in.get(start, ""), f"{tag}{piece}</w:del>" if tag and piece else piece]
    return "".join(written) + put_in.get(max(edges | put_in.keys()), "")


def paragraph(content: str, style: str, properties: str = "") -> str:
    """A paragraph; `properties` in the order the schema wants (keepNext, numPr, ind, jc …)."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


class Bookmarks:
    """Gives each bookmark the id that the schema wants."""

    def __init__(self) -> None:
        self._count = 0

    def around(self, name: str, content: str) -> str:
        """The content between the marks of that name; as it is for no name."""
        if not name:
            return content
        self._count += 1
        start = f'<w:bookmarkStart w:id="{self._count}" w:name={quoteattr(name)}/>'
        return f'{start}{content}<w:bookmarkEnd w:id="{self._count}"/>'


def cell(content: str, width: int, properties: str = "", *, columns: int = 1) -> str:
    """A table cell of that width in twips, over so many columns."""
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{properties}</w:tcPr>{content}</w:tc>'


def row(cells: str, *, heading: bool = False) -> str:
    """A table row that is not broken across pages; a heading row is repeated on each."""
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if heading else ''}</w:trPr>{cells}</w:tr>"


def table(rows: str, widths: Iterable[int], style: str) -> str:
    """A table of fixed column widths in twips."""
    widths = list(widths)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )
