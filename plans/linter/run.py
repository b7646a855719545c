"""All rules over one text, the findings in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from plans.linter import (
    abbreviation_rules,
    citation_rules,
    date_rules,
    ending_rules,
    naming_rules,
    structure_rules,
    symbol_rules,
    word_rules,
)
from plans.linter.document import DocumentContext, Reading, read
from plans.linter.findings import Finding
from plans.outline import PlanContent

_RULES: tuple[Callable[[Reading], Iterator[Finding]], ...] = (
    date_rules.check,
    symbol_rules.check,
    citation_rules.check,
    structure_rules.check,
    naming_rules.check,
    word_rules.check,
    abbreviation_rules.check,
    ending_rules.check,
)
_FIELDS = (
    "file", "number", "date", "motto", "abstract", "bases", "opening", "blocks", "closing",
    "recipients", "archive_line", "signature",
)  # fmt: skip


def check(content: PlanContent, context: DocumentContext | None = None) -> list[Finding]:
    """Everything worth a second look, in reading order; [] for a clean text. Changes nothing, reads no table."""
    reading = read(content, context or DocumentContext())
    found = [finding for rule in _RULES for finding in rule(reading)]
    return sorted(found, key=_in_reading_order)


def _in_reading_order(finding: Finding) -> tuple[int, int, int, int]:
    place = finding.place
    return _FIELDS.index(place.field), place.line, place.start, finding.rank
