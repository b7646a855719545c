"""Random trees and random reports: stored and live totals equal a sum written down here in plain Python.

Nothing of reporting.rollups is used for what is expected: a dictionary of what was typed, and the rules of DOMAIN 2.6.
"""

import random
from decimal import Decimal as D

import pytest

from reporting.models import Indicator, PeriodUnit, Total
from reporting.rollups import freeze_totals, totals_below
from tests import factories
from tests.reporting.compile_factories import accept, freeze_tree, kind, make_period
from units.models import Unit

pytestmark = pytest.mark.django_db

SECTORS = ("hcsn", "dnnn", "nnn", "fdi", "")
STATUSES = ("accepted", "compiled", "accepted", "submitted", "returned", "draft", "not_started")
NUMBERS = ("TT01", "TC05", "TC05|n.nu", "LD01", "LD09", "CL02", "TT22", "LD05", "TC17", "TC18", "TC01")


def grown(choose):
    """A province with grassroots unions below it, below upper units, and below other grassroots unions."""
    top = factories.province()
    uppers = [factories.upper_unit(top, sector="hcsn") for _ in range(choose.randint(1, 3))]
    above = [top, *uppers]
    for _ in range(choose.randint(5, 10)):
        base = factories.grassroots(choose.choice(above), sector=choose.choice(SECTORS))
        if choose.random() < 0.3:
            above.append(base)
    for unit in Unit.objects.select_related("kind"):
        Unit.objects.filter(pk=unit.pk).update(kind=kind(unit.kind.tier))
    return top


def typed(choose):
    """Cells of one report: numbers, nil, unknown, not applicable, left out; pairs where a value has a base."""
    cells = {}
    for name in NUMBERS:
        state = choose.choice(["value", "value", "value", "nil", "unknown", "na", "blank"])
        if state == "value":
            cells[name] = D(choose.randint(0, 900)) if name != "CL02" else D(choose.randint(0, 10**11))
        elif state != "blank":
            cells[name] = state
    if choose.random() < 0.7:
        cells["LD04"] = D(choose.randint(5_000_000, 20_000_000)) + D(choose.randint(0, 9999)) / 10_000
    if choose.random() < 0.7:
        cells["TT29"] = (D(choose.randint(0, 50)), D(choose.randint(1, 90)))
    if choose.random() < 0.5:
        cells["DB12"] = (D(choose.randint(15_000, 40_000)), D(choose.randint(0, 300)))
    return cells


def contributions(unit, cells):
    """(code, breakdown) → (value, base, 1) of one counted report; what says nothing gives nothing."""
    found = {}
    for name, given in cells.items():
        code, _, breakdown = name.partition("|")
        if given in ("unknown", "na"):
            continue
        value, base = given if isinstance(given, tuple) else (D(0) if given == "nil" else given, None)
        if code == "TT22":
            value = D(int(value > 0))
        if code == "LD04":
            weight = cells.get("LD05")
            if not isinstance(weight, D):
                continue
            value, base = value * weight, weight
        if code == "DB12":
            value = value * base
        found[code, breakdown] = (value, base, 1)
        if not breakdown and unit.sector and code not in ("TT29",):
            found[code, f"k.{unit.sector}"] = (value, base, 1)
    for ratio, sides in RATIOS.items():
        for breakdown in {breakdown for _code, breakdown in found}:
            above, below = ([found.get((code, breakdown)) for code in side] for side in sides)
            if all(above) and all(below):
                found[ratio, breakdown] = (sum(a[0] for a in above), sum(b[0] for b in below), 1)
    return found


def added(parts):
    values, bases, units = zip(*parts, strict=True)
    return sum(values), None if bases[0] is None else sum(bases), sum(units)


RATIOS = {
    "LD12": (("LD09",), ("LD01",)),
    "TC08": (("TC05",), ("LD01",)),
    "TC20": (("TC17", "TC18"), ("TC01",)),
}


def expected_at(place, places, reports):
    """Cell → (value, base, units) of the place: its own report and every one below it, by parent, each once."""

    def under(at):
        while at is not None:
            if at.pk == place.pk:
                return True
            at = places.get(at.parent_id)
        return False

    parts = {}
    for at, unit, cells in reports:
        if under(at):
            for cell, one in contributions(unit, cells).items():
                parts.setdefault(cell, []).append(one)
    return {cell: added(some) for cell, some in parts.items()}


@pytest.mark.parametrize("seed", range(6))
def test_stored_and_live_totals_equal_a_plain_sum(seed):
    choose = random.Random(seed)
    top = grown(choose)
    period = make_period(top)
    submissions = freeze_tree(period)
    places = {place.pk: place for place in PeriodUnit.objects.filter(period=period).select_related("unit")}
    reports = []
    for place in places.values():
        status, cells = choose.choice(STATUSES), typed(choose)
        accept(submissions[place.unit_id], cells, status=status)
        if status in ("accepted", "compiled"):
            reports.append((place, place.unit, cells))
    freeze_totals(next(place for place in places.values() if place.unit_id == top.pk))

    codes = {name.partition("|")[0] for name in NUMBERS} | {"LD04", "TT29", "DB12"} | RATIOS.keys()
    for place in places.values():
        if not any(other.parent_id == place.pk for other in places.values()):
            assert not Total.objects.filter(period_unit=place).exists()
            continue
        wanted = expected_at(place, places, reports)
        stored = {
            (t.indicator.code, t.breakdown): (t.value, t.base, t.units_with_value)
            for t in Total.objects.filter(period_unit=place, indicator__code__in=codes).select_related(
                "indicator"
            )
            if not t.breakdown.startswith("c.")
        }
        assert near(stored) == near({cell: one for cell, one in wanted.items() if is_kept(cell)})
        live = totals_below(place)
        shown = {
            cell: (one.value, one.base, one.units_with_value)
            for cell, one in live.total.items()
            if cell[0] in codes
        }
        assert near(shown) == near({cell: one for cell, one in wanted.items() if cell[1][:2] != "k."})


def is_kept(cell):
    """The catalogue gives these a breakdown by sector; the others have none."""
    return cell[1][:2] != "k." or cell[0] in by_sector()


def by_sector():
    return set(Indicator.objects.filter(disaggregations="k").values_list("code", flat=True))


def near(cells):
    """Four places are stored; a product of two numbers is rounded once."""
    return {
        cell: tuple(None if part is None else round(float(part), 1) for part in parts)
        for cell, parts in cells.items()
    }
