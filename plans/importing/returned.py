"""A plan that left through our own export and came back: every anchored paragraph keeps its id, kind and place.

What was changed in Word wins over what the anchor says: the text, the bold, the order, and the level where the number
before the paragraph is of another class now. New paragraphs are read like those of any file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from plans.anchors import LEVEL_OF_SHAPE, Anchor, read_anchor, shape_of
from plans.block_fields import with_notes_inline
from plans.importing.ending import Ending, read_ending
from plans.importing.footnotes import notes_in
from plans.importing.heading import HeadReader
from plans.importing.kinds import KindReader
from plans.importing.markers import LEVEL_OF, marker_of
from plans.importing.remarks import Said, said_elsewhere, said_in, sent_in
from plans.importing.result import Field, ImportedBlock, ImportedPlan, Unplaced, block_id
from plans.importing.source import Line, Source, Spans
from plans.importing.words import is_base
from plans.numbering import numbers
from plans.outline import Block, Mark, Note, OutlineError

_FIELDS = {"abstract": "abstract", "base": "bases", "opening": "opening", "closing": "closing"}
_LEVELS = {"roman": "part", "one": "section", "two": "subsection", "three": "subsubsection", **LEVEL_OF}
_CARRIED = ("source", "origin", "adoption", "adoption_reason")
KNOWN, NEW = 1.0, 0.8


@dataclass
class Entry:
    """A block as it was read; `anchor` None for one that was written in Word."""

    id: str
    level: str
    number: str
    text: str
    line: Line
    anchor: Anchor | None = None
    marks: tuple[Mark, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    caption: str = ""
    said: tuple[Said, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass
class _Reader:
    source: Source
    lists: dict[str, list[str]] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    captions: dict[str, str] = field(default_factory=dict)
    part: str = "abstract"
    ids: set[str] = field(default_factory=set)

    def read(self, lines: Sequence[Line]) -> None:
        for line in lines:
            anchor = read_anchor(line.anchor) if line.anchor else None
            if anchor is None or (anchor.part == "block" and anchor.id in self.ids):
                self._new(line)
            elif anchor.part in _FIELDS:
                self._keep(anchor.part, line)
            elif anchor.part == "caption":
                self.captions[anchor.id] = self._claimed(line.spans)[0]
            else:
                self._known(line, anchor)

    def _claimed(self, spans: Spans) -> tuple[str, Sequence[int]]:
        self.source.claim(spans)
        return self.source.exact(spans)

    def _keep(self, part: str, line: Line) -> None:
        self.part = part
        text, places = self._claimed(line.spans)
        text = with_notes_inline(text, notes_in(self.source, line.spans, places))
        if part == "abstract":
            text = " ".join(text.split())
        self.lists.setdefault(_FIELDS[part], []).append(text)

    def _new(self, line: Line) -> None:
        """A paragraph without anchor belongs where it stands."""
        text = self.source.visible(line.spans)
        marker = None if line.rows else marker_of(text)
        if (
            not self.entries
            and not line.rows
            and (marker is None or is_base(text))
            and self.part != "closing"
        ):
            self._keep("base" if is_base(text) else "opening", line)
        elif self.part == "closing":
            self._keep("closing", line)
        else:
            level = "table" if line.rows else _LEVELS.get(marker.kind, "item") if marker else "paragraph"
            length = marker.length if marker else 0
            entry_id = block_id(len(self.entries), text)
            self._add(Entry(entry_id, level, marker.text if marker else "", "", line), cut=length)

    def _known(self, line: Line, anchor: Anchor) -> None:
        self.part = "block"
        self.ids.add(anchor.id)
        if line.rows:
            self._add(Entry(anchor.id, "table", "", "", line, anchor))
            return
        length, number = self._number(line, anchor)
        shape = shape_of(number)
        level = anchor.level if shape == anchor.shape else LEVEL_OF_SHAPE.get(shape, "paragraph")
        level = "paragraph" if level == "table" else level
        self._add(Entry(anchor.id, level, number, "", line, anchor), start=line.start + length)

    def _number(self, line: Line, anchor: Anchor) -> tuple[int, str]:
        """(letters, number) at the start: Word's own, or typed by the export where its style was lost on the way."""
        if line.label:
            return line.label, self.source.visible(((line.start, line.start + line.label),))
        raw = self.source.text[line.start : line.end]
        marker = marker_of(raw) if anchor.shape != "n" else None
        return (marker.length, marker.text) if marker else (0, "")

    def _add(self, entry: Entry, *, cut: int = 0, start: int | None = None) -> None:
        """Take the text of the entry: from a place of the source on, or without the first letters as seen."""
        line, source = entry.line, self.source
        source.claim(line.spans)
        if line.rows:
            entry.rows = tuple(tuple(source.exact(cell)[0] for cell in row) for row in line.rows)
            entry.text = "\n".join("\t".join(row) for row in entry.rows)
            entry.caption = self.captions.pop(entry.id, "")
            entry.said = said_in(source, ((line.start, line.end),), (), table=True)
        elif entry.anchor:
            entry.text, places = source.exact(((line.start if start is None else start, line.end),))
            entry.marks = source.marks_at(places)
            entry.said = said_in(source, line.spans, places)
            entry.notes = notes_in(source, line.spans, places)
        else:
            spans = source.part(line.spans, cut)
            entry.text, entry.marks = source.visible(spans), source.marks(spans)
            places = source.pieces(line.spans)[1][cut:]
            entry.said = said_in(source, line.spans, places)
            entry.notes = notes_in(source, line.spans, places)
        self.entries.append(entry)


