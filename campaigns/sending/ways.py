"""How a message reaches a person: one adapter a way, named in settings so that another can take its place."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.module_loading import import_string

from campaigns.sending.models import RecordedMessage, Sending, Way
from core.mail import Outbox, letter

TEMPLATE = "emails/campaigns/broadcast"


class Adapter(Protocol):
    """A way out, open for one batch: `with adapter_of(way) as adapter: adapter.send(sending, text, link)`.

    `send` raises Refused (never), NotSent (certainly not, try later) or Uncertain of core.mail. It must know a sending
    again that it took before, by its id, when the provider can.
    """

    def __enter__(self) -> Adapter: ...

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None: ...

    def send(self, sending: Sending, text: str, link: str) -> None: ...


def adapter_of(way: str) -> Adapter:
    """The adapter that settings.CAMPAIGN_WAYS names for the way. Raises KeyError, ImportError."""
    adapter: Adapter = import_string(settings.CAMPAIGN_WAYS[way])()
    return adapter


class _Plain:
    def __enter__(self) -> Any:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        return None


class PortalNotice(_Plain):
    """The row of the ledger is the notice: nothing else has to go out."""

    def send(self, sending: Sending, text: str, link: str) -> None:
        return None


class Recorder(_Plain):
    """Keeps what would go out, once a sending, until a provider of Zalo or SMS is connected."""

    def send(self, sending: Sending, text: str, link: str) -> None:
        RecordedMessage.objects.get_or_create(
            sending=sending, defaults={"address": sending.address, "text": text}
        )


class MailToOfficer:
    """Over the mail server, one connection a batch."""

    def __init__(self) -> None:
        self._outbox = Outbox()

    def __enter__(self) -> MailToOfficer:
        self._outbox.__enter__()
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._outbox.__exit__(_type, _error, _trace)

    def send(self, sending: Sending, text: str, link: str) -> None:
        words = letter(
            TEMPLATE,
            {
                "addressee": sending.recipient.full_name, "campaign": sending.campaign.name, "text": text, "link": link,
                "owner": sending.campaign.owner.name,
            },
        )  # fmt: skip
        host = urlsplit(settings.SITE_URL).hostname or "localhost"
        # The same for every attempt, so that a mailbox that has it already knows it again.
        self._outbox.send(words, to=sending.address, message_id=f"<campaign-{sending.pk}@{host}>")


# Officers' data a way needs; none: the portal itself.
ADDRESS_FIELD = {Way.EMAIL: "email", Way.ZALO: "phone", Way.SMS: "phone"}
# The wording of a way is that of this channel, else the message itself.
CHANNEL = {Way.ZALO: "zalo", Way.SMS: "", Way.EMAIL: "website", Way.PORTAL: ""}
