"""How a lower unit took over each block of the upper plan: what it has not looked at yet, what it left out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from plans.blocks import Block
from plans.outline import Outline, PlanContent
from plans.records import NOT_REVIEWED, NOT_TAKEN


@dataclass(frozen=True)
class Review:
    """Blocks of a derived plan by what was decided; `unexplained`: left out without a reason."""

    pending: int
    adopted: int
    adapted: int
    left_out: int
    unexplained: int

    @property
    def is_done(self) -> bool:
        return not self.pending and not self.unexplained


def review_of(outline: Outline) -> Review:
    """The counts of a derived plan's blocks."""
    derived = [block for block in outline.blocks if block.origin]
    counts = Counter(block.adoption for block in derived)
    unexplained = sum(block.adoption == NOT_TAKEN and not block.adoption_reason for block in derived)
    return Review(counts[NOT_REVIEWED], counts["adopted"], counts["adapted"], counts[NOT_TAKEN], unexplained)


def words_of(block: Block) -> tuple[Any, ...]:
    """What is compared to tell a block kept from one adapted."""
    return block.text, block.rows, block.notes


def adopted_rest(text: PlanContent, upper: PlanContent) -> PlanContent:
    """Every block not looked at yet becomes adopted, or adapted where it does not read as above."""
    above = {block.id: words_of(block) for block in upper.outline.blocks}
    blocks = tuple(
        replace(block, adoption="adopted" if above.get(block.origin) == words_of(block) else "adapted")
        if block.adoption == NOT_REVIEWED
        else block
        for block in text.outline.blocks
    )
    return replace(text, outline=Outline(blocks))
