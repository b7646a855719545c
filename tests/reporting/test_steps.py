"""Sending, receiving, returning, accepting, reopening: every status × step × person."""

import datetime as dt

import pytest

from core.workflow import IllegalStep, NoteMissing, StepRefused
from reporting.models import PeriodUnit, Submission
from reporting.models import SubmissionStatus as S
from reporting.services import NotReady, close_period, save_figures, take_step
from reporting.workflow import SUBMISSION_WORKFLOW
from tests.factories import person
from tests.reporting.factories import WHOLE, WHOLE_UPPER, accepted, country, enter, sent
from units.models import AuditEntry, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return country()


@pytest.fixture
def report(here):
    return here.report(here.bases[0])


ALLOWED = {
    ("submit", S.DRAFT): S.SUBMITTED,
    ("submit", S.RETURNED): S.SUBMITTED,
    ("receive", S.SUBMITTED): S.RECEIVED,
    ("return", S.SUBMITTED): S.RETURNED,
    ("return", S.RECEIVED): S.RETURNED,
    ("accept", S.SUBMITTED): S.ACCEPTED,
    ("accept", S.RECEIVED): S.ACCEPTED,
    ("reopen", S.ACCEPTED): S.RETURNED,
    ("reopen", S.COMPILED): S.RETURNED,
}
UNIT_STEPS = {"submit"}


@pytest.mark.parametrize("on_paper", [False, True])
@pytest.mark.parametrize("receiver_ended", [False, True])
def test_every_status_and_step_in_one_table(here, report, on_paper, receiver_ended):
    people = {
        "unit": here.chair,
        "upper": here.officer,
        "top": here.admin,
        "other": person(Role.LEADER, here.uppers[1]),
    }
    report.on_paper = on_paper
    report.period_unit.parent.unit.ended_on = dt.date.today() if receiver_ended else None
    above = "top" if receiver_ended else "upper"
    right = {False: {above}, True: {"unit", above} if on_paper else {"unit"}}
    for status in S.values:
        report.status = status
        for who, user in people.items():
            open_steps = {t.step for t in SUBMISSION_WORKFLOW.open_to(user, report)}
            for transition in SUBMISSION_WORKFLOW:
                fits = who in right[transition.step in UNIT_STEPS]
                expected = (transition.step, S(status)) in ALLOWED and fits
                assert (transition.step in open_steps) == expected, (status, transition.step, who)


def test_targets_of_the_table():
    assert {(t.step, S(source)): S(t.target) for t in SUBMISSION_WORKFLOW for source in t.sources} == ALLOWED


def test_sending_records_who_and_when(here, report):
    done = sent(report, here.chair)
    assert (done.status, done.submitted_by) == (S.SUBMITTED, here.chair)
    assert done.submitted_at and done.submitted_at == done.last_submitted_at
    assert AuditEntry.objects.filter(action="reporting.submission.submit").count() == 1


def test_sending_twice_is_told(here, report):
    sent(report, here.chair)
    with pytest.raises(IllegalStep, match="Đã gửi"):
        take_step(report, "submit", by=here.chair)
    assert report.moves.filter(step="submit").count() == 1


def test_required_boxes_left_blank_are_listed(here, report):
    enter(report, here.chair, {("LD01", ""): "10"})
    with pytest.raises(NotReady) as caught:
        take_step(report, "submit", by=here.chair)
    assert ("TC05", "") in caught.value.blank
    assert ("LD01", "") not in caught.value.blank


def test_a_state_answers_a_required_box(here, report):
    done = sent(report, here.chair, {("TT01", ""): "nil", ("TT01", "h.truc_tiep"): "", ("TT01", "h.truc_tuyen"): "",
                                     ("TT02", ""): "unknown", ("TT02", "n.nu"): ""})  # fmt: skip
    assert done.status == S.SUBMITTED


def test_errors_of_the_checks_stop_the_sending(here, report):
    enter(report, here.chair, {**WHOLE, ("TT01", "h.truc_tiep"): "3"})
    with pytest.raises(NotReady) as caught:
        take_step(report, "submit", by=here.chair)
    assert [(f.rule, f.key) for f in caught.value.findings] == [("parts_make_total", ("TT01", ""))]
    report.refresh_from_db()
    assert report.status == S.DRAFT


def test_nil_return_owes_no_boxes(here, report):
    save_figures(report, cells={}, base=0, by=here.chair, nil_return=True)
    assert take_step(report, "submit", by=here.chair).status == S.SUBMITTED


