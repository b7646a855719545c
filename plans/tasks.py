"""What the worker does for plans."""

from __future__ import annotations

from celery import shared_task

from core.mail import NotSent, Outbox
from plans.assignments import sending


@shared_task
def send_digests(ids: list[int]) -> None:
    """Each row is claimed by itself, so the same list may come twice; without an answering server the rest waits."""
    with Outbox() as outbox:
        for pk in ids:
            try:
                sending.send(pk, outbox)
            except NotSent:
                return
