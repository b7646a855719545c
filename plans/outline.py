"""The body of a plan: a list of blocks with stable ids, the numbers computed from the levels. JSON is the text."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import accumulate
from typing import Any

from django.utils.translation import gettext as _

from plans import block_fields as read
from plans.block_fields import Fault, FieldError, Mark, Note, OutlineError, clean_text, with_notes_inline
from plans.blocks import (
    ADOPTIONS,
    KINDS,
    LEVELS,
    Block,
    collect_blocks,
    new_block_id,
    read_blocks,
    take,
    unknown_keys,
)
from plans.numbering import HEADINGS, RANKS, UNNUMBERED, nest, numbers

__all__ = [
    "ADOPTIONS",
    "KINDS",
    "LEVELS",
    "Block",
    "Fault",
    "Mark",
    "Note",
    "Outline",
    "OutlineError",
    "PlanContent",
    "clean_text",
    "new_block_id",
]

MAX_LINES = 100
MAX_ABSTRACT = 1_000
SHORT_TITLE = 160
_LADDER = ("part", "section", "subsection", "subsubsection", "point", "bullet", "plus")
_NEXT_SENTENCE = re.compile(r"[.!?]\s+[^\W\d_]")


@dataclass(frozen=True)
class Outline:
    """The blocks in order. All changes give a new outline."""

    blocks: tuple[Block, ...] = ()

    @classmethod
    def from_json(cls, value: Any) -> Outline:
        """The outline of a list of JSON objects. Raises OutlineError with every fault, Vietnamese messages."""
        return cls(tuple(read_blocks(value)))

    def to_json(self) -> list[dict[str, Any]]:
        return [block.to_json() for block in self.blocks]

    def __iter__(self) -> Iterator[Block]:
        return iter(self.blocks)

    def __len__(self) -> int:
        return len(self.blocks)

    def __contains__(self, block_id: object) -> bool:
        return block_id in self._places

    def __getitem__(self, block_id: str) -> Block:
        """The block of that id. Raises KeyError."""
        return self.blocks[self._places[block_id]]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {block.id: place for place, block in enumerate(self.blocks)}

    @cached_property
    def _numbers(self) -> dict[str, str]:
        return numbers(self.blocks)

    @cached_property
    def _parents(self) -> dict[str, str]:
        return {block.id: parent.id if parent else "" for block, parent in nest(self.blocks)}

    @cached_property
    def _below(self) -> dict[str, tuple[Block, ...]]:
        below: dict[str, list[Block]] = {}
        for block in self.blocks:
            below.setdefault(self._parents[block.id], []).append(block)
        return {above: tuple(blocks) for above, blocks in below.items()}

    def numbers(self) -> dict[str, str]:
        """Block id → printed number, "" where nothing is printed. Restarts below every higher level."""
        return dict(self._numbers)

    def number(self, block_id: str) -> str:
        return self._numbers[block_id]

    def parent(self, block_id: str) -> Block | None:
        """The block it hangs under by level; None at the top."""
        above = self._parents[block_id]
        return self[above] if above else None

    def children(self, block_id: str | None = None) -> tuple[Block, ...]:
        """The blocks directly below; those at the top for None."""
        return self._below.get(block_id or "", ())

    def descendants(self, block_id: str) -> tuple[Block, ...]:
        """The blocks below, at any depth, in order; they always follow the block without a gap."""
        place = self._places[block_id]
        return self.blocks[place + 1 : self._end(place)]

    def _end(self, place: int) -> int:
        inside = {self.blocks[place].id}
        for end in range(place + 1, len(self.blocks)):
            if self._parents[self.blocks[end].id] not in inside:
                return end
            inside.add(self.blocks[end].id)
        return len(self.blocks)

    def path(self, block_id: str) -> tuple[Block, ...]:
        """The blocks above, from the top down."""
        above, block = [], self.parent(block_id)
        while block is not None:
            above.append(block)
            block = self.parent(block.id)
        return tuple(reversed(above))

    def is_titled(self, block: Block) -> bool:
        """Whether the block is only a title, printed bold: a part always; a numbered block that carries others."""
        if block.level not in HEADINGS:
            return False
        if block.level == "part":
            return True
        if len(block.text) <= SHORT_TITLE and not block.text.endswith((".", ";")):
            return True
        below = any(child.level not in UNNUMBERED for child in self.children(block.id))
        return below and not _NEXT_SENTENCE.search(block.text)

    @cached_property
    def _first_notes(self) -> dict[str, int]:
        before = accumulate((len(block.notes) for block in self.blocks), initial=1)
        return {block.id: first for block, first in zip(self.blocks, before, strict=False)}

    def numbered_notes(self, block_id: str) -> tuple[tuple[int, Note], ...]:
        """The footnotes of a block with their numbers: counted through the text, block by block."""
        return tuple(enumerate(self[block_id].notes, start=self._first_notes[block_id]))

    def text_of(self, block_id: str | None = None) -> str:
        """The plain text, a line a block with its number: of the whole, or of one block with what is below it.

        A footnote is [1] where it is called; the notes stand at the end.
        """
        chosen = self.blocks if block_id is None else (self[block_id], *self.descendants(block_id))
        notes = [f"[{number}] {note.text}" for b in chosen for number, note in self.numbered_notes(b.id)]
        return "\n".join([*(self._line(block) for block in chosen), *notes])

    def _line(self, block: Block) -> str:
        if block.level == "table":
            body = "\n".join(" | ".join(row) for row in block.rows)
        else:
            called = [Note(note.place, str(number)) for number, note in self.numbered_notes(block.id)]
            body = with_notes_inline(block.text, called, "[{}]")
        return f"{self._numbers[block.id]} {body}".strip()

    def digest(self) -> str:
        """SHA-256 of the JSON: equal outlines, equal digest."""
        return _digest(self.to_json())

    def replace(self, block_id: str, **changes: Any) -> Outline:
        """The outline with fields of one block changed. Raises KeyError."""
        return Outline(
            tuple(replace(b, **changes) if b.id == block_id else b for b in self._having(block_id))
        )

    def insert(self, block: Block, *, after: str | None = None) -> Outline:
        """The outline with a block put after another (at the start for None). Raises KeyError, ValueError."""
        if block.id in self:
            raise ValueError(f"block id {block.id} is taken")
        place = 0 if after is None else self._places[after] + 1
        return Outline((*self.blocks[:place], block, *self.blocks[place:]))

    def remove(self, block_id: str, *, with_descendants: bool = False) -> Outline:
        """The outline without a block; what was below stays, unless told otherwise. Raises KeyError."""
        gone = {block_id} | ({b.id for b in self.descendants(block_id)} if with_descendants else set())
        return Outline(tuple(block for block in self._having(block_id) if block.id not in gone))

    def move(self, block_id: str, *, before: str | None) -> Outline:
        """The block with all below it put before another block (at the end for None). Raises KeyError, ValueError."""
        moved = (self[block_id], *self.descendants(block_id))
        if before in {block.id for block in moved}:
            raise ValueError("a block cannot be moved into itself")
        rest = Outline(tuple(block for block in self.blocks if block not in moved))
        place = len(rest) if before is None else rest._places[before]
        return Outline((*rest.blocks[:place], *moved, *rest.blocks[place:]))

    def move_up(self, block_id: str) -> Outline:
        """Before the sibling above, with all below it; unchanged when it is the first."""
        siblings = [block.id for block in self.children(self._parents[block_id])]
        place = siblings.index(block_id)
        return self.move(block_id, before=siblings[place - 1]) if place else self

    def move_down(self, block_id: str) -> Outline:
        """After the sibling below, with all below it; unchanged when it is the last."""
        siblings = [block.id for block in self.children(self._parents[block_id])]
        place = siblings.index(block_id) + 1
        return self.move_up(siblings[place]) if place < len(siblings) else self

    def indent(self, block_id: str) -> Outline:
        """One level deeper (mục → tiểu mục → … → +); numbered blocks below go along."""
        return self._shift(block_id, 1)

    def outdent(self, block_id: str) -> Outline:
        """One level higher; numbered blocks below go along."""
        return self._shift(block_id, -1)

    def _shift(self, block_id: str, step: int) -> Outline:
        level = self[block_id].level
        target = _stepped(level, step)
        if target == level:
            return self
        levels = {block_id: target}
        for block in self.descendants(block_id):
            squeezed = step > 0 and RANKS[block.level] <= RANKS[target]
            if block.level in HEADINGS or squeezed:
                levels[block.id] = _stepped(block.level, step)
        return Outline(tuple(replace(b, level=levels.get(b.id, b.level)) for b in self.blocks))

    def _having(self, block_id: str) -> tuple[Block, ...]:
        self._places[block_id]
        return self.blocks


def _stepped(level: str, step: int) -> str:
    if level not in _LADDER:
        return level
    return _LADDER[min(max(_LADDER.index(level) + step, 0), len(_LADDER) - 1)]


@dataclass(frozen=True)
class PlanContent:
    """Everything of a plan's version between the type name and the signature."""

    abstract: str = ""
    bases: tuple[str, ...] = ()
    opening: tuple[str, ...] = ()
    outline: Outline = Outline()
    closing: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, value: Any, *, stored: Mapping[str, Any] | None = None) -> PlanContent:
        """The content of a JSON object; unknown keys refused. Raises OutlineError with every fault.

        `stored`: an earlier version of it, as `to_json` wrote it, so that only blocks that changed are read.
        """
        if not isinstance(value, dict):
            raise OutlineError([Fault(None, "", "", _("Nội dung kế hoạch phải là một đối tượng JSON."))])
        faults = unknown_keys(
            None, "", value, frozenset({"abstract", "bases", "opening", "blocks", "closing"})
        )
        abstract = take(
            faults, "abstract", lambda: read.read_text(value.get("abstract", ""), limit=MAX_ABSTRACT)
        )
        lines = {
            name: take(faults, name, partial(_read_lines, value.get(name, [])))
            for name in ("bases", "opening", "closing")
        }
        blocks = collect_blocks(faults, value.get("blocks", []), (stored or {}).get("blocks", ()))
        if faults:
            raise OutlineError(faults)
        return cls(abstract=abstract, outline=Outline(tuple(blocks)), **lines)

    def to_json(self) -> dict[str, Any]:
        return {
            "abstract": self.abstract,
            "bases": list(self.bases),
            "opening": list(self.opening),
            "blocks": self.outline.to_json(),
            "closing": list(self.closing),
        }

    def validate(self) -> None:
        """Refuse what `from_json` would refuse. Raises OutlineError."""
        PlanContent.from_json(self.to_json())

    def digest(self) -> str:
        """SHA-256 of the JSON: equal content, equal digest."""
        return _digest(self.to_json())


def _digest(value: Any) -> str:
    canonical = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _read_lines(value: Any) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)) or len(value) > MAX_LINES:
        raise FieldError(_("phải là danh sách tối đa %(most)d đoạn") % {"most": MAX_LINES})
    return tuple(line for line in (read.read_text(line) for line in value) if line)
