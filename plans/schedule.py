"""What is due by the clock (CELERY_BEAT_SCHEDULE)."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from plans.assignments import sending
from plans.assignments.services import escalate, fill_rounds, queue_digests
from plans.tasks import send_digests

AT_ONCE = 100


@shared_task(name="plans.schedule.remind")
def remind() -> None:
    """Letters for those whose hour has come; also those a dead worker left."""
    now = timezone.now()
    sending.give_up_on_lost(now)
    queue_digests(now)
    ids = sending.waiting(now)
    for start in range(0, len(ids), AT_ONCE):
        send_digests.delay(ids[start : start + AT_ONCE])


@shared_task(name="plans.schedule.follow_up")
def follow_up() -> None:
    """Once a night: what is long overdue goes up a level, new units get the work of their class."""
    today = timezone.localdate()
    escalate(today)
    fill_rounds(today)
