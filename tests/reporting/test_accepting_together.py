"""Accepting many reports with one press: what is told before, the job, what becomes of each."""

import uuid

import pytest
from django.urls import reverse

from documents import jobs
from documents.models import Job
from reporting.models import AcceptItem, AcceptRun, PeriodUnit, Submission, SubmissionMove, Waiver
from reporting.models import SubmissionStatus as S
from reporting.receiving.choosing import APPROVED, CLEAN, EXPLAINED, outlook
from reporting.receiving.queries import waiting_for
from reporting.receiving.services import accepting
from reporting.receiving.services.accepting import start_accepting
from reporting.receiving.services.waiving import ask_waivers, decide_waiver
from reporting.services import take_step
from tests.factories import grassroots, person
from tests.reporting.factories import WHOLE, WHOLE_UPPER, country, enter, opened, sent
from units.models import Role

pytestmark = pytest.mark.django_db

PARTY = {("TC15", ""): "1", ("TC16", ""): "2"}
TC16 = ("above_its_bound", ("TC16", ""))


@pytest.fixture
def here():
    return country()


@pytest.fixture
def report(here):
    return here.report(here.bases[0])


@pytest.fixture
def second(here):
    return here.report(here.bases[1]), person(Role.GRASSROOTS, here.bases[1])


def pressed(rows, by, scope=CLEAN, *, over_open=False):
    return start_accepting(rows, by=by, scope=scope, over_open=over_open, once=uuid.uuid4())


def done(rows, by, scope=CLEAN, *, over_open=False):
    """The run after its job, and [(report, accepted, words)]."""
    run = pressed(rows, by, scope, over_open=over_open)
    jobs.run(run.job_id)
    run.job.refresh_from_db()
    assert run.job.status == Job.Status.READY, run.job.error
    return list(run.items.values_list("submission_id", "accepted", "words"))


def seen(by, scope=CLEAN, *, over_open=False):
    found = outlook(waiting_for(by), scope=scope, over_open=over_open)
    return found.ready, found.total, [(words.split(":")[0], n) for words, n in found.left]


# --- what becomes of each


def test_clean_reports_are_accepted_and_the_others_left_with_the_reason(here, report, second):
    other, its_chair = second
    sent(report, here.chair)
    sent(other, its_chair, PARTY)
    assert seen(here.officer) == (1, 2, [("Còn cảnh báo, hoặc lỗi có giải trình", 1)])
    first, left = done(waiting_for(here.officer).order_by("pk"), here.officer)
    assert first == (report.pk, True, "")
    assert left[:2] == (other.pk, False) and left[2].startswith("Còn 1 lỗi, cảnh báo. TC16")


@pytest.mark.parametrize(("approved", "scope", "accepted"), [
    (False, APPROVED, False), (True, APPROVED, True), (False, EXPLAINED, True), (True, CLEAN, False),
])  # fmt: skip
def test_reports_with_waivers_are_accepted_when_asked_and_told_so_before(
    here, report, approved, scope, accepted
):
    enter(report, here.chair, {**WHOLE, **PARTY})
    ask_waivers(report, {TC16: "Giới thiệu từ năm trước"}, by=here.chair)
    take_step(report, "submit", by=here.chair)
    if approved:
        decide_waiver(report, Waiver.objects.get().pk, approve=True, by=here.officer)
    assert seen(here.officer, scope)[0] == int(accepted)
    ((_pk, taken, _words),) = done(waiting_for(here.officer), here.officer, scope)
    assert taken is accepted


def test_refused_reason_keeps_the_report_whatever_is_asked(here, report):
    enter(report, here.chair, {**WHOLE, **PARTY})
    ask_waivers(report, {TC16: "Giới thiệu từ năm trước"}, by=here.chair)
    take_step(report, "submit", by=here.chair)
    decide_waiver(report, Waiver.objects.get().pk, approve=False, by=here.officer, note="Không đúng")
    assert seen(here.officer, EXPLAINED) == (0, 1, [("Có giải trình không được chấp nhận", 1)])
    ((_pk, taken, words),) = done(waiting_for(here.officer), here.officer, EXPLAINED)
    assert not taken and "không được chấp nhận" in words


def test_upper_report_is_not_accepted_silently_over_reports_that_wait_below(here):
    upper = here.report(here.uppers[0])
    enter(upper, here.officer, WHOLE_UPPER)
    take_step(upper, "submit", by=here.officer)
    assert seen(here.admin) == (0, 1, [("Bên dưới còn báo cáo chưa được duyệt", 1)])
    ((_pk, taken, words),) = done(waiting_for(here.admin), here.admin)
    assert (taken, words) == (False, "Bên dưới còn 2 trên 2 báo cáo chưa được duyệt.")
    assert seen(here.admin, over_open=True) == (1, 1, [])
    done(waiting_for(here.admin), here.admin, over_open=True)
    assert "còn 2 trên 2 báo cáo chưa được duyệt" in upper.moves.get(step="accept").note


