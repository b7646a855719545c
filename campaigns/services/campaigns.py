"""Starting, changing, opening and closing a campaign."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from campaigns.models import Campaign
from campaigns.services import texts
from campaigns.services.errors import CampaignError
from campaigns.services.workspace import Phase, set_budget, set_phases
from campaigns.workflow import CAMPAIGN_WORKFLOW, runs_campaign, runs_campaigns_at
from core.vietnamese import nfc
from core.workflow import StepRefused
from documents.codes import new_code
from documents.models import ENDED
from documents.models import Status as DocumentStatus
from plans.models import Plan
from units import audit
from units.models import Unit

FIELDS = ("name", "theme", "summary", "starts_on", "ends_on")


def create_campaign(
    *,
    owner: Unit,
    name: str,
    theme: str = "",
    summary: str = "",
    starts_on: dt.date,
    ends_on: dt.date,
    plans: Iterable[Plan] = (),
    budget: Mapping[str, int] | None = None,
    phases: Iterable[Phase] = (),
    by: Any = None,
) -> Campaign:
    """A campaign of `owner` in preparation; every unit at or below the owner takes part once it is open.

    `plans`: plans of the owner, or issued ones of units above it. Raises CampaignError, StepRefused.
    """
    _allow(runs_campaigns_at(by, owner) if by is not None else "")
    linked = list(plans)
    _check_plans(linked, owner)
    campaign = Campaign(owner=owner, created_by=by)
    _fill(
        campaign,
        {"name": name, "theme": theme, "summary": summary, "starts_on": starts_on, "ends_on": ends_on},
    )
    with transaction.atomic():
        campaign.save(force_insert=True)
        campaign.plans.set(linked)
        set_budget(campaign, budget or {})
        set_phases(campaign, phases)
        audit.record("campaign.create", campaign, by=by, unit=owner, after=_facts(campaign))
    return campaign


def change_campaign(
    campaign: Campaign,
    *,
    by: Any,
    plans: Iterable[Plan] | None = None,
    budget: Mapping[str, int] | None = None,
    phases: Iterable[Phase] | None = None,
    **values: Any,
) -> Campaign:
    """Set the named fields (name, theme, summary, starts_on, ends_on) and, when given, plans, budget and peak phases.

    Raises CampaignError, StepRefused.
    """
    with transaction.atomic():
        row = locked(campaign)
        _allow(runs_campaign(by, row))
        before = _facts(row)
        _fill(row, values)
        row.save(update_fields=[*values])
        if plans is not None:
            linked = list(plans)
            _check_plans([plan for plan in linked if not row.plans.filter(pk=plan.pk).exists()], row.owner)
            row.plans.set(linked)
        if budget is not None:
            set_budget(row, budget)
        if phases is not None:
            set_phases(row, phases)
        audit.record("campaign.change", row, by=by, unit=row.owner, before=before, after=_facts(row))
    return row


def open_campaign(campaign: Campaign, *, by: Any) -> Campaign:
    """Units below see it and may log under it. Raises IllegalStep, StepRefused."""
    return take_step(campaign, "open", by=by)


def close_campaign(campaign: Campaign, *, by: Any) -> Campaign:
    """Nothing new starts under it; what happened in its time can still be logged. Raises IllegalStep, StepRefused."""
    return take_step(campaign, "close", by=by)


def take_step(campaign: Campaign, step: str, *, by: Any) -> Campaign:
    """Move the campaign along CAMPAIGN_WORKFLOW. Raises IllegalStep, StepRefused."""
    with transaction.atomic():
        row = locked(campaign)
        transition = CAMPAIGN_WORKFLOW.check(step, by, row)
        before = row.status
        row.status = transition.target
        if row.status == Campaign.Status.OPEN and not row.public_code:
            row.public_code = new_code()
        row.save(update_fields=["status", "public_code"])
        audit.record(
            f"campaign.{step}",
            row,
            by=by,
            unit=row.owner,
            before={"status": before},
            after={"status": row.status},
        )
    campaign.status, campaign.public_code = row.status, row.public_code
    return row


def locked(campaign: Campaign) -> Campaign:
    """The row as it is now, kept from others until the transaction ends."""
    return Campaign.objects.select_for_update(of=("self",)).select_related("owner").get(pk=campaign.pk)


def _allow(reason: str) -> None:
    if reason:
        raise StepRefused(reason)


def _fill(campaign: Campaign, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if name not in FIELDS:
            raise TypeError(f"{name} is no field of a campaign that can be changed")
        setattr(campaign, name, value)
    campaign.name = texts.line(campaign.name, field="name", label="Tên chiến dịch", longest=200)
    campaign.theme = texts.line(campaign.theme, field="theme", label="Chủ đề", longest=300, required=False)
    campaign.summary = nfc(campaign.summary).strip()
    if campaign.ends_on < campaign.starts_on:
        raise CampaignError("Ngày kết thúc phải từ ngày bắt đầu trở đi.", "ends_on")


ENDED_WORDS = {DocumentStatus.REPLACED: "đã được thay thế", DocumentStatus.RECALLED: "đã bị thu hồi"}


def _check_plans(plans: list[Plan], owner: Unit) -> None:
    for plan in plans:
        if plan.status in ENDED:
            raise CampaignError(
                f"Kế hoạch “{plan.abstract}” {ENDED_WORDS[DocumentStatus(plan.status)]} nên không mở chiến dịch mới. "
                "Hãy chọn kế hoạch đang có hiệu lực.",
                "plans",
            )
        own = plan.issuer_id == owner.pk
        if not own and not (plan.status == DocumentStatus.ISSUED and owner.is_under(plan.issuer)):
            raise CampaignError(
                f"Kế hoạch “{plan.abstract}” không phải của đơn vị hoặc chưa được cấp trên phát hành.",
                "plans",
            )


def _facts(campaign: Campaign) -> dict[str, Any]:
    facts = {name: getattr(campaign, name) for name in FIELDS}
    return {
        **facts,
        "plans": sorted(campaign.plans.values_list("pk", flat=True)),
        "budget": dict(campaign.budget.values_list("source", "amount")),
        "phases": list(campaign.phases.values_list("name", "starts_on", "ends_on")),
    }
