"""A proposal as JSON and back, for the time between the upload and the acceptance."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from plans.importing.remarks import Said, Sent
from plans.importing.result import (
    Field,
    ImportedBlock,
    ImportedPlan,
    ImportedRecipient,
    ImportedSignature,
    Unplaced,
)
from plans.outline import Block, Mark, Note


def to_stored(imported: ImportedPlan) -> dict[str, Any]:
    """Everything `from_stored` needs to give the same proposal."""
    left_out = [[after, block.to_json()] for after, block in imported.left_out]
    return asdict(imported) | {"left_out": left_out}


def from_stored(stored: dict[str, Any]) -> ImportedPlan:
    """The proposal that was given to `to_stored`."""
    signature = stored["signature"]
    kept = {
        "fields": {name: Field(**found) for name, found in stored["fields"].items()},
        "blocks": tuple(_block(block) for block in stored["blocks"]),
        "recipients": tuple(ImportedRecipient(**line) for line in stored["recipients"]),
        "signature": ImportedSignature(
            **signature | {"authority_lines": tuple(signature["authority_lines"])}
        ),
        "unplaced": tuple(Unplaced(**piece) for piece in stored["unplaced"]),
        "left_out": tuple((after, Block.from_json(block)) for after, block in stored["left_out"]),
        "source_lines": tuple((number, text) for number, text in stored["source_lines"]),
        "notes": tuple(stored["notes"]),
        "said": tuple(Said(**one) for one in stored.get("said", ())),
        "sent": tuple(Sent(**one) for one in stored.get("sent", ())),
    }
    return ImportedPlan(**stored | kept)


def _block(stored: dict[str, Any]) -> ImportedBlock:
    marks = tuple(Mark(*mark) for mark in stored["marks"])
    notes = tuple(Note(*note) for note in stored.get("notes", ()))
    rows = tuple(tuple(row) for row in stored["rows"])
    said = tuple(Said(**one) for one in stored.get("said", ()))
    return ImportedBlock(**stored | {"marks": marks, "notes": notes, "rows": rows, "said": said})
