"""What a reader gives for one place of a file: a question, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from campaigns.contests.services import NewQuestion
from units.importing.faults import Fault


@dataclass(frozen=True)
class Read:
    """`row` as a spreadsheet or an editor counts; either a question or a fault."""

    row: int
    question: NewQuestion | None = None
    fault: Fault | None = None
    sheet: str = ""
