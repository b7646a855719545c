"""A period that asks numbers since the beginning of the year: typed cumulative, stored in the period, both shown."""

import io
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from reporting.checks import check_submission
from reporting.entry.cumulative import earlier_of
from reporting.models import Figure, Period, Regime, Submission
from reporting.queries.layout import layout_of
from reporting.regimes.services.regimes import change_regime
from reporting.services import EntryError, create_period, open_period, take_step
from reporting.workbooks import layout as at
from tests.reporting.entry.messages import box, message
from tests.reporting.factories import WHOLE, country, enter, opened, regime
from tests.reporting.workbooks.books import changed, made, row_of, sent_in, stored, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def year():
    """Two quarters of a year, asked cumulative; the first one is sent with WHOLE."""
    here = country()
    quarterly = regime(here.top, pattern="quarter")
    Regime.objects.filter(pk=quarterly.pk).update(counting=Regime.Counting.CUMULATIVE)
    quarterly.refresh_from_db()
    here.first = opened(here.top, of=quarterly)
    here.second = open_period(create_period(quarterly, year=2026, part=2, by=None), by=None)
    here.before, here.now = (of(here, period) for period in (here.first, here.second))
    enter(here.before, here.chair, WHOLE | {("TT03", ""): "4"})
    take_step(here.before, "submit", by=here.chair)
    return here


def of(here, period) -> Submission:
    chosen = Submission.objects.select_related("period", "unit", "form", "period_unit__parent__unit")
    return chosen.get(period=period, unit=here.bases[0])


def value(report, code, breakdown=""):
    return Figure.objects.get(submission=report, indicator__code=code, breakdown=breakdown).value


def save(client, here, *cells, **more):
    client.force_login(here.chair)
    address = reverse("reporting:cells_save", args=[here.now.pk])
    sent = message(here.now, *cells, **more)
    return client.post(address, sent, content_type="application/json").json()


def test_number_since_the_beginning_of_the_year_is_stored_in_the_period(year):
    enter(year.now, year.chair, {("TT01", ""): "8", ("TT01", "h.truc_tiep"): "3", ("CL02", ""): "5.000.000"})
    assert value(year.now, "TT01") == 5
    assert value(year.now, "TT01", "h.truc_tiep") == 1
    assert value(year.now, "CL02") == 0, "nothing more than in the first quarter"


def test_stock_is_never_taken_apart(year):
    enter(year.now, year.chair, {("TC05", ""): "90", ("TC05", "n.nu"): "60", ("LD01", ""): "110"})
    assert (value(year.now, "TC05"), value(year.now, "TC05", "n.nu"), value(year.now, "LD01")) == (
        90,
        60,
        110,
    )


def test_year_below_its_earlier_periods_is_refused_with_their_numbers(year):
    with pytest.raises(EntryError) as refused:
        enter(year.now, year.chair, {("TT02", ""): "200", ("TT01", ""): "8"})
    words = refused.value.cells["TT02", ""]
    assert "Lũy kế 200 nhỏ hơn số các kỳ trước cộng lại là 250" in words
    assert f"{year.first.name}: 250" in words and "đính chính" in words
    assert not year.now.figures.exists()


def test_nothing_happened_is_said_of_the_period(year):
    enter(year.now, year.chair, {("TT01", ""): "nil"})
    assert year.now.figures.get(indicator__code="TT01").state == "nil"


def test_third_period_takes_both_earlier_ones_off(year):
    enter(year.now, year.chair, WHOLE | {("TT01", ""): "8", ("TT01", "h.truc_tiep"): "7"})
    take_step(year.now, "submit", by=year.chair)
    third = of(year, open_period(create_period(year.first.regime, year=2026, part=3, by=None), by=None))
    enter(third, year.chair, {("TT01", ""): "10"})
    assert value(third, "TT01") == 2


def test_next_year_begins_anew(year):
    later = of(year, open_period(create_period(year.first.regime, year=2027, part=1, by=None), by=None))
    enter(later, year.chair, {("TT01", ""): "2"})
    assert value(later, "TT01") == 2


def test_device_is_answered_in_cumulative_words(year, client):
    answer = save(client, year, box("TT01", "8"), box("TT02", "100"))
    assert list(answer["saved"]) == ["TT01"]
    assert "nhỏ hơn số các kỳ trước" in answer["refused"]["TT02"]
    found = save(client, year, box("TT01", "9"))["conflicts"]["TT01"]
    assert found["typed"] == "8" and "Nơi khác đã lưu số 8" in found["words"]
    again = save(client, year, box("TT01", "9", seen=found["stamp"]))
    assert again["saved"] and value(year.now, "TT01") == 6


def test_page_shows_the_year_in_the_box_and_the_period_below_it(year, client):
    enter(year.now, year.chair, {("TT01", ""): "8"})
    client.force_login(year.chair)
    page = client.get(reverse("reporting:submission_edit", args=[year.now.pk])).content.decode()
    assert "Kỳ này nhập số lũy kế từ đầu năm" in page
    shown = page.split('data-cell="TT01"')[1].split('data-cell="')[0]
    assert 'value="8"' in shown and 'data-earlier="3"' in shown
    assert "data-in-period>5</output>" in shown and f"{year.first.name}: 3" in shown
    stock = page.split('data-cell="TC05"')[1].split('data-cell="')[0]
    assert "data-in-period" not in stock
    assert "số hiện có" in page


