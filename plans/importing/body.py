"""The body: bases, opening, numbered blocks with their levels, tables, closing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from core.vietnamese import fold
from plans.block_fields import Mark, with_notes_inline
from plans.importing.footnotes import notes_in
from plans.importing.kinds import KindReader, group_of
from plans.importing.markers import SURE, levels_for
from plans.importing.paragraphs import Paragraph, join_lines, paragraph_of
from plans.importing.remarks import Said, said_in
from plans.importing.result import Field, ImportedBlock, block_id
from plans.importing.source import BOLD, Line, Source, Spans
from plans.importing.words import is_base, is_closing
from plans.numbering import HEADINGS, numbers

MAX_UNNUMBERED_TITLE = 90
_NUMBERED = frozenset({"phase", "article", "roman", "capital", "one", "two", "three"})


class Levelled(NamedTuple):
    """A paragraph with its proposed level."""

    id: str
    level: str
    sure: float
    paragraph: Paragraph
    number: str
    text: str


@dataclass
class Body:
    fields: dict[str, Field]
    blocks: tuple[ImportedBlock, ...]


def read_body(source: Source, lines: Sequence[Line], appendix: Sequence[Line]) -> Body:
    """The fields and blocks between the abstract and the ending; an appendix follows as plain paragraphs."""
    paragraphs = join_lines(source, lines)
    has_numbers = any(p.marker and p.marker.kind in _NUMBERED for p in paragraphs)
    start = _start(source, paragraphs, has_numbers)
    stop = _stop(paragraphs, start)
    head = paragraphs[:start]
    fields = _lists(
        source,
        bases=[p for p in head if is_base(p.text)],
        opening=[p for p in head if not is_base(p.text)],
        closing=paragraphs[stop:],
    )
    found = _levelled(source, paragraphs[start:stop], has_numbers)
    found += [_plain(source, len(found) + place, line) for place, line in enumerate(appendix)]
    found = [entry for entry in found if entry.paragraph.text]
    return Body(fields, _blocks(source, found))


def _start(source: Source, paragraphs: Sequence[Paragraph], has_numbers: bool) -> int:
    """The first paragraph that is a block: the first numbered one, or an unnumbered title."""
    for place, paragraph in enumerate(paragraphs):
        if paragraph.rows or (paragraph.marker and not is_base(paragraph.text)):
            return place
        if _lost_title(source, paragraph, has_numbers):
            return place
    lead = next((place for place, p in enumerate(paragraphs) if p.text.endswith("sau:")), None)
    return lead + 1 if lead is not None else sum(is_base(p.text) for p in paragraphs[:10])


def _stop(paragraphs: Sequence[Paragraph], start: int) -> int:
    """The first closing paragraph: from "Trên đây là …" on, if only plain paragraphs follow."""
    stop = len(paragraphs)
    for place in range(len(paragraphs) - 1, start - 1, -1):
        if paragraphs[place].marker or paragraphs[place].rows:
            break
        if is_closing(paragraphs[place].text):
            stop = place
    return stop


def _lists(source: Source, **lists: list[Paragraph]) -> dict[str, Field]:
    fields = {}
    for name, paragraphs in lists.items():
        for paragraph in paragraphs:
            source.claim(paragraph.spans)
        if paragraphs:
            texts = [_with_notes(source, paragraph) for paragraph in paragraphs]
            fields[name] = Field(texts, "\n".join(texts))
    return fields


def _with_notes(source: Source, paragraph: Paragraph) -> str:
    """The text of a line that holds no notes, with their words in brackets."""
    notes = notes_in(source, paragraph.spans, source.pieces(paragraph.spans)[1])
    return with_notes_inline(paragraph.text, notes)


def _lost_title(source: Source, paragraph: Paragraph, has_numbers: bool) -> str:
    """The level of a title whose number was lost in copying; "" for what is no title."""
    text = paragraph.text
    if (
        paragraph.marker
        or paragraph.rows
        or len(text) > MAX_UNNUMBERED_TITLE
        or text.endswith((".", ";", ","))
    ):
        return ""
    known = group_of(fold(text)) is not None
    if text.isupper() and known:
        return "part"
    if has_numbers:
        return ""
    return "section" if (known and len(text.split()) <= 8) or source.is_all(paragraph.spans, BOLD) else ""


def _levelled(source: Source, paragraphs: Sequence[Paragraph], has_numbers: bool) -> list[Levelled]:
    levels = levels_for([(p.marker.kind, p.marker.text) for p in paragraphs if p.marker])
    found = []
    for place, paragraph in enumerate(paragraphs):
        level, sure = _level(source, paragraph, levels, has_numbers)
        number = paragraph.marker.text if paragraph.marker else ""
        found.append(
            Levelled(block_id(place, paragraph.text), level, sure, paragraph, number, paragraph.body)
        )
    return found


def _level(
    source: Source, paragraph: Paragraph, levels: dict[str, str], has_numbers: bool
) -> tuple[str, float]:
    if paragraph.rows:
        return "table", 0.9
    if paragraph.marker:
        return levels[paragraph.marker.kind], SURE.get(paragraph.marker.kind, 0.85)
    title = _lost_title(source, paragraph, has_numbers)
    return (title, 0.5) if title else ("paragraph", 0.8)


def _plain(source: Source, place: int, line: Line) -> Levelled:
    paragraph = paragraph_of(source, line)
    level = "table" if paragraph.rows else "paragraph"
    return Levelled(block_id(place, paragraph.text), level, 0.3, paragraph, "", paragraph.text)


def _blocks(source: Source, found: Sequence[Levelled]) -> tuple[ImportedBlock, ...]:
    printed = numbers(found)
    kinds = KindReader()
    blocks = []
    for entry in found:
        source.claim(entry.paragraph.spans)
        kind, sure = kinds.propose(entry.level, entry.text)
        blocks.append(_block(source, entry, kind, sure, printed[entry.id]))
    return tuple(blocks)


def _block(source: Source, entry: Levelled, kind: str, sure: float, computed: str) -> ImportedBlock:
    paragraph = entry.paragraph
    rows = tuple(tuple(source.visible(cell) for cell in row) for row in paragraph.rows)
    length = len(paragraph.text) - len(entry.text)
    return ImportedBlock(
        id=entry.id,
        level=entry.level,
        kind=kind,
        number=entry.number,
        text="\n".join("\t".join(row) for row in rows) if rows else entry.text,
        computed=computed,
        level_confidence=entry.sure,
        kind_confidence=sure,
        line=paragraph.line,
        marks=() if rows else _marks(source, entry, paragraph.spans, length),
        notes=() if rows else notes_in(source, paragraph.spans, source.pieces(paragraph.spans)[1][length:]),
        rows=rows,
        said=_said(source, paragraph, length),
    )


def _said(source: Source, paragraph: Paragraph, length: int) -> tuple[Said, ...]:
    if not source.remarks:
        return ()
    places = source.pieces(paragraph.spans)[1][length:]
    return said_in(source, paragraph.spans, places, table=bool(paragraph.rows))


def _marks(source: Source, entry: Levelled, spans: Spans, start: int) -> tuple[Mark, ...]:
    """Bold over a whole heading is the heading's own look, not the author's mark."""
    if not source.is_formatted(spans):
        return ()
    whole = Mark(0, len(entry.text), "b")
    marks = source.marks(source.part(spans, start))
    return tuple(mark for mark in marks if entry.level not in HEADINGS or mark != whole)
