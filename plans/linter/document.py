"""What the rules read: the passages of the text in reading order, and what stands around the text."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from plans.linter.findings import Passage
from plans.outline import Outline, PlanContent
from plans.records import NOT_TAKEN


@dataclass(frozen=True)
class Outdated:
    """A paper of the register that is replaced or expired. `certain`: no paper of the same number is in force."""

    key: str
    issued_on: dt.date
    standing: str
    certain: bool


@dataclass(frozen=True)
class DocumentContext:
    """The paper around the text. An empty field is not known and is not checked.

    `number_line` and `date_line` are as typed in a file; a plan of the portal has none, its number is given on issue.
    `decomposed`: a piece of a file that is not NFC. `missing_parts`: parts of the head a file lacks, in Vietnamese.
    `typed_numbers`: (block id, number typed in the file, number that will be printed). `outdated`: cited papers that the
    register knows to be no longer in force. `targets`: (block id, name, value that is tracked). `issuer`: the name of the
    `drifted`: (block id, how its record differs, in words).
    unit that issues. `signer_refused`: why the chosen signer may not sign. `end_mark`: whether "./." ends the text.
    """

    number_line: str = ""
    date_line: str = ""
    motto: str = ""
    signature_lines: tuple[str, ...] = ()
    signer_name: str = ""
    recipients: tuple[str, ...] = ()
    recipients_label: str = ""
    archive_line: str = ""
    party: bool = False
    typed_numbers: tuple[tuple[str, str, str], ...] = ()
    decomposed: str = ""
    missing_parts: tuple[str, ...] = ()
    outdated: tuple[Outdated, ...] = ()
    targets: tuple[tuple[str, str, Decimal], ...] = ()
    drifted: tuple[tuple[str, str], ...] = ()
    issuer: str = ""
    signer_refused: str = ""
    end_mark: bool = True


@dataclass(frozen=True)
class Reading:
    """The text as it is printed: blocks that do not apply are left out."""

    content: PlanContent
    context: DocumentContext
    outline: Outline
    abstract: Passage
    bases: tuple[Passage, ...]
    opening: tuple[Passage, ...]
    blocks: tuple[Passage, ...]
    closing: tuple[Passage, ...]
    notes: tuple[Passage, ...] = ()

    @property
    def body(self) -> tuple[Passage, ...]:
        """Everything after the abstract, in reading order."""
        return self.bases + self.opening + self.blocks + self.closing

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Every word that is printed; the footnotes after the text that calls them."""
        return (self.abstract, *self.body, *self.notes)


def read(content: PlanContent, context: DocumentContext) -> Reading:
    """The passages of the content."""
    outline = Outline(tuple(b for b in content.outline.blocks if b.adoption != NOT_TAKEN))
    numbers = outline.numbers()
    blocks = [
        Passage(
            text="\n".join(" | ".join(row) for row in block.rows) if block.level == "table" else block.text,
            field="blocks",
            line=place,
            block_id=block.id,
            level=block.level,
            number=numbers[block.id],
        )
        for place, block in enumerate(outline.blocks)
    ]
    return Reading(
        content=content,
        context=context,
        outline=outline,
        abstract=Passage(content.abstract, "abstract"),
        bases=_lines("bases", content.bases),
        opening=_lines("opening", content.opening),
        blocks=tuple(blocks),
        closing=_lines("closing", content.closing),
        notes=tuple(
            Passage(note.text, "notes", line=number - 1, block_id=block.id, level="note")
            for block in outline.blocks
            for number, note in outline.numbered_notes(block.id)
        ),
    )


def _lines(field: str, texts: tuple[str, ...]) -> tuple[Passage, ...]:
    return tuple(Passage(text, field, line=place) for place, text in enumerate(texts))
