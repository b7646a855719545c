"""Each rule of the checks: what it finds, and what it leaves alone."""

import datetime as dt

import pytest

from reporting.checks import ERROR, RULES, WARNING, check_submission
from reporting.models import Figure, Indicator, Period, Submission
from reporting.queries.layout import layout_of
from tests.reporting.factories import accepted, country, enter, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return country()


@pytest.fixture
def report(here):
    return here.report(here.bases[0])


def found(report, rule):
    return [f.key for f in check_submission(report) if f.rule == rule]


def put(report, code, value, base=None, breakdown=""):
    """A figure as an import could leave it, past the checks at the box."""
    Figure.objects.create(
        submission=report,
        indicator=Indicator.objects.get(code=code),
        breakdown=breakdown,
        value=value,
        base=base,
    )


CASES = [
    # rule, severity, boxes that break it, box of the finding, boxes that keep it
    ("parts_make_total", ERROR, {("TT01", ""): "5", ("TT01", "h.truc_tiep"): "3", ("TT01", "h.truc_tuyen"): "1"},
     ("TT01", ""), {("TT01", ""): "5", ("TT01", "h.truc_tiep"): "3", ("TT01", "h.truc_tuyen"): "2"}),
    ("average_without_weight", ERROR, {("LD04", ""): "9.000.000"}, ("LD04", ""),
     {("LD04", ""): "9.000.000", ("LD05", ""): "100"}),
    ("deaths_without_accidents", ERROR, {("LD18", ""): "nil", ("LD19", ""): "1"}, ("LD19", ""),
     {("LD18", ""): "1", ("LD19", ""): "1"}),
    ("above_its_bound", WARNING, {("TC15", ""): "3", ("TC16", ""): "4"}, ("TC16", ""),
     {("TC15", ""): "4", ("TC16", ""): "4"}),
    ("above_its_bound", WARNING, {("DB18", ""): "3", ("DB19", ""): "4"}, ("DB19", ""),
     {("DB18", ""): "5", ("DB19", ""): "4"}),
    ("computed_ratio_above_100", WARNING, {("LD01", ""): "100", ("LD09", ""): "101"}, ("LD09", ""),
     {("LD01", ""): "100", ("LD09", ""): "100"}),
    ("events_and_participations", WARNING, {("TT01", ""): "10", ("TT02", ""): "9"}, ("TT02", ""),
     {("TT01", ""): "10", ("TT02", ""): "10"}),
    ("events_and_participations", WARNING, {("TT01", ""): "nil", ("TT02", ""): "9"}, ("TT02", ""),
     {("TT01", ""): "unknown", ("TT02", ""): "9"}),
    ("people_above_workforce", WARNING, {("LD01", ""): "100", ("CL16", ""): "101"}, ("CL16", ""),
     {("LD01", ""): "100", ("TT02", ""): "500"}),
    ("implausible_size", WARNING, {("LD04", ""): "9.000", ("LD05", ""): "10"}, ("LD04", ""),
     {("LD04", ""): "9.000.000", ("LD05", ""): "10"}),
    ("implausible_size", WARNING, {("CL02", ""): "5"}, ("CL02", ""), {("CL02", ""): "5.000.000"}),
    ("more_than_one_unit", WARNING, {("TC01", ""): "2"}, ("TC01", ""), {("TC01", ""): "1"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "severity", "broken", "box", "kept"), CASES, ids=lambda v: v if isinstance(v, str) else ""
)
def test_rule_finds_and_leaves_alone(here, report, rule, severity, broken, box, kept):
    enter(report, here.chair, broken)
    finding = next(f for f in check_submission(report) if f.rule == rule)
    assert (finding.key, finding.severity) == (box, severity)
    assert finding.message
    enter(report, here.chair, dict.fromkeys(broken, "") | kept)
    assert found(report, rule) == []


def test_part_above_total(here, report):
    put(report, "TT02", 10)
    put(report, "TT02", 11, breakdown="n.nu")
    assert found(report, "part_above_total") == [("TT02", "n.nu")]


def test_total_and_part_that_break_one_rule_are_told_apart(here, report):
    enter(report, here.chair, {("CL02", ""): "5", ("CL02", "v.nsdld"): "5"})
    said = [f.message for f in check_submission(report) if f.rule == "implausible_size"]
    part = layout_of(report.form).cells["CL02", "v.nsdld"]
    assert said[0].startswith("5 đồng là rất ít") and said[1] == f"{part.words}: {said[0]}"


def test_parts_are_not_added_while_one_is_open(here, report):
    enter(report, here.chair, {("TT01", ""): "5", ("TT01", "h.truc_tiep"): "3"})
    assert found(report, "parts_make_total") == []


def test_negative(here, report):
    put(report, "TT03", -1)
    assert found(report, "negative") == [("TT03", "")]


def test_typed_ratio_above_100_and_without_base(here, report):
    put(report, "TT17", 11, base=10)
    put(report, "TT28", 5)
    put(report, "TK04", 110, base=100)
    assert found(report, "ratio_above_100") == [("TT17", "")]
    assert found(report, "ratio_without_base") == [("TT28", "")]


def test_nil_return_with_figures_looks_at_flows_only(here, report):
    put(report, "TC05", 100)
    put(report, "TT01", 2)
    Submission.objects.filter(pk=report.pk).update(nil_return=True)
    report.refresh_from_db()
    assert found(report, "nil_return_with_figures") == [("TT01", "")]


@pytest.fixture
def next_year(here, report):
    """The same unit's report a year later, with last year's accepted."""
    accepted(report, here.chair, here.officer, {("TT03", ""): "100", ("CL02", ""): "5.000.000"})
    period = opened(here.top, 2027, of=here.period.regime)
    return Submission.objects.get(period=period, unit=here.bases[0])


@pytest.mark.parametrize(("text", "jumps"), [("150", False), ("151", True), ("50", False), ("49", True)])
def test_jump_over_half_against_the_same_period(here, next_year, text, jumps):
    enter(next_year, here.chair, {("TT03", ""): text})
    said = [f.message for f in check_submission(next_year) if f.rule == "jump"]
    assert bool(said) is jumps
    if jumps:
        assert said[0].endswith({"151": ": +51%.", "49": ": −51%."}[text])


def test_small_numbers_do_not_jump(here, next_year):
    enter(next_year, here.chair, {("TT01", ""): "9"})
    assert found(next_year, "jump") == []


def test_thousand_fold_is_told_instead_of_a_jump(here, next_year):
    enter(next_year, here.chair, {("CL02", ""): "5.000"})
    assert found(next_year, "thousand_fold") == [("CL02", "")]
    assert found(next_year, "jump") == []


def test_report_of_last_year_counts_only_when_accepted(here, next_year):
    Submission.objects.filter(period=here.period).update(status="returned")
    enter(next_year, here.chair, {("TT03", ""): "900"})
    assert found(next_year, "jump") == []


def test_members_identity_needs_the_period_that_ended_the_day_before(here, next_year):
    enter(next_year, here.chair, {("TC05", ""): "108", ("TC06", ""): "10", ("TC07", ""): "1"})
    assert found(next_year, "members_identity") == []
    Period.objects.filter(pk=here.period.pk).update(ends_on=next_year.period.starts_on - dt.timedelta(days=1))
    assert found(next_year, "members_identity") == [("TC05", "")]
    enter(next_year, here.chair, {("TC05", ""): "109"})
    assert found(next_year, "members_identity") == []


def test_note_of_the_box_explains_the_warning(here, report):
    enter(report, here.chair, {("TC15", ""): "1", ("TC16", ""): "2"})
    report.figures.filter(indicator__code="TC16").update(note="Giới thiệu từ năm trước")
    assert (
        next(f for f in check_submission(report) if f.rule == "above_its_bound").explanation
        == "Giới thiệu từ năm trước"
    )


def test_errors_stand_first_in_the_order_of_the_form(here, report):
    enter(report, here.chair, {("TC15", ""): "1", ("TC16", ""): "2", ("TT01", ""): "5", ("TT01", "h.truc_tiep"): "1",
                               ("TT01", "h.truc_tuyen"): "1", ("DB18", ""): "1", ("DB19", ""): "2"})  # fmt: skip
    assert [f.indicator_code for f in check_submission(report)] == ["TT01", "TC16", "DB19"]


def test_checks_cost_the_same_however_many_figures(here, report, django_assert_num_queries):
    enter(report, here.chair, {("TT03", ""): "1"})
    with django_assert_num_queries(11):
        check_submission(report)
    enter(report, here.chair, {("TT04", ""): "1", ("TT05", ""): "1", ("TT08", ""): "1"})
    with django_assert_num_queries(11):
        check_submission(report)


def test_every_rule_is_described_and_has_a_source():
    assert len({rule.code for rule in RULES}) == len(RULES) == 17
    assert all(rule.source.startswith("DOMAIN 2.6") and rule.severity in {ERROR, WARNING} for rule in RULES)
