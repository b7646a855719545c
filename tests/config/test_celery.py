"""The worker loses nothing when it dies, and what the clock sends exists."""

import pytest

from config.celery import app


def test_a_task_is_acknowledged_only_when_done():
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1


def test_every_scheduled_task_is_registered():
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert "documents.tasks.resend_stale_jobs" in scheduled
    assert scheduled - set(app.tasks) == set()


def test_no_result_is_stored_because_the_job_row_is_the_truth():
    assert app.conf.task_ignore_result
    assert app.conf.result_backend is None


@pytest.mark.slow
def test_a_task_travels_to_a_worker_and_to_the_one_started_after_a_crash(real_worker):
    for _start in range(2):
        # A task of Celery itself; sent without naming a queue, as the portal does.
        sent = app.send_task("celery.accumulate", args=[1, 2])
        real_worker.wait_for(f"celery.accumulate[{sent.id}] succeeded")
        real_worker.kill()
        assert real_worker.process.poll() is not None
        real_worker.start()


@pytest.mark.redis
@pytest.mark.slow
def test_the_broker_of_this_run_is_redis(real_worker):
    assert "redis://" in real_worker.log
