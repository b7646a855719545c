"""Peak phases, money against the plan, silent units and fixed days of a campaign."""

import datetime as dt

import pytest
from django.urls import reverse

from campaigns.models import Campaign
from campaigns.services import CampaignError, change_campaign, log_activity
from campaigns.serving.queries import against_plan
from campaigns.workspace import days_within, workspace_of
from campaigns.workspace_models import ServedBlock
from documents.models import DocumentVersion
from plans.models import Task
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


def test_campaign_is_held_against_the_tasks_of_its_passages_and_each_number_opens(
    client, world, campaign, plan, task, logging
):
    other = Task.objects.create(plan=plan, block_id="b9", text="Phát tờ rơi tại cổng")
    log_activity(**logging, campaign=campaign, task=task)
    log_activity(**logging | {"title": "Phát tờ rơi"}, campaign=campaign, task=other)
    whole = against_plan(world.leader, campaign)
    assert (whole.chosen, [(line.task, line.activities, line.units) for line in whole.tasks]) == (
        False, [(task, 1, 1), (other, 1, 1)],
    )  # fmt: skip
    ServedBlock.objects.create(campaign=campaign, plan=plan, block_id=task.block_id, words=task.text)
    (line,) = against_plan(world.leader, campaign).tasks
    client.force_login(world.leader)
    page = client.get(reverse("campaigns:campaign_detail", args=[campaign.pk])).content.decode()
    assert line.url.replace("&", "&amp;") in page and "1/1 nhiệm vụ đã có hoạt động" in page
    shown = client.get(line.url).content.decode()
    assert logging["title"] in shown and "Phát tờ rơi<" not in shown
    assert against_plan(world.sister_chair, campaign).tasks == []
    of_plan = client.get(reverse("plans:plan_detail", args=[plan.pk])).content.decode()
    assert campaign.name in of_plan and "2 hoạt động" in of_plan


def test_passages_are_chosen_from_the_plan_and_others_are_refused(client, world, campaign, plan):
    block = {"id": "aaaaa3", "level": "part", "kind": "text", "text": "Tuyên truyền tại nơi làm việc"}
    plan.current_version = DocumentVersion.objects.create(
        document=plan, number=1, content={"blocks": [block]}
    )
    plan.save(update_fields=["current_version"])
    client.force_login(world.drafter)
    address = reverse("campaigns:campaign_passages", args=[campaign.pk])
    assert "Tuyên truyền tại nơi làm việc" in client.get(address).content.decode()
    refused = client.post(address, {"doan": [f"{plan.pk}:khac"]})
    assert refused.status_code == 422 and "không còn trong kế hoạch" in refused.content.decode()
    client.post(address, {"doan": [f"{plan.pk}:aaaaa3"]})
    assert ["Tuyên truyền tại nơi làm việc" in row.words for row in campaign.served_blocks.all()] == [True]
