"""What is due by the clock (CELERY_BEAT_SCHEDULE)."""

from __future__ import annotations

from celery import shared_task

from documents.joining import store as parts
from documents.mailing import jobs as sending
from documents.signing import services


@shared_task(name="documents.schedule.stamp_waiting")
def stamp_waiting() -> None:
    """Ask again for the time stamps that a server did not give."""
    services.stamp_waiting()


@shared_task(name="documents.schedule.send_waiting_mails")
def send_waiting_mails() -> None:
    """Mails that wait for their next attempt, and those a dead worker left."""
    sending.sweep()


@shared_task(name="documents.schedule.sweep_parts")
def sweep_parts() -> None:
    """Drawn parts of papers that nobody prints any more."""
    parts.sweep()
