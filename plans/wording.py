"""What differs between two wordings: words put in and taken out, rows and cells of tables. No database."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

SAME, INSERTED, DELETED = "same", "ins", "del"
ADDED_ROW, REMOVED_ROW, CHANGED_ROW = "added", "removed", "changed"
# Words of two sentences are aligned up to this many pairs; longer ones are shown as replaced whole.
MOST_PAIRS = 1_000_000
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_LIKE = 0.5


@dataclass(frozen=True)
class Span:
    """A run of text: "same", "ins" or "del"."""

    kind: str
    text: str


@dataclass(frozen=True)
class Row:
    """A row of a table: its state ("" when only cells differ or nothing) and the spans of each cell."""

    state: str
    cells: tuple[tuple[Span, ...], ...]


def compare_rows(before: Sequence[tuple[str, ...]], after: Sequence[tuple[str, ...]]) -> Iterator[Row]:
    """The rows of two tables side by side: equal ones, added and removed ones, and changed cells word by word."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            yield from (Row("", tuple(_plain(cell, SAME) for cell in row)) for row in after[j1:j2])
            continue
        for old, new in zip_longest(before[i1:i2], after[j1:j2]):
            yield from _changed_row(old, new)


def _changed_row(old: tuple[str, ...] | None, new: tuple[str, ...] | None) -> Iterator[Row]:
    if old is None or new is None or not _alike(old, new):
        if old is not None:
            yield Row(REMOVED_ROW, tuple(_plain(cell, DELETED) for cell in old))
        if new is not None:
            yield Row(ADDED_ROW, tuple(_plain(cell, INSERTED) for cell in new))
        return
    cells = zip_longest(old, new, fillvalue="")
    yield Row(CHANGED_ROW, tuple(tuple(compare_words(one, other)) for one, other in cells))


def _alike(old: Sequence[str], new: Sequence[str]) -> bool:
    equal = sum(one == other for one, other in zip(old, new, strict=False))
    if equal:
        return True
    words = SequenceMatcher(None, " ".join(old).split(), " ".join(new).split(), autojunk=False)
    return words.ratio() >= _LIKE


def compare_words(before: str, after: str) -> list[Span]:
    """The later text with what was put in and taken out, by whole words."""
    if before == after or not before or not after:
        kind = SAME if before == after else (DELETED if before else INSERTED)
        return list(_plain(before or after, kind))
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    old_end, new_end = len(old) - tail, len(new) - tail
    spans = [Span(SAME, "".join(new[:head]))]
    spans.extend(_aligned(old[head:old_end], new[head:new_end]))
    spans.append(Span(SAME, "".join(new[new_end:])))
    return _joined(span for span in spans if span.text)


def merged(before: str, after: str, current: str) -> str | None:
    """The current text with the change that leads from `before` to `after`; None when the same words changed since."""
    if current == before:
        return after
    wanted, made = list(changes(before, after)), list(changes(before, current))
    if any(meet(one, other) for one in wanted for other in made):
        return None
    text = before
    for start, end, words in sorted({*wanted, *made}, reverse=True):
        text = text[:start] + words + text[end:]
    return text


def changes(before: str, after: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, words instead of these letters), by whole words."""
    place = 0
    for span in compare_words(before, after):
        if span.kind == INSERTED:
            yield place, place, span.text
            continue
        if span.kind == DELETED:
            yield place, place + len(span.text), ""
        place += len(span.text)


def meet(one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    """Whether two changes touch the same letters, or put words into the same place."""
    return (one[0] < other[1] and other[0] < one[1]) or (one[0] == one[1] == other[0] == other[1])


def _plain(text: str, kind: str) -> tuple[Span, ...]:
    return (Span(kind, text),) if text else ()


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _aligned(old: list[str], new: list[str]) -> Iterator[Span]:
    if len(old) * len(new) > MOST_PAIRS:
        yield Span(DELETED, "".join(old))
        yield Span(INSERTED, "".join(new))
        return
    # A blank is where a line breaks, not what a sentence has in common with another.
    matcher = SequenceMatcher(str.isspace, old, new, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            yield Span(SAME, "".join(new[j1:j2]))
            continue
        yield Span(DELETED, "".join(old[i1:i2]))
        yield Span(INSERTED, "".join(new[j1:j2]))


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Neighbouring changes told as one: a lone blank between two changed words belongs to both."""
    found: list[list[str]] = []  # [same] or [deleted, inserted]
    waiting = list(spans)
    for index, span in enumerate(waiting):
        between = 0 < index < len(waiting) - 1 and waiting[index + 1].kind != SAME
        if span.kind == SAME and not (span.text.isspace() and between):
            found.append([span.text])
            continue
        if not found or len(found[-1]) == 1:
            found.append(["", ""])
        found[-1][0] += span.text if span.kind != INSERTED else ""
        found[-1][1] += span.text if span.kind != DELETED else ""
    return [span for run in found for span in _told(run)]


def _told(run: list[str]) -> Iterator[Span]:
    if len(run) == 1:
        yield Span(SAME, run[0])
        return
    yield from (Span(kind, text) for kind, text in zip((DELETED, INSERTED), run, strict=True) if text)
