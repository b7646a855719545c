"""The messages of a campaign: written, worded for each channel, approved before units may use them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from campaigns.models import Campaign, Channel, Message, MessageVariant
from campaigns.services import texts
from campaigns.services.campaigns import locked
from campaigns.services.errors import CampaignError
from campaigns.wording import faults
from campaigns.workflow import approves_messages, runs_campaign
from core.formats import write
from core.vietnamese import nfc
from core.workflow import StepRefused
from documents.models import Status as DocumentStatus
from plans.models import Plan, Slogan
from units import audit

LONGEST = 300


def add_message(campaign: Campaign, *, text: str, slogan: Slogan | None = None, by: Any = None) -> Message:
    """A message at the end of the list, not yet approved. Raises CampaignError, StepRefused."""
    with transaction.atomic():
        row = locked(campaign)
        _allow_running(by, row)
        words = texts.line(text, field="text", label="Thông điệp", longest=LONGEST)
        return _append(row, words, slogan=slogan, by=by)


def take_slogans(campaign: Campaign, plan: Plan, by: Any = None) -> list[Message]:
    """Messages from the plan's slogans that were not taken yet, in the plan's order.

    Only from an issued plan the campaign belongs to. A slogan of more than 300 characters is left out. A second call
    adds nothing. Raises CampaignError, StepRefused.
    """
    with transaction.atomic():
        row = locked(campaign)
        _allow_running(by, row)
        if not row.plans.filter(pk=plan.pk).exists():
            raise CampaignError("Chiến dịch này không thuộc kế hoạch đó.", "plan")
        if plan.status != DocumentStatus.ISSUED:
            raise CampaignError("Chỉ lấy thông điệp từ kế hoạch đã phát hành.", "plan")
        taken = set(row.messages.filter(slogan__isnull=False).values_list("slogan_id", flat=True))
        slogans = Slogan.objects.filter(plan=plan).exclude(pk__in=taken).order_by("order", "pk")
        wanted = [(slogan, " ".join(nfc(slogan.text).split())) for slogan in slogans]
        return [
            _append(row, text, slogan=slogan, by=by) for slogan, text in wanted if 0 < len(text) <= LONGEST
        ]


def save_message(
    campaign: Campaign,
    message: Message | None,
    *,
    text: str,
    variants: Mapping[Channel, str],
    language: str = Message.Language.VIETNAMESE,
    valid_from: dt.date | None = None,
    valid_until: dt.date | None = None,
    by: Any,
) -> Message:
    """The message (a new one for None), its language, its days and its wording for each channel, all or nothing.

    Raises CampaignError with the field "text", "valid_until" or "variant_<channel>", StepRefused.
    """
    with transaction.atomic():
        saved = (
            change_message(message, text=text, by=by) if message else add_message(campaign, text=text, by=by)
        )
        saved = set_terms(saved, language=language, valid_from=valid_from, valid_until=valid_until, by=by)
        for channel, words in variants.items():
            set_variant(saved, channel=channel, text=words, by=by)
        _check_spelling(saved)
    return saved


def set_terms(
    message: Message, *, language: str, valid_from: dt.date | None, valid_until: dt.date | None, by: Any
) -> Message:
    """In which language it is and on which days it may be used (None: no limit on that side).

    Unless a leader says it, the message waits for approval again. Raises CampaignError, StepRefused.
    """
    with transaction.atomic():
        row = _locked_message(message)
        _allow_running(by, row.campaign)
        if language not in Message.Language.values:
            raise CampaignError("Hãy chọn một ngôn ngữ trong danh sách.", "language")
        if valid_from and valid_until and valid_until < valid_from:
            raise CampaignError("“Dùng đến hết ngày” phải từ “Dùng từ ngày” trở đi.", "valid_until")
        before, after = _terms(row), {"language": language, "from": valid_from, "until": valid_until}
        if before == after:
            return row
        row.language, row.valid_from, row.valid_until = language, valid_from, valid_until
        _withdraw_approval(row, by)
        row.save(update_fields=["language", "valid_from", "valid_until", "approved_by", "approved_at"])
        _record("message.terms", row, by, before=before, after=after)
    return row


def move_message(message: Message, *, up: bool, by: Any) -> None:
    """Exchange places with the message before (or after) it; at the end of the list nothing happens. Raises StepRefused."""
    with transaction.atomic():
        campaign = locked(message.campaign)
        _allow_running(by, campaign)
        rows = list(campaign.messages.order_by("order", "pk"))
        at = [row.pk for row in rows].index(message.pk)
        to = at - 1 if up else at + 1
        if not 0 <= to < len(rows):
            return
        rows[at], rows[to] = rows[to], rows[at]
        for place, row in enumerate(rows, 1):
            row.order = place
        Message.objects.bulk_update(rows, ["order"])
        _record("message.move", message, by, before={"place": at + 1}, after={"place": to + 1})


def change_message(message: Message, *, text: str, by: Any) -> Message:
    """New wording; unless a leader writes it, it waits for approval again. Raises CampaignError, StepRefused."""
    with transaction.atomic():
        row = _locked_message(message)
        _allow_running(by, row.campaign)
        words = texts.line(text, field="text", label="Thông điệp", longest=LONGEST)
        if words == row.text:
            return row
        before, row.text = row.text, words
        _withdraw_approval(row, by)
        row.save(update_fields=["text", "approved_by", "approved_at"])
        _record("message.change", row, by, before={"text": before}, after={"text": words})
    return row


def set_variant(message: Message, *, channel: Channel, text: str, by: Any = None) -> MessageVariant | None:
    """The message as worded for the channel; an empty text takes the variant away (and gives None).

    Refused with the count and the limit when the channel is shorter (Zalo: 400 characters). Unless a leader writes it,
    the message waits for approval again. Raises CampaignError, StepRefused.
    """
    with transaction.atomic():
        row = _locked_message(message)
        _allow_running(by, row.campaign)
        words = nfc(text).replace("\r\n", "\n").strip()
        texts.within(
            words,
            field=f"variant_{channel.pk}",
            label=f"Nội dung cho {channel.name}",
            longest=channel.max_length,
        )
        old = row.variants.filter(channel=channel).first()
        if (old.text if old else "") == words:
            return old
        _withdraw_approval(row, by)
        row.save(update_fields=["approved_by", "approved_at"])
        _record(
            "message.variant",
            row,
            by,
            before={"text": old.text if old else ""},
            after={"text": words, "channel": channel.pk},
        )
        if not words:
            row.variants.filter(channel=channel).delete()
            return None
        return row.variants.update_or_create(channel=channel, defaults={"text": words})[0]


def approve_message(message: Message, *, by: Any) -> Message:
    """Let units use the message; approving twice changes nothing.

    Raises StepRefused for others than a leader, CampaignError when its marks are wrong or its days are over.
    """
    with transaction.atomic():
        row = _locked_message(message)
        reason = approves_messages(by, row.campaign)
        if reason:
            raise StepRefused(reason)
        if row.approved_at is None:
            _check_spelling(row)
            if row.is_over:
                raise CampaignError(
                    f"Thông điệp chỉ dùng đến hết ngày {write.date(row.valid_until)}. Hãy sửa thời hạn trước khi duyệt."
                )
            row.approved_by, row.approved_at = by, timezone.now()
            row.save(update_fields=["approved_by", "approved_at"])
            _record("message.approve", row, by, after={"text": row.text})
    message.approved_by, message.approved_at = row.approved_by, row.approved_at
    return row


def remove_message(message: Message, *, by: Any) -> None:
    """Delete a message no activity has used. Raises CampaignError, StepRefused."""
    with transaction.atomic():
        row = _locked_message(message)
        _allow_running(by, row.campaign)
        if row.activities.exists():
            raise CampaignError("Thông điệp đã được dùng trong hoạt động nên không xóa được.")
        if row.broadcasts.exists():
            raise CampaignError(
                "Thông điệp đã được gửi tới cán bộ nên không xóa được. Hãy đặt ngày hết hạn dùng."
            )
        _record("message.remove", row, by, before={"text": row.text})
        row.delete()


def _append(campaign: Campaign, text: str, *, slogan: Slogan | None, by: Any) -> Message:
    last = campaign.messages.aggregate(last=Max("order"))["last"] or 0
    message = Message.objects.create(campaign=campaign, slogan=slogan, text=text, order=last + 1)
    _record("message.add", message, by, after={"text": text})
    return message


def _check_spelling(message: Message) -> None:
    if found := faults(message.text, message.language):
        raise CampaignError(" ".join(found), "text")
    for variant in message.variants.select_related("channel"):
        if found := faults(variant.text, message.language):
            raise CampaignError(f"{variant.channel.name}: {' '.join(found)}", f"variant_{variant.channel_id}")


def _terms(message: Message) -> dict[str, Any]:
    return {"language": message.language, "from": message.valid_from, "until": message.valid_until}


def _locked_message(message: Message) -> Message:
    return (
        Message.objects.select_for_update(of=("self",)).select_related("campaign__owner").get(pk=message.pk)
    )


def _allow_running(by: Any, campaign: Campaign) -> None:
    reason = runs_campaign(by, campaign) if by is not None else ""
    if reason:
        raise StepRefused(reason)


def _withdraw_approval(message: Message, by: Any) -> None:
    if by is None or approves_messages(by, message.campaign):
        message.approved_by = message.approved_at = None


def _record(action: str, message: Message, by: Any, **values: dict[str, Any]) -> None:
    audit.record(action, message, by=by, unit=message.campaign.owner, **values)
