"""Random corrections in random trees: live totals are the plain sums of now, frozen ones the sums as reported."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

import pytest

from reporting.checks.cells import CellInput
from reporting.corrections.services import CorrectionError, propose, take_step
from reporting.models import CorrectionReason, PeriodUnit
from reporting.rollups import freeze_totals, frozen_cells, totals_below
from reporting.rollups.restated import restated_cells
from tests import factories
from tests.reporting.compile_factories import accept, freeze_tree, kind, make_period
from units.models import Role, Unit

pytestmark = pytest.mark.django_db
CODES = ("TC06", "TC05", "LD04", "TT22")


def forest(chance):
    """Province, three upper units, six grassroots unions hung anywhere; everybody's officer sits at every unit."""
    top = factories.province()
    units = [top, *(factories.upper_unit(top) for _ in range(3))]
    units += [factories.grassroots(chance.choice(units[:4]), sector="nnn") for _ in range(6)]
    for unit in Unit.objects.select_related("kind"):
        Unit.objects.filter(pk=unit.pk).update(kind=kind(unit.kind.tier))
    asks, agrees = factories.make_user("Người đề nghị"), factories.make_user("Người duyệt")
    for unit in units:
        factories.make_seat(asks, Role.UPPER_UNIT, unit)
        factories.make_seat(agrees, Role.LEADER, unit)
    return top, asks, agrees


def expected(own, tree, top_pk, code):
    """(value, base) of the place's total, figure by figure; None when nobody gave one."""
    inside = [pk for pk in tree if _under(pk, top_pk, tree)]
    given = [own[pk] for pk in inside if own[pk].get(code) is not None]
    if not given:
        return None
    if code == "LD04":
        pairs = [(one["LD04"], one["LD05"]) for one in given if one.get("LD05") is not None]
        return (sum(a * b for a, b in pairs), sum(b for _a, b in pairs)) if pairs else None
    if code == "TT22":
        return sum(one[code] > 0 for one in given), None
    return sum(one[code] for one in given), None


def _under(pk, top, tree):
    while pk is not None:
        if pk == top:
            return True
        pk = tree[pk]
    return False


def check(cells, own, tree, place):
    for code in CODES:
        parts = cells.get((code, ""))
        found = (parts.value, parts.base) if parts else None
        assert found == expected(own, tree, place, code), (place, code)


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.deep) for seed in range(2, 6))])
def test_totals_after_random_corrections_are_plain_sums(seed):
    chance = random.Random(seed)
    top, asks, agrees = forest(chance)
    period = make_period(top)
    reports = list(freeze_tree(period).values())
    tree = dict(PeriodUnit.objects.filter(period=period).values_list("pk", "parent_id"))
    own: dict[int, dict[str, Decimal]] = {pk: {} for pk in tree}
    for report in reports:
        if chance.random() < 0.8:
            cells = {
                "TC06": chance.randrange(9),
                "TC05": 500,
                "LD05": chance.randrange(1, 50),
                "TT22": chance.randrange(3),
            }
            cells["LD04"] = 5_000_000 + chance.randrange(9) * 1_000_000
            accept(report, cells)
            own[report.period_unit_id] = {code: Decimal(value) for code, value in cells.items()}
    root = PeriodUnit.objects.get(period=period, parent=None)
    freeze_totals(root)
    inner = [place for place in PeriodUnit.objects.filter(period=period) if place.children.exists()]
    reported = {place.pk: frozen_cells(place) for place in inner}
    reason = CorrectionReason.objects.get(code="nhap-sai")
    done = 0
    while done < 4:
        report = chance.choice([one for one in reports if own[one.period_unit_id]])
        code = chance.choice(("TC06", "LD05", "TT22", "LD04"))
        value = Decimal(6_000_000 + chance.randrange(5) if code == "LD04" else chance.randrange(1, 40))
        report.refresh_from_db()
        given = CellInput(state="unknown") if chance.random() < 0.2 else CellInput(value_text=str(value))
        try:
            made = propose(
                report, cell=(code, ""), typed=given, reason=reason, explanation="Nhập sai", asked_by="unit",
                asked_on=dt.date(2026, 7, 1), by=asks,
            )  # fmt: skip
        except CorrectionError:
            continue  # the same value, or one the form does not ask for
        assert take_step(made, "settle", by=agrees).status == "approved"
        own[report.period_unit_id][code] = None if given.state else value
        done += 1
    for place in inner:
        check(totals_below(place, codes=CODES).total, own, tree, place.pk)
        check(restated_cells(place), own, tree, place.pk)
        assert frozen_cells(place) == reported[place.pk]
