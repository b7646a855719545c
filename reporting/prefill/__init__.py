"""Figures a unit's own records already hold: suggestions for its report, each with the records it comes from."""

from reporting.prefill.rules import PrefillRule, rules
from reporting.prefill.suggesting import Line, Prefilled, prefill_of

__all__ = ["Line", "PrefillRule", "Prefilled", "prefill_of", "rules"]
