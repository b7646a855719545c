"""The period before on its own tree and on the present one, counted again by walking the units' fates one by one."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from reporting.models import Period, PeriodUnit
from reporting.models.submissions import COUNTED
from reporting.rollups.parts import Parts
from reporting.rollups.recount.sums import (
    PLACE,
    Cell,
    Difference,
    Sum,
    chunks,
    figures_of,
    own_sums,
    side_words,
)
from reporting.rollups.rules import Rules
from reporting.rollups.trees import bridge, on_own_tree, on_present_tree
from units.models import Succession

Pillar = tuple[str, int]  # which number, unit id of the branch (0: the whole)
AS_WAS, AS_IS = "tổ chức của kỳ trước", "tổ chức hiện nay"
STEPS = {"stayed": "giữ nguyên", "in": "chuyển đến", "out": "chuyển đi", "ended": "kết thúc"}
CLOSE = Decimal("0.001")  # shares have four decimals


class Fates:
    """Where each unit of the earlier period stands now: (unit or None, share, counts there as a unit)."""

    def __init__(self, present: Period, earlier: dt.date) -> None:
        self.now = dict(present.places.values_list("unit_id", "parent__unit_id"))
        self.successors: dict[int, list[tuple[int, Decimal, bool, dt.date]]] = defaultdict(list)
        rows = Succession.objects.filter(effective_on__lte=present.ends_on, goes_on=False)
        for row in rows:
            self.successors[row.old_id].append((row.new_id, row.share, row.main, row.effective_on))
        # What left a unit that went on: day → (who took it, share).
        self.left: dict[int, dict[dt.date, list[tuple[int, Decimal]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        parts = Succession.objects.filter(
            effective_on__gt=earlier, effective_on__lte=present.ends_on, goes_on=True
        )
        for part in parts:
            if part.effective_on <= present.starts_on or part.new_id in self.now:
                self.left[part.old_id][part.effective_on].append((part.new_id, part.share))

    def of(
        self, unit: int, share: Decimal = Decimal(1), main: bool = True, after: dt.date = dt.date.min
    ) -> Iterator[tuple[int | None, Decimal, bool]]:
        days = sorted(day for day in self.left[unit] if day > after)
        if days:
            taken = self.left[unit][days[0]]
            for new, part in taken:
                yield from self.of(new, share * part, False, days[0])
            yield from self.of(unit, share * (1 - sum(part for _new, part in taken)), main, days[0])
            return
        if unit in self.now:
            yield unit, share, main
        elif not self.successors[unit]:
            yield None, share, main
        for new, part, chief, day in self.successors[unit] if unit not in self.now else ():
            yield from self.of(new, share * part, main and chief, day)


def differences_rearranged(period: Period, catalogue: Rules) -> Iterator[Difference]:
    """Totals of the period before on either tree, and the bridge between, that are not what its reports gave."""
    if period.previous_id is None:
        return
    for top in period.places.filter(parent=None).select_related("unit", "period"):
        yield from _at(top, period.previous_id, catalogue)


def _at(top: PeriodUnit, earlier: int, catalogue: Rules) -> Iterator[Difference]:
    counted = _counted(top, earlier, catalogue)
    own, present = on_own_tree(top, earlier), on_present_tree(top, earlier)
    shown: dict[Pillar, dict[Cell, Parts]] = {(AS_WAS, 0): own.total, (AS_IS, 0): present.total}
    shown |= {(AS_WAS, unit): cells for unit, cells in own.branches.items()}
    shown |= {(AS_IS, unit): cells for unit, cells in present.branches.items()}
    for code in sorted({cell[0] for cells in counted.values() for cell in cells}):
        told = bridge(top, earlier, code)
        pillars = [
            ("was", told.was),
            ("as_is", told.as_is),
            *((step.kind, step.parts) for step in told.steps),
        ]
        for kind, parts in pillars:
            there = shown.setdefault((f"biến động, {STEPS.get(kind, kind)}", 0), {})
            there[code, ""] = there[code, ""].plus(parts) if (code, "") in there else parts
    names = dict(PeriodUnit.objects.filter(period=top.period_id).values_list("unit_id", "name"))
    for pillar in sorted(shown.keys() | counted.keys()):
        says, is_ = shown.get(pillar, {}), counted.get(pillar, {})
        for cell in sorted(says.keys() | is_.keys()):
            one, other = _sides(says.get(cell)), _sides(is_.get(cell))
            if not _alike(one, other):
                name = names.get(pillar[1], top.name)
                yield Difference(name, *cell, side_words(one), side_words(other), pillar[0])


def _counted(top: PeriodUnit, earlier: int, catalogue: Rules) -> dict[Pillar, dict[Cell, Sum]]:
    fates = Fates(top.period, Period.objects.get(pk=earlier).ends_on)
    then = dict(PeriodUnit.objects.filter(period=earlier).values_list("unit_id", "parent__unit_id"))
    branches = {unit for unit, parent in fates.now.items() if parent == top.unit_id}
    found: dict[Pillar, dict[Cell, Sum]] = defaultdict(lambda: defaultdict(Sum))
    reports = PeriodUnit.objects.filter(period=earlier, submission__status__in=COUNTED).order_by("path")
    for chunk in chunks(reports.values(*PLACE).iterator(chunk_size=300)):
        figures = figures_of([row["submission__pk"] for row in chunk])
        for row in chunk:
            places = list(_places(row["unit_id"], top.unit_id, branches, then, fates))
            for code, breakdown, one in own_sums(row, figures.get(row["submission__pk"], {}), catalogue):
                if breakdown[:2] in {"k.", "c."}:
                    continue  # follow from the unit; only frozen totals have them
                for pillar, share, main in places:
                    if breakdown == "" or not pillar[0].startswith("biến động"):
                        found[pillar][code, breakdown].add(_part(one, code, share, main, catalogue))
    return found


def _places(
    unit: int, top: int, branches: set[int], then: Mapping[int, int | None], fates: Fates
) -> Iterator[tuple[Pillar, Decimal, bool]]:
    """Every number the unit's report is part of, with the share."""
    was = _line(unit, then)
    inside = top in was
    if inside:
        yield (AS_WAS, 0), Decimal(1), True
        yield ("biến động, was", 0), Decimal(1), True
    for branch in branches & set(was):
        yield (AS_WAS, branch), Decimal(1), True
    if unit == top:
        yield (AS_WAS, top), Decimal(1), True
    for goal, share, main in fates.of(unit):
        now = _line(goal, fates.now) if goal is not None else []
        if top in now:
            yield (AS_IS, 0), share, main
            yield ("biến động, as_is", 0), share, main
            at = next((one for one in now if one in branches), top)
            yield (AS_IS, at), share, main
            yield (f"biến động, {STEPS['stayed' if inside else 'in']}", 0), share, main
        elif inside:
            yield (f"biến động, {STEPS['ended' if goal is None else 'out']}", 0), share, main


def _line(unit: int | None, parents: Mapping[int, int | None]) -> list[int]:
    """The unit and everything above it."""
    found: list[int] = []
    while unit is not None and unit in parents:
        found.append(unit)
        unit = parents[unit]
    return found


def _part(one: Sum, code: str, share: Decimal, main: bool, catalogue: Rules) -> Sum:
    indicator = catalogue.by_code[code]
    if indicator.pk in catalogue.counted_ids or indicator.pk in catalogue.grades:
        return Sum(one.value if main else Decimal(0), one.base)
    return Sum(
        None if one.value is None else one.value * share, None if one.base is None else one.base * share
    )  # fmt: skip


def _sides(one: Parts | Sum | None) -> tuple[Decimal | None, Decimal | None] | None:
    return None if one is None else (one.value, one.base)


def _alike(one: tuple[Decimal | None, ...] | None, other: tuple[Decimal | None, ...] | None) -> bool:
    """Nothing and a part of 0 are told apart nowhere here: a share of 0 units is not shown."""
    pairs = zip(one or (None, None), other or (None, None), strict=True)
    return all(abs((a or Decimal(0)) - (b or Decimal(0))) <= CLOSE for a, b in pairs)
