"""`check_rollup` counts every stored, printed and shown total again; a number changed in any of them is found."""

import datetime as dt
import random
from decimal import Decimal as D

import pytest
from django.core.management import CommandError, call_command

from documents.models import DocumentVersion
from reporting.models import CompiledReport, RestatedTotal, Total
from reporting.rollups import trees
from reporting.rollups.recount import differences
from tests import factories
from tests.reporting.compile_factories import accept, freeze_tree, make_period
from tests.reporting.corrections.corrected import asked, compiled, settled, staffed_country
from tests.reporting.test_rollups_trees import DAY, grown, reorganised, typed
from units.lines.services import set_second_line
from units.models import SecondLine, Succession
from units.succession.services import succeed_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued(django_capture_on_commit_callbacks):
    """An issued report with the level's own row, and a correction settled since."""
    country = staffed_country()
    accept(country.report(country.upper), {"TC06": 3, "TC05": 1})
    country.issued = compiled(country, django_capture_on_commit_callbacks)
    settled(country, asked(country))
    return country


def kinds(period):
    return {(line.kind, line.code) for line in differences(period)}


def change(report, edit):
    """Plant a number in the text of an issued report."""
    version = DocumentVersion.objects.get(pk=report.current_version_id)
    edit(version.content)
    DocumentVersion.objects.filter(pk=version.pk).update(content=version.content)


def test_issued_report_with_a_correction_since_has_no_difference(issued):
    assert kinds(issued.period) == set()


def test_number_as_reported_is_counted_without_the_later_correction(issued):
    row = Total.objects.get(period_unit=issued.place(issued.upper), indicator__code="TC06", breakdown="")
    assert row.value == 17
    Total.objects.filter(pk=row.pk).update(value=19)
    assert ("số đã chốt", "TC06") in kinds(issued.period)


def test_planted_restated_total_is_found(issued):
    RestatedTotal.objects.filter(indicator__code="TC06", breakdown="").update(value=99)
    assert kinds(issued.period) == {("số sau đính chính", "TC06")}


@pytest.mark.parametrize("row, kind", [(True, "dòng riêng của cấp"), (False, "dòng đơn vị")])
def test_planted_row_of_an_issued_report_is_found(issued, row, kind):
    def edit(content):
        told = next(one for one in content["units"] if one["own"] is row and "TC06" in one["figures"])
        told["figures"]["TC06"][0] = "77"

    change(issued.issued, edit)
    paper = f"văn bản {issued.issued.doc_code}"
    assert kinds(issued.period) == {(f"{paper}, {kind}", "TC06"), (f"{paper}, cộng các dòng", "TC06")}


def test_planted_total_of_an_issued_report_is_found(issued):
    change(issued.issued, lambda content: content["totals"]["TC05"][""].__setitem__(0, "1"))
    paper = f"văn bản {issued.issued.doc_code}"
    assert kinds(issued.period) == {(paper, "TC05"), (f"{paper}, cộng các dòng", "TC05")}


def test_restated_draft_is_compared_with_the_figures_of_now(issued, django_capture_on_commit_callbacks):
    compiled(issued, django_capture_on_commit_callbacks, top=True, issue=False)
    settled(issued, asked(issued, "8"))
    assert CompiledReport.objects.get(period_unit=issued.place(issued.province)).is_editable
    assert kinds(issued.period) == set()
    RestatedTotal.objects.filter(
        period_unit__unit=issued.province, indicator__code="TC06", breakdown=""
    ).update(value=1)
    assert kinds(issued.period) == {("số đã chốt", "TC06")}


# --- second lines


def test_planted_second_line_is_found(issued, monkeypatch):
    sector = factories.upper_unit(issued.province, "Công đoàn ngành Giáo dục", sector="hcsn")
    set_second_line(issued.school, upper=sector, on=dt.date(2026, 1, 1))
    period = make_period(issued.province, code="sau", year=2026)
    reports = freeze_tree(period)
    accept(reports[issued.school.pk], {"TC06": 5, "LD01": 9, "LD09": 8})
    assert kinds(period) == set()
    # Counted where the unit does not belong: the page reads a line that starts only later.
    monkeypatch.setattr("reporting.rollups.recount.lines.SecondLine", _Without(SecondLine))
    assert ("tuyến thứ hai", "TC06") not in kinds(period), "no line known, nothing compared"
    monkeypatch.undo()
    monkeypatch.setattr("reporting.rollups.recount.lines.second_line", lambda place, indicator: [])
    assert {("tuyến thứ hai", "TC06"), ("tuyến thứ hai", "LD12")} <= kinds(period)


class _Without:
    """A model none of whose rows are there."""

    def __init__(self, model):
        self.objects = model.objects.none()


# --- the trees


@pytest.fixture
def rearranged(issued):
    """The same period last year on another tree: the school was split since."""
    c = issued
    before = make_period(c.province, code="truoc", year=2025)
    reports = freeze_tree(before)
    accept(reports[c.school.pk], {"TC05": 100, "TT22": 1, "LD01": 90, "LD09": 81})
    accept(reports[c.mill.pk], {"TC05": 30})
    succeed_unit(c.school, into={c.factory: D("0.6"), c.mill: D("0.4")}, on=DAY)
    now = make_period(c.province, code="nay", year=2026, previous=before)
    freeze_tree(now)
    return now


def test_planted_share_on_the_present_tree_is_found(rearranged, monkeypatch):
    assert kinds(rearranged) == set()
    monkeypatch.setattr(trees, "_shared", lambda parts, split, indicator, catalogue: parts)
    assert {("tổ chức hiện nay", "TC05"), ("biến động, giữ nguyên", "TC05")} <= kinds(rearranged)


def test_planted_branch_of_the_earlier_tree_is_found(rearranged, monkeypatch):
    real = trees.sums_by
    monkeypatch.setattr(
        trees,
        "sums_by",
        lambda *words: {k: {c: p.plus(p) for c, p in v.items()} for k, v in real(*words).items()},
    )
    assert ("tổ chức của kỳ trước", "TC05") in kinds(rearranged)


def test_fate_taken_away_from_the_recount_is_told_by_the_command(rearranged, capsys, monkeypatch):
    monkeypatch.setattr("reporting.rollups.recount.rearranged.Succession", _Without(Succession))
    with pytest.raises(CommandError, match="không khớp"):
        call_command("check_rollup", period=rearranged.code)
    assert "tổ chức hiện nay" in capsys.readouterr().out


@pytest.mark.parametrize("seed", range(2))
def test_no_difference_on_random_trees(seed):
    choose = random.Random(seed)
    top, uppers, bases = grown(choose)
    before = make_period(top, code="truoc", year=2025)
    reports = freeze_tree(before)
    for unit in (top, *uppers, *bases):
        accept(reports[unit.pk], typed(choose), status=choose.choice(["accepted", "accepted", "submitted"]))
    reorganised(choose, uppers, bases)
    now = make_period(top, code="nay", year=2026, previous=before)
    freeze_tree(now)
    assert list(differences(now)) == []
