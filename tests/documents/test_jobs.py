"""Jobs as rows: claimed once, told about, cancelled, failed, asked for again, swept up."""

import datetime as dt
import time

import pytest
from django.utils import timezone

from core.workflow import IllegalStep, StepRefused
from documents import jobs
from documents.models import Job
from tests import factories
from tests.documents import slow_job
from tests.real_worker import RealWorker
from units.models import Department, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return factories.province()


@pytest.fixture
def slow_worker(transactional_db):
    """A real worker that knows the slow job."""
    worker = RealWorker("tests.documents.slow_app")
    try:
        worker.start()
        yield worker
    finally:
        worker.close()


@pytest.fixture
def kinds(monkeypatch):
    """Job kinds of one test only."""
    known = dict(jobs._handlers)
    monkeypatch.setattr(jobs, "_handlers", known)
    return known


def ask(kind, key="việc-1", unit=None, by=None, **arguments):
    return jobs.enqueue(kind, key=key, unit=unit, by=by, **arguments)


# --- asking


def test_same_key_is_the_same_job(kinds):
    kinds["echo"] = lambda progress, text: {"text": text}
    first = ask("echo", text="một")
    assert ask("echo", text="hai") == first
    assert Job.objects.get().arguments == {"text": "một"}


def test_message_travels_only_after_the_commit(kinds, django_capture_on_commit_callbacks):
    kinds["echo"] = lambda progress, text: {"text": text}
    with django_capture_on_commit_callbacks() as sent:
        job = ask("echo", text="một")
    assert len(sent) == 1
    assert job.status == Job.Status.QUEUED


def test_job_runs_to_ready_with_its_result(kinds, django_capture_on_commit_callbacks):
    kinds["echo"] = lambda progress, text: {"text": text}
    with django_capture_on_commit_callbacks(execute=True):
        job = ask("echo", text="một")
    job.refresh_from_db()
    assert (job.status, job.result, job.attempts, job.percent) == ("ready", {"text": "một"}, 1, 100)
    assert job.finished_at >= job.started_at


def test_ready_job_is_reused_and_failed_one_is_queued_again(kinds, django_capture_on_commit_callbacks):
    runs = []

    def sometimes(progress):
        runs.append(progress.job.pk)
        if len(runs) == 1:
            raise jobs.JobFailed("Chưa đủ số liệu.")
        return {}

    kinds["sometimes"] = sometimes
    for expected in ("failed", "ready", "ready"):
        with django_capture_on_commit_callbacks(execute=True):
            job = ask("sometimes")
        job.refresh_from_db()
        assert job.status == expected
    assert len(runs) == 2
    assert job.error == ""


def test_unknown_kind_is_refused_at_once():
    with pytest.raises(KeyError):
        ask("chưa có")
    assert not Job.objects.exists()


def test_silent_broker_does_not_break_the_request(kinds, monkeypatch, django_capture_on_commit_callbacks):
    kinds["echo"] = lambda progress: {}

    class Silent:
        def apply_async(self, **_options):
            raise OSError("broker is away")

    monkeypatch.setattr(jobs, "signature", lambda *_a, **_k: Silent())
    with django_capture_on_commit_callbacks(execute=True):
        job = ask("echo")
    job.refresh_from_db()
    assert job.status == Job.Status.QUEUED


# --- working


def test_second_worker_finds_nothing_to_do(kinds):
    runs = []
    kinds["count"] = lambda progress: runs.append(1) or {}
    job = ask("count")
    jobs.run(job.pk)
    jobs.run(job.pk)
    assert runs == [1]


def test_last_writes_of_a_worker_that_lost_its_claim_are_not_made(kinds, unit):
    def overtaken(progress):
        Job.objects.filter(pk=progress.job.pk).update(claim="someone else")
        return lambda: Department.objects.create(unit=unit, name="Ban thừa") and {}

    kinds["overtaken"] = overtaken
    job = ask("overtaken")
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.status, job.claim) == ("running", "someone else")
    assert not Department.objects.exists()


def test_broken_handler_fails_the_job_with_words_for_people(kinds):
    kinds["broken"] = lambda progress: 1 / 0
    job = ask("broken")
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.status == Job.Status.FAILED
    assert f"mã việc {job.pk}" in job.error
    assert "ZeroDivisionError" not in job.error


def test_cancelled_job_stops_at_its_next_step(kinds, unit):
    asker = factories.person(Role.UPPER_UNIT, unit)

    def long(progress):
        progress.step("Bước 1", 0, 2)
        jobs.cancel(progress.job, by=asker)
        progress.step("Bước 2", 1, 2)
        raise AssertionError("went on")

    kinds["long"] = long
    job = ask("long", unit=unit, by=asker)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.status, job.step, job.error) == ("cancelled", "Bước 1", "")
    with pytest.raises(IllegalStep):
        jobs.cancel(job, by=asker)


