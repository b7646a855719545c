"""A year from its half-years, quarters or months: stocks are never added, people are not counted twice (DOMAIN 2.6)."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reporting.models import Indicator, Period, Regime, Total
from reporting.rollups import (
    Parts,
    earlier_parts,
    freeze_totals,
    growth,
    over_two_periods,
    shown_value,
    totals_below,
    year_below,
    year_name,
)
from tests import factories
from tests.reporting.compile_factories import Country, accept, freeze_tree, make_period
from units.models import Role
from units.services import end_unit


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
    year = year_below(places[1], [places[0]]).total
    values = {code: year[code, ""].value for code in ("TC05", "TC06", "TT16", "TT22", "LD01")}
    assert values == {"TC05": 44, "TC06": 10, "TT16": 9, "TT22": 3, "LD01": 60}
    assert (year["LD12", ""].value, year["LD12", ""].base) == (54, 60)
    assert year["TT22", "k.hcsn"].value == 1
    assert ("QT02", "") not in year


# --- quarters and months


def parts_of_year(country, frequency, spans):
    """Periods of a regime whose parts follow one another; each with the tree of its own day."""
    regime = Regime.objects.create(
        code=f"theo-{frequency}", name="Báo cáo nhanh", owner=country.province, frequency=frequency
    )
    found = []
    for number, (starts, ends) in enumerate(spans, start=1):
        period = make_period(
            country.province,
            code=f"{frequency}-{number}",
            name=f"Báo cáo phần {number}",
            starts_on=starts,
            ends_on=ends,
        )
        Period.objects.filter(pk=period.pk).update(regime=regime)
        found.append(Period.objects.get(pk=period.pk))
    return found


def quarters(country):
    days = [(1, 3, 31), (4, 6, 30), (7, 9, 30), (10, 12, 31)]
    return parts_of_year(
        country, "quarter", [(dt.date(2026, first, 1), dt.date(2026, last, day)) for first, last, day in days]
    )


@pytest.mark.django_db
def test_year_of_quarters_grows_quarter_by_quarter_by_each_rule():
    country = Country()
    periods = quarters(country)
    for number, period in enumerate(periods, start=1):
        reports = freeze_tree(period)
        accept(
            reports[country.school.pk],
            {
                "TC05": 40 + number,
                "TC06": number,
                "TT16": 10 - number,
                "TT22": 1,
                "LD01": 100,
                "LD09": 80 + number,
            },
        )
        if number < 3:
            accept(reports[country.mill.pk], {"TC06": 10, "TT22": number % 2})
        if number == 2:
            end_unit(country.mill, on=dt.date(2026, 6, 30))
    tops = [
        period.places.select_related("period__regime").get(unit=country.province) for period in periods[:2]
    ]
    assert earlier_parts(tops[0]) == []
    third = periods[2].places.select_related("period__regime").get(unit=country.province)
    assert earlier_parts(third) == tops
    year = year_below(third, earlier_parts(third))
    values = {code: year.total[code, ""].value for code in ("TC05", "TC06", "TT16", "TT22", "LD12")}
    # The mill ended after the second quarter: what it gave until then stays.
    assert values == {"TC05": 43, "TC06": 1 + 2 + 3 + 10 + 10, "TT16": 9, "TT22": 2, "LD12": 83}
    assert [(branch.left, branch.cells["TC06", ""].value) for branch in year.branches if ("TC06", "") in branch.cells] == [
        (False, 6), (True, 20),
    ]  # fmt: skip
    assert year_name(third.period, 3) == "Từ đầu năm đến hết báo cáo phần 3"
    last = periods[3].places.select_related("period__regime").get(unit=country.province)
    whole = year_below(last, earlier_parts(last))
    assert (whole.total["TC06", ""].value, year_name(last.period, 4)) == (30, "Cả năm 2026")
    assert totals_below(last).total["TC06", ""].value == 4


@pytest.mark.django_db
def test_year_of_months_costs_the_queries_of_a_year_of_halves():
    country = Country()
    spans = [(dt.date(2026, month, 1), dt.date(2026, month, 28)) for month in range(1, 13)]
    for period in parts_of_year(country, "month", spans):
        accept(freeze_tree(period)[country.school.pk], {"TC06": 1, "TC05": period.ends_on.month})
    last = period.places.select_related("period__regime").get(unit=country.province)
    earlier = earlier_parts(last)
    counts = []
    for parts in (earlier[-1:], earlier):
        with CaptureQueriesContext(connection) as seen:
            year = year_below(last, parts)
        counts.append(len(seen))
    assert (year.total["TC06", ""].value, year.total["TC05", ""].value) == (12, 12)
    assert counts[0] == counts[1]


@pytest.mark.django_db
@pytest.mark.parametrize("frequency", ["year", "nine_month", "ad_hoc"])
def test_periods_that_are_no_parts_of_a_year_are_never_added(frequency):
    country = Country()
    spans = [(dt.date(2026, 1, 1), dt.date(2026, 3, 31)), (dt.date(2026, 4, 1), dt.date(2026, 6, 30))]
    for period in parts_of_year(country, frequency, spans):
        freeze_tree(period)
    last = period.places.select_related("period__regime").get(unit=country.province)
    assert earlier_parts(last) == []


@pytest.mark.django_db
def test_page_shows_the_year_so_far_with_the_periods_it_is_made_of(client):
    country = Country()
    periods = quarters(country)
    for period in periods[:3]:
        accept(freeze_tree(period)[country.school.pk], {"TC06": 5})
    client.force_login(factories.person(Role.UPPER_UNIT, country.province, "Lê Thị Hạnh"))
    place = periods[2].places.get(unit=country.province)
    page = client.get(f"/bao-cao/so-lieu/{place.pk}/?nam=1&nhom=B").content.decode()
    assert "Từ đầu năm đến hết báo cáo phần 3" in page
    assert "Từ 3 kỳ: Báo cáo phần 1; Báo cáo phần 2; Báo cáo phần 3" in page
    compared = client.get(f"/bao-cao/so-lieu/{place.pk}/so-sanh/").content.decode()
    assert "Từ đầu năm đến hết báo cáo phần 2" in compared


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
