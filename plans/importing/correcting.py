"""What a person corrects in a proposal: level and kind of a block, a block that belongs to the one before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from plans.importing import footnotes
from plans.importing.remarks import joined, moved
from plans.importing.result import ImportedBlock, ImportedPlan
from plans.numbering import UNNUMBERED, numbers
from plans.outline import Mark

SURE = 1.0


@dataclass(frozen=True)
class Correction:
    """Level and kind as they are to be; `joined`: the block is the rest of the one before."""

    level: str
    kind: str
    joined: bool = False


def corrected(imported: ImportedPlan, corrections: Mapping[str, Correction]) -> ImportedPlan:
    """The proposal with the corrections by block id; no letter is lost: a number that is no number becomes text."""
    blocks: list[ImportedBlock] = []
    for block in imported.blocks:
        wanted = corrections.get(block.id)
        if wanted and wanted.joined and blocks and not (block.rows or blocks[-1].rows):
            blocks[-1] = _joined(blocks[-1], block)
        else:
            blocks.append(_changed(block, wanted) if wanted else block)
    printed = numbers(blocks)
    return replace(imported, blocks=tuple(replace(block, computed=printed[block.id]) for block in blocks))


def _changed(block: ImportedBlock, wanted: Correction) -> ImportedBlock:
    if wanted.level != block.level and not block.rows and wanted.level != "table":
        if wanted.level in UNNUMBERED:
            block = _with_number_as_text(block)
        block = replace(block, level=wanted.level, level_confidence=SURE)
    if wanted.kind != block.kind:
        block = replace(block, kind=wanted.kind, kind_confidence=SURE)
    return block


def _with_number_as_text(block: ImportedBlock) -> ImportedBlock:
    if not block.number:
        return block
    text = f"{block.number} {block.text}"
    by = len(text) - len(block.text)
    marks, notes = _moved(block.marks, by), footnotes.moved(block.notes, by)
    return replace(block, text=text, number="", marks=marks, notes=notes, said=moved(block.said, by))


def _joined(first: ImportedBlock, second: ImportedBlock) -> ImportedBlock:
    second = _with_number_as_text(second)
    by = len(first.text) + 1
    marks = first.marks + _moved(second.marks, by)
    said = joined(first.said, first.text) + moved(joined(second.said, second.text), by)
    notes = first.notes + footnotes.moved(second.notes, by)
    return replace(first, text=f"{first.text} {second.text}", marks=marks, notes=notes, said=said)


def _moved(marks: tuple[Mark, ...], by: int) -> tuple[Mark, ...]:
    return tuple(Mark(mark.start + by, mark.end + by, mark.kind) for mark in marks)
