"""What is due by the clock (CELERY_BEAT_SCHEDULE)."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from plans.models import Plan
from reporting.entry import services as entry
from reporting.services import annex_pages
from reporting.targets.standings import plans_followed, refresh_standings


@shared_task(name="reporting.schedule.draw_annex_pages")
def draw_annex_pages() -> None:
    """Pages of the annexes whose reports were accepted since."""
    annex_pages.ask_for_annex_pages()


@shared_task(name="reporting.schedule.follow_targets")
def follow_targets() -> None:
    """The states of all targets of plans in force, plan by plan."""
    for pk in plans_followed(timezone.localdate()):
        plan = Plan.objects.select_related("issuer").filter(pk=pk).first()
        if plan is not None:
            refresh_standings(plan)


@shared_task(name="reporting.schedule.sweep_receipts")
def sweep_receipts() -> None:
    """Receipts of messages that no device sends again."""
    entry.sweep_receipts()
