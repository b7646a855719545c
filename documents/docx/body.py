"""The lines of a paper as Word paragraphs and tables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate

from documents.docx.footnotes import Footnotes
from documents.docx.numbering import Numberer
from documents.docx.remarks import RemarkWriter, Who
from documents.docx.styles import LISTED, TITLES
from documents.docx.xml import (
    ADDED,
    TYPED_NUMBER,
    Bookmarks,
    cell,
    marked_runs,
    paragraph,
    row,
    run,
    table,
)
from documents.html import END_MARK
from documents.pages import Line
from documents.tables import PrintedTable, printed_table

CAPTION = "_c"  # ends the bookmark's name of a table's caption
_SPELLED_PART = re.compile(r"(phần|chương)\b", re.IGNORECASE)
_SIDES = {"l": "left", "c": "center", "r": "right"}
_NO_LIST = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'


def with_added(original: str, printed: str) -> tuple[str, str]:
    """(the writer's own text, the punctuation that printing adds): "xem xét." printed "xem xét./." adds "/."."""
    own = original.rstrip()
    if not printed.startswith(own):
        own = printed.rstrip("./;,")
    return own, printed[len(own) :]


def with_end_mark(text: str) -> tuple[str, str]:
    """The last text of the body and what printing adds to end it."""
    bare = text.rstrip().removesuffix(END_MARK).rstrip(" .;,")
    return with_added(text, bare + END_MARK)


class Body:
    """Writes lines one after another; `anchors` gives the bookmark of a block id."""

    def __init__(
        self,
        lines: Sequence[Line],
        anchors: Mapping[str, str],
        bookmarks: Bookmarks,
        remarks: RemarkWriter,
        width: int,
        indent: int,
    ) -> None:
        self.numberer = Numberer(lines)
        self.footnotes = Footnotes()
        self._anchors = anchors
        self._bookmarks = bookmarks
        self.remarks = remarks
        self.width, self._indent = width, indent

    def line(self, line: Line, *, last: bool = False, end_mark: bool = False) -> str:
        """One line; the last one of the body is kept with the signature."""
        if line.level == "table":
            return self._table(line)
        if line.svg:
            return paragraph(run(line.caption or line.text, "i"), "NCCaption", '<w:keepNext w:val="0"/>')
        text, added = with_end_mark(line.text) if end_mark else (line.text.rstrip(), "")
        calls = [(place, self.footnotes.call(note)) for place, note in line.notes]
        inside = [(place, call) for place, call in calls if place < len(text)]
        at_end = "".join(call for _place, call in calls[len(inside) :])  # behind the end mark
        gone = self.remarks.said.removed.get(line.block_id)
        inside += self.remarks.between(line.block_id, len(text))
        struck = list(self.remarks.struck(line.block_id))
        tag = self.remarks.tag("del", gone) if gone else ""
        number = self._number(line, gone)
        written = marked_runs(text, line.marks, inside, [(0, len(text), tag)] if gone else struck)
        content = self._bookmarks.around(self._anchors.get(line.block_id, ""), number + written)
        ending = run(added, style=ADDED, struck=bool(gone))
        ending = self.remarks.changed("del", gone, ending) if gone else ending
        properties = ("<w:keepNext/>" if last else "") + self._list
        properties += self.remarks.whole("del", gone) if gone else ""
        return paragraph(content + ending + at_end, self._style(line), properties)

    def added(self, line: Line, who: Who) -> str:
        """A line that somebody proposes to put in: a tracked insertion, its number typed."""
        number = run(f"{line.number} ", style=TYPED_NUMBER) if line.number else ""
        words = self.remarks.changed("ins", who, number + marked_runs(line.text, line.marks))
        content = self._bookmarks.around(self._anchors.get(line.block_id, ""), words)
        return paragraph(content, self._style(line), self._unlisted(line) + self.remarks.whole("ins", who))

    def _number(self, line: Line, gone: Who | None) -> str:
        """The number where it has to be typed; `_list` is then no list at all."""
        place = self.numberer.list_of(line)
        if place is not None:
            self._list = f'<w:numPr><w:ilvl w:val="{place[1]}"/><w:numId w:val="{place[0]}"/></w:numPr>'
            return ""
        over = line.level == "part" and _SPELLED_PART.match(line.number)
        self._list = _NO_LIST if over else self._unlisted(line)
        ending = "\n" if over else " "
        typed = run(line.number + ending, style=TYPED_NUMBER, struck=bool(gone)) if line.number else ""
        return self.remarks.changed("del", gone, typed) if gone else typed

    def _unlisted(self, line: Line) -> str:
        """No list, and the indent that LibreOffice would take away with it."""
        return f'{_NO_LIST}<w:ind w:firstLine="{self._indent}"/>' if line.level != "paragraph" else ""

    def _style(self, line: Line) -> str:
        if line.level == "part" or (line.titled and line.level in TITLES):
            return TITLES[line.level]
        return LISTED.get(line.level, "BodyText")

    def _table(self, line: Line) -> str:
        printed = printed_table(line)
        name = self._anchors.get(line.block_id, "")
        widths = _widths(printed, self.width)
        style = "NCWideCell" if printed.element == "wide-table" else "NCCell"
        rows = [[(text, "c", True) for text in cells] for cells in printed.header]
        rows += [[(text, side, False) for side, text in cells] for cells in printed.body]
        heads = len(printed.header)
        written, passed = [], 0
        for place, cells in enumerate(rows):
            first = name if place == 0 else ""
            starts = list(accumulate((len(text) + 1 for text, _side, _bold in cells), initial=passed))
            passed = starts[-1]
            across = place >= heads and printed.runs_across(place - heads)
            drawn = [(*cells[0][:1], "l", False)] if across else cells
            written.append(
                row(
                    "".join(
                        cell(
                            self._cell(
                                text,
                                side,
                                style,
                                bold,
                                first if column == 0 else "",
                                list(self.remarks.between(line.block_id, len(text), starts[column])),
                            ),
                            self.width if across else width,
                            _MIDDLE,
                            columns=len(widths) if across else 1,
                        )
                        for column, ((text, side, bold), width) in enumerate(zip(drawn, widths, strict=False))
                    ),
                    heading=place < heads,
                )
            )
        caption = name + CAPTION if name else ""
        above = (
            paragraph(self._bookmarks.around(caption, run(printed.caption)), "NCCaption")
            if printed.caption
            else paragraph("", "NCGap")
        )
        if not written:
            return above
        return above + table("".join(written), widths, "NCGrid") + paragraph("", "NCGap")

    def _cell(
        self, text: str, side: str, style: str, bold: bool, name: str, calls: list[tuple[int, str]]
    ) -> str:
        marks = [(0, len(text), "b")] if bold else []
        content = self._bookmarks.around(name, marked_runs(text, marks, calls))
        return paragraph(content, style, f'<w:jc w:val="{_SIDES[side]}"/>')


_MIDDLE = '<w:vAlign w:val="center"/>'


def _widths(printed: PrintedTable, width: int) -> list[int]:
    """Twips of each column from its share in per cent ("w25")."""
    shares = [int(share.removeprefix("w")) for share in printed.columns]
    widths = [width * share // 100 for share in shares]
    return [*widths[:-1], width - sum(widths[:-1])] if widths else []
