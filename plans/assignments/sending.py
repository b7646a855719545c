"""Digests go out one by one: the row is claimed, the letter written, the row marked, the letter handed over."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from core.mail import NotSent, Outbox, Refused, Uncertain
from plans.assignments.models import Digest, DigestState
from plans.assignments.notices import digest_letter
from plans.assignments.reminding import lines_for

# Longer than a letter takes to write and to hand over.
LOST_AFTER = dt.timedelta(minutes=15)
MOST_ATTEMPTS = 4


def waiting(now: dt.datetime) -> list[int]:
    """Digests of today nobody has claimed, or whose writer died before handing the letter over."""
    lost = Q(state=DigestState.SENDING, handed_at=None, claimed_at__lt=now - LOST_AFTER)
    rows = Digest.objects.filter(Q(state=DigestState.QUEUED) | lost, on=timezone.localdate(now))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def give_up_on_lost(now: dt.datetime) -> int:
    """Letters that were being handed over when the worker died: nobody knows, so they are not sent again."""
    rows = Digest.objects.filter(state=DigestState.SENDING, handed_at__lt=now - LOST_AFTER)
    return rows.update(state=DigestState.UNKNOWN)


def send(pk: int, outbox: Outbox, *, now: dt.datetime | None = None) -> bool:
    """Write and send one digest; False when somebody else has it, when there is nothing to say, or it was refused.

    Raises NotSent when the server does not answer: the row waits for the clock, and so should the caller.
    """
    now = now or timezone.now()
    if not _claim(pk, now):
        return False
    digest = Digest.objects.select_related("user").get(pk=pk)
    lines = lines_for(digest.user, digest.on)
    digest.lines = len(lines)
    if not lines:
        _end(digest, DigestState.EMPTY)
        return False
    words = digest_letter(digest, lines)
    digest.handed_at = timezone.now()
    digest.save(update_fields=["handed_at"])
    try:
        outbox.send(words, to=digest.user.email, message_id=_message_id(digest))
    except NotSent as error:
        digest.handed_at = None
        _end(digest, DigestState.QUEUED if digest.attempts < MOST_ATTEMPTS else DigestState.FAILED, error)
        raise
    except Uncertain as error:
        _end(digest, DigestState.UNKNOWN, error)
        return False
    except (Refused, ValueError) as error:
        _end(digest, DigestState.FAILED, error)
        return False
    _end(digest, DigestState.SENT)
    return True


def _claim(pk: int, now: dt.datetime) -> bool:
    free = Q(state=DigestState.QUEUED) | Q(
        state=DigestState.SENDING, handed_at=None, claimed_at__lt=now - LOST_AFTER
    )
    rows = Digest.objects.filter(free, pk=pk)
    return bool(rows.update(state=DigestState.SENDING, claimed_at=now, attempts=F("attempts") + 1))


def _end(digest: Digest, state: str, error: Exception | None = None) -> None:
    digest.state, digest.error = state, str(error or "")[:300]
    digest.save(update_fields=["state", "handed_at", "lines", "error"])


def _message_id(digest: Digest) -> str:
    """The same for the same person and day, so that a mail server recognises a second copy."""
    return f"<nhac-viec-{digest.pk}-{digest.on:%Y%m%d}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"
