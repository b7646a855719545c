"""Two periods whose trees differ by moves, mergers, splits and ends: totals on either tree and the bridge between them.

What is expected is a dictionary of what was typed and plain loops; nothing of reporting.rollups.
"""

import datetime as dt
import random
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reporting.models import PeriodUnit
from reporting.rollups.trees import bridge, on_own_tree, on_present_tree
from tests import factories
from tests.reporting.compile_factories import Country, accept, freeze_tree, kind, make_period
from units.models import Succession, Unit
from units.services import UnitError, end_unit, move_unit
from units.succession.services import succeed_unit

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 1)
CODES = ("TC05", "TT22", "LD04", "LD12", "CL02")


class Two:
    """A province as it was in the period of last year."""

    def __init__(self):
        self.country = Country()
        country = self.country
        self.before = make_period(country.province, code="6t-2025", year=2025)
        self.reports = freeze_tree(self.before)

    def reopened(self):
        """The present period on today's tree."""
        self.now = make_period(self.country.province, code="6t-2026b", year=2026)
        self.later = freeze_tree(self.now)
        return self

    def place(self, unit, period=None):
        return PeriodUnit.objects.select_related("period").get(period=period or self.now, unit=unit)


@pytest.fixture
def two():
    return Two()


def test_bridge_tells_where_the_members_of_a_commune_went(two):
    c = two.country
    accept(two.reports[c.school.pk], {"TC05": 9800})
    accept(two.reports[c.factory.pk], {"TC05": 2600})
    accept(two.reports[c.mill.pk], {"TC05": 500})
    move_unit(c.school, parent=c.other_upper, on=DAY)
    end_unit(c.factory, on=DAY)
    two.reopened()
    accept(two.later[c.school.pk], {"TC05": 9900})
    left = bridge(two.place(c.upper), two.before.pk, "TC05")
    assert (left.was.value, left.as_is.value) == (12400, None)
    assert [(s.kind, s.place, s.parts.value) for s in left.steps] == [
        ("ended", "", 2600), ("out", "Công đoàn xã Đồi Chè", 9800),
    ]  # fmt: skip
    gained = bridge(two.place(c.other_upper), two.before.pk, "TC05")
    assert (gained.was.value, gained.as_is.value, gained.now.value) == (500, 10300, 9900)
    own, present = (
        f(two.place(c.province), two.before.pk, codes=["TC05"]) for f in (on_own_tree, on_present_tree)
    )
    assert (own.total["TC05", ""].value, present.total["TC05", ""].value) == (12900, 10300)
    assert own.branches[c.other_upper.pk]["TC05", ""].value == 500
    assert present.branches[c.other_upper.pk]["TC05", ""].value == 10300


def test_a_merged_union_is_carried_on_and_a_split_one_by_its_shares(two):
    c = two.country
    accept(two.reports[c.school.pk], {"TC05": 100, "TT22": 1})
    accept(two.reports[c.mill.pk], {"TC05": 30, "TT22": 1})
    succeed_unit(c.school, into={c.factory: D(1)}, on=DAY, decision="QĐ 12")
    succeed_unit(c.mill, into={c.factory: D("0.6"), c.direct: D("0.4")}, on=DAY)
    two.reopened()
    present = on_present_tree(two.place(c.province), two.before.pk, codes=["TC05", "TT22"])
    assert present.branches[c.upper.pk]["TC05", ""].value == 118
    assert present.branches[c.direct.pk]["TC05", ""].value == 12
    assert (present.total["TT22", ""].value, present.branches[c.upper.pk]["TT22", ""].value) == (2, 2)
    assert present.coverage.counted == 2


def test_successors_must_be_active_and_their_shares_whole(two):
    c = two.country
    end_unit(c.direct, on=DAY)
    for into in ({}, {c.mill: D("0.5")}, {c.factory: D(1)}, {c.direct: D(1)}):
        with pytest.raises(UnitError):
            succeed_unit(c.factory, into=into, on=DAY)
    assert not Succession.objects.exists()
    assert Unit.objects.get(pk=c.factory.pk).ended_on is None


def test_comparing_costs_the_same_for_any_tree(two):
    c = two.country
    accept(two.reports[c.school.pk], {"TC05": 1, "LD04": 5, "LD05": 2})
    two.reopened()

    def statements():
        place = two.place(c.province)
        with CaptureQueriesContext(connection) as seen:
            on_own_tree(place, two.before.pk)
            on_present_tree(place, two.before.pk)
            bridge(place, two.before.pk, "TC05")
        return len(seen)

    small = statements()
    for _n in range(12):
        unit = factories.grassroots(c.upper)
        for period in (two.before, two.now):
            PeriodUnit.objects.create(
                period=period, unit=unit, parent=two.place(c.upper, period), path=unit.path, depth=unit.depth, tier=3,
                kind_code=unit.kind_id, name=unit.name, sort_key=unit.sort_key,
            )  # fmt: skip
    assert statements() == small


# --- random trees


def grown(choose):
    top = factories.province()
    uppers = [factories.upper_unit(top) for _ in range(choose.randint(2, 4))]
    bases = [factories.grassroots(choose.choice([top, *uppers])) for _ in range(choose.randint(6, 12))]
    for unit in Unit.objects.select_related("kind"):
        Unit.objects.filter(pk=unit.pk).update(kind=kind(unit.kind.tier))
    return top, uppers, bases


def typed(choose):
    cells = {"TC05": D(choose.randint(0, 900)), "CL02": D(choose.randint(0, 10**9)) / 100}
    for code, most in (("TT22", 1), ("LD01", 900), ("LD09", 900), ("LD05", 50), ("LD04", 10**7)):
        if choose.random() < 0.7:
            cells[code] = D(choose.randint(0, most))
    return cells


