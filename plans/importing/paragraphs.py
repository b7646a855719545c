"""Putting together again what page ends and hard wraps broke: lines → paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from plans.importing.markers import Marker, marker_of, value_of
from plans.importing.source import Line, Source, Spans

FINAL = (".", ";", ":", "!", "?", "…", "./.", ".”", '."', ".)")
MIN_BROKEN = 40
# Longer than any block may be; without an end a broken file would be one paragraph.
MAX_JOINED = 20_000
MIN_WRAPPED = 45
MAX_WRAPPED = 110


@dataclass(frozen=True)
class Paragraph:
    """A logical paragraph: its place in the source, its text as seen, its numbering if it has one."""

    spans: Spans
    text: str
    line: int
    gap: bool
    marker: Marker | None = None
    rows: tuple[tuple[Spans, ...], ...] = ()

    @property
    def body(self) -> str:
        """The text without its numbering."""
        return self.text[self.marker.length :] if self.marker else self.text


def paragraph_of(source: Source, line: Line) -> Paragraph:
    """One line as a paragraph of its own."""
    text = source.visible(line.spans)
    marker = None if line.rows else marker_of(text)
    return Paragraph(line.spans, text, line.number, line.gap, marker, line.rows)


def join_lines(source: Source, lines: Sequence[Line]) -> list[Paragraph]:
    """The paragraphs of a run of lines; lines with nothing to see (rules, page numbers) are passed over."""
    width = _width(source, lines)
    joined: list[Paragraph] = []
    last: Line | None = None
    expected: int | None = None
    for line in lines:
        paragraph = paragraph_of(source, line)
        if not paragraph.text:
            continue
        alone = line.alone or (last is not None and last.alone)
        if (
            joined
            and last is not None
            and not alone
            and _goes_on(source, joined[-1], last, paragraph, width, expected)
        ):
            joined[-1] = _joined(joined[-1], paragraph)
        else:
            joined.append(paragraph)
        marker = joined[-1].marker
        expected = (value_of(marker) or 0) + 1 if marker and marker.kind == "one" else expected
        last = line
    return joined


def _joined(first: Paragraph, second: Paragraph) -> Paragraph:
    return replace(first, spans=first.spans + second.spans, text=f"{first.text} {second.text}")


def _width(source: Source, lines: Sequence[Line]) -> int:
    """The column at which the text was hard-wrapped; 0 where lines are whole paragraphs."""
    lengths = [len(source.visible(line.spans)) for line in lines if not line.rows]
    tight = sum(not line.gap for line in lines)
    if not lengths or max(lengths) > MAX_WRAPPED or tight * 4 < len(lengths):
        return 0
    return max(lengths)


def _goes_on(
    source: Source, before: Paragraph, last: Line, after: Paragraph, width: int, expected: int | None
) -> bool:
    """Whether `after` is the rest of `before`, whose last line is `last`."""
    if before.rows or after.rows or len(before.text) > MAX_JOINED:
        return False
    if before.marker and not before.body:
        return after.marker is None
    tail = source.visible(last.spans)
    open_end = not before.text.endswith(FINAL)
    if after.marker:
        return _is_false_marker(after, open_end=open_end, expected=expected, tail=tail)
    if after.gap:
        return open_end and after.text[0].islower() and len(before.text) >= MIN_BROKEN
    if after.text[0].islower() and open_end:
        return True
    if before.text.isupper() and after.text.isupper() and open_end:
        return before.marker is not None
    return bool(width) and len(tail) >= MIN_WRAPPED and len(tail) + 1 + len(after.text.split()[0]) > width - 3


def _is_false_marker(after: Paragraph, *, open_end: bool, expected: int | None, tail: str) -> bool:
    """A wrapped line may begin with what only looks like numbering: "- xã hội", "20. Tiếp tục"."""
    if after.gap or not open_end or after.marker is None or len(tail) < MIN_WRAPPED:
        return False
    if after.marker.kind == "dash":
        return after.body[:1].islower()
    if after.marker.kind == "one":
        value = value_of(after.marker)
        return value != 1 and value != (expected or 1)
    return False
