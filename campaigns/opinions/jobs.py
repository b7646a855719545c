"""Mails that an urgent opinion waits: claimed before they are sent, so none goes out twice. They hold none of its words."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from campaigns.opinions.models import OpinionReport, UrgentNotice
from core.mail import NotSent, Outbox, Refused, Uncertain, letter
from documents.jobs import Progress, enqueue, job_handler, outdate
from documents.models import Job

log = logging.getLogger(__name__)
KIND = "urgent_opinion"
# Longer than any send may take, and how long the mail server is given before it is asked again.
LOST_AFTER, PATIENCE = dt.timedelta(minutes=5), dt.timedelta(minutes=1)
_S = UrgentNotice.Status


def _key(opinion: OpinionReport) -> str:
    return f"urgent-opinion:{opinion.pk}"


def ask_for_mails(opinion: OpinionReport, *, by: Any) -> None:
    enqueue(KIND, key=_key(opinion), unit=opinion.unit, by=by, opinion=opinion.pk)


@job_handler(KIND)
def mail_urgent(progress: Progress, *, opinion: int) -> dict[str, Any]:
    """Run twice, it sends only what is still queued."""
    row = OpinionReport.objects.select_related("unit", "topic").get(pk=opinion)
    waiting = UrgentNotice.objects.filter(opinion=row, status=_S.QUEUED).select_related("recipient")
    rows = list(waiting.order_by("pk"))
    sent = 0
    with Outbox() as outbox:
        for done, notice in enumerate(rows, 1):
            sent += _send(notice, row, outbox)
            progress.step("Đang báo người phụ trách cấp trên", done, len(rows))
    return {"sent": sent}


def _send(notice: UrgentNotice, opinion: OpinionReport, outbox: Outbox) -> bool:
    mine = UrgentNotice.objects.filter(pk=notice.pk, status=_S.QUEUED)
    if not notice.recipient.email:
        mine.update(status=_S.NO_ADDRESS, at=timezone.now())
        return False
    found = UrgentNotice.objects.filter(pk=notice.pk)
    context = {
        "name": notice.recipient.full_name, "opinion": opinion,
        "url": f"{settings.SITE_URL}{reverse('campaigns:opinion_detail', args=[opinion.pk])}",
    }  # fmt: skip
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    words = letter("emails/campaigns/urgent_opinion", context)
    if not mine.update(status=_S.SENDING, at=timezone.now()):
        return False
    try:
        outbox.send(words, to=notice.recipient.email, message_id=f"<urgent-opinion-{notice.pk}@{host}>")
    except NotSent as error:
        log.warning("notice %s of an urgent opinion waits for the mail server: %s", notice.pk, error)
        found.update(status=_S.QUEUED, at=timezone.now())
        return False
    except (Refused, Uncertain, ValueError) as error:
        log.warning("notice %s of an urgent opinion was not sent: %s", notice.pk, error)
        unknown = isinstance(error, Uncertain)
        found.update(status=_S.UNKNOWN if unknown else _S.FAILED, at=timezone.now())
        return False
    found.update(status=_S.SENT, at=timezone.now())
    return True


def sweep() -> None:
    """By the clock: what a killed worker was sending is unknown, what still waits gets its job again."""
    lost = UrgentNotice.objects.filter(status=_S.SENDING, at__lt=timezone.now() - LOST_AFTER)
    lost.update(status=_S.UNKNOWN)
    queued = UrgentNotice.objects.filter(status=_S.QUEUED, at__lt=timezone.now() - PATIENCE)
    for opinion in OpinionReport.objects.filter(pk__in=queued.values("opinion")).select_related("unit")[:50]:
        job = Job.objects.filter(key=_key(opinion)).first()
        if job is not None:
            outdate(job)
        ask_for_mails(opinion, by=None)