def test_plain_post_of_the_page_changes_nothing(year, client):
    """What the page shows, posted back without script, is what stands."""
    enter(year.now, year.chair, {("TT01", ""): "8"})
    client.force_login(year.chair)
    year.now.refresh_from_db()
    address = reverse("reporting:submission_edit", args=[year.now.pk])
    client.post(address, {"TT01": "8", "base": year.now.version, "action": "save"})
    assert value(year.now, "TT01") == 5


def test_reader_sees_the_period_and_the_year(year, client):
    enter(year.now, year.chair, {("TT01", ""): "8"})
    client.force_login(year.chair)
    page = client.get(reverse("reporting:submission_detail", args=[year.now.pk])).content.decode()
    assert "lũy kế: 8" in page


def test_earlier_period_that_was_not_sent_is_named(year, client):
    Submission.objects.filter(pk=year.before.pk).update(submitted_at=None, status="draft")
    assert earlier_of(year.now).silent == (year.first.name,)
    client.force_login(year.chair)
    page = client.get(reverse("reporting:submission_edit", args=[year.now.pk])).content.decode()
    assert f"Đơn vị chưa gửi báo cáo {year.first.name}" in page
    enter(year.now, year.chair, {("TT01", ""): "8"})
    assert value(year.now, "TT01") == 8


def test_box_without_an_earlier_number_says_where_that_part_lies(year, client):
    client.force_login(year.chair)
    page = client.get(reverse("reporting:submission_edit", args=[year.now.pk])).content.decode()
    shown = page.split('data-cell="TT04"')[1].split('data-cell="')[0]
    assert f"Chưa có số: {year.first.name}" in shown


def test_workbook_is_filled_read_and_refused_in_cumulative_numbers(year):
    enter(year.now, year.chair, {("TT01", ""): "8"})
    content = made(year.now, year.chair)
    sheet = load_workbook(io.BytesIO(content))
    numbers = sheet[at.NUMBERS]
    assert numbers.cell(row_of(sheet, "TT01"), at.VALUE + 1).value == 8
    assert "lũy kế từ đầu năm" in numbers.cell(row_of(sheet, "TT01"), at.NAME + 1).value
    assert "lũy kế" not in numbers.cell(row_of(sheet, "TC05"), at.NAME + 1).value
    assert "lũy kế" in numbers.cell(1, at.CODE + 1).value

    file = sent_in(year.now, year.chair, changed(content, typed({"TT02": 300, "TC05": 95, "CL01": 4})))
    stored(file, year.chair)
    assert (value(year.now, "TT02"), value(year.now, "TC05"), value(year.now, "TT01")) == (50, 95, 5)
    assert not year.now.figures.filter(indicator__code="CL01").exists()
    assert "Lũy kế 4 nhỏ hơn số các kỳ trước cộng lại là 10" in str(file.__dict__)


def test_running_total_is_no_suspicion_where_it_is_asked_for(year):
    Submission.objects.filter(pk=year.before.pk).update(status="accepted")
    rows = {
        ("TT01", ""): "7",
        ("TT02", ""): "600",
        ("TC06", ""): "12",
        ("CL01", ""): "25",
        ("CL02", ""): "12.000.000",
    }
    more = {("TT03", ""): "9"}
    enter(year.now, year.chair, rows | more)

    def asked() -> set[str]:
        report = of(year, Period.objects.get(pk=year.second.pk))
        return {finding.rule for finding in check_submission(report, layout=layout_of(report.form))}

    assert "running_total" not in asked()
    Period.objects.filter(pk=year.second.pk).update(counting=Regime.Counting.IN_PERIOD)
    assert "running_total" in asked()


def test_open_period_keeps_how_it_was_asked(year):
    fields = {
        name: getattr(year.first.regime, name)
        for name in ("name", "start_month_day", "cutoff_month_day", "due_days", "grace_days", "department")
    }  # fmt: skip
    forms = {one.tier: one.form for one in year.first.regime.forms.select_related("form")}
    change_regime(
        year.first.regime, fields=fields | {"counting": Regime.Counting.IN_PERIOD}, forms=forms, by=year.admin
    )
    assert Period.objects.get(pk=year.second.pk).counting == Regime.Counting.CUMULATIVE
    third = open_period(create_period(year.first.regime, year=2026, part=3, by=None), by=None)
    assert third.counting == Regime.Counting.IN_PERIOD


def test_period_in_period_numbers_costs_no_query(year, django_assert_num_queries):
    report = year.report(year.bases[0])
    with django_assert_num_queries(0):
        assert not earlier_of(report).asked
    assert Decimal(0) == earlier_of(report).sum_of(("TT01", ""))
