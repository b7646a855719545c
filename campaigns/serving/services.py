"""Naming the passages a campaign carries out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from campaigns.models import Campaign
from campaigns.services.campaigns import locked
from campaigns.services.errors import CampaignError
from campaigns.serving.queries import passages_of
from campaigns.workflow import runs_campaign
from campaigns.workspace_models import ServedBlock
from core.workflow import StepRefused
from units import audit

MOST = 200


def set_served(campaign: Campaign, values: Iterable[str], *, by: Any) -> int:
    """The chosen passages ("plan:block") replace those before; gives how many. Raises CampaignError, StepRefused.

    Passages of plans the person may not read stay as they are.
    """
    wanted = set(values)
    with transaction.atomic():
        row = locked(campaign)
        if reason := runs_campaign(by, row):
            raise StepRefused(reason)
        offered = passages_of(by, row)
        labels = {passage.value: passage.label for _plan, passages in offered for passage in passages}
        if wanted - labels.keys():
            raise CampaignError(
                "Có đoạn không còn trong kế hoạch của chiến dịch. Hãy mở lại trang rồi chọn lại.", "doan"
            )
        if len(wanted) > MOST:
            raise CampaignError(f"Chọn tối đa {MOST} đoạn. Hãy chọn đề mục lớn thay cho từng ý nhỏ.", "doan")
        mine = row.served_blocks.filter(plan__in=[plan.pk for plan, _passages in offered])
        before = [f"{one.plan_id}:{one.block_id}" for one in mine]
        mine.delete()
        rows = [ServedBlock(campaign=row, words=labels[v][:300], **_ids(v)) for v in labels if v in wanted]
        ServedBlock.objects.bulk_create(rows)
        audit.record(
            "campaign.served",
            row,
            by=by,
            unit=row.owner,
            before={"passages": before},
            after={"passages": sorted(wanted)},
        )
    return len(rows)


def _ids(value: str) -> dict[str, Any]:
    plan, _, block = value.partition(":")
    return {"plan_id": int(plan), "block_id": block}
