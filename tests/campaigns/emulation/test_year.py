"""An emulation year on 1,473 units: every class as an independent plain computation gives it, in constant queries."""

from collections import defaultdict
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.emulation.grading import grade
from campaigns.emulation.models import Rating
from campaigns.emulation.services.classing import store_ratings
from campaigns.emulation.standing import rules_of, standings_of
from campaigns.emulation.whatif import changed_rules
from tests.campaigns.emulation.year import make_year

CAPS = {"1": 40, "2": 40, "3": 15, "4": 5}
FROM = {1: 80, 2: 70, 3: 50, 4: 0}
# Least points of a criterion and the best class that is left below them; the same of a finding; findings that bar all.
FAIL = {"1.1": (5, 2), "2.1": (4, 3), "2.3": (4, 2)}
VETO = {1: 2, 2: 3, 3: 3}
BARRED = {4, 5}


def plainly(units, first_share=20, first_from=80):
    """Class by code: step by step as the rules are printed, without the portal's code."""
    groups = defaultdict(list)
    for unit in units:
        sums = defaultdict(Fraction)
        for name, points in unit.marks.items():
            sums[name.split(".")[0]] += Fraction(points)
        parts = {group: min(sums[group], cap) for group, cap in CAPS.items()}
        total = sum(parts.values())
        thresholds = {**FROM, 1: first_from}
        best = min(order for order, least in thresholds.items() if total >= least)
        for name, (least, left) in FAIL.items():
            if unit.marks[name] < least:
                best = max(best, left)
        best = max([best, *(VETO[number] for number in unit.found if number in VETO)])
        if best == 1 and unit.last_year != 1:
            best = 2
        if unit.found & BARRED:
            best = 0
        groups[unit.cluster].append([-total, -parts["1"], -unit.members, unit.code, best, unit.members])
    classes = {}
    for mates in groups.values():
        mates.sort()
        rated = [mate for mate in mates if mate[4]]
        everybody = sum(mate[5] for mate in rated)
        for order, units_share, members_share in ((1, first_share, 25), (2, 60, None)):
            room = max(1, len(rated) * units_share // 100)
            taken, people, shut = 0, 0, False
            for mate in [mate for mate in rated if mate[4] == order]:
                too_many = taken >= room
                too_big = members_share is not None and Fraction(people + mate[5], everybody) > Fraction(
                    members_share, 100
                )
                shut = shut or too_many or too_big
                if shut:
                    mate[4] = order + 1
                else:
                    taken, people = taken + 1, people + mate[5]
        classes |= {mate[3]: mate[4] for mate in mates}
    return classes


def test_a_year_on_1473_units_is_classed_as_a_plain_computation_does(db):
    movement, plain = make_year(1473, 37)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert store_ratings(movement) == 1473
    stored = {
        code.partition("-")[2]: order or 0
        for code, order in Rating.objects.values_list("registration__unit__code", "grade__order")
    }
    wanted = plainly(plain)
    assert stored == wanted
    # The year has units in every class and outside, and rules of every kind that bit.
    assert set(wanted.values()) == {0, 1, 2, 3, 4}
    reasons = " ".join(reason for row in Rating.objects.values_list("reasons", flat=True) for reason in row)
    for words in ("Điểm liệt", "Hạ hạng", "Không xếp hạng", "năm liền", "số đơn vị", "số đoàn viên"):
        assert words in reasons
    assert len([q for q in queries if "INSERT" not in q["sql"]]) <= 16

    rules = rules_of(movement.criteria, movement.year)
    other = changed_rules(rules, {"units-1": 10, "least-1": 75})
    standings = standings_of(movement, rules)
    codes = {one.pk: one.code.partition("-")[2] for one in standings}
    assert {codes[one.pk]: one.order for one in grade(other, standings)} == plainly(plain, 10, 75)


@pytest.mark.parametrize("count", [20, 60])
def test_standings_cost_the_same_queries_for_few_and_many_units(db, count, django_assert_num_queries):
    movement, _plain = make_year(count, 4)
    rules = rules_of(movement.criteria, movement.year)
    with django_assert_num_queries(5):
        assert len(standings_of(movement, rules)) == count
