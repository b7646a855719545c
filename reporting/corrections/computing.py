"""Rows the form computes from the corrected one: they follow in the same report, with a chain of their own."""

from __future__ import annotations

from dataclasses import dataclass

from reporting.checks.cells import Entry
from reporting.corrections.models import Correction
from reporting.corrections.words import entry_words, new_entry
from reporting.designing.computed import computed_entries
from reporting.models import Submission
from reporting.queries.layout import CellSpec, FormLayout


@dataclass(frozen=True)
class Follower:
    """A computed cell that another value of the corrected one changes."""

    spec: CellSpec
    before: Entry | None
    after: Entry | None

    @property
    def words(self) -> tuple[str, str]:
        """Before and after as people read them."""
        indicator = self.spec.indicator
        return entry_words(indicator, self.before), entry_words(indicator, self.after)


def followers_of(correction: Correction, submission: Submission, layout: FormLayout) -> list[Follower]:
    """What follows the new value, from the figures of now, so before it is stored; [] for words. One query."""
    if correction.indicator is None or not any(row.total.computed for row in layout.rows.values()):
        return []
    rows = submission.figures.select_related("indicator")
    stands: dict[tuple[str, str], Entry | None] = {
        (row.indicator.code, row.breakdown): Entry.of(row) for row in rows
    }
    wanted = stands | {(correction.indicator.code, correction.breakdown): new_entry(correction)}
    now, then = computed_entries(layout, stands), computed_entries(layout, wanted)
    return [
        Follower(layout.cells[key], stands.get(key), entry)
        for key, entry in then.items()
        if entry != now[key] and entry != stands.get(key)
    ]