def import_returned(source: Source, *, file_name: str = "") -> ImportedPlan:
    """The plan as it came back, with what was changed and added in Word."""
    lines = [line for line in source.lines if line.rows or source.visible(line.spans)]
    anchored = [place for place, line in enumerate(lines) if line.anchor]
    fields, rest = HeadReader(source, lines[: anchored[0]]).read()
    ending = read_ending(source, lines[anchored[-1] + 1 :])
    reader = _Reader(source)
    reader.read([*rest, *lines[anchored[0] : anchored[-1] + 1], *ending.body, *ending.appendix])
    return ImportedPlan(
        fields=fields | _fields(reader) | ending.fields,
        blocks=_blocks(reader.entries, source.carried),
        unplaced=tuple(Unplaced(*piece) for piece in source.unplaced()),
        source_chars=source.letter_count,
        placed_chars=source.placed_count,
        file_name=file_name,
        source_lines=source.shown_lines(),
        notes=tuple(source.notes),
        left_out=_left_out(source.carried, {entry.id for entry in reader.entries}),
        exported_from=_number(source.carried, "plan"),
        exported_version=_number(source.carried, "version"),
        said=said_elsewhere(source),
        sent=sent_in(source.carried),
        **_end(ending),
    )


def _number(carried: dict[str, Any], name: str) -> int:
    value = carried.get(name)
    return value if type(value) is int else 0


def _end(ending: Ending) -> dict[str, Any]:
    return {"recipients": ending.recipients, "signature": ending.signature}


def _fields(reader: _Reader) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for name, texts in reader.lists.items():
        value: Any = " ".join(texts) if name == "abstract" else texts
        found[name] = Field(value, "\n".join(texts))
    return found


def _blocks(entries: Sequence[Entry], carried: dict[str, Any]) -> tuple[ImportedBlock, ...]:
    printed = numbers(entries)
    kinds = KindReader()
    known = carried.get("blocks")
    blocks = []
    for entry in entries:
        kind, sure = kinds.propose(entry.level, entry.text)
        if entry.anchor:
            kind, sure = entry.anchor.kind, KNOWN
        kept = known.get(entry.id) if isinstance(known, dict) and entry.anchor else None
        blocks.append(_block(entry, kind, sure, printed[entry.id], kept if isinstance(kept, dict) else None))
    return tuple(blocks)


def _block(entry: Entry, kind: str, sure: float, computed: str, kept: dict[str, Any] | None) -> ImportedBlock:
    carried = {name: kept[name] for name in _CARRIED if isinstance(kept.get(name), str)} if kept else {}
    return ImportedBlock(
        id=entry.id,
        level=entry.level,
        kind=kind,
        number=entry.number,
        text=entry.text,
        computed=computed,
        level_confidence=KNOWN if entry.anchor else NEW,
        kind_confidence=sure,
        line=entry.line.number,
        marks=entry.marks,
        notes=entry.notes,
        rows=entry.rows,
        header_rows=entry.line.heading_rows if entry.anchor else None,
        caption=entry.caption,
        carried=carried or ({"source": ""} if entry.anchor else {}),
        said=entry.said,
    )


def _left_out(carried: dict[str, Any], taken: set[str]) -> tuple[tuple[str, Block], ...]:
    """The blocks that were not printed; those that came back all the same, and damaged ones, are passed over."""
    found = []
    listed = carried.get("left_out")
    for item in listed if isinstance(listed, list) else []:
        try:
            block = Block.from_json(item["block"])
        except (KeyError, TypeError, OutlineError):
            continue
        if block.id not in taken:
            taken.add(block.id)
            found.append((str(item.get("after", "")), block))
    return tuple(found)
