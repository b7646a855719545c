"""The frozen totals of one place, with those of the same period last year, ready to be asked by code."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from core.formats import write
from reporting.models import Indicator, PeriodUnit, Total
from reporting.queries.totals import earlier_place
from reporting.report.sentences import compared, written
from reporting.rollups import Coverage, frozen_cells, growth, shown_value
from reporting.rollups.alike import Alike, alike
from reporting.rollups.live import Cell
from reporting.rollups.parts import Parts
from reporting.rollups.restated import restated_cells
from reporting.rollups.rules import rules

POINTS = " điểm"


@dataclass(frozen=True)
class Figures:
    """Totals of a place; `before` are those of the same unit in the same period last year.

    Totals tell what was reported; growth is that of the units that reported in both years.
    """

    indicators: dict[str, Indicator]
    cells: dict[Cell, Parts]
    before: dict[Cell, Parts]
    coverage: Coverage
    both: Alike | None = None  # units with an accepted report in both periods; None where nothing is compared

    @property
    def counted(self) -> int:
        return self.coverage.counted

    @property
    def expected(self) -> int:
        return self.coverage.expected

    def value(self, code: str, breakdown: str = "") -> Decimal | None:
        return self._shown(self.cells, code, breakdown)

    def value_before(self, code: str, breakdown: str = "") -> Decimal | None:
        return self._shown(self.before, code, breakdown)

    def _shown(self, cells: dict[Cell, Parts], code: str, breakdown: str) -> Decimal | None:
        parts = cells.get((code, breakdown))
        if parts is None or code not in self.indicators:
            return None
        return shown_value(self.indicators[code], parts.value, parts.base)

    def like(self, code: str) -> tuple[Decimal | None, Decimal | None]:
        """The figure now and a year before, both of the units with an accepted report in both periods."""
        if self.both is None or self.both.same:
            return self.value(code), self.value_before(code)
        return self._shown(self.both.cells_now, code, ""), self._shown(self.both.cells_then, code, "")

    def change_words(self, code: str) -> str:
        """ "+4,2%", for ratios "−1,4 điểm"."""
        change = self.change(code) if code in self.indicators else None
        if change is None:
            return ""
        return f"{write.signed(change)}{POINTS}" if self.is_percent(code) else write.signed_percent(change)

    def change(self, code: str) -> Decimal | None:
        """Against the same period last year: in per cent, for ratios in points."""
        now, before = self.like(code)
        if self.is_percent(code):
            return None if now is None or before is None else now - before
        return growth(now, before)

    def is_percent(self, code: str) -> bool:
        return self.indicators[code].unit_of_measure == "%"

    def words(self, name: str) -> str:
        """The words of a place in a sentence (report.sentences)."""
        code, _, comparison = name.partition(":")
        code, _, breakdown = code.partition("|")
        if code not in self.indicators:
            return ""
        if comparison == "so":
            return compared(*self.like(code), self.indicators[code])
        if comparison == "tl":
            return write.percent(write.share(self.value(code, breakdown), self.value(code)), 1)
        return written(self.indicators[code], self.value(code, breakdown))

    def shown(self, code: str, breakdown: str = "") -> str:
        return written(self.indicators[code], self.value(code, breakdown)) if code in self.indicators else ""


def figures_of(place: PeriodUnit) -> Figures:
    """What a compile froze for the place, and for the same unit a year before, and what the units in both reported."""
    earlier = earlier_place(place)
    before = restated_cells(earlier) if earlier else {}
    return Figures(
        indicators=rules().by_code,
        cells=frozen_cells(place),
        before=before,
        coverage=_coverage(place),
        both=alike(place, earlier) if earlier and before else None,
    )


def _coverage(place: PeriodUnit) -> Coverage:
    columns = ("units_counted", "units_expected", "members_counted", "members_expected")
    row = Total.objects.filter(period_unit=place).values_list(*columns).first()
    return Coverage(*row) if row else Coverage()
