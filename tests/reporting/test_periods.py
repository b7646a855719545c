"""Regimes and periods: dates as data, the frozen tree, who may open."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from reporting.models import Period, PeriodUnit, Regime, Submission
from reporting.regimes.patterns import dates_of
from reporting.services import PeriodError, close_period, create_period, create_regime, open_period
from tests.factories import grassroots, person, province, upper_unit
from tests.reporting.factories import country, day, opened, regime
from units.models import Role, Unit

pytestmark = pytest.mark.django_db


def test_half_year_runs_from_december_to_the_end_of_may():
    assert dates_of(regime(province()), 2026) == (day("1/12/2025"), day("31/5/2026"))


def test_year_runs_from_december_to_the_end_of_november():
    assert dates_of(regime(province(), frequency=Regime.Frequency.YEAR), 2026) == (
        day("1/12/2025"),
        day("30/11/2026"),
    )


def test_opening_freezes_every_active_unit_with_its_parent_and_form():
    here = country()
    places = {place.unit_id: place for place in here.period.places.select_related("parent", "form")}
    assert len(places) == 6
    base = places[here.bases[0].pk]
    assert (base.parent.unit_id, base.tier, base.sector, base.form.code) == (
        here.uppers[0].pk,
        3,
        "nnn",
        "1-HĐCĐ",
    )
    assert places[here.uppers[0].pk].form.code == places[here.top.pk].form.code == "2-HĐCĐ"
    assert places[here.top.pk].parent is None
    assert Submission.objects.filter(period=here.period, status="not_started").count() == 6


def test_due_days_differ_by_tier_and_leave_the_weekend():
    here = country()
    due = {place.tier: place.due_on for place in here.period.places.all()}
    # 31/5/2026 + 5 = Friday 5/6; + 10 = Wednesday 10/6; + 15 = Monday 15/6.
    assert due == {3: day("5/6/2026"), 2: day("10/6/2026"), 1: day("15/6/2026")}
    later = opened(here.top, 2027, of=here.period.regime)
    # 31/5/2027 + 5 = Saturday 5/6 → Monday 7/6.
    assert later.places.filter(tier=3).first().due_on == day("7/6/2027")


def test_tree_of_the_period_does_not_move_with_todays_tree():
    here = country()
    base = here.bases[0]
    Unit.objects.filter(pk=base.pk).update(parent=here.uppers[1], name="Tên mới")
    place = PeriodUnit.objects.get(period=here.period, unit=base)
    assert place.parent.unit == here.uppers[0]
    assert place.name == base.name


def test_unit_below_an_ended_one_hangs_under_the_next_above():
    top = province()
    middle = upper_unit(top)
    base = grassroots(middle)
    Unit.objects.filter(pk=middle.pk).update(ended_on=dt.date(2026, 1, 1))
    place = PeriodUnit.objects.get(period=opened(top), unit=base)
    assert place.parent.unit == top
    assert not PeriodUnit.objects.filter(unit=middle).exists()


def test_unit_founded_after_the_cut_off_owes_nothing():
    top = province()
    young = grassroots(top, started_on=day("1/6/2026"))
    assert not PeriodUnit.objects.filter(period=opened(top), unit=young).exists()


def test_kind_without_a_form_stands_in_the_tree_but_owes_no_report():
    from units.models import UnitKind

    top = province()
    base = grassroots(top)
    period = create_period(regime(top), year=2026, by=None)
    part = grassroots(base, "Công đoàn bộ phận Phân xưởng 1")
    Unit.objects.filter(pk=part.pk).update(kind=UnitKind.objects.get(code="union_section"))
    open_period(period, by=None)
    place = PeriodUnit.objects.get(unit=part)
    assert not place.obliged and place.form is None
    assert not Submission.objects.filter(unit=part).exists()


def test_period_is_opened_once():
    here = country()
    with pytest.raises(PeriodError, match="đã được mở"):
        open_period(here.period, by=here.admin)
    assert Submission.objects.filter(period=here.period).count() == 6


def test_opening_costs_the_same_number_of_queries_for_more_units(django_assert_max_num_queries):
    top = province()
    owner = regime(top)
    for _n in range(3):
        base = upper_unit(top)
        for _m in range(10):
            grassroots(base)
    with django_assert_max_num_queries(28):
        opened(top, of=owner)


def test_only_the_owner_opens():
    here = country()
    period = create_period(here.period.regime, year=2027, by=here.admin)
    with pytest.raises(PermissionDenied):
        open_period(period, by=here.officer)
    assert open_period(period, by=here.admin).status == Period.Status.OPEN


def test_same_year_cannot_be_prepared_twice():
    here = country()
    with pytest.raises(PeriodError, match="đã được lập"):
        create_period(here.period.regime, year=here.period.year, by=here.admin)


def test_next_year_knows_the_same_period_of_this_year():
    here = country()
    assert create_period(here.period.regime, year=2027, by=None).previous == here.period


def test_one_regime_of_a_frequency():
    here = country()
    with pytest.raises(PeriodError):
        create_regime(here.top, by=here.admin)


def test_closed_period_is_closed_once():
    here = country()
    assert close_period(here.period, by=here.admin).status == Period.Status.CLOSED
    with pytest.raises(PeriodError):
        close_period(here.period, by=here.admin)


def test_person_with_a_seat_elsewhere_may_not_set_up_a_regime():
    top = province()
    with pytest.raises(PermissionDenied):
        create_regime(top, by=person(Role.UPPER_UNIT, upper_unit(top)))
