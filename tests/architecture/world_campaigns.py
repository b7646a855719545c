"""A message of the world that was sent to officers."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from campaigns.models import Message
from campaigns.pieces import LEAFLET
from campaigns.printing import ask_for_piece
from campaigns.sending.jobs import job_key
from campaigns.sending.models import Outcome, Sending
from campaigns.sending.services import start_broadcast
from documents.jobs import run
from documents.models import Job


def sent_message(message: Message, world: Any) -> dict[str, dict[str, Any]]:
    """The sending and the notice the reporter got."""
    sent = start_broadcast(message, audience="every", ways=["portal"], by=world["head"])
    run(Job.objects.get(key=job_key(sent)).pk)
    notice = Sending.objects.get(recipient=world["reporter"], broadcast=sent)
    lost = Sending.objects.exclude(pk=notice.pk).filter(broadcast=sent).order_by("pk")[0]
    Sending.objects.filter(pk=lost.pk).update(status=Outcome.UNKNOWN)
    leaflet = ask_for_piece(message.campaign, world.base, kind=LEAFLET.code, by=world["reporter"])
    Job.objects.filter(pk=leaflet.pk).update(
        status=Job.Status.READY,
        result={
            "file": default_storage.save("an-pham/to-roi.pdf", ContentFile(b"%PDF-1.7")),
            "name": "to-roi.pdf",
        },
    )
    return {
        "sent message": {"pk": sent.pk}, "notice": {"pk": notice.pk}, "lost mail": {"pk": lost.pk},
        "leaflet": {"pk": leaflet.pk},
    }  # fmt: skip
