"""Which blocks of a derived plan stand on blocks that a new upper plan words otherwise. No database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plans.adopting import words_of
from plans.comparing import ADDED, CHANGED, LABELS, REMOVED, TONES, same_blocks
from plans.outline import Block, Outline
from plans.wording import Span, compare_words


@dataclass(frozen=True)
class BlockChange:
    """One block above that changed, was left out or came new, and the block here that stands on it."""

    state: str
    key: str  # id of the block in the new upper plan; of the old one when it was left out
    old: Block | None
    new: Block | None
    own: Block | None

    @property
    def label(self) -> str:
        return LABELS[self.state]

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def spans(self) -> list[Span]:
        """The old wording with what was put in and taken out."""
        return list(compare_words(_text(self.old), _text(self.new)))

    @property
    def own_text(self) -> str:
        return _text(self.own)


def _text(block: Block | None) -> str:
    if block is None:
        return ""
    return "\n".join(" | ".join(row) for row in block.rows) if block.rows else block.text


def block_changes(own: Outline, old: Outline, new: Outline) -> list[BlockChange]:
    """In the order of the new upper plan, what was left out at the end.

    A block the derived plan does not hold any more is told as well: its unit may want it now.
    """
    return [*_kept_and_new(own, old, new), *_left_out(own, old, new)]


def _kept_and_new(own: Outline, old: Outline, new: Outline) -> Iterator[BlockChange]:
    pairs = same_blocks(old, new)
    here = {block.origin: block for block in own.blocks if block.origin}
    for block in new.blocks:
        if not _text(block):
            continue
        before = old[pairs[block.id]] if block.id in pairs else None
        if before is None:
            yield BlockChange(ADDED, block.id, None, block, here.get(block.id))
        elif words_of(before) != words_of(block):
            yield BlockChange(CHANGED, block.id, before, block, here.get(before.id) or here.get(block.id))


def _left_out(own: Outline, old: Outline, new: Outline) -> Iterator[BlockChange]:
    kept = set(same_blocks(old, new).values())
    here = {block.origin: block for block in own.blocks if block.origin}
    for block in old.blocks:
        if block.id not in kept and block.id in here:
            yield BlockChange(REMOVED, block.id, block, None, here[block.id])
