"""Tracked changes of Word, taken or undone in the XML before it is read, as Word's own Accept All and Reject All do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plans.importing.docx_numbering import W, child
from plans.importing.reading import Changes

_ADDED, _REMOVED = ("ins", "moveTo"), ("del", "moveFrom")
OLD_FORMATS = (
    "pPrChange",
    "rPrChange",
    "tblPrChange",
    "trPrChange",
    "tcPrChange",
    "sectPrChange",
    "tblGridChange",
)
_DELETED_NAMES = {"delText": "t", "delInstrText": "instrText"}
_MARKERS = {W + "rPr", W + "trPr", W + "tcPr", W + "numPr"}


def settle_changes(root: Any, changes: Changes) -> int:
    """Take the tracked changes of a part in hand; gives how many there were.

    Listed: the added words are taken, the deleted ones stay marked for the reader. Accepted: they go. Rejected: the added
    words go, the deleted ones are text again, formats are what they were.
    """
    count = sum(1 for _mark in root.iter(*(W + name for name in (*_ADDED, *_REMOVED, *OLD_FORMATS))))
    if not count:
        return 0
    gone, kept = (_ADDED, _REMOVED) if changes is Changes.REJECT else (_REMOVED, _ADDED)
    if changes is not Changes.LIST:
        for row in _marked(root, "tr", "trPr", gone):
            row.getparent().remove(row)
    for paragraph in _marked(root, "p", "pPr/rPr", gone):
        join_next(paragraph)
    if changes is not Changes.LIST:
        for node in _contents(root, gone):
            node.getparent().remove(node)
    for node in _contents(root, kept):
        unwrap(node)
    if changes is Changes.REJECT:
        _restore(root)
    return count


def _marked(root: Any, name: str, place: str, marks: tuple[str, ...]) -> list[Any]:
    """Paragraphs or rows whose properties say that they themselves (the paragraph's end) were added or deleted."""
    return [
        node
        for node in root.iter(W + name)
        if any(child(_at(node, place), mark) is not None for mark in marks)
    ]


def _at(node: Any, path: str) -> Any:
    for step in path.split("/"):
        node = child(node, step)
    return node


def _contents(root: Any, names: tuple[str, ...]) -> Iterator[Any]:
    """The elements that hold changed words; those in properties only mark."""
    for node in list(root.iter(*(W + name for name in names))):
        parent = node.getparent()
        if parent is not None and parent.tag not in _MARKERS:
            yield node


def join_next(paragraph: Any) -> None:
    """Make one of two: a paragraph whose end is gone goes on in the next one, which gives the look."""
    following = paragraph.getnext()
    if following is None or following.tag != W + "p":
        return
    place = 1 if child(following, "pPr") is not None else 0
    for node in reversed([node for node in paragraph if node.tag != W + "pPr"]):
        following.insert(place, node)
    paragraph.getparent().remove(paragraph)


def unwrap(node: Any) -> None:
    """Put what an element holds in its place."""
    parent = node.getparent()
    place = parent.index(node)
    for inner in reversed(node):
        parent.insert(place, inner)
    parent.remove(node)


def _restore(root: Any) -> None:
    """Deleted words are words again, and each format is the one from before."""
    rename_deleted(root)
    restore_formats(root)


def rename_deleted(root: Any) -> None:
    """Deleted words are words again."""
    for old, new in _DELETED_NAMES.items():
        for node in list(root.iter(W + old)):
            node.tag = W + new


def restore_formats(root: Any) -> None:
    """Each format of a paragraph or a run is the one from before."""
    for name in ("pPr", "rPr"):
        for change in list(root.iter(W + name + "Change")):
            before, properties = child(change, name), change.getparent()
            for node in [node for node in properties if node is change or not _belongs_to_mark(node, name)]:
                properties.remove(node)
            for place, node in enumerate(() if before is None else list(before)):
                properties.insert(place, node)


def _belongs_to_mark(node: Any, name: str) -> bool:
    """Whether a node of the paragraph's properties is of its end mark, not of its format."""
    return name == "pPr" and node.tag in {W + "rPr", W + "sectPr"}
