"""Mails that came back: what a delivery status notification (RFC 3464) says of which of our mails."""

from __future__ import annotations

import email
import email.policy
import mailbox
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

# As jobs.message_id writes it.
_OURS = re.compile(r"<([0-9a-f]{24})@")


@dataclass(frozen=True)
class Bounce:
    """`token` of the mail when the notification quotes its Message-ID, the address it did not reach, why."""

    token: str
    address: str
    reason: str


def bounces_in(path: Path) -> Iterator[Bounce]:
    """Every mail that finally failed, in a file that is one message (eml) or many (mbox). Raises OSError."""
    content = path.read_bytes()
    if content.startswith(b"From "):
        box = mailbox.mbox(path, factory=None, create=False)
        try:
            for key in box.keys():  # noqa: SIM118 -- a mailbox iterates over its messages
                yield from bounces_of(_parsed(box.get_bytes(key)))
        finally:
            box.close()
    else:
        yield from bounces_of(_parsed(content))


def _parsed(content: bytes) -> EmailMessage:
    message: Any = email.message_from_bytes(content, policy=email.policy.default)
    return message  # type: ignore[no-any-return]


def bounces_of(message: EmailMessage) -> Iterator[Bounce]:
    """The failed recipients of one notification; nothing for any other message, nor for "delayed"."""
    reports = [part for part in message.walk() if part.get_content_type() == "message/delivery-status"]
    token = _token(message)
    for report in reports:
        for fields in report.get_payload():  # type: ignore[union-attr]
            if str(fields.get("Action", "")).strip().lower() == "failed":  # type: ignore[union-attr]
                yield Bounce(token, _address(fields), _reason(fields))


def _token(message: EmailMessage) -> str:
    """Message-ID of the mail that is sent back with the notification, whole or only its headers."""
    for part in message.walk():
        if part.get_content_type() == "text/rfc822-headers":
            found = _OURS.search(str(part.get_content()))
        elif part is not message and part.get("Message-ID"):
            found = _OURS.search(str(part["Message-ID"]))
        else:
            continue
        if found:
            return found.group(1)
    return ""


def _address(fields: Any) -> str:
    named = str(fields.get("Original-Recipient") or fields.get("Final-Recipient") or "")
    return named.rpartition(";")[2].strip().strip("<>")


def _reason(fields: Any) -> str:
    said = str(fields.get("Diagnostic-Code") or "").rpartition(";")[2] or str(fields.get("Status") or "")
    return " ".join(said.split()) or "Máy chủ nhận thư từ chối."
