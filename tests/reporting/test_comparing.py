"""Units beside each other over periods: what the page shows, its files, the whole year."""

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from reporting.models import Indicator, PeriodUnit
from reporting.rollups import totals_below
from reporting.rollups.lines import second_line
from tests import factories
from tests.reporting.compile_factories import Country, accept, freeze_tree, make_period
from units.lines.services import set_second_line
from units.models import Role
from units.services import UnitError, move_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(client):
    country = Country()
    country.before = make_period(country.province, code="6t-2025", year=2025)
    reports = freeze_tree(country.before)
    accept(reports[country.school.pk], {"TC05": 40, "TC06": 4})
    accept(reports[country.mill.pk], {"TC05": 60})
    accept(country.report(country.school), {"TC05": 50, "TC06": 9, "LD01": 100})
    accept(country.report(country.province), {"TT01": 3})
    client.force_login(factories.person(Role.UPPER_UNIT, country.province, "Lê Thị Hạnh"))
    return country


def address(here, **query):
    place = here.place(here.province)
    return reverse("reporting:comparison", args=[place.pk]), query


def rows_of(client, here, **query):
    url, asked = address(here, **query)
    answer = client.get(url, {**asked, "tep": "csv"})
    lines = list(csv.reader(io.StringIO(answer.content.decode().lstrip("\ufeff"))))
    of_periods = [
        at for at, title in enumerate(lines[0]) if at > 3 and f"Đơn vị có số liệu, {title}" in lines[0]
    ]
    return {(line[0], line[3]): [line[at] for at in of_periods] for line in lines[1:]}


def test_each_period_stands_on_its_own_tree_or_on_the_present_one(client, here):
    move_unit(here.school, parent=here.other_upper, on=dt.date(2026, 2, 1))
    present = make_period(here.province, code="6t-2026b", year=2027)
    accept(freeze_tree(present)[here.school.pk], {"TC05": 55})
    place = PeriodUnit.objects.get(period=present, unit=here.province)
    here.place = lambda unit: place
    name = here.other_upper.name
    keys = [here.before.pk, present.pk]
    own = rows_of(client, here, nhom="B", ct="TC05", ky=keys, cay="tung-ky")
    assert own["TC05", name] == ["60", "55"]
    now = rows_of(client, here, nhom="B", ct="TC05", ky=keys, cay="hien-nay")
    assert now["TC05", name] == ["100", "55"]
    url, query = address(here, nhom="B", ct="TC05", ky=keys, cay="hien-nay")
    page = client.get(url, query).content.decode()
    assert "<svg" in page and ">100<" in page
    book = load_workbook(io.BytesIO(client.get(url, {**query, "tep": "xlsx"}).content))
    assert book.sheetnames == ["So sánh", "Biến động do sắp xếp"]


def test_a_half_year_beside_another_half_gives_the_whole_year(client, here):
    second = make_period(
        here.province, code="6tc-2026", year=2026, name="6 tháng cuối năm 2026",
        starts_on=dt.date(2026, 6, 1), ends_on=dt.date(2026, 11, 30),
    )  # fmt: skip
    reports = freeze_tree(second)
    accept(reports[here.school.pk], {"TC05": 52, "TC06": 1})
    place = PeriodUnit.objects.get(period=second, unit=here.province)
    here.place = lambda unit: place
    found = rows_of(client, here, nhom="B", ct=["TC05", "TC06"], ky=[second.pk, f"nam-{second.pk}"])
    assert found["TC06", here.province.name] == ["1", "10"]
    assert found["TC05", here.province.name] == ["52", "52"]
    page = client.get(reverse("reporting:totals", args=[place.pk]), {"nam": "1", "nhom": "B", "ct": "TC06"})
    assert "Cả năm 2026" in page.content.decode()
    assert next(line.value for line in page.context["lines"] if line.indicator.code == "TC06") == 10


def test_a_unit_of_the_second_line_is_shown_but_never_added(client, here):
    education = here.other_upper
    set_second_line(here.school, upper=education, on=dt.date(2026, 1, 1), decision="QĐ 5")
    page = client.get(
        reverse("reporting:totals", args=[here.place(education).pk]), {"nhom": "B", "ct": "TC05"}
    )
    assert [line.value for line in page.context["lines"] if line.indicator.code == "TC05"] == [None]
    assert [(r.place.name, r.counted_at, value) for r, value in page.context["references"]] == [
        (here.school.name, here.upper.name, 50)
    ]
    whole = totals_below(here.place(here.province), codes=["TC05"])
    assert whole.total["TC05", ""].value == 50
    with pytest.raises(UnitError):
        set_second_line(here.school, upper=here.upper, on=dt.date(2026, 5, 1))
    set_second_line(here.school, upper=None, on=dt.date(2026, 5, 1))
    assert second_line(here.place(education), Indicator.objects.get(code="TC05")) == []


def test_an_unknown_choice_falls_back_and_a_stranger_finds_nothing(client, here):
    url, query = address(here, nhom="?", ct="KHONG", ky="x", dv="-1", cay="?")
    assert client.get(url, query).status_code == 200
    client.force_login(factories.person(Role.GRASSROOTS, here.school, "Vũ Thị Lan"))
    assert client.get(url).status_code == 404
