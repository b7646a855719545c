"""Pieces of a campaign made as jobs: the same words for the same unit are laid out once."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from campaigns import queries
from campaigns.models import Campaign, Message
from campaigns.pieces import CARD, FORMATS, LEAFLET, leaflet_of, piece_of, public_address
from documents.jobs import JobFailed, Progress, enqueue, job_handler, outdate
from documents.models import Job
from documents.sheets import NoSheets
from units.models import Unit

KIND = "campaign_piece"
BUSY = "Máy chủ đang bận dàn trang. Hãy thử lại sau ít phút."
NOT_IN_USE = "Chỉ in thông điệp đã duyệt và còn trong thời hạn dùng."


def may_print(message: Message) -> bool:
    return message.approved_at is not None and message.holds_on(timezone.localdate())


def ask_for_piece(
    campaign: Campaign, unit: Unit, *, kind: str, message: Message | None = None, by: Any
) -> Job:
    """The job that makes the piece signed by the unit; a ready one while nothing printed on it has changed."""
    state = [kind, unit.pk, unit.name, unit.address, unit.phone, public_address(campaign)]
    state += [
        str(getattr(campaign, name)) for name in ("pk", "name", "theme", "summary", "starts_on", "ends_on")
    ]
    rows = [message] if message else queries.messages_in_use(campaign, language=Message.Language.VIETNAMESE)
    for row in rows:
        state += [row.pk, row.text, *row.variants.order_by("channel").values_list("channel", "text")]
    key = f"{KIND}:{hashlib.sha256(json.dumps(state, ensure_ascii=False).encode()).hexdigest()}"
    ready = Job.objects.filter(key=key, status=Job.Status.READY).first()
    if ready and not default_storage.exists(ready.result.get("file", "?")):
        outdate(ready)
    return enqueue(
        KIND, key=key, unit=unit, by=by, campaign=campaign.pk, signed=unit.pk, format=kind,
        message=message.pk if message else None,
    )  # fmt: skip


@job_handler(KIND)
def make_piece(
    progress: Progress, *, campaign: int, signed: int, format: str, message: int | None
) -> dict[str, Any]:
    row, unit = Campaign.objects.select_related("owner").get(pk=campaign), Unit.objects.get(pk=signed)
    name = LEAFLET.name if message is None else FORMATS[format].name
    progress.step(f"Đang dàn trang: {name}", 0, 2)
    try:
        made, title = _made(row, unit, format, message)
    except NoSheets as error:
        raise JobFailed(str(error)) from error
    except TimeoutError as error:
        raise JobFailed(BUSY) from error
    progress.step("Đang lưu tệp", 1, 2)
    ending = "png" if format == CARD else "pdf"
    kept = default_storage.save(f"an-pham/{progress.job.pk}.{ending}", ContentFile(made))
    return {
        "url": reverse("campaigns:piece_file", args=[progress.job.pk]), "label": f"Mở {name}", "file": kept,
        "name": f"{format}-{slugify(title)[:40]}.{ending}",
    }  # fmt: skip


def _made(campaign: Campaign, unit: Unit, format: str, message: int | None) -> tuple[bytes, str]:
    if message is None:
        rows = queries.messages_in_use(campaign, language=Message.Language.VIETNAMESE)
        return leaflet_of(campaign, rows, unit), campaign.name
    row = (
        Message.objects.select_related("campaign__owner")
        .prefetch_related("variants")
        .filter(pk=message)
        .first()
    )
    if row is None or not may_print(row):
        raise JobFailed(NOT_IN_USE)
    return piece_of(row, FORMATS[format], unit), row.text
