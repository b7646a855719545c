"""One mail: its words from templates, sent over an open connection, and what is known of it afterwards."""

from __future__ import annotations

import smtplib
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string

HTML = "emails/message.html"
TEMPORARY = range(400, 500)


class Refused(Exception):
    """The server will never take it; str() is the server's answer."""


class NotSent(Exception):
    """Certainly not sent, may be tried again: nobody answered, or the server said "later"."""


class Uncertain(Exception):
    """The line broke after the mail was handed over: it may have gone out."""


@dataclass(frozen=True)
class Letter:
    """The words of a mail; `text` is the whole of it, the HTML part says the same."""

    subject: str
    text: str

    @property
    def html(self) -> str:
        return render_to_string(HTML, {"subject": self.subject, "text": self.text})


def letter(template: str, context: Mapping[str, Any]) -> Letter:
    """The words of `templates/<template>.{subject,body}.txt`, e.g. "emails/documents/issue"."""
    subject = render_to_string(f"{template}.subject.txt", dict(context))
    text = render_to_string(f"{template}.body.txt", dict(context))
    return Letter(" ".join(subject.split()), text.strip() + "\n")


class Outbox:
    """A connection that is opened with the first mail and stays open: `with Outbox() as outbox: outbox.send(…)`."""

    def __init__(self) -> None:
        self._connection: BaseEmailBackend = get_connection(fail_silently=False)

    def __enter__(self) -> Outbox:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._close()

    def send(self, letter: Letter, *, to: str, message_id: str) -> None:
        """Hand over one mail. Raises Refused, NotSent, Uncertain; ValueError for an address that is none."""
        message = EmailMultiAlternatives(
            letter.subject, letter.text, settings.DEFAULT_FROM_EMAIL, [to], connection=self._connection,
            # Answers of machines ("out of office") are not wanted (RFC 3834).
            headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"},
        )  # fmt: skip
        message.attach_alternative(letter.html, "text/html")
        try:
            self._connection.open()
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(_said(error)) from error
        try:
            message.send()
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise _by_code(code, said) from error
        except smtplib.SMTPResponseException as error:
            raise _by_code(error.smtp_code, error.smtp_error) from error
        except (OSError, smtplib.SMTPException) as error:
            self._close()
            raise Uncertain(_said(error)) from error

    def _close(self) -> None:
        try:
            self._connection.close()
        except (OSError, smtplib.SMTPException):
            # The line is gone already.
            return


def _by_code(code: int, said: bytes | str) -> Exception:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return (NotSent if code in TEMPORARY else Refused)(f"{code} {text}".strip())


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
