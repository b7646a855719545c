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
def test_a_worker_of_its_own_starts_on_this_broker_and_database(real_worker):
    assert real_worker.queue in real_worker.log
    assert " ready." in real_worker.log
    real_worker.kill()
    assert real_worker.process.poll() is not None
    real_worker.start()
    assert real_worker.log.count(" ready.") == 2
