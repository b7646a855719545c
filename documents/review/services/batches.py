"""One answer to many papers: each in a transaction of its own, with a result of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from core.workflow import IllegalStep, NoteMissing, StepRefused
from documents.review.hooks import findings_of
from documents.review.models import ReviewStep, StepKind
from documents.review.services.answering import answer
from documents.services import DocumentError

MOST = 50


@dataclass(frozen=True)
class Result:
    """What came of one row; `fault` is "" when it was done."""

    step: ReviewStep
    fault: str = ""


def answer_many(
    chosen: Iterable[tuple[ReviewStep, int]], given: str, *, by: Any, text: str = "", drawing: bytes = b""
) -> list[Result]:
    """Give the same answer to each step with the version that was looked at; a row that fails says why, the rest go on."""
    return [_one(step, version, given, by=by, text=text, drawing=drawing) for step, version in chosen]


def _one(step: ReviewStep, version: int, given: str, *, by: Any, text: str, drawing: bytes) -> Result:
    findings = findings_of(step.sheet.document) if step.kind == StepKind.FORMAT else None
    try:
        answer(step, given, version=version, by=by, text=text, drawing=drawing, findings=findings)
    except (IllegalStep, NoteMissing, StepRefused, DocumentError) as refused:
        return Result(step, str(refused))
    return Result(step)
