"""Which half-year the example plays in: the last one whose cut-off day has passed, so that nothing lies in the future."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

# Days from today until reports are due; the regime's own rule wins where it gives more time.
DUE_IN = {"3": 4, "2": 8, "1": 12}
RULE = {"3": 5, "2": 10, "1": 15}


@dataclass(frozen=True)
class DemoYear:
    """The year of the example, seen from `today`."""

    today: dt.date

    @cached_property
    def year(self) -> int:
        return self.today.year if self.today > dt.date(self.today.year, 5, 31) else self.today.year - 1

    @property
    def starts_on(self) -> dt.date:
        return dt.date(self.year - 1, 12, 1)

    @property
    def cutoff(self) -> dt.date:
        return dt.date(self.year, 5, 31)

    @property
    def due_days(self) -> dict[str, int]:
        """Days after the cut-off, by tier, so that the round of reports is going on today."""
        passed = (self.today - self.cutoff).days
        return {tier: max(RULE[tier], passed + ahead) for tier, ahead in DUE_IN.items()}

    @property
    def overdue_on(self) -> dt.date:
        """The due day of the units that were asked to report earlier and are late now."""
        return self.today - dt.timedelta(days=3)

    def day(self, month: int, day: int, *, back: int = 0) -> dt.date:
        """A day of the example's year (`back` years earlier)."""
        return dt.date(self.year - back, month, day)

    def inside(self, share: float) -> dt.date:
        """The day at this share (0 to 1) of the period."""
        return self.starts_on + (self.cutoff - self.starts_on) * min(max(share, 0.0), 1.0)
