"""What an import found: heading fields, blocks, recipients, signature, and what could not be placed."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field
from typing import Any

from plans.importing.remarks import ADDED, Said, Sent
from plans.outline import Block, Mark, Note, Outline, PlanContent


@dataclass(frozen=True)
class Field:
    """A heading field: the cleaned value (text, list of texts or mapping) and the letters of the source it took."""

    value: Any
    source: str

    def to_json(self) -> dict[str, Any]:
        return {"value": self.value, "source": self.source}


@dataclass(frozen=True)
class ImportedBlock:
    """A proposed block. `number` is as typed in the source; `computed` what the plan will print."""

    id: str
    level: str
    kind: str
    number: str
    text: str
    computed: str
    level_confidence: float
    kind_confidence: float
    line: int
    marks: tuple[Mark, ...] = ()
    notes: tuple[Note, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    header_rows: int | None = None  # None: not told by the file
    caption: str = ""
    carried: dict[str, Any] = field(default_factory=dict)  # fields of Block that stand on no page
    said: tuple[Said, ...] = ()

    @property
    def proposed(self) -> Said | None:
        """The tracked change that puts this whole block in: it is no part of the text until somebody takes it."""
        return next((one for one in self.said if one.kind == ADDED), None)

    @property
    def note(self) -> str:
        """Why the number will look different in print; "" when it will not."""
        if self.number == self.computed or not (self.number or self.computed):
            return ""
        if not self.number:
            return f"nguồn không đánh số; khi in sẽ là “{self.computed}”"
        if not self.computed:
            return f"nguồn ghi “{self.number}”; khi in sẽ không có số"
        return f"nguồn ghi “{self.number}”; khi in sẽ là “{self.computed}”"

    def to_json(self) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "id": self.id,
            "level": self.level,
            "kind": self.kind,
            "number": self.number,
            "text": self.text,
            "confidence": round(min(self.level_confidence, self.kind_confidence), 2),
            "level_confidence": self.level_confidence,
            "kind_confidence": self.kind_confidence,
            "line": self.line,
        }
        if self.note:
            shown |= {"typed_number": self.number, "computed_number": self.computed, "note": self.note}
        if self.marks:
            shown["marks"] = [list(mark) for mark in self.marks]
        if self.notes:
            shown["notes"] = [list(note) for note in self.notes]
        if self.rows:
            shown["rows"] = [list(row) for row in self.rows]
        if self.said:
            shown["said"] = [asdict(one) for one in self.said]
        return shown

    def to_block(self) -> Block:
        """The block as it goes into the plan; its source keeps the number as typed."""
        guessed = 1 if len(self.rows) > 1 else 0
        seen = {"source": "" if self.rows else f"{self.number} {self.text}".strip()}
        return Block(
            id=self.id,
            level=self.level,
            kind=self.kind,
            text=self.caption if self.rows else self.text,
            marks=self.marks,
            notes=self.notes,
            rows=self.rows,
            header_rows=guessed if self.header_rows is None else self.header_rows,
            **(self.carried or seen),
        )


@dataclass(frozen=True)
class ImportedRecipient:
    """A line of "Nơi nhận". `purpose`: bao_cao, chi_dao, thuc_hien, phoi_hop, website, de_biet."""

    text: str
    purpose: str
    note: str
    source: str

    def to_json(self) -> dict[str, str]:
        return {"text": self.text, "purpose": self.purpose, "note": self.note, "source": self.source}


@dataclass(frozen=True)
class ImportedSignature:
    """The lines above the signature (authority, post) and the name; None where the source has none."""

    authority_lines: tuple[str, ...]
    name: str | None
    source: str

    def to_json(self) -> dict[str, Any]:
        return {"authority_lines": list(self.authority_lines), "name": self.name, "source": self.source}


@dataclass(frozen=True)
class Unplaced:
    """Letters of the source that stand nowhere in the result, why, and on which line."""

    text: str
    reason: str
    line: int

    def to_json(self) -> dict[str, Any]:
        return {"text": self.text, "reason": self.reason, "line": self.line}


@dataclass(frozen=True)
class ImportedPlan:
    """The whole proposal. Counts are of non-blank characters: placed + unplaced = source."""

    fields: dict[str, Field]
    blocks: tuple[ImportedBlock, ...]
    recipients: tuple[ImportedRecipient, ...]
    signature: ImportedSignature
    unplaced: tuple[Unplaced, ...]
    source_chars: int
    placed_chars: int
    file_name: str = field(default="", compare=False)
    # Blocks that left through our export without being printed, each with the id of the block it stood behind.
    left_out: tuple[tuple[str, Block], ...] = ()
    exported_from: int = 0  # primary key of the plan and number of its version; 0 for a file from elsewhere
    exported_version: int = 0
    # Number and text of each line of the source, for people to look at beside the proposal.
    source_lines: tuple[tuple[int, str], ...] = field(default=(), compare=False, repr=False)
    notes: tuple[str, ...] = ()  # what was done to the file on request, in words
    said: tuple[Said, ...] = ()  # what people said about no block in particular
    sent: tuple[Sent, ...] = ()  # the suggestions our own export wrote into the file

    @property
    def heading(self) -> dict[str, Any]:
        """Field name → cleaned value, of the fields that were found."""
        return {name: found.value for name, found in self.fields.items()}

    def content(self) -> PlanContent:
        """The content of the plan's first version. Raises OutlineError for what a plan cannot hold."""
        lists = {name: tuple(self.heading.get(name) or ()) for name in ("bases", "opening", "closing")}
        content = PlanContent(
            abstract=self.heading.get("abstract") or "",
            outline=self._outline(),
            **lists,
        )
        content.validate()
        return content

    def _outline(self) -> Outline:
        blocks = [block.to_block() for block in self.blocks if not block.proposed]
        for after, block in self.left_out:
            places = [place for place, other in enumerate(blocks, start=1) if other.id == after]
            blocks.insert(places[0] if places else 0, block)
        return Outline(tuple(blocks))

    def to_json(self) -> dict[str, Any]:
        said = {"said": [asdict(one) for one in self.said]} if self.said else {}
        return said | {
            "fields": {name: found.to_json() for name, found in self.fields.items()},
            "blocks": [block.to_json() for block in self.blocks],
            "recipients": [recipient.to_json() for recipient in self.recipients],
            "signature": self.signature.to_json(),
            "unplaced": [piece.to_json() for piece in self.unplaced],
            "source_chars": self.source_chars,
            "placed_chars": self.placed_chars,
        }


def block_id(place: int, text: str) -> str:
    """The same source gives the same ids."""
    return hashlib.sha256(f"{place}:{text}".encode()).hexdigest()[:10]