def test_stranger_does_not_cancel(kinds, unit):
    kinds["echo"] = lambda progress: {}
    job = ask("echo", unit=unit)
    with pytest.raises(StepRefused):
        jobs.cancel(job, by=factories.person(Role.UPPER_UNIT, factories.province("LĐLĐ tỉnh khác")))


@pytest.mark.django_db(transaction=True)
def test_heart_beats_while_a_handler_says_nothing(kinds, monkeypatch):
    monkeypatch.setattr(jobs, "HEARTBEAT_SECONDS", 0.05)
    beats = set()

    def silent(progress):
        for _n in range(10):
            beats.add(Job.objects.get(pk=progress.job.pk).heartbeat_at)
            time.sleep(0.05)
        return {}

    kinds["silent"] = silent
    jobs.run(jobs.Job.objects.create(kind="silent", key="x").pk)
    assert len(beats) > 2


# --- sweeping


def ago(seconds):
    return timezone.now() - dt.timedelta(seconds=seconds)


def test_job_of_a_dead_worker_is_queued_again():
    dead = Job.objects.create(
        kind="x", key="a", status="running", claim="c", attempts=1, heartbeat_at=ago(21)
    )
    alive = Job.objects.create(
        kind="x", key="b", status="running", claim="d", attempts=1, heartbeat_at=ago(19)
    )
    assert jobs.resend_stale() == [dead.pk]
    dead.refresh_from_db(), alive.refresh_from_db()
    assert (dead.status, dead.claim, alive.status) == ("queued", "", "running")


def test_job_that_died_five_times_fails():
    job = Job.objects.create(kind="x", key="a", status="running", claim="c", attempts=5, heartbeat_at=ago(21))
    assert jobs.resend_stale() == []
    job.refresh_from_db()
    assert (job.status, "5 lần" in job.error) == ("failed", True)


def test_job_nobody_took_is_sent_again_and_then_more_rarely():
    job = Job.objects.create(kind="x", key="a", queued_at=ago(60))
    fresh = Job.objects.create(kind="x", key="b", queued_at=ago(5))
    assert jobs.resend_stale() == [job.pk]
    assert jobs.resend_stale() == []
    Job.objects.filter(pk=job.pk).update(heartbeat_at=ago(16))
    assert jobs.resend_stale() == [job.pk]
    fresh.refresh_from_db()
    assert fresh.heartbeat_at is None


# --- a worker that dies


def wait_for(job, condition, seconds):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        job.refresh_from_db()
        if condition(job):
            return
        time.sleep(0.1)
    raise AssertionError(f"job is {job.status} at “{job.step}” after {seconds} s")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_job_of_a_worker_killed_in_the_middle_ends_ready_once(slow_worker):
    """On the broker of this run: files, or Redis in the second suite."""
    unit = factories.province()
    job = jobs.enqueue(slow_job.KIND, key="chậm", unit=unit, by=None, at=unit.pk, steps=20, pause=0.1)
    wait_for(job, lambda j: j.done >= 3, 15)
    slow_worker.kill()
    job.refresh_from_db()
    assert job.status == Job.Status.RUNNING
    Job.objects.filter(pk=job.pk).update(heartbeat_at=ago(21))
    assert jobs.resend_stale() == [job.pk]
    # A doubled message does no harm.
    jobs.send(job.pk)
    slow_worker.start()
    wait_for(job, lambda j: j.status == Job.Status.READY, 20)
    assert (job.attempts, Department.objects.count()) == (2, 1)
    assert job.result == {"made": Department.objects.get().pk}


@pytest.mark.slow
@pytest.mark.redis
@pytest.mark.django_db(transaction=True)
def test_worker_on_redis_takes_a_job_while_another_is_dead(slow_worker):
    """Redis keeps the message of the dead worker for an hour; the sweep does not wait for it."""
    unit = factories.province()
    lost = jobs.enqueue(slow_job.KIND, key="mất", unit=unit, by=None, at=unit.pk, steps=50, pause=0.1)
    wait_for(lost, lambda j: j.done >= 1, 15)
    slow_worker.kill()
    Job.objects.filter(pk=lost.pk).update(heartbeat_at=ago(21))
    slow_worker.start()
    jobs.resend_stale()
    short = jobs.enqueue(slow_job.KIND, key="ngắn", unit=unit, by=None, at=unit.pk, steps=1, pause=0)
    wait_for(short, lambda j: j.status == Job.Status.READY, 20)
    wait_for(lost, lambda j: j.status == Job.Status.READY, 20)
    assert Department.objects.count() == 2
