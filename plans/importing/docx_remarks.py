"""Where in the text the comments and the tracked changes of a Word file stand, noted while the text is read."""

from __future__ import annotations

from typing import Any

from plans.importing.docx_extras import comments_of
from plans.importing.docx_numbering import W
from plans.importing.docx_package import Package
from plans.importing.docx_suggestions import AT, BY, WHOLE, told, who
from plans.importing.remarks import COMMENT, EDIT
from plans.importing.source import Remark

MARKS = frozenset({"commentRangeStart", "commentRangeEnd", "commentReference"})
CHANGES = frozenset({"ins", "del"})


class Remarks:
    """The remarks of a file; places are letters of the source as far as it is written."""

    def __init__(self, package: Package) -> None:
        self.comments = comments_of(package)
        self.found: list[Remark] = list(self.comments.values())
        self._here: list[Remark] = []  # those that begin or end in the paragraph being written

    def in_order(self) -> list[Remark]:
        """All of them by their place; those without one first."""
        return sorted(self.found, key=lambda remark: remark.start)

    def begin_paragraph(self) -> None:
        self._here = []

    def mark(self, name: str, node: Any, place: int) -> None:
        """Where the range of a comment begins and ends, or only where its sign stands."""
        remark = self.comments.get(node.get(W + "id") or "")
        if remark is None:
            return
        if name == "commentRangeEnd" and remark.start >= 0:
            remark.end = place
        elif remark.start < 0:
            remark.start = remark.end = place
        self._here.append(remark)

    def change(self, node: Any, start: int, words: str) -> None:
        """A tracked change: `words` stand from `start` on, new ones (hidden from the text) or old ones."""
        by, at = who(node)
        added = node.tag == W + "ins"
        end = start if added else start + len(words)
        remark = Remark(EDIT, start, end, words if added else "", by, at)
        self.found.append(remark)
        self._here.append(remark)

    def whole(self, paragraph: Any, start: int, end: int) -> bool:
        """Whether the paragraph as a whole is proposed, or proposed to go; what is said about it is noted."""
        kind, by, at = paragraph.get(WHOLE), paragraph.get(BY) or "", paragraph.get(AT) or ""
        if kind:
            self.found.append(Remark(kind, start, end, "", by, at))
        self.found += [Remark(COMMENT, start, start, words, by, at) for words in told(paragraph)]
        return kind is not None

    def shift(self, start: int, by: int) -> None:
        """Word's number was put before the paragraph that begins at `start`."""
        for remark in {id(one): one for one in self._here}.values():
            remark.start += by if remark.start >= start else 0
            remark.end += by if remark.end >= start else 0
