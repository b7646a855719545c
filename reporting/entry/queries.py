"""Who else was at a box."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from reporting.models import Submission
from units.models import AuditEntry

# Saves read back to find who wrote a box; older ones are not told by name.
SAVES_READ = 300


def last_savers(submission: Submission, names: Iterable[str]) -> dict[str, str]:
    """“Nguyễn Văn A, 14:05” of the last save that changed each of these boxes or headings."""
    wanted = set(names)
    found: dict[str, str] = {}
    if not wanted:
        return found
    saves = AuditEntry.objects.filter(
        target_kind=submission._meta.label_lower,
        target_id=str(submission.pk),
        action="reporting.figures.save",
    ).select_related("by")
    for save in saves.order_by("-pk")[:SAVES_READ]:
        for name in wanted & (set(save.before) | set(save.after)):
            found.setdefault(name, f"{_name(save)}, {_when(save)}")
        if len(found) == len(wanted):
            break
    return found


def _name(save: AuditEntry) -> str:
    return str(save.by) if save.by else "Hệ thống"


def _when(save: AuditEntry) -> str:
    at = timezone.localtime(save.at)
    today = at.date() == timezone.localdate()
    return f"{at:%H:%M}" if today else f"{at:%H:%M} ngày {at.day}/{at.month}/{at.year}"
