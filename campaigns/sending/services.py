"""What a person does: start a sending, stop it, read a notice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from campaigns.models import Campaign, Message
from campaigns.sending import jobs, queries
from campaigns.sending.models import Audience, Broadcast, Outcome, Sending, Way
from campaigns.sending.ways import CHANNEL
from campaigns.services import CampaignError
from campaigns.workflow import runs_campaign
from core.workflow import IllegalStep, StepRefused
from units import audit

CONFIRMED_SENT = "Người gửi đã hỏi lại: người nhận đã có tin."
CONFIRMED_LOST = "Người gửi đã hỏi lại: người nhận chưa có tin."


def start_broadcast(message: Message, *, audience: str, ways: Iterable[str], by: Any) -> Broadcast:
    """Send the message by these ways to the officers of the audience it has not reached yet; a job does the work.

    Raises StepRefused, CampaignError with the field "ways" or "audience" (or "": the message may not be sent, or nobody
    is left to get it).
    """
    chosen = [way for way in Way.values if way in set(ways)]
    with transaction.atomic():
        row = (
            Message.objects.select_for_update(of=("self",))
            .select_related("campaign__owner")
            .get(pk=message.pk)
        )
        if reason := runs_campaign(by, row.campaign):
            raise StepRefused(reason)
        check_sendable(row)
        if not chosen:
            raise CampaignError("Hãy chọn ít nhất một cách gửi.", "ways")
        if audience not in Audience.values:
            raise CampaignError("Hãy chọn gửi tới ai.", "audience")
        people = sum(reach.now for reach in queries.dry_run(row, audience, chosen))
        if not people:
            raise CampaignError(
                "Không còn ai để gửi: mọi người trong phạm vi này đã có thông điệp, hoặc chưa có địa chỉ."
            )
        broadcast = Broadcast.objects.create(
            message=row, audience=audience, ways=chosen, texts=_texts(row, chosen), asked_by=by
        )
        jobs.ask(broadcast)
        audit.record(
            "message.send", row, by=by, unit=row.campaign.owner,
            after={"audience": audience, "ways": chosen, "people": people},
        )  # fmt: skip
    return broadcast


def check_sendable(message: Message) -> None:
    """Raises CampaignError when the message may not be sent today."""
    if message.campaign.status != Campaign.Status.OPEN:
        raise CampaignError("Chỉ gửi thông điệp khi chiến dịch đang diễn ra. Hãy mở chiến dịch trước.")
    if message.approved_at is None or not message.holds_on(timezone.localdate()):
        raise CampaignError("Chỉ gửi thông điệp đã duyệt và còn trong thời hạn dùng.")


def _texts(message: Message, ways: list[str]) -> dict[str, str]:
    written = {variant.channel_id: variant.text for variant in message.variants.all()}
    return {way: written.get(CHANNEL[Way(way)]) or message.text for way in ways}


def stop_broadcast(broadcast: Broadcast, *, by: Any) -> int:
    """From now on nobody else gets it; gives how many rows were still waiting. Raises StepRefused, IllegalStep."""
    with transaction.atomic():
        row = (
            Broadcast.objects.select_for_update(of=("self",))
            .select_related("message__campaign__owner")
            .get(pk=broadcast.pk)
        )
        if reason := runs_campaign(by, row.message.campaign):
            raise StepRefused(reason)
        if row.stopped_at:
            raise IllegalStep("Lượt gửi này đã được dừng.")
        row.stopped_by, row.stopped_at = by, timezone.now()
        row.save(update_fields=["stopped_by", "stopped_at"])
        left = row.sendings.filter(status=Outcome.QUEUED).update(status=Outcome.DROPPED, reason=jobs.STOPPED)
        audit.record(
            "message.send_stop", row.message, by=by, unit=row.message.campaign.owner, after={"left": left}
        )
    return left


def settle_sending(sending: Sending, *, arrived: bool, by: Any) -> Sending:
    """A person found out what became of a row nobody knew of. Not arrived: it may be sent again, by hand or with the next
    sending. Raises StepRefused, IllegalStep."""
    with transaction.atomic():
        row = _lost(sending, by)
        row.status = Outcome.SENT if arrived else Outcome.FAILED
        row.reason = CONFIRMED_SENT if arrived else CONFIRMED_LOST
        row.sent_at = row.claimed_at if arrived else None
        row.claim = ""
        row.save(update_fields=["status", "reason", "sent_at", "claim"])
        _record(row, "message.settle", by)
    return row


def send_again(sending: Sending, *, by: Any) -> Sending:
    """One more try for a row that certainly did not arrive. Raises StepRefused, IllegalStep, CampaignError."""
    with transaction.atomic():
        row = _held(sending, by)
        if row.status != Outcome.FAILED:
            raise IllegalStep("Chỉ gửi lại tin chắc chắn chưa tới người nhận.")
        check_sendable(row.message)
        if row.broadcast.stopped_at:
            raise IllegalStep("Lượt gửi này đã được dừng. Hãy mở lượt gửi mới; người chưa nhận sẽ được gửi.")
        row.status, row.reason, row.attempts = Outcome.QUEUED, "", 0
        row.due_at, row.claim = timezone.now(), ""
        row.save(update_fields=["status", "reason", "attempts", "due_at", "claim"])
        jobs.ask_one(row, by)
        _record(row, "message.again", by)
    return row


def _lost(sending: Sending, by: Any) -> Sending:
    row = _held(sending, by)
    if row.status != Outcome.UNKNOWN:
        raise IllegalStep(f"Tin này đã rõ: {row.get_status_display().lower()}.")
    return row


def _held(sending: Sending, by: Any) -> Sending:
    rows = Sending.objects.select_for_update(of=("self",))
    row = rows.select_related(
        "broadcast__message__campaign__owner", "message__campaign__owner", "campaign__owner"
    )
    held = row.get(pk=sending.pk)
    if reason := runs_campaign(by, held.campaign):
        raise StepRefused(reason)
    return held


def _record(row: Sending, action: str, by: Any) -> None:
    after = {"sending": row.pk, "recipient": row.recipient_id, "way": row.way, "status": row.status}
    audit.record(action, row.message, by=by, unit=row.campaign.owner, after=after)


def read_notice(notice: Sending) -> None:
    """The person has read it; the first time counts."""
    Sending.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=timezone.now())
