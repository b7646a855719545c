"""How far a plan's targets are reached: by accepted figures, else by what units told with evidence.

An indicator's figure comes from the live roll-up of the chosen period, with the parts of its year before it where a
regime counts by quarters, months or half-years; a target of the whole term adds the years up by the
indicator's own rule (flows are summed, stocks take the last; units counted once take the largest year).
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Q, Sum
from django.urls import reverse
from django.utils import timezone

from core.formats import write
from plans.models import Allocation, Allotment, Basis, Plan, Target
from plans.targets.queries import check_of
from reporting.models import Period, PeriodUnit, TargetEntry
from reporting.models.submissions import COUNTED
from reporting.rollups import (
    Parts,
    earlier_parts,
    over_two_periods,
    shown_value,
    totals_below,
    year_below,
)
from reporting.rollups.live import Cell
from reporting.rollups.parts import is_formula_ratio, ratio_over_two_periods
from reporting.rollups.rules import rules
from reporting.targets.states import TONES, state_of, time_gone
from reporting.targets.tallies import tallied
from units.models import Unit

Cells = dict[Cell, Parts]


@dataclass(frozen=True)
class Line:
    """One target of one unit."""

    target: Target
    unit: Any
    aim: Decimal | None
    achieved: Decimal | None
    state: str
    source: str = ""
    url: str = ""
    missing_base: bool = False  # a change against a year whose figure nobody has stated

    @property
    def rate(self) -> Decimal | None:
        return write.share(self.achieved, self.aim)

    @property
    def tone(self) -> str:
        return TONES[self.state]


@dataclass(frozen=True)
class Read:
    """Figures of a place and of the units directly below it, by unit id."""

    period: Period
    places: dict[int, PeriodUnit] = field(default_factory=dict)
    values: dict[int, dict[str, Decimal | None]] = field(default_factory=dict)


def periods_of(unit: Unit, plan: Plan) -> list[Period]:
    """Periods in the plan's time in which somebody at or below the unit has an accepted report, newest first."""
    in_time = Q()
    if plan.starts_on:
        in_time &= Q(ends_on__gte=plan.starts_on)
    if plan.ends_on:
        in_time &= Q(starts_on__lte=plan.ends_on)
    counted = Q(submissions__status__in=COUNTED)
    found = Period.objects.filter(in_time, counted, places__unit=unit).exclude(status=Period.Status.PREPARING)
    return list(found.distinct().order_by("-ends_on", "-pk"))


def read_figures(unit: Unit, targets: Iterable[Target], periods: Sequence[Period], chosen: Period) -> Read:
    """Figures of every indicator the targets are measured by; the number of queries follows the years of the term."""
    targets = [target for target in targets if target.indicator_code]
    term = {t.indicator_code for t in targets if t.basis in {Basis.TERM, Basis.BY_DATE}}
    codes = sorted({t.indicator_code for t in targets})
    places, latest = _cells(unit, chosen, codes, periods)
    values = _shown(latest, codes)
    if term:
        for earlier in _earlier_years(periods, chosen):
            _places, before = _cells(unit, earlier, sorted(term), periods)
            latest = _folded(before, latest)
        for unit_id, found in _shown(latest, sorted(term)).items():
            values.setdefault(unit_id, {}).update(found)
    return Read(chosen, places, values)


def _earlier_years(periods: Sequence[Period], chosen: Period) -> list[Period]:
    """The newest period of each earlier year, newest first: a year's report holds what its half-year held."""
    by_year: dict[int, Period] = {}
    for period in periods:
        if period.year < chosen.year:
            by_year.setdefault(period.year, period)
    return [by_year[year] for year in sorted(by_year, reverse=True)]


def _cells(
    unit: Unit, period: Period, codes: Sequence[str], periods: Sequence[Period]
) -> tuple[dict[int, PeriodUnit], dict[int, Cells]]:
    place = (
        PeriodUnit.objects.filter(unit=unit, period=period).select_related("period__regime", "unit").first()
    )
    if place is None or not codes:
        return {}, {}
    # Only what lies in the plan's time counts for its targets.
    parts = [part for part in earlier_parts(place) if part.period in periods]
    below = year_below(place, parts, codes=codes) if parts else totals_below(place, codes=codes)
    places, cells = {unit.pk: place}, {unit.pk: below.total}
    for branch in below.branches:
        if not branch.own and not branch.left:
            places[branch.place.unit_id], cells[branch.place.unit_id] = branch.place, branch.cells
    return places, cells


def _folded(earlier: dict[int, Cells], later: dict[int, Cells]) -> dict[int, Cells]:
    catalogue = rules()
    folded = {}
    for unit_id in earlier.keys() | later.keys():
        first, second = earlier.get(unit_id, {}), later.get(unit_id, {})
        cells: Cells = {}
        for cell in first.keys() | second.keys():
            indicator = catalogue.by_code[cell[0]]
            both = [parts for parts in (first.get(cell), second.get(cell)) if parts is not None]
            if is_formula_ratio(indicator):
                parts = ratio_over_two_periods(
                    indicator, catalogue.by_code, first.get(cell), second.get(cell)
                )
            else:
                parts = over_two_periods(indicator, first.get(cell), second.get(cell))
            cells[cell] = parts or max(both, key=lambda p: p.value or Decimal(0))
        folded[unit_id] = cells
    return folded