def test_freed_units_below_do_not_keep_the_upper_report(here):
    upper = here.report(here.uppers[0])
    enter(upper, here.officer, WHOLE_UPPER)
    take_step(upper, "submit", by=here.officer)
    PeriodUnit.objects.filter(parent=upper.period_unit).update(obliged=False)
    assert seen(here.admin) == (1, 1, [])
    ((_pk, taken, words),) = done(waiting_for(here.admin), here.admin)
    assert (taken, words) == (True, "")


def test_report_that_is_not_this_persons_is_left(here, report):
    sent(report, here.chair)
    ((_pk, taken, words),) = done(Submission.objects.filter(pk=report.pk), here.admin)
    assert not taken and "không còn chờ bạn duyệt" in words


# --- the job


def test_killed_worker_loses_no_report_and_repeats_none(here, report, second, monkeypatch):
    other, its_chair = second
    sent(report, here.chair)
    sent(other, its_chair)
    run = pressed(waiting_for(here.officer).order_by("pk"), here.officer)
    real, calls = accepting.take_step, []

    def dies(submission, *args, **kwargs):
        calls.append(submission.pk)
        if len(calls) == 2:
            raise SystemExit
        return real(submission, *args, **kwargs)

    monkeypatch.setattr(accepting, "take_step", dies)
    with pytest.raises(SystemExit):
        jobs.run(run.job_id)
    assert list(run.items.values_list("accepted", flat=True)) == [True, None]
    monkeypatch.setattr(accepting, "take_step", real)
    Job.objects.filter(pk=run.job_id).update(status=Job.Status.QUEUED, claim="")
    jobs.run(run.job_id)
    assert list(run.items.values_list("accepted", flat=True)) == [True, True]
    assert SubmissionMove.objects.filter(step="accept").count() == 2


def test_stopped_run_goes_on_from_where_it_was(client, here, report):
    sent(report, here.chair)
    run = pressed(waiting_for(here.officer), here.officer)
    jobs.cancel(run.job, by=here.officer)
    client.force_login(here.officer)
    page = client.get(reverse("reporting:accept_run", args=[run.pk])).content.decode()
    assert "còn 1 báo cáo chưa xét" in page
    assert (
        reverse("reporting:accept_run", args=[run.pk])
        in client.get(reverse("reporting:review_desk")).content.decode()
    )
    client.post(reverse("reporting:accept_run_go_on", args=[run.pk]))
    jobs.run(run.job_id)
    assert run.items.get().accepted


def test_pressing_twice_is_one_run(here, report):
    sent(report, here.chair)
    once = uuid.uuid4()
    runs = {
        start_accepting(waiting_for(here.officer), by=here.officer, scope=CLEAN, once=once).pk
        for _ in range(2)
    }
    assert len(runs) == 1 and AcceptItem.objects.count() == 1


def test_more_than_two_hundred_go_with_one_press(here):
    """Straight in the tables: 260 sent reports; each keeps its own result."""
    for _ in range(260):
        grassroots(here.uppers[0])
    period = opened(here.top, 2027, of=here.period.regime)
    period.submissions.filter(unit__parent=here.uppers[0]).update(status=S.SUBMITTED)
    rows = waiting_for(here.officer).filter(period=period)
    assert outlook(rows, scope=CLEAN, over_open=False).total == 262
    results = done(rows, here.officer)
    assert len(results) == 262
    assert period.submissions.filter(status=S.ACCEPTED).count() == sum(
        taken for _pk, taken, _words in results
    )


# --- pages


def test_page_tells_before_the_press_and_after(client, here, report, second):
    other, its_chair = second
    sent(report, here.chair)
    sent(other, its_chair, PARTY)
    client.force_login(here.officer)
    address = reverse("reporting:accept_together")
    before = client.post(address, {"every": "1", "scope": CLEAN})
    page = " ".join(before.content.decode().split())
    assert (
        "Duyệt được 1 trên 2 báo cáo đã chọn" in page and "<strong>1 báo cáo</strong>: Còn cảnh báo" in page
    )
    assert here.bases[1].name in page and not AcceptRun.objects.exists()
    once = before.context["once"]
    answer = client.post(address, {"every": "1", "scope": CLEAN, "once": str(once)})
    run = AcceptRun.objects.get()
    assert answer.url == reverse("reporting:accept_run", args=[run.pk])
    jobs.run(run.job_id)
    page = " ".join(client.get(answer.url).content.decode().split())
    assert "Đã duyệt 1 trên 2 báo cáo" in page and "Còn 1 lỗi, cảnh báo. TC16" in page
    only = " ".join(client.get(answer.url, {"kq": "duyet"}).content.decode().split())
    assert here.bases[1].name not in only
    client.force_login(here.admin)
    assert client.get(answer.url).status_code == 404


def test_outlook_costs_the_same_for_one_and_for_many(here, report, second, django_assert_num_queries):
    other, its_chair = second
    sent(report, here.chair)
    sent(other, its_chair, PARTY)
    rows = waiting_for(here.officer)
    with django_assert_num_queries(2):
        outlook(rows, scope=EXPLAINED, over_open=False)
