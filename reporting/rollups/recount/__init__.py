"""Totals computed once more in plain Python, figure by figure, to check the stored, the printed and the shown ones."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.models import Period
from reporting.rollups.recount.lines import differences_of_lines
from reporting.rollups.recount.printed import differences_in_print
from reporting.rollups.recount.rearranged import differences_rearranged
from reporting.rollups.recount.stored import differences_stored
from reporting.rollups.recount.sums import Difference
from reporting.rollups.rules import rules


def differences(period: Period) -> Iterator[Difference]:
    """Numbers of the period that are not what the accepted figures give: frozen and restated totals, rows of issued
    reports, second lines, the period before on either tree with the bridge between."""
    catalogue = rules()
    yield from differences_stored(period, catalogue)
    yield from differences_in_print(period, catalogue)
    yield from differences_of_lines(period, catalogue)
    yield from differences_rearranged(period, catalogue)


__all__ = ["Difference", "differences"]
