"""A person's calendar address and how they want to be reminded."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone

from plans.assignments.models import CalendarFeed, ReminderSetting
from units import audit


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def new_feed(*, by: Any) -> str:
    """A new secret for the person's calendar address; the former one ends. The secret is known only now."""
    token = secrets.token_urlsafe(24)
    feed, _new = CalendarFeed.objects.update_or_create(
        user=by, defaults={"token_sha256": token_digest(token), "made_at": timezone.now()}
    )
    audit.record("calendar.feed", feed, by=by)
    return token


@transaction.atomic
def end_feed(*, by: Any) -> bool:
    """The address stops working at once; whether there was one."""
    feed = CalendarFeed.objects.filter(user=by).first()
    if feed is None:
        return False
    audit.record("calendar.feed_ended", feed, by=by)
    feed.delete()
    return True


def keep_reminders(*, by: Any, **said: Any) -> ReminderSetting:
    """Columns of ReminderSetting as the form gives them."""
    return ReminderSetting.objects.update_or_create(user=by, defaults=said)[0]
