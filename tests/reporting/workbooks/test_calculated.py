"""Workbooks in LibreOffice: it opens them, and its own arithmetic agrees with the portal's."""

import io
from decimal import Decimal

import openpyxl
import pytest

from reporting.models import Figure, FormItem, Indicator
from reporting.rollups import totals_below
from reporting.services import take_step
from reporting.workbooks import layout as at
from reporting.workbooks.consolidating import FIGURES, HEAD_ROW, TOTAL_ROW, columns, consolidation_workbook
from tests.factories import person
from tests.reporting.factories import WHOLE, WHOLE_UPPER, accepted, country, enter, sent
from tests.reporting.workbooks.books import changed, made, row_of, sent_in, typed
from tests.reporting.workbooks.calc import needs_calc, saved_again
from units.models import Role

pytestmark = [pytest.mark.django_db]
MORE = {("LD04", ""): "7.000.001", ("LD05", ""): "90", ("DB12", ""): "25.000,5/300", ("LD09", ""): "60"}


@pytest.fixture
def here():
    return country()


@pytest.fixture
def place(here):
    """The province with three accepted reports of four kinds of indicators, and three that lack."""
    accepted(here.report(here.bases[0]), here.chair, here.officer, MORE | {("TT22", ""): "1"})
    second = person(Role.GRASSROOTS, here.bases[1])
    other = {("LD04", ""): "9.500.000", ("LD05", ""): "33", ("LD01", ""): "77", ("LD01", "n.nu"): "10"}
    accepted(here.report(here.bases[1]), second, here.officer, MORE | other)
    own = here.report(here.uppers[0])
    ratio = Indicator.objects.get(code="TT29")
    FormItem.objects.create(form=own.form, section="C. Tuyên truyền", indicator=ratio, order=500)
    enter(own, here.officer, {**WHOLE_UPPER, ("TT29", ""): "40/50"})
    take_step(own, "submit", by=here.officer)
    take_step(own, "accept", by=here.admin)
    sent(here.report(here.bases[2]), person(Role.GRASSROOTS, here.bases[2]), WHOLE)
    return here.period.places.get(unit=here.top)


def shown(content, place):
    """(what the sheet's total row shows, what the portal shows), column by column."""
    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True)[FIGURES]
    below = totals_below(place)
    found, wanted = {}, {}
    for number, column in enumerate(columns(), start=5):
        if column.part in {"base"} or (column.part == "value" and column.indicator.over_units == "num_den"):
            continue
        assert sheet.cell(HEAD_ROW, number).value == column.indicator.code
        value = sheet.cell(TOTAL_ROW + 1, number).value
        name = f"{column.indicator.code} {column.breakdown}"
        found[name] = None if value in {None, ""} else round(Decimal(str(value)), 4)
        wanted[name] = below.shown(column.indicator, column.breakdown)
    return found, wanted


def test_totals_are_formulas_over_the_cells_of_the_units(place):
    content = consolidation_workbook(place).read()
    sheet = openpyxl.load_workbook(io.BytesIO(content))[FIGURES]
    by_code = {sheet.cell(HEAD_ROW, number).value: number for number in range(40, 4, -1)}
    total = sheet.cell(TOTAL_ROW + 1, by_code["LD01"]).value
    assert total.startswith("=IF(COUNT(E11:E13)=0") and "SUM(E11:E13)" in total
    assert [sheet.cell(row, by_code["LD01"]).value for row in (11, 12, 13)] == [None, 120, 77]
    found, wanted = shown(content, place)
    assert found == wanted


def test_every_total_says_of_how_many_units_and_members_it_is(place):
    sheet = openpyxl.load_workbook(io.BytesIO(consolidation_workbook(place).read()), data_only=True)[FIGURES]
    by_code = {sheet.cell(HEAD_ROW, number).value: number for number in range(40, 4, -1)}
    assert [sheet.cell(row, by_code["LD01"]).value for row in (8, 9, 10)] == [2, 6, 100]
    assert "3/6 đơn vị (100% đoàn viên)" in sheet["A3"].value


def test_every_cell_of_a_total_stands_with_its_ids(place):
    book = openpyxl.load_workbook(io.BytesIO(consolidation_workbook(place).read()), data_only=True)
    rows = [[cell.value for cell in row] for row in book["Từng ô số liệu"].iter_rows(min_row=2)]
    found = [row for row in rows if row[2] == "LD01" and row[3] in {None, ""}]
    assert sum(row[5] for row in found) == 197
    assert {row[8] for row in found} == set(
        Figure.objects.filter(
            indicator__code="LD01", breakdown="", submission__status="accepted"
        ).values_list("pk", flat=True)
    )
    assert all(row[9].endswith(f"/bao-cao/phieu/{row[7]}/") for row in rows)


def test_sources_tell_who_is_missing(place):
    book = openpyxl.load_workbook(io.BytesIO(consolidation_workbook(place).read()), data_only=True)
    sheet = book["Nguồn và còn thiếu"]
    assert [sheet.cell(row, 4).value for row in range(5, 11)].count("Có") == 3
    assert (sheet["D2"].value, sheet["E2"].value) == (3, 3)


@needs_calc
@pytest.mark.deep
def test_totals_calculated_by_libreoffice_equal_those_of_the_portal(place, tmp_path):
    found, wanted = shown(saved_again(consolidation_workbook(place).read(), tmp_path), place)
    assert found == wanted
    assert sum(value is not None for value in wanted.values()) > 15


@needs_calc
@pytest.mark.deep
def test_template_saved_again_by_libreoffice_is_read_and_its_summary_counts(here, tmp_path):
    report = here.report(here.bases[0])
    enter(report, here.chair, WHOLE)
    content = changed(made(report, here.chair), typed({"LD02": 7, "TC05:n.nu": 101}))
    again = saved_again(content, tmp_path)
    file = sent_in(report, here.chair, again)
    assert [(one["title"][:4], one["new"]) for one in file.changes] == [("LD02", "7")]
    assert "lớn hơn tổng số" in file.faults[0]["rule"]
    book = openpyxl.load_workbook(io.BytesIO(again), data_only=True)
    assert book[at.NUMBERS].cell(row_of(book, "TC05:n.nu"), at.CHECK + 1).value == "Lớn hơn tổng số"
    rows = [[cell.value for cell in row] for row in book[at.SUMMARY].iter_rows(max_col=4)]
    assert next(row[1:] for row in rows if row[0] == "Cả biểu") == [10, 63, 1]
