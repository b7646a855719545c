"""All rules over one text, the findings in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from plans.linter import (
    abbreviation_rules,
    citation_rules,
    date_rules,
    ending_rules,
    naming_rules,
    reference_rules,
    structure_rules,
    symbol_rules,
    target_rules,
    word_rules,
)
from plans.linter.document import DocumentContext, Reading, read
from plans.linter.findings import Finding, Rule
from plans.outline import PlanContent

_MODULES = (
    date_rules,
    symbol_rules,
    citation_rules,
    reference_rules,
    structure_rules,
    target_rules,
    naming_rules,
    word_rules,
    abbreviation_rules,
    ending_rules,
)
_CHECKS: tuple[Callable[[Reading], Iterator[Finding]], ...] = tuple(module.check for module in _MODULES)
_FIELDS = (
    "file", "number", "date", "motto", "abstract", "bases", "opening", "blocks", "closing", "notes",
    "recipients", "archive_line", "signature",
)  # fmt: skip


def check(content: PlanContent, context: DocumentContext | None = None) -> list[Finding]:
    """Everything worth a second look, in reading order; [] for a clean text. Changes nothing, reads no table."""
    reading = read(content, context or DocumentContext())
    found = [finding for run in _CHECKS for finding in run(reading)]
    return sorted(found, key=_in_reading_order)


def _in_reading_order(finding: Finding) -> tuple[int, int, int, int]:
    place = finding.place
    return _FIELDS.index(place.field), place.line, place.start, finding.rank


def rules() -> list[Rule]:
    """Every rule by its code; docs/linter.md lists the same."""
    found = {
        rule.code: rule for module in _MODULES for rule in vars(module).values() if isinstance(rule, Rule)
    }
    return [found[code] for code in sorted(found)]
