"""What is due by the clock (CELERY_BEAT_SCHEDULE)."""

from __future__ import annotations

from celery import shared_task

from documents.signing import services


@shared_task(name="documents.schedule.stamp_waiting")
def stamp_waiting() -> None:
    """Ask again for the time stamps that a server did not give."""
    services.stamp_waiting()
