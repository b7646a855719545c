"""Peak phases, money against the plan, silent units and fixed days of a campaign."""

import datetime as dt

import pytest
from django.urls import reverse

from campaigns.models import Campaign
from campaigns.services import CampaignError, change_campaign, log_activity
from campaigns.workspace import days_within, workspace_of
from tests.campaigns.conftest import TODAY

DAY = dt.timedelta(days=1)


def test_money_is_read_against_the_plan(world, campaign, logging):
    change_campaign(campaign, by=world.drafter, budget={"tai_chinh_cd": 1_000_000})
    log_activity(**logging, campaign=campaign, money={"tai_chinh_cd": 400_000, "nsdld": 50_000})
    money = [(row.label, row.planned, row.spent) for row in workspace_of(world.leader, campaign).money]
    assert money == [
        ("Tài chính công đoàn", 1_000_000, 400_000), ("Người sử dụng lao động", None, 50_000),
    ]  # fmt: skip
    assert [row.spent for row in workspace_of(world.sister_chair, campaign).money] == [0]


def test_silent_units_and_weeks_are_those_the_person_sees(world, campaign, logging):
    log_activity(**logging, campaign=campaign)
    seen = workspace_of(world.upper_officer, campaign)
    assert {unit.name for unit in seen.silent} == {world.upper.name, world.sister.name}
    assert [n for _label, n, _url in seen.weeks] == [1]
    assert workspace_of(world.leader, campaign).silent_count == 4


def test_phase_outside_the_campaign_is_refused_and_nothing_changes(world, campaign):
    kept = ("Tuần lễ cao điểm", TODAY() - DAY, TODAY() + DAY)
    change_campaign(campaign, by=world.drafter, phases=[kept])
    with pytest.raises(CampaignError) as refused:
        change_campaign(
            campaign, by=world.drafter, name="Tên khác",
            phases=[("Quá muộn", campaign.ends_on, campaign.ends_on + DAY)],
        )  # fmt: skip
    assert refused.value.field == "phase_1_ends"
    row = Campaign.objects.get()
    assert (row.name, [phase.name for phase in row.phases.all()]) == (campaign.name, [kept[0]])
    assert workspace_of(world.leader, row).phase_now.name == kept[0]


def test_form_keeps_phases_and_money(client, world, campaign):
    client.force_login(world.drafter)
    address = reverse("campaigns:campaign_edit", args=[campaign.pk])
    words = {
        "name": campaign.name, "starts_on": "01/05/2026", "ends_on": "31/05/2026", "money_nsdld": "5.000.000",
        "phase_1_name": "Tuần đầu", "phase_1_starts": "01/05/2026", "phase_1_ends": "07/05/2026",
    }  # fmt: skip
    half = client.post(address, {**words, "phase_1_ends": ""})
    assert half.context["form"].errors["phase_1_name"]
    late = client.post(address, {**words, "phase_1_ends": "07/06/2026"})
    assert late.context["form"].errors["phase_1_ends"]
    assert client.post(address, words).status_code == 302
    assert (campaign.phases.get().name, campaign.budget.get().amount) == ("Tuần đầu", 5_000_000)
    page = client.get(address).content.decode()
    assert 'value="07/05/2026"' in page
    detail = client.get(reverse("campaigns:campaign_detail", args=[campaign.pk])).content.decode()
    assert "Tuần đầu" in detail
    assert "5.000.000" in detail


def test_fixed_days_ahead_lie_in_the_campaign():
    year = TODAY().year + 1
    days = days_within(dt.date(year, 4, 25), dt.date(year, 5, 20))
    assert [day for day, _name in days] == [dt.date(year, 4, 30), dt.date(year, 5, 1), dt.date(year, 5, 19)]
    assert days_within(dt.date(2020, 1, 1), dt.date(2020, 12, 31)) == []
