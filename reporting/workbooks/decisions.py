"""What a person decides about the boxes of an uploaded workbook: which to take over the portal's, which to leave."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from reporting.models import UploadedWorkbook
from reporting.workbooks.layout import Row

TEXT = "loi:"


@dataclass(frozen=True)
class Decisions:
    """Of one workbook. `overwrite`: box → seal of what the portal held when the person decided."""

    overwrite: Mapping[str, str] = field(default_factory=dict)
    skip: Collection[str] = frozenset()

    def overwrites(self, box: str, seal: str) -> bool:
        """Whether the file goes over the portal; not over something the person has not seen."""
        return self.overwrite.get(box) == seal

    def skips(self, box: str) -> bool:
        return box in self.skip

    def as_json(self) -> dict[str, Any]:
        return {"overwrite": dict(self.overwrite), "skip": sorted(self.skip)}


UNDECIDED = Decisions()


def text_box(code: str) -> str:
    """The name of a heading's text among the boxes."""
    return TEXT + code


def seal_of(held: Row | str) -> str:
    """What the portal holds of a box, in short."""
    return hashlib.sha256(repr(held).encode()).hexdigest()[:16]


def conflicts_of(faults: Collection[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Of the kept faults of a file, those a decision settles: changed in the file and on the portal."""
    return [fault for fault in faults if fault.get("box")]


def decide(
    file: UploadedWorkbook, *, overwrite: Collection[str] | None = (), skip: Collection[str] = ()
) -> Decisions:
    """The person's choice about a file as its dry run was shown. `overwrite`: boxes, or None for all of them."""
    seals = {str(fault["box"]): str(fault["seal"]) for fault in conflicts_of(file.faults)}
    boxes = {change.get("box", "") for change in file.changes}
    taken = {box: seal for box, seal in seals.items() if overwrite is None or box in overwrite}
    return Decisions(taken, boxes & set(skip))
