"""The footnotes and endnotes of a Word file, as the text calls them; the rules above them hold no words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from plans.importing.docx_numbering import W
from plans.importing.docx_package import Package

REFERENCES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
MARK_REASON = "dấu chú thích tự đặt trong Word; khi in chú thích được đánh số"


@dataclass
class Call:
    """A note called before the letter at `place` of the source, in the paragraph of that number."""

    place: int
    line: int
    note: Any


class Notes:
    """Gives each note to the first reference that names it; `calls` in the order of the text."""

    def __init__(self, package: Package) -> None:
        self._waiting = {
            (kind, note.get(W + "id") or ""): note
            for kind in REFERENCES.values()
            for root in package.parts(f"{kind}s")
            for note in root.findall(W + kind)
        }
        self.calls: list[Call] = []

    def call(self, reference: Any, place: int, line: int) -> None:
        """Remember that the text calls a note here."""
        note = self._taken(reference)
        if note is not None:
            self.calls.append(Call(place, line, note))

    def inline(self, reference: Any) -> str:
        """ " [words of the note]" for a place that holds no notes."""
        note = self._taken(reference)
        texts = (
            [] if note is None else ["".join(t.text or "" for t in p.iter(W + "t")) for p in paragraphs(note)]
        )
        words = " ".join(" ".join(texts).split())
        return f" [{words}]" if words else ""

    def _taken(self, reference: Any) -> Any:
        kind = REFERENCES[reference.tag.removeprefix(W)]
        return self._waiting.pop((kind, reference.get(W + "id") or ""), None)

    def shift(self, start: int, by: int) -> None:
        """`by` letters were put in at `start`, before a paragraph that was just written."""
        for call in reversed(self.calls):
            if call.place < start:
                break
            call.place += by

    def uncalled(self) -> Iterator[Any]:
        """The notes that nothing in the text points to."""
        yield from self._waiting.values()


def paragraphs(note: Any) -> Iterator[Any]:
    yield from note.iter(W + "p")


def has_own_mark(run: Any) -> bool:
    """Whether the letters of a run are the writer's own mark for a note ("*") instead of Word's number."""
    return any(node.get(W + "customMarkFollows") in {"1", "true", "on"} for node in run if node.tag in _TAGS)


_TAGS = {W + name for name in REFERENCES}
