"""Sending a draft on its way with a composed sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from documents.review.hooks import missing_of
from documents.review.models import StepKind
from documents.review.workflow import ROLES_OF_KIND
from documents.services import DocumentError, NotReady, take_step
from documents.services.review import Asked
from documents.services.rows import AnyDocument
from units.models import Role

MOST_STEPS = 30


def submit(
    document: AnyDocument, asked: Sequence[Asked], *, by: Any, message: str = "", version: int | None = None
) -> AnyDocument:
    """Begin the review with these steps; `version` is the one the drafter looked at.

    Raises NotReady for what the document lacks, DocumentError for a sheet that cannot lead to an approval, and what
    `take_step` raises.
    """
    lacks = missing_of(document)
    if lacks:
        raise NotReady(" ".join(words for words, _url in lacks), field="content")
    check_sheet(asked)
    return take_step(document, "submit", by=by, note=message, version=version, asked=_numbered(asked))


def check_sheet(asked: Sequence[Asked]) -> None:
    """Raises DocumentError, with the row (from 1) where one is wrong, for steps that could not end in an approval."""
    if len(asked) > MOST_STEPS:
        raise DocumentError(f"Phiếu trình có nhiều nhất {MOST_STEPS} bước. Hãy bỏ bớt.")
    approvals = [one for one in asked if one.kind == StepKind.APPROVAL]
    if len(approvals) != 1:
        raise DocumentError("Phiếu trình phải có đúng một bước duyệt của lãnh đạo.")
    last = approvals[0].round
    for row, one in enumerate(asked, start=1):
        if one is not approvals[0] and one.round >= last:
            raise DocumentError("Bước duyệt phải đứng sau cùng, một mình một vòng.", field="round", row=row)
        allowed = ROLES_OF_KIND.get(one.kind)
        role = one.seat.role if one.seat else one.role
        if allowed and role not in allowed:
            names = " hoặc ".join(str(Role(name).label).lower() for name in allowed)
            raise DocumentError(
                f"Bước “{StepKind(one.kind).label}” phải giao cho {names}.", field="who", row=row
            )


def _numbered(asked: Sequence[Asked]) -> list[Asked]:
    """Rounds 1, 2, 3 without gaps, in the order of the steps."""
    order = {number: place for place, number in enumerate(sorted({one.round for one in asked}), start=1)}
    return [
        Asked(one.kind, one.due_on, order[one.round], one.seat, one.role, one.department)
        for one in sorted(asked, key=lambda one: one.round)
    ]
