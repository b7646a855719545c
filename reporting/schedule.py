"""What is due by the clock (CELERY_BEAT_SCHEDULE)."""

from __future__ import annotations

from celery import shared_task

from reporting.services import annex_pages


@shared_task(name="reporting.schedule.draw_annex_pages")
def draw_annex_pages() -> None:
    """Pages of the annexes whose reports were accepted since."""
    annex_pages.ask_for_annex_pages()
