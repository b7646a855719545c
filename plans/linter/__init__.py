"""Reads a plan as a careful clerk would and says what to look at again. It proposes; it never changes the text."""

from plans.linter.document import DocumentContext
from plans.linter.findings import ERROR, HINT, WARNING, Finding, Place, Rule
from plans.linter.run import check, rules

__all__ = ["ERROR", "HINT", "WARNING", "DocumentContext", "Finding", "Place", "Rule", "check", "rules"]
