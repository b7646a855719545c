"""What a contest does by the clock (CELERY_BEAT_SCHEDULE)."""

from __future__ import annotations

from celery import shared_task

from campaigns.contests import services


@shared_task(name="campaigns.schedule.ring_bell")
def ring_bell() -> None:
    """Hand in the papers whose time is over."""
    services.ring_bell()
