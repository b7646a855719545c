"""The words and tables of a compiled report as an outline, so that what reads a plan's text (check, comparison) reads it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any

from documents.pages import Line
from plans.blocks import LEVELS, Block
from plans.outline import Outline, PlanContent

# Ids of lines that stand for themselves whatever they say; the others are told apart by their words.
_FIXED = frozenset({"part", "section", "table"})


def as_text(abstract: str, opening: Iterable[str], lines: Iterable[Line]) -> PlanContent:
    """The printed lines as a text; pictures are left out."""
    return PlanContent(abstract=abstract, opening=tuple(opening), outline=Outline(tuple(_blocks(lines))))


def _blocks(lines: Iterable[Line]) -> Iterator[Block]:
    taken: set[str] = set()
    for line in lines:
        if line.level not in LEVELS:
            continue
        block_id = line.block_id if line.level in _FIXED else _by_words(line)
        while block_id in taken:
            block_id += "+"
        taken.add(block_id)
        facts: dict[str, Any] = {"rows": line.rows, "header_rows": line.header_rows} if line.rows else {}
        yield Block(id=block_id, level=line.level, text=line.text, **facts)


def _by_words(line: Line) -> str:
    """A paragraph put in above others leaves them what they were."""
    section = line.block_id.rpartition("-")[0]
    return f"{section}-{hashlib.sha256(line.text.encode()).hexdigest()[:10]}"


def matched(before: PlanContent, after: PlanContent) -> PlanContent:
    """The later text with the ids of the earlier one where a paragraph stands in another's place, so that their words
    are compared and not their being there."""
    old, new = before.outline.blocks, list(after.outline.blocks)
    matcher = SequenceMatcher(None, [b.id for b in old], [b.id for b in new], autojunk=False)
    kept = {block.id for block in new}
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "replace":
            continue
        gone = [b for b in old[i1:i2] if b.level not in _FIXED and b.id not in kept]
        come = [
            at for at in range(j1, j2) if new[at].level not in _FIXED and new[at].id not in before.outline
        ]
        for block, at in zip(gone, come, strict=False):
            new[at] = replace(new[at], id=block.id)
    return replace(after, outline=Outline(tuple(new)))
