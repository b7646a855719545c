"""Units freed from a period in the printed report, its spreadsheet and the lists."""

import io

import pytest
from openpyxl import load_workbook

from documents import jobs
from documents.models import Job
from reporting.models import Exemption, PeriodUnit, Total
from reporting.pages import printed_opening
from reporting.queries.periods import units_behind
from reporting.regimes.services.exempting import end_exemption, exempt_units
from reporting.report.apart import units_apart
from reporting.report.content import build_content
from reporting.rollups import freeze_totals
from reporting.rollups.recount import differences
from reporting.services.compiling import inputs_digest
from reporting.spreadsheets import annex_workbook, completeness_workbook
from tests.reporting.factories import accepted, country

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    found = country()
    accepted(found.report(found.bases[0]), found.chair, found.officer)
    return found


def place_of(here, unit):
    return PeriodUnit.objects.select_related("period__regime", "unit__kind").get(
        period=here.period, unit=unit
    )


def free(here, unit):
    exempt_units(
        here.period, [place_of(here, unit)], reason="Mới thành lập tháng 5", decided_by="Thông báo số 7/TB-LĐLĐ",
        by=here.admin,
    )  # fmt: skip


def compiled(here):
    top = place_of(here, here.top)
    freeze_totals(top)
    return build_content(top)


def test_freed_unit_is_printed_with_its_reason_and_leaves_n(here):
    before = compiled(here)
    free(here, here.bases[2])
    after = compiled(here)
    assert before["coverage"]["expected"] - after["coverage"]["expected"] == 1
    lines = {line.block_id: line for line in units_apart(after)}
    table = lines["a3-exempt-t"].rows
    assert table[-1] == ("1", here.bases[2].name, "Mới thành lập tháng 5", "Thông báo số 7/TB-LĐLĐ")
    assert here.bases[2].name not in str(lines["a3-missing-t"].rows)
    assert "1 đơn vị được miễn báo cáo" in printed_opening(after)[0]
    assert "được miễn" not in printed_opening(before)[0]
    assert "a3-exempt-t" not in {line.block_id for line in units_apart(before)}


def test_members_of_a_freed_unit_leave_n_of_every_total_above(here):
    PeriodUnit.objects.filter(unit=here.bases[2]).update(members=400)
    PeriodUnit.objects.filter(unit=here.bases[0]).update(members=100)
    assert compiled(here)["coverage"]["members_percent"] == "20%"
    free(here, here.bases[2])
    assert compiled(here)["coverage"]["members_percent"] == "100%"


def test_totals_frozen_before_count_who_owes_now(here):
    top = place_of(here, here.top)
    freeze_totals(top)

    def counted():
        row = Total.objects.get(period_unit=top, indicator__code="TC05", breakdown="")
        owed = Total.objects.get(period_unit=top, indicator__code="QT01", breakdown="")
        return row.units_counted, row.units_expected, owed.value

    assert counted() == (1, 6, 6)
    free(here, here.bases[2])
    jobs.run(Job.objects.get(kind="refresh_totals").pk)
    assert counted() == (1, 5, 5)
    assert not list(differences(here.period))
    end_exemption(Exemption.objects.select_related("place__period").get(), by=here.admin)
    jobs.run(Job.objects.filter(kind="refresh_totals", status="queued").get().pk)
    assert counted() == (1, 6, 6)


def test_nothing_is_frozen_where_nothing_was(here):
    free(here, here.bases[2])
    assert not Job.objects.exists() and not Total.objects.exists()


def test_freeing_makes_a_compiled_report_outdated_and_taking_it_back_undoes_that(here):
    top = place_of(here, here.top)
    first = inputs_digest(top)
    free(here, here.bases[2])
    assert inputs_digest(top) != first
    end_exemption(Exemption.objects.select_related("place__period").get(), by=here.admin)
    assert inputs_digest(top) == first


def test_spreadsheets_name_the_freed_units(here):
    free(here, here.bases[2])
    sheet = load_workbook(io.BytesIO(annex_workbook(compiled(here))))["Được miễn báo cáo"]
    assert [cell.value for cell in sheet[5]][1:] == [
        here.bases[2].name, here.uppers[1].name, "Mới thành lập tháng 5", "Thông báo số 7/TB-LĐLĐ",
    ]  # fmt: skip
    rows = units_behind(place_of(here, here.top), state="exempt")
    listed = list(load_workbook(io.BytesIO(completeness_workbook(rows))).active.iter_rows(values_only=True))
    assert listed[1][4] == "Được miễn"
    assert listed[1][10] == "Mới thành lập tháng 5 (Thông báo số 7/TB-LĐLĐ)"
