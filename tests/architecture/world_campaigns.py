"""A message of the world that was sent to officers."""

from __future__ import annotations

from typing import Any

from campaigns.models import Message
from campaigns.sending.jobs import job_key
from campaigns.sending.models import Sending
from campaigns.sending.services import start_broadcast
from documents.jobs import run
from documents.models import Job


def sent_message(message: Message, world: Any) -> dict[str, dict[str, Any]]:
    """The sending and the notice the reporter got."""
    sent = start_broadcast(message, audience="every", ways=["portal"], by=world["head"])
    run(Job.objects.get(key=job_key(sent)).pk)
    notice = Sending.objects.get(recipient=world["reporter"], broadcast=sent)
    return {"sent message": {"pk": sent.pk}, "notice": {"pk": notice.pk}}
