"""What contests, sendings and confidential records do by the clock (CELERY_BEAT_SCHEDULE)."""

from __future__ import annotations

from celery import shared_task

from campaigns.confidential.services import forget_old
from campaigns.contests import services
from campaigns.contests.essays import services as essays
from campaigns.events import jobs as event_jobs
from campaigns.opinions import jobs as opinion_jobs
from campaigns.sending import jobs


@shared_task(name="campaigns.schedule.ring_bell")
def ring_bell() -> None:
    """Hand in the papers and essays whose time is over."""
    services.ring_bell()
    essays.hand_in_late()


@shared_task(name="campaigns.schedule.send_waiting_messages")
def send_waiting_messages() -> None:
    """Go on with what a closed way or a dead worker left."""
    jobs.sweep()
    event_jobs.sweep()


@shared_task(name="campaigns.schedule.tell_urgent")
def tell_urgent() -> None:
    """Ask the mail server again about urgent opinions it did not take."""
    opinion_jobs.sweep()


@shared_task(name="campaigns.schedule.forget_old_records")
def forget_old_records() -> None:
    """Once a night: empty what is older than the retention limit."""
    forget_old()
