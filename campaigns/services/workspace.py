"""Peak phases and money a campaign plans: the whole of each is replaced."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from campaigns.models import Campaign
from campaigns.services import checks, texts
from campaigns.services.errors import CampaignError
from campaigns.workspace_models import CampaignBudget, PeakPhase

Phase = tuple[str, dt.date, dt.date]


def set_budget(campaign: Campaign, amounts: Mapping[str, int]) -> None:
    """Source → đồng; inside the caller's transaction. Raises CampaignError with the field "money_<source>"."""
    wanted = checks.money(amounts)
    campaign.budget.all().delete()
    CampaignBudget.objects.bulk_create(
        CampaignBudget(campaign=campaign, source=source, amount=amount) for source, amount in wanted.items()
    )


def set_phases(campaign: Campaign, phases: Iterable[Phase]) -> None:
    """Name, first and last day of each; inside the caller's transaction.

    Raises CampaignError with the field "phase_<n>_name" or "phase_<n>_ends".
    """
    rows = []
    for number, (name, first, last) in enumerate(phases, 1):
        words = texts.line(name, field=f"phase_{number}_name", label="Tên đợt cao điểm", longest=120)
        if not campaign.starts_on <= first <= last <= campaign.ends_on:
            raise CampaignError(
                f"Đợt cao điểm “{words}” phải nằm trong thời gian của chiến dịch, ngày cuối không trước ngày đầu.",
                f"phase_{number}_ends",
            )
        rows.append(PeakPhase(campaign=campaign, name=words, starts_on=first, ends_on=last))
    campaign.phases.all().delete()
    PeakPhase.objects.bulk_create(rows)