def contributions(cells):
    """(value, base) of the codes a report gives."""
    found = {code: (cells[code], None) for code in ("TC05", "CL02") if code in cells}
    if "TT22" in cells:
        found["TT22"] = (D(int(cells["TT22"] > 0)), None)
    if "LD01" in cells and "LD09" in cells:
        found["LD12"] = (cells["LD09"], cells["LD01"])
    if "LD04" in cells and "LD05" in cells:
        found["LD04"] = (cells["LD04"] * cells["LD05"], cells["LD05"])
    return found


def reorganised(choose, uppers, bases):
    """Moves, mergers, splits and ends; unit → [(unit, share, whether it counts there)] of those that ended."""
    fates = {}
    for base in choose.sample(bases, len(bases) // 2):
        base.refresh_from_db()
        others = [b for b in bases if b.pk != base.pk and b.pk not in fates]
        what = choose.choice(["move", "merge", "split", "end"])
        if what == "move":
            goal = choose.choice([u for u in uppers if u.pk != base.parent_id])
            move_unit(base, parent=goal, on=DAY)
        elif what == "merge" and others:
            goal = choose.choice(others)
            succeed_unit(base, into={goal: D(1)}, on=DAY)
            fates[base.pk] = [(goal.pk, D(1), True)]
        elif what == "split" and len(others) > 1:
            first, second = choose.sample(others, 2)
            succeed_unit(base, into={first: D("0.7"), second: D("0.3")}, on=DAY)
            fates[base.pk] = [(first.pk, D("0.7"), True), (second.pk, D("0.3"), False)]
        else:
            end_unit(base, on=DAY)
            fates[base.pk] = []
    return fates


def lands(unit_id, fates, share=D(1), main=True):
    if unit_id not in fates:
        return [(unit_id, share, main)]
    if not fates[unit_id]:
        return [(None, share, main)]
    return [
        end
        for goal, part, counts in fates[unit_id]
        for end in lands(goal, fates, share * part, main and counts)
    ]


def under(tree, unit_id, at):
    while unit_id is not None:
        if unit_id == at:
            return True
        unit_id = tree.get(unit_id)
    return False


def plus(sums, kind_of, code, value, base):
    there = sums.get((kind_of, code), (D(0), None))
    sums[kind_of, code] = (there[0] + value, base if there[1] is None else there[1] + (base or 0))


def expected(at, typed_by_unit, then, now, fates):
    """(pillar, code) → (value, base) of the unit `at`."""
    sums = {}
    for unit_id, cells in typed_by_unit.items():
        was = under(then, unit_id, at)
        ends = lands(unit_id, fates)
        for code, (value, base) in contributions(cells).items():
            if was:
                plus(sums, "was", code, value, base)
            for goal, share, main in ends:
                part = D(int(main)) if code == "TT22" else share
                inside = goal is not None and under(now, goal, at)
                if was or inside:
                    left = "ended" if goal is None else "out"
                    pillar = "stayed" if was and inside else "in" if inside else left
                    plus(sums, pillar, code, value * part, None if base is None else base * part)
                if inside:
                    plus(sums, "as_is", code, value * part, None if base is None else base * part)
    return sums


def check(seed):
    choose = random.Random(seed)
    top, uppers, bases = grown(choose)
    before = make_period(top, code="truoc", year=2025)
    reports = freeze_tree(before)
    then = dict(Unit.objects.values_list("pk", "parent_id"))
    given = {}
    for unit in (top, *uppers, *bases):
        if choose.random() < 0.8:
            given[unit.pk] = typed(choose)
            accept(reports[unit.pk], given[unit.pk])
        else:
            accept(reports[unit.pk], typed(choose), status="submitted")
    fates = reorganised(choose, uppers, bases)
    now = dict(Unit.objects.values_list("pk", "parent_id"))
    present = make_period(top, code="nay", year=2026)
    freeze_tree(present)
    for unit in (top, *uppers):
        place = PeriodUnit.objects.select_related("period").get(period=present, unit=unit)
        wanted = expected(unit.pk, given, then, now, fates)
        tree = on_present_tree(place, before.pk, codes=CODES)
        own = on_own_tree(place, before.pk, codes=CODES)
        for code in CODES:
            told = bridge(place, before.pk, code)
            found = {"was": [told.was], "as_is": [told.as_is]}
            for step in told.steps:
                found.setdefault(step.kind, []).append(step.parts)
            for pillar, parts in found.items():
                assert near(parts) == near_one(wanted.get((pillar, code))), (seed, unit, code, pillar)
            assert {p for p, c in wanted if c == code} <= found.keys(), (seed, unit, code)
            assert near([own.total[code, ""]] if (code, "") in own.total else []) == near_one(
                wanted.get(("was", code))
            )
            assert near([tree.total[code, ""]] if (code, "") in tree.total else []) == near_one(
                wanted.get(("as_is", code))
            )


def near(parts):
    values = [p.value for p in parts if p.value is not None]
    bases = [p.base for p in parts if p.base is not None]
    return (round(sum(values), 3), round(sum(bases), 3)) if values else (0, 0)


def near_one(pair):
    return (0, 0) if pair is None else (round(pair[0], 3), round(pair[1] or D(0), 3))


@pytest.mark.parametrize("seed", range(3))
def test_either_tree_and_the_bridge_equal_a_plain_sum(seed):
    check(seed)


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(100, 115))
def test_either_tree_and_the_bridge_equal_a_plain_sum_on_many_trees(seed):
    check(seed)