def _shown(cells: dict[int, Cells], codes: Iterable[str]) -> dict[int, dict[str, Decimal | None]]:
    indicators = rules().by_code
    return {
        unit_id: {
            code: shown_value(indicators[code], parts.value, parts.base)
            for code in codes
            if code in indicators and (parts := found.get((code, ""))) is not None
        }
        for unit_id, found in cells.items()
    }


class Told:
    """What the units told last, its sums for the issuer, sums of activities, what was given; seven queries at most."""

    def __init__(self, plan: Plan, targets: Sequence[Target], units: Sequence[Unit], on: dt.date) -> None:
        ids = [unit.pk for unit in units]
        self.on = on
        self.sums = tallied(plan, targets, units, on)
        self.entries: dict[tuple[int, int], TargetEntry] = {}
        last = TargetEntry.objects.filter(target__in=targets, is_last=True)
        for entry in last.filter(unit__in=ids):
            self.entries[entry.target_id, entry.unit_id] = entry
        # Added up by the database: the issuer's line costs the same for ten units and for thousands.
        self.whole: dict[int, dict[str, Any]] = {}
        if plan.issuer_id in ids:
            sums: Any = (
                last.order_by()
                .values("target")
                .annotate(total=Sum("value"), units=Count("pk"), day=Max("as_of"))
            )
            self.whole = {row["target"]: row for row in sums}
        self.given: dict[tuple[int, int, int], Allotment] = {
            (row.target_id, row.unit_id, row.year): row
            for row in Allotment.objects.filter(target__in=targets, unit__in=ids)
        }

    def allotment(self, target: Target, unit: Any, year: int) -> Allotment | None:
        return self.given.get((target.pk, unit.pk, year)) or self.given.get((target.pk, unit.pk, 0))

    def value(self, target: Target, unit: Any, *, whole: bool) -> tuple[Decimal | None, str, dt.date | None]:
        """What was told, by whom, as of which day; for the issuer the sum of the units where sums mean something."""
        if target.pk in self.sums:
            value = self.sums[target.pk].get(unit.pk)
            return value, "" if value is None else "Cộng từ hoạt động đã ghi", self.on
        entry = self.entries.get((target.pk, unit.pk))
        if entry:
            return entry.value, f"Tự theo dõi đến {write.date(entry.as_of)}", entry.as_of
        parts = self.whole.get(target.pk)
        if not whole or not parts or check_of(target, 0) != "sum":
            return None, "", None
        return parts["total"], f"Cộng số tự theo dõi của {parts['units']} đơn vị", parts["day"]


def progress_lines(
    plan: Plan, targets: Sequence[Target], units: Iterable[Any], read: Read | None
) -> list[Line]:
    """Each target for each unit, targets first."""
    units = list(units)
    today = timezone.localdate()
    on = min(read.period.ends_on, today) if read else today
    told = Told(plan, targets, units, on)
    year = read.period.year if read else today.year
    return [_line(plan, target, unit, read, told, year) for target in targets for unit in units]


def _line(plan: Plan, target: Target, unit: Any, read: Read | None, told: Told, year: int) -> Line:
    whole = unit.pk == plan.issuer_id
    aim = _aim(target, None if whole else told.allotment(target, unit, year), whole=whole)
    if target.indicator_code:
        place = read.places.get(unit.pk) if read else None
        achieved = read.values.get(unit.pk, {}).get(target.indicator_code) if read else None
        source = f"Số liệu duyệt {read.period.name}" if read and achieved is not None else ""
        url = reverse("reporting:total_sources", args=[place.pk, target.indicator_code]) if place else ""
        day: dt.date | None = min(read.period.ends_on, timezone.localdate()) if read else None
    else:
        achieved, source, day = told.value(target, unit, whole=whole)
        # Money told in the target's own measure, as its goal is.
        scale = _scale(target)
        achieved = None if achieved is None else achieved * scale
        url = _told_url(plan, target, unit, counted=target.pk in told.sums) if source else ""
    gone = time_gone(target, plan, day) if day else None
    state = state_of(target, achieved, aim, gone=gone)
    asked = whole or target.allocation == Allocation.EACH or _is_given(told, target, unit, year)
    lost = bool(target.change) and aim is None and asked
    return Line(target, unit, aim, achieved, state, source, url if achieved is not None else "", lost)


def _told_url(plan: Plan, target: Target, unit: Any, *, counted: bool) -> str:
    if counted:
        return f"{reverse('reporting:target_activities', args=[plan.pk, target.pk])}?noi={unit.pk}"
    return f"{reverse('reporting:target_units', args=[plan.pk, target.pk])}#so-theo-doi"


def _is_given(told: Told, target: Target, unit: Any, year: int) -> bool:
    given = told.allotment(target, unit, year)
    return given is not None and given.official is not None


def _scale(target: Target) -> Decimal:
    one = copy.copy(target)
    one.value, one.change = Decimal(1), ""
    return one.aim() or Decimal(1)


def _aim(target: Target, given: Allotment | None, *, whole: bool) -> Decimal | None:
    """The figure to reach: the plan's, the given one, or the mark each unit has to reach; 100 for a qualitative one."""
    if target.value is None:
        return Decimal(100)
    base = given.base if given else None
    if whole or (given is None or given.official is None):
        own = whole or target.allocation == Allocation.EACH
        return target.aim(None if base is None else base * _scale(target)) if own else None
    one = copy.copy(target)
    one.value = given.official
    return one.aim(None if base is None else base * _scale(target))
