"""What contests and sendings do by the clock (CELERY_BEAT_SCHEDULE)."""

from __future__ import annotations

from celery import shared_task

from campaigns.contests import services
from campaigns.sending import jobs


@shared_task(name="campaigns.schedule.ring_bell")
def ring_bell() -> None:
    """Hand in the papers whose time is over."""
    services.ring_bell()


@shared_task(name="campaigns.schedule.send_waiting_messages")
def send_waiting_messages() -> None:
    """Go on with what a closed way or a dead worker left."""
    jobs.sweep()
