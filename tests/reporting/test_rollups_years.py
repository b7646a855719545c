"""A year from its two half-years: stocks are never added, people are not counted twice (DOMAIN 2.6)."""

import threading
from decimal import Decimal

import pytest
from django.db import connection

from reporting.models import Indicator, Total
from reporting.rollups import Parts, freeze_totals, growth, over_two_periods, shown_value, year_totals
from tests.reporting.compile_factories import Country, accept, freeze_tree, make_period


def indicator(**fields):
    return Indicator(**{"unit_of_measure": "người", "over_units": "sum", "over_periods": "sum", **fields})


@pytest.mark.parametrize(
    ("rule", "first", "second", "year"),
    [
        ("sum", 4, 6, 10),
        ("sum", 4, None, 4),
        ("sum", None, None, None),
        ("last", 40, 45, 45),
        ("last", 40, None, None),
        ("max", 90, 70, 90),
        ("max", None, 70, 70),
        ("none", 4, 6, None),
        ("distinct", 4, 6, None),
    ],
)
def test_year_follows_the_rule(rule, first, second, year):
    halves = [None if value is None else Parts(Decimal(value)) for value in (first, second)]
    found = over_two_periods(indicator(over_periods=rule), *halves)
    assert (None if found is None else found.value) == year


def test_typed_ratio_and_average_add_both_parts():
    ratio = indicator(over_units="num_den", over_periods="recompute", unit_of_measure="%")
    found = over_two_periods(ratio, Parts(Decimal(45), Decimal(50)), Parts(Decimal(100), Decimal(200)))
    assert (found.value, found.base) == (145, 250)
    assert shown_value(ratio, found.value, found.base) == Decimal("58.0000")


def test_ratio_without_a_denominator_shows_nothing():
    ratio = indicator(over_units="num_den", unit_of_measure="%")
    assert shown_value(ratio, Decimal(5), Decimal(0)) is None
    assert shown_value(ratio, Decimal(5), None) is None


@pytest.mark.parametrize(
    ("now", "before", "change"), [(12, 10, 20), (8, 10, -20), (5, 0, None), (None, 5, None), (5, None, None)]
)
def test_growth_needs_both_and_a_base(now, before, change):
    given = [None if value is None else Decimal(value) for value in (now, before)]
    assert growth(*given) == change


@pytest.mark.django_db
def test_year_of_a_unit_from_its_two_half_years():
    country = Country()
    later = make_period(country.province, code="6tc-2026")
    second = freeze_tree(later)
    accept(
        country.report(country.school), {"TC05": 40, "TC06": 4, "TT16": 9, "TT22": 1, "LD01": 50, "LD09": 40}
    )
    accept(country.report(country.factory), {"TT22": 1})
    accept(second[country.school.pk], {"TC05": 44, "TC06": 6, "TT16": 7, "TT22": 3, "LD01": 60, "LD09": 54})
    accept(second[country.mill.pk], {"TT22": 1})
    places = [period.places.get(unit=country.province) for period in (country.period, later)]
    for place in places:
        freeze_totals(place)
    year = year_totals(places[1], places[0])
    values = {code: year[code, ""].value for code in ("TC05", "TC06", "TT16", "TT22", "LD01")}
    assert values == {"TC05": 44, "TC06": 10, "TT16": 9, "TT22": 3, "LD01": 60}
    assert (year["LD12", ""].value, year["LD12", ""].base) == (54, 60)
    assert year["TT22", "k.hcsn"].value == 1
    assert ("QT02", "") not in year


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_compiles_of_one_tree_take_turns():
    country = Country()
    accept(country.report(country.school), {"TC06": 4})
    places = [country.place(country.province), country.place(country.upper)]
    errors = []

    def freeze(place):
        try:
            for _n in range(5):
                freeze_totals(place)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=freeze, args=(place,)) for place in places * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert Total.objects.filter(period_unit__in=places, indicator__code="TC06", breakdown="").count() == 2
