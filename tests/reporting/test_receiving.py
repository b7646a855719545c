"""Waivers, versions that were sent, paper reports, accepting many: what the level above does with a report."""

import datetime as dt

import pytest
from django.utils import timezone

from core.workflow import IllegalStep, NoteMissing, StepRefused
from reporting.checks import check_submission
from reporting.models import PeriodUnit, Waiver
from reporting.models import SubmissionStatus as S
from reporting.queries.layout import layout_of
from reporting.receiving.queries import filtered, waiting_for
from reporting.receiving.services.paper import take_paper_report
from reporting.receiving.services.waiving import ask_waivers, decide_waiver
from reporting.receiving.versions import answered_notes, changes_between, two_versions
from reporting.services import NotReady, take_step
from tests.factories import person
from tests.reporting.factories import WHOLE, country, enter, sent
from units.models import AuditEntry, Role
from units.services.tree import end_unit

pytestmark = pytest.mark.django_db

OPEN_PARTS = {("TT01", "h.truc_tiep"): "3"}
PARTY = {("TC15", ""): "1", ("TC16", ""): "2"}
TC16 = ("above_its_bound", ("TC16", ""))
PARTS = ("parts_make_total", ("TT01", ""))


@pytest.fixture
def here():
    return country()


@pytest.fixture
def report(here):
    return here.report(here.bases[0])


@pytest.fixture
def second(here):
    return here.report(here.bases[1]), person(Role.GRASSROOTS, here.bases[1])


# --- waivers


def test_error_with_a_reason_is_sent_and_approved_by_accepting(here, report):
    enter(report, here.chair, {**WHOLE, **OPEN_PARTS})
    with pytest.raises(NotReady):
        take_step(report, "submit", by=here.chair)
    ask_waivers(report, {PARTS: "Một cuộc vừa trực tiếp vừa trực tuyến"}, by=here.chair)
    assert take_step(report, "submit", by=here.chair).status == S.SUBMITTED
    take_step(report, "accept", by=here.officer)
    waiver = Waiver.objects.get()
    assert (waiver.status, waiver.decided_by, waiver.reason[:7]) == ("approved", here.officer, "Một cuộ")


def test_error_that_allows_no_waiver_is_not_waived(here, report):
    enter(report, here.chair, {**WHOLE, ("LD04", ""): "9.000.000"})
    ask_waivers(report, {("average_without_weight", ("LD04", "")): "Không rõ"}, by=here.chair)
    with pytest.raises(NotReady):
        take_step(report, "submit", by=here.chair)
    assert not Waiver.objects.exists()


@pytest.mark.parametrize("changed", [{("TC16", ""): "3"}, {("TC15", ""): "0"}])
def test_waiver_lasts_as_long_as_the_figures_it_rests_on(here, report, changed):
    enter(report, here.chair, PARTY)
    ask_waivers(report, {TC16: "Giới thiệu từ năm trước"}, by=here.chair)
    (said,) = [f for f in check_submission(report) if f.rule == "above_its_bound"]
    assert said.is_waived and said.reason == "Giới thiệu từ năm trước"
    enter(report, here.chair, changed)
    (said,) = [f for f in check_submission(report) if f.rule == "above_its_bound"]
    assert said.waiver is None


def test_refused_waiver_keeps_the_report_from_being_accepted(here, report):
    enter(report, here.chair, {**WHOLE, **PARTY})
    ask_waivers(report, {TC16: "Giới thiệu từ năm trước"}, by=here.chair)
    take_step(report, "submit", by=here.chair)
    pk = Waiver.objects.get().pk
    with pytest.raises(NoteMissing):
        decide_waiver(report, pk, approve=False, by=here.officer)
    with pytest.raises(StepRefused):
        decide_waiver(report, pk, approve=False, by=here.chair, note="Không")
    decide_waiver(report, pk, approve=False, by=here.officer, note="Không có tên trong danh sách năm trước")
    with pytest.raises(IllegalStep, match="1 giải trình không được chấp nhận"):
        take_step(report, "accept", by=here.officer)


def test_only_the_unit_gives_reasons_and_only_while_it_may_write(here, report):
    enter(report, here.chair, {**WHOLE, **PARTY})
    with pytest.raises(StepRefused):
        ask_waivers(report, {TC16: "Vì"}, by=here.officer)
    take_step(report, "submit", by=here.chair)
    with pytest.raises(IllegalStep):
        ask_waivers(report, {TC16: "Vì"}, by=here.chair)


def test_reason_can_be_taken_back(here, report):
    enter(report, here.chair, PARTY)
    ask_waivers(report, {TC16: "Giới thiệu từ năm trước"}, by=here.chair)
    assert ask_waivers(report, {TC16: " "}, by=here.chair).withdrawn == 1
    assert AuditEntry.objects.filter(action="reporting.waiver.ask").count() == 2
    assert not Waiver.objects.exists()


# --- what was sent


