"""Rows the form computes follow the correction of a row they are made of: in the report, in the totals, in the papers."""

from decimal import Decimal

import pytest

from core.workflow import IllegalStep
from reporting.checks.cells import CellInput
from reporting.corrections.checking import CorrectionError
from reporting.corrections.effects import effects_of
from reporting.corrections.queries import marks_of
from reporting.corrections.services import take_step
from reporting.models import CompiledReport, Figure, FigureVersion, FormItem, RestatedTotal, Total
from reporting.rollups import totals_below
from reporting.rollups.restated import pending_below
from tests.reporting.compile_factories import accept
from tests.reporting.corrections.corrected import asked, compiled, settled, staffed_country
from tests.reporting.corrections.test_correction_pages import typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def country(django_capture_on_commit_callbacks):
    """TC07 is TC06 + TC15 and TC05 is TC07 + LD01 in the form of grassroots unions."""
    country = staffed_country()
    country.commit = django_capture_on_commit_callbacks
    form = country.report(country.school).form
    for code, formula in (("TC07", "TC06+TC15"), ("TC05", "TC07+LD01")):
        assert FormItem.objects.filter(form=form, indicator__code=code).update(formula=formula) == 1
    school = {"TC15": 1, "TC07": 5}
    accept(country.report(country.school), school)
    figures = Figure.objects.filter(submission=country.report(country.school), breakdown="")
    figures.filter(indicator__code="TC05").update(value=55)
    return country


def value_of(country, code):
    return Figure.objects.get(
        submission=country.report(country.school), indicator__code=code, breakdown=""
    ).value


def test_preview_names_the_computed_rows_and_their_totals_above(country, client):
    correction = asked(country)
    marks = marks_of(country.report(country.school))
    assert {code: (marks[code, ""].pending, marks[code, ""].wanted) for code in ("TC06", "TC07", "TC05")} == {
        "TC06": (correction.pk, "6"), "TC07": (correction.pk, "7"), "TC05": (correction.pk, "57"),
    }  # fmt: skip
    assert pending_below(country.place(country.province))["TC05"] == 1
    told = {
        (one.place.unit_id, one.indicator.code): (one.before, one.after)
        for one in effects_of(correction).totals
    }
    assert told[country.school.pk, "TC07"] == (5, 7)
    assert told[country.upper.pk, "TC05"] == (155, 157)
    assert told[country.province.pk, "TC05"] == (155, 157)
    correction.delete()
    client.force_login(country.chair)
    url = f"/bao-cao/phieu/{country.report(country.school).pk}/dinh-chinh/?o=TC06"
    page = client.post(url, typed(seen="value|4|", action="preview")).content.decode()
    assert "TC07 Đoàn viên giảm: 5 → 7" in page
    assert "TC05 Tổng số đoàn viên: 55 → 57" in page
    assert value_of(country, "TC07") == 5


def test_settled_correction_carries_computed_rows_through_report_totals_and_paper(country):
    report = compiled(country, country.commit)
    settled(country, asked(country))
    assert (value_of(country, "TC06"), value_of(country, "TC07"), value_of(country, "TC05")) == (6, 7, 57)
    assert totals_below(country.place(country.province), codes=["TC05"]).total["TC05", ""].value == 157
    place = country.place(country.upper)
    one = {"period_unit": place, "indicator__code": "TC05", "breakdown": ""}
    assert (Total.objects.get(**one).value, RestatedTotal.objects.get(**one).value) == (155, 157)
    draft = CompiledReport.objects.get(replaces=report).current_version.content
    assert draft["totals"]["TC05"][""][0] == "157"
    assert [(note["title"], note["old"], note["new"]) for note in draft["corrections"]] == [
        ("TC06 Đoàn viên kết nạp mới", "4", "6"),
        ("TC07 Đoàn viên giảm", "5", "7"),
        ("TC05 Tổng số đoàn viên", "55", "57"),
    ]
    assert "Kéo theo TC07 Đoàn viên giảm: 5 thành 7; TC05 Tổng số đoàn viên: 55 thành 57." in (
        report.amendments.get().reason
    )


def test_each_computed_row_has_its_own_chain_and_mark(country):
    settled(country, asked(country))
    settled(country, asked(country, "9"))
    chain = FigureVersion.objects.filter(indicator__code="TC05").order_by("number")
    assert [(one.number, one.value) for one in chain] == [(1, 55), (2, 57), (3, 60)]
    assert chain[2].previous == chain[1]
    marks = marks_of(country.report(country.school))
    assert (marks["TC07", ""].reported, marks["TC05", ""].reported) == ("5", "55")


def test_component_that_is_not_known_leaves_the_computed_row_blank(country):
    settled(country, asked(country, typed=CellInput(state="unknown")))
    report = country.report(country.school)
    assert not Figure.objects.filter(
        submission=report, indicator__code__in=["TC07", "TC05"], breakdown=""
    ).exists()
    assert FigureVersion.objects.filter(indicator__code="TC05").order_by("number").last().state == ""
    assert totals_below(country.place(country.upper), codes=["TC05"]).total["TC05", ""].value == 100


def test_computed_row_itself_is_not_corrected(country):
    with pytest.raises(CorrectionError, match="tự tính từ TC06, TC15"):
        asked(country, cell=("TC07", ""))


def test_two_corrections_of_one_computed_row_add_up(country):
    first, second = asked(country, "6"), asked(country, "3", cell=("TC15", ""))
    settled(country, first)
    settled(country, second)
    assert value_of(country, "TC05") == Decimal(59)
    # What the page keeps of the second says the totals as they stood when it was settled.
    second.refresh_from_db()
    kept = [row for row in second.effects if row["code"] == "TC05"]
    assert (kept[0]["before"], kept[0]["after"]) == ("57", "59")


def test_value_that_another_correction_made_wrong_is_not_settled(country):
    waiting = asked(country, "60", cell=("LD01", ""))
    Figure.objects.create(
        submission=country.report(country.school), indicator=FormItem.objects.get(
            form=country.report(country.school).form, indicator__code="LD01"
        ).indicator, breakdown="n.nu", state="value", value=70,
    )  # fmt: skip
    with pytest.raises(IllegalStep, match="không đúng quy tắc"):
        take_step(waiting, "settle", by=country.officer)
    assert value_of(country, "LD01") == 50
