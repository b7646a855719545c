"""Rows and cells of a Word table, and which tables only hold the head or the signature in their places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.vietnamese import fold
from plans.importing.docx_numbering import W, attribute, is_on
from plans.importing.words import is_authority, recipients_label

_HEAD_WORDS = ("cong hoa xa hoi chu nghia", "doc lap - tu do", "doc lap – tu do")


def heading_rows(table: Any) -> int:
    """How many rows at the top are marked to be repeated on each page."""
    count = 0
    for row in rows_of(table):
        mark = row.find(f"{W}trPr/{W}tblHeader")
        if mark is None or not is_on(mark):
            break
        count += 1
    return count


def rows_of(table: Any) -> Iterator[Any]:
    """The rows, those inside content controls as well."""
    for node in table:
        if node.tag == W + "tr":
            yield node
        elif node.tag in {W + "sdt", W + "sdtContent"}:
            yield from rows_of(node)


def cells_of(row: Any) -> Iterator[tuple[Any, int]]:
    """The cells of a row, each with the number of columns it spans."""
    for node in row:
        if node.tag == W + "tc":
            span = attribute(node, "tcPr/gridSpan") or "1"
            yield node, min(int(span), 20) if span.isdigit() else 1
        elif node.tag in {W + "sdt", W + "sdtContent"}:
            yield from cells_of(node)


def is_layout(table: Any) -> bool:
    """Whether the table only puts the head or the end of the paper side by side."""
    lines = ["".join(text.text or "" for text in p.iter(W + "t")).strip() for p in table.iter(W + "p")]
    if any(recipients_label(line) or is_authority(line) for line in lines):
        return True
    folded = [fold(line) for line in lines]
    return any(word in line for line in folded for word in _HEAD_WORDS) or any(
        line.startswith("so:") and "/" in line for line in folded
    )
