"""What the worker does: run one job by its id, and send again what a dead worker left."""

from __future__ import annotations

from celery import shared_task

from documents import jobs


@shared_task(name=jobs.RUN_TASK)
def run_job(job_id: int) -> None:
    jobs.run(job_id)


@shared_task
def resend_stale_jobs() -> None:
    """By the clock (CELERY_BEAT_SCHEDULE)."""
    jobs.resend_stale()
