"""The gate before confidential words: a press of a button opens them for a while, and each press is written down."""

from __future__ import annotations

import time
from typing import Any

from django.http import HttpRequest

from campaigns.confidential.services import note_opening

MINUTES = 30
_KEY = "opened"


def is_open(request: HttpRequest, record: Any) -> bool:
    """Whether the person opened this record a short while ago, on this device."""
    until = request.session.get(_KEY, {}).get(_name(record), 0)
    return bool(until > time.time())


def open_now(request: HttpRequest, record: Any) -> None:
    """Write the opening down and let the words be shown for MINUTES."""
    note_opening(record, by=request.user)
    now = time.time()
    kept = {name: until for name, until in request.session.get(_KEY, {}).items() if until > now}
    request.session[_KEY] = {**kept, _name(record): now + MINUTES * 60}


def _name(record: Any) -> str:
    return f"{record._meta.model_name}:{record.pk}"
