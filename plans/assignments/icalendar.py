"""The calendar as RFC 5545 text: all-day events, so no time zone has to travel with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from core.vietnamese import nfc
from plans.assignments.agenda import Entry

LINE_OCTETS = 75  # RFC 5545, 3.1
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


def calendar_text(entries: Iterable[Entry], *, name: str, labels: dict[str, str]) -> str:
    """A VCALENDAR with one VEVENT an entry; lines end in CRLF and are folded by octets."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    stamp = timezone.now().astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Nhip Cau//Cong viec//VI", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H",
    ]  # fmt: skip
    for entry in entries:
        lines += _event(entry, host, stamp, labels)
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _folded(line))


def _event(entry: Entry, host: str, stamp: str, labels: dict[str, str]) -> list[str]:
    after = entry.ends_on + dt.timedelta(days=1)  # DTEND is the first day that no longer belongs to it
    title = f"✓ {entry.title}" if entry.done else entry.title
    lines = [
        "BEGIN:VEVENT", f"UID:{entry.uid}@{host}", f"DTSTAMP:{stamp}", f"DTSTART;VALUE=DATE:{entry.starts_on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{after:%Y%m%d}", f"SUMMARY:{_text(title[:250])}",
        f"CATEGORIES:{_text(labels.get(entry.kind, entry.kind))}", "TRANSP:TRANSPARENT",
        f"URL:{settings.SITE_URL}{entry.url}",
    ]  # fmt: skip
    if entry.note:
        lines.append(f"DESCRIPTION:{_text(entry.note)}")
    return [*lines, "END:VEVENT"]


def _text(value: str) -> str:
    return nfc(value).translate(_ESCAPES)


def _folded(line: str) -> Iterable[str]:
    """Pieces of at most 75 octets, never inside a letter; every piece but the first starts with a blank."""
    piece, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LINE_OCTETS:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + octets
    yield piece
