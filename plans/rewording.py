"""A block with words replaced: bold, italic and footnotes move along with their letters."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from plans.outline import Block, Mark

Word = Callable[[re.Match[str]], str]
_Moves = list[tuple[int, int, int]]


def reworded(block: Block, pattern: re.Pattern[str], word: Word) -> Block:
    """The block with every match replaced by its word, in its text alone."""
    moves = [(m.start(), m.end(), len(word(m)) - (m.end() - m.start())) for m in pattern.finditer(block.text)]
    marks = (m._replace(start=_moved(m.start, moves), end=_moved(m.end, moves)) for m in block.marks)
    return replace(
        block,
        text=pattern.sub(word, block.text),
        marks=tuple(mark for mark in marks if mark.start < mark.end),
        notes=tuple(note._replace(place=_moved(note.place, moves)) for note in block.notes),
    )


def _moved(place: int, moves: _Moves) -> int:
    """Where a letter's place lies after the changes; inside a changed word it moves to that word's end."""
    shift = 0
    for start, end, growth in moves:
        if place <= start:
            break
        if place < end:
            return end + shift + growth
        shift += growth
    return place + shift


def replaced(block: Block, text: str) -> Block:
    """The block with another text.

    Marks outside the changed run of letters move along, one around all of it grows with it, others are cut at its edge.
    Footnotes move along; those inside the run stand at its end.
    """
    start, old_end, new_end = changed_run(block.text, text)
    shift = new_end - old_end
    marks = []
    for mark in block.marks:
        if mark.start <= start < old_end <= mark.end:
            marks.append(Mark(mark.start, mark.end + shift, mark.kind))
            continue
        if mark.start < start:
            marks.append(Mark(mark.start, min(mark.end, start), mark.kind))
        if mark.end > old_end:
            marks.append(Mark(max(mark.start, old_end) + shift, mark.end + shift, mark.kind))
    notes = (n if n.place <= start else n._replace(place=max(n.place, old_end) + shift) for n in block.notes)
    return replace(
        block, text=text, marks=tuple(mark for mark in marks if mark.start < mark.end), notes=tuple(notes)
    )


def changed_run(before: str, after: str) -> tuple[int, int, int]:
    """(start, end in `before`, end in `after`) of what differs, widened to whole words."""
    shorter = min(len(before), len(after))
    start = next((i for i in range(shorter) if before[i] != after[i]), shorter)
    tail = next((i for i in range(shorter - start) if before[-1 - i] != after[-1 - i]), shorter - start)
    while start > 0 and not before[start - 1].isspace():
        start -= 1
    while tail > 0 and not before[len(before) - tail].isspace():
        tail -= 1
    return start, len(before) - tail, len(after) - tail
