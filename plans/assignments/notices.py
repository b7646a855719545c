"""The words of the daily letter."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.conf import settings
from django.urls import reverse

from core.formats import write
from core.mail import Letter, letter
from plans.assignments.models import Digest
from plans.assignments.reminding import MOST, Line


def digest_letter(digest: Digest, lines: Iterable[Line]) -> Letter:
    """What, from which plan, by when, where to open it; in the order of urgency."""
    sections = [(name, list(members)) for name, members in groupby(lines, key=lambda line: line.section)]
    context: dict[str, Any] = {
        "name": digest.user.full_name or digest.user.username,
        "on": write.date(digest.on),
        "counts": ", ".join(f"{write.number(len(members))} {name.lower()}" for name, members in sections),
        "sections": [
            (name.upper(), [_shown(line, digest) for line in members[:MOST]], max(len(members) - MOST, 0))
            for name, members in sections
        ],
        "list_url": f"{settings.SITE_URL}{reverse('plans:assignment_list')}",
        "setting_url": f"{settings.SITE_URL}{reverse('plans:reminders')}",
    }
    return letter("emails/plans/digest", context)


def _shown(line: Line, digest: Digest) -> dict[str, str]:
    text = line.text if len(line.text) <= 200 else f"{line.text[:200].rsplit(' ', 1)[0]}…"
    due = (
        f"hạn {write.date(line.due_on)}, {write.relative_due(line.due_on, digest.on)}" if line.due_on else ""
    )
    return {"text": text, "source": line.source, "due": due, "url": f"{settings.SITE_URL}{line.url}"}
