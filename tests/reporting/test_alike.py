"""Growth against last year is that of the units that reported in both years, and the page says of how many."""

import io
import json
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from reporting.models import Period, PeriodUnit
from reporting.pages import printed_opening
from reporting.report import like, narrative
from reporting.report.content import build_content
from reporting.rollups import freeze_totals
from reporting.rollups.alike import alike
from reporting.spreadsheets import annex_workbook
from tests import factories
from tests.reporting.compile_factories import Country, accept, freeze_tree, make_period
from units.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    """Last year school and mill reported, this year school and factory."""
    country = Country()
    country.before = make_period(country.province, code="6t-2025", year=2025)
    country.then = freeze_tree(country.before)
    Period.objects.filter(pk=country.period.pk).update(previous=country.before)
    accept(country.then[country.school.pk], {"TC05": 40, "LD16": "4/8"})
    accept(country.then[country.mill.pk], {"TC05": 900})
    accept(country.report(country.school), {"TC05": 50, "LD16": "6/8"})
    accept(country.report(country.factory), {"TC05": 100})
    freeze_totals(PeriodUnit.objects.get(period=country.before, unit=country.province))
    return country


def places(here):
    return [
        PeriodUnit.objects.select_related("period", "unit").get(period=period, unit=here.province)
        for period in (here.period, here.before)
    ]


def page(client, here, **query):
    client.force_login(factories.person(Role.UPPER_UNIT, here.province))
    answer = client.get(reverse("reporting:totals", args=[places(here)[0].pk]), query)
    return {line.indicator.code: line for line in answer.context["lines"]}, answer.content.decode()


def test_sums_are_of_the_units_in_both_periods(here):
    found = alike(*places(here))
    assert (found.now, found.then, found.both, found.same) == (2, 2, 1, False)
    sums = [cells["TC05", ""].value for cells in (found.cells_now, found.cells_then)]
    assert sums == [50, 40]


def test_growth_leaves_out_who_reported_once_and_the_page_says_so(client, here):
    lines, text = page(client, here, nhom="B")
    line = lines["TC05"]
    assert (line.value, line.before, line.change) == (150, 940, 25)
    assert "chỉ tính trên 1 đơn vị có báo cáo được duyệt ở cả hai kỳ" in text
    assert "Kỳ này 2/" in text and "cùng kỳ 2/" in text


def test_same_units_compare_whole_totals(client, here):
    accept(here.then[here.factory.pk], {"TC05": 60})
    accept(here.report(here.mill), {"TC05": 950})
    freeze_totals(places(here)[1])
    lines, text = page(client, here, nhom="B")
    assert (lines["TC05"].value, lines["TC05"].before) == (1100, 1000)
    assert lines["TC05"].change == 10
    assert "tính trên cùng 3 đơn vị" in text


def test_nobody_in_both_periods_gives_no_growth(client, here):
    type(here.then[here.school.pk]).objects.filter(unit=here.school, period=here.before).update(
        status="draft"
    )
    freeze_totals(places(here)[1])
    lines, text = page(client, here, nhom="B")
    assert lines["TC05"].change is None and "không tính tăng, giảm" in text


def test_columns_of_a_comparison_tell_of_other_numbers_of_units(client, here):
    client.force_login(factories.person(Role.UPPER_UNIT, here.province))
    accept(here.report(here.mill), {"TC05": 10})
    answer = client.get(
        reverse("reporting:comparison", args=[places(here)[0].pk]),
        {"nhom": "B", "ct": "TC05", "ky": [here.before.pk, here.period.pk]},
    )
    rows = answer.context["cards"][0][0].rows
    # Of the whole the growth is that of school and mill; below, a unit with another number of reports says so.
    last = rows[0].points[1]
    assert (round(last.change, 1), last.like) == (Decimal("-93.6"), "cùng 2/3 đơn vị")
    assert any(point.other_units for row in rows[1:] for point in row.points)
    assert "khác số đơn vị" in answer.content.decode() and "cùng 2/3 đơn vị" in answer.content.decode()
    book = client.get(
        reverse("reporting:comparison", args=[places(here)[0].pk]),
        {"nhom": "B", "ct": "TC05", "ky": [here.before.pk, here.period.pk], "tep": "xlsx"},
    )
    head, whole = list(load_workbook(io.BytesIO(book.content)).worksheets[0].values)[2:4]
    assert head[-2:] == (f"Tăng, giảm so với {here.before.name} (%)", "Tăng, giảm tính trên")
    assert whole[-2:] == (-93.6, "cùng 2/3 đơn vị")


def test_compiled_report_prints_growth_of_the_same_units_and_says_of_how_many(here):
    place = places(here)[0]
    freeze_totals(place)
    content = build_content(place)
    (row,) = [row for row in content["annexes"]["figures"]["rows"] if row[0] == "TC05"]
    assert (row[3], row[9], row[10]) == ("150", "940", "+25%")
    told = " ".join(printed_opening(content))
    assert (
        "chỉ tính trên 1 đơn vị có báo cáo được duyệt ở cả hai kỳ (1/2 báo cáo của kỳ này, 1/2 của cùng kỳ)"
        in told
    )
    assert "tăng 10 người so với cùng kỳ" in narrative.sections_of(content)[0]["text"]
    assert [pair["value"] for pair in content["comparison"] if "TC05" in pair["label"]] == [50]
    sheet = load_workbook(io.BytesIO(annex_workbook(content)))["So cùng kỳ, cùng đơn vị"]
    (line,) = [line for line in sheet.values if line[0] == "TC05"]
    assert line[3:] == (50, 40, 25, 1, 1, 1)
    assert like.from_json(json.loads(json.dumps(content["like"]))).both == 1