def test_nil_return_with_an_activity_is_an_error(here, report):
    save_figures(report, cells={}, base=0, by=here.chair, nil_return=True)
    enter(report, here.chair, {("TT01", ""): "2"})
    with pytest.raises(NotReady) as caught:
        take_step(report, "submit", by=here.chair)
    assert caught.value.findings[0].rule == "nil_return_with_figures"


def due(report, days_ago, grace=0):
    PeriodUnit.objects.filter(pk=report.period_unit_id).update(
        due_on=dt.date.today() - dt.timedelta(days=days_ago)
    )
    report.period.regime.grace_days = grace
    report.period.regime.save()


@pytest.mark.parametrize(
    ("days_ago", "grace", "late"), [(-1, 0, False), (0, 0, False), (2, 0, True), (2, 2, False), (3, 2, True)]
)
def test_late_counts_from_due_day_and_grace(here, report, days_ago, grace, late):
    due(report, days_ago, grace)
    assert sent(report, here.chair).late is late


def test_sending_again_after_a_return_does_not_make_it_late(here, report):
    due(report, -1)
    sent(report, here.chair)
    first = Submission.objects.get(pk=report.pk).submitted_at
    take_step(report, "return", by=here.officer, note="Thiếu số nữ")
    due(report, 5)
    again = take_step(report, "submit", by=here.chair)
    assert (again.late, again.submitted_at) == (False, first)
    assert again.last_submitted_at > first


def test_return_needs_a_reason(here, report):
    sent(report, here.chair)
    with pytest.raises(NoteMissing):
        take_step(report, "return", by=here.officer, note="  ")


def test_return_puts_notes_at_the_boxes_and_in_the_record(here, report):
    sent(report, here.chair)
    done = take_step(
        report, "return", by=here.officer, note="Xem lại tuyên truyền",
        cell_notes={("TT01", ""): "Thiếu cuộc tháng 3", ("TT03", ""): "Để trống?"},
    )  # fmt: skip
    assert (done.status, done.times_returned) == (S.RETURNED, 1)
    assert report.figures.get(indicator__code="TT01", breakdown="").return_note == "Thiếu cuộc tháng 3"
    note = report.moves.get(step="return").note
    assert note.splitlines()[0] == "Xem lại tuyên truyền"
    assert "TT03" in note and "Để trống?" in note


def test_notes_stay_when_sent_again_and_go_when_accepted(here, report):
    sent(report, here.chair)
    take_step(report, "return", by=here.officer, note="Sửa", cell_notes={("TT01", ""): "Sai"})
    enter(report, here.chair, {("TT01", ""): "4", ("TT01", "h.truc_tiep"): "3"})
    take_step(report, "submit", by=here.chair)
    assert report.figures.get(indicator__code="TT01", breakdown="").return_note == "Sai"
    take_step(report, "accept", by=here.officer)
    assert not report.figures.exclude(return_note="").exists()


def test_accepting_directly_or_after_receipt(here, report):
    assert accepted(report, here.chair, here.officer).accepted_at
    second = here.report(here.bases[1])
    sent(second, person(Role.GRASSROOTS, here.bases[1]))
    take_step(second, "receive", by=here.officer)
    assert take_step(second, "accept", by=here.officer).status == S.ACCEPTED


def test_reopening_needs_a_reason_and_lets_the_unit_type_again(here, report):
    accepted(report, here.chair, here.officer)
    with pytest.raises(NoteMissing):
        take_step(report, "reopen", by=here.officer)
    assert take_step(report, "reopen", by=here.officer, note="Sửa số đoàn viên").status == S.RETURNED
    enter(report, here.chair, {("TC05", ""): "101", ("TC05", "n.nu"): "70"})


def test_unit_cannot_accept_its_own_report(here, report):
    sent(report, here.chair)
    with pytest.raises(StepRefused):
        take_step(report, "accept", by=here.chair)


def test_two_levels_above_is_not_the_receiver(here, report):
    sent(report, here.chair)
    with pytest.raises(StepRefused):
        take_step(report, "accept", by=here.admin)


def test_root_accepts_its_own(here):
    report = here.report(here.top)
    enter(report, here.admin, WHOLE_UPPER)
    take_step(report, "submit", by=here.admin)
    assert take_step(report, "accept", by=here.admin).status == S.ACCEPTED


def test_closed_period_takes_no_step(here, report):
    sent(report, here.chair)
    close_period(here.period, by=here.admin)
    with pytest.raises(IllegalStep, match="khóa"):
        take_step(report, "accept", by=here.officer)
