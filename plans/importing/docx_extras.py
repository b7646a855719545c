"""What a Word file holds beside its text: notes, remarks, deleted words, and the part our own export puts in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from plans.importing.docx_numbering import W
from plans.importing.docx_package import Package

Notes = dict[tuple[str, str], Any]
_REMARK = "ghi chú bên lề (comment) của {author}, không thuộc văn bản"
# The same name as plans.docx writes; a reader imports nothing that writes.
DATA_TAG = "{urn:nhip-cau:ke-hoach:1}plan"


def notes_of(package: Package) -> Notes:
    """Footnotes and endnotes by (kind, id)."""
    return {
        (kind, note.get(W + "id") or ""): note
        for kind in ("footnote", "endnote")
        for root in package.parts(f"{kind}s")
        for note in root.findall(W + kind)
    }


def note_text(notes: Notes, reference: str, node: Any) -> str:
    """ " [text of the note]" for a reference in the text; the note is taken out of `notes`."""
    note = notes.pop((reference.removesuffix("Reference"), node.get(W + "id") or ""), None)
    text = "" if note is None else _text(note)
    return f" [{text}]" if text else ""


def deleted_text(node: Any) -> list[str]:
    """The words inside a tracked deletion or move."""
    text = "".join(t.text or "" for t in node.iter(W + "delText", W + "t"))
    return [text] if text.strip() else []


def remarks(package: Package) -> Iterator[tuple[str, str, int]]:
    """(text, why it is not taken, line 0) of each comment."""
    for root in package.parts("comments"):
        for remark in root.findall(W + "comment"):
            author = (remark.get(W + "author") or "người khác")[:60]
            text = _text(remark)
            if text:
                yield text, _REMARK.format(author=author), 0


def _text(node: Any) -> str:
    paragraphs = ["".join(t.text or "" for t in p.iter(W + "t")) for p in node.iter(W + "p")]
    return " ".join(" ".join(paragraphs).split())


def carried_data(package: Package) -> dict[str, Any]:
    """The JSON our own export put beside the text; nothing for other files."""
    for root in package.parts("customXml"):
        if root.tag == DATA_TAG:
            try:
                found = json.loads(root.text or "")
            except (ValueError, RecursionError):
                return {}
            return found if isinstance(found, dict) else {}
    return {}
