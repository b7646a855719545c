"""The checks on stored reports: other periods, sister units, the activity log, how much they cost."""

import datetime as dt
from decimal import Decimal

import pytest

from campaigns.models import Activity, ActivityType
from reporting.checks import check_many, check_submission, findings_while_typing
from reporting.checks.norms import read_norms
from reporting.checks.registry import Norm
from reporting.models import Figure, Indicator, Period, PeriodUnit, Submission
from reporting.queries.layout import layout_of
from tests.factories import grassroots
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


def log(unit, title, on):
    return Activity.objects.create(
        unit=unit, type=ActivityType.objects.get(code="tuyen_truyen_mieng"), title=title, happened_on=on
    )


def test_total_and_part_that_break_one_rule_are_told_apart(here, report):
    enter(report, here.chair, {("CL02", ""): "5", ("CL02", "v.nsdld"): "5"})
    said = [f.message for f in check_submission(report) if f.rule == "little_money"]
    part = layout_of(report.form).cells["CL02", "v.nsdld"]
    assert said[0].startswith("5 đồng là rất ít") and said[1] == f"{part.words}: {said[0]}"


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


def test_checks_cost_the_same_however_many_figures_and_reports(here, report, django_assert_max_num_queries):
    other = here.report(here.bases[1])
    layouts = {report.form_id: layout_of(report.form)}
    enter(report, here.chair, {("TT03", ""): "1", ("TT04", ""): "1"})
    for submissions in ([report], [report, other]):
        with django_assert_max_num_queries(8):
            check_many(submissions, layouts)


def sister_reports(here, values):
    """Accepted grassroots reports of the period, one for each value of TT03."""
    top, indicator = here.uppers[0], Indicator.objects.get(code="TT03")
    parent = PeriodUnit.objects.get(period=here.period, unit=top)
    for at, value in enumerate(values):
        unit = grassroots(top)
        place = PeriodUnit.objects.create(
            period=here.period, unit=unit, parent=parent, path=unit.path, depth=unit.depth, tier=3, kind_code=unit.kind_id,
            name=unit.name, sort_key=f"{at}", form=here.report(here.bases[0]).form,
        )  # fmt: skip
        done = Submission.objects.create(
            period_unit=place, period=here.period, unit=unit, form=place.form, status="accepted"
        )
        Figure.objects.create(submission=done, indicator=indicator, value=value)


def test_norms_are_the_median_of_eight_sisters_or_more(here, report):
    sister_reports(here, [100, 110, 120, 130, 140, 150, 160])
    kind = report.period_unit.kind_code
    assert read_norms(here.period.pk, 3, kind) == {}
    sister_reports(here, [170])
    assert read_norms(here.period.pk, 3, kind) == {"TT03": Norm(8, Decimal(135), Decimal(20))}
    assert read_norms(here.period.pk, 2, kind) == {}


def test_value_far_above_the_sisters_is_told(here, report):
    sister_reports(here, [100, 110, 120, 130, 140, 150, 160, 170])
    enter(report, here.chair, {("TT03", ""): "1.350"})
    (said,) = [f for f in check_submission(report) if f.rule == "outlier"]
    assert said.message == "1.350, trong khi trung vị của 8 đơn vị cùng loại đã duyệt là 135."
    assert (said.value, said.section[:2], said.waivable) == ("1350", "C.", True)


def test_joint_event_logged_by_two_units_is_told_at_the_box_that_counts_it(here, report):
    day = here.period.starts_on + dt.timedelta(days=40)
    first = log(here.bases[0], "Tuyên truyền Luật Công đoàn 2024 tại khu nhà trọ", day)
    log(here.bases[1], "Tuyên truyền luật công đoàn 2024 tại khu nhà trọ Tân Thới", day)
    log(here.bases[1], "Hội thi nấu ăn gia đình đoàn viên", day)
    log(here.bases[2], first.title, day)
    enter(report, here.chair, {("TT01", ""): "2"})
    (said,) = [f for f in check_submission(report) if f.rule == "joint_event_twice"]
    assert said.key == ("TT01", "") and here.bases[1].name in said.message


def test_running_total_and_repeated_values_look_at_the_period_before(here, next_year):
    Period.objects.filter(pk=here.period.pk).update(ends_on=next_year.period.starts_on - dt.timedelta(days=1))
    enter(next_year, here.chair, {("TT03", ""): "100", ("TT02", ""): "260", ("TC06", ""): "6"})
    assert found(next_year, "repeated_value") == [("TT03", "")]


def test_log_of_other_units_is_not_read_while_typing(here, report, django_assert_max_num_queries):
    day = here.period.starts_on + dt.timedelta(days=40)
    for unit in here.bases[:2]:
        log(unit, "Tuyên truyền Luật Công đoàn 2024", day)
    enter(report, here.chair, {("TT01", ""): "2", ("TC15", ""): "1", ("TC16", ""): "2"})
    layout = layout_of(report.form)
    with django_assert_max_num_queries(8):
        said = findings_while_typing(report, layout=layout)
    assert [f.cell for f in said] == ["TC16"]
    assert said[0].fix