def returned_and_sent_again(here, report):
    sent(report, here.chair)
    take_step(
        report, "return", by=here.officer, cell_notes={("TT01", ""): "Thiếu cuộc tháng 3", ("TC07", ""): "Giảm mấy người?"},
        text_notes={"II.1": "Nêu rõ hơn"},
    )  # fmt: skip
    enter(
        report,
        here.chair,
        {("TT01", ""): "4", ("TT01", "h.truc_tiep"): "3"},
        narratives={"II.1": "Đã ký 2 bản."},
    )
    take_step(report, "submit", by=here.chair)
    return two_versions(report)


def test_officer_sees_what_changed_since_the_last_sending(here, report):
    new, old = returned_and_sent_again(here, report)
    lines = changes_between(report, layout_of(report.form), old, new)
    assert [(c.place, c.old, c.new) for c in lines] == [
        ("TT01", "3", "4"), ("TT01:h.truc_tiep", "2", "3"), ("text-II.1", "(để trống)", "Đã ký 2 bản."),
    ]  # fmt: skip
    assert lines[0].who.startswith(str(here.chair))
    assert (new.number, new.changes, old.current, new.current) == (2, 3, False, True)


def test_each_note_says_whether_it_was_answered(here, report):
    new, old = returned_and_sent_again(here, report)
    notes = answered_notes(report, layout_of(report.form), old, new)
    assert [(n.place, n.answer) for n in notes] == [
        ("TT01", "3 → 4"), ("TC07", ""), ("text-II.1", "Đã sửa nội dung."),
    ]  # fmt: skip


# --- paper


def paper(report, by, **fields):
    return take_paper_report(
        report, reason="Đơn vị gửi báo cáo giấy", received_on=fields.pop("on", timezone.localdate()), by=by, **fields
    )  # fmt: skip


def test_level_above_enters_a_paper_report_and_the_day_it_came_decides_on_late(here, report):
    PeriodUnit.objects.filter(pk=report.period_unit_id).update(
        due_on=timezone.localdate() - dt.timedelta(days=2)
    )
    with pytest.raises(StepRefused):
        enter(report, here.officer, WHOLE)
    paper(report, here.officer, on=timezone.localdate() - dt.timedelta(days=3))
    done = sent(report, here.officer)
    assert (done.on_paper, done.late, done.submitted_by) == (True, False, here.officer)
    assert list(report.moves.values_list("step", flat=True)) == ["paper", "start", "submit"]
    assert take_step(report, "accept", by=here.officer).on_paper


def test_unit_takes_its_report_over_again(here, report):
    paper(report, here.officer)
    sent(report, here.officer)
    take_step(report, "return", by=here.officer, note="Đơn vị kiểm tra lại")
    assert not take_step(report, "submit", by=here.chair).on_paper


@pytest.mark.parametrize("who", ["chair", "admin"])
def test_only_the_receiver_takes_a_paper_report(here, report, who):
    with pytest.raises(StepRefused):
        paper(report, getattr(here, who))


def test_paper_report_needs_a_reason_a_past_day_and_a_report_not_sent(here, report):
    with pytest.raises(NoteMissing):
        take_paper_report(report, reason=" ", received_on=timezone.localdate(), by=here.officer)
    with pytest.raises(IllegalStep, match="chưa đến"):
        paper(report, here.officer, on=timezone.localdate() + dt.timedelta(days=1))
    sent(report, here.chair)
    with pytest.raises(IllegalStep, match="Đã gửi"):
        paper(report, here.officer)


def test_report_of_a_unit_that_ended_is_finished_by_the_level_above(here, report):
    enter(report, here.chair, {("LD01", ""): "120"})
    end_unit(here.bases[0], on=timezone.localdate())
    report = here.report(here.bases[0])
    with pytest.raises(StepRefused, match="kết thúc hoạt động"):
        enter(report, here.officer, WHOLE)
    paper(report, here.officer)
    sent(report, here.officer)
    assert take_step(report, "accept", by=here.officer).status == S.ACCEPTED


def test_when_the_receiver_ended_the_next_level_accepts(here, report):
    sent(report, here.chair)
    here.uppers[0].__class__.objects.filter(pk=here.uppers[0].pk).update(ended_on=timezone.localdate())
    assert list(waiting_for(here.admin)) == [report]
    assert take_step(report, "accept", by=here.admin).status == S.ACCEPTED


# --- the desk


def test_desk_counts_what_the_checks_said_at_the_sending(here, report, second):
    other, its_chair = second
    sent(report, here.chair)
    enter(other, its_chair, {**WHOLE, **PARTY})
    ask_waivers(other, {TC16: "Giới thiệu từ năm trước"}, by=its_chair)
    take_step(other, "submit", by=its_chair)
    rows = waiting_for(here.officer)
    assert {(r.pk, r.told, r.open_count) for r in rows} == {(report.pk, 0, 0), (other.pk, 1, 0)}
    assert [r.pk for r in filtered(rows, {"loc": "clean"})] == [report.pk]
    assert [r.pk for r in filtered(rows, {"loc": "explained"})] == [other.pk]
    assert not waiting_for(here.admin).exists()
