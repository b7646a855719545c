import datetime as dt

import pytest
from django.utils import timezone

from campaigns.models import Campaign, Channel, Message
from campaigns.services import (
    CampaignError,
    add_message,
    approve_message,
    change_campaign,
    change_message,
    close_campaign,
    create_campaign,
    log_activity,
    open_campaign,
    remove_message,
    set_variant,
    take_slogans,
)
from core.workflow import IllegalStep, StepRefused
from plans.models import Slogan
from tests.campaigns.conftest import make_plan
from units.models import AuditEntry

TODAY = timezone.localdate


def _new(world, **changes):
    values = {
        "owner": world.province, "name": "Tháng Công nhân", "starts_on": TODAY(), "ends_on": TODAY(), "by": world.drafter,
    }  # fmt: skip
    return create_campaign(**{**values, **changes})


@pytest.mark.parametrize("who", ["registry", "chair", "upper_officer", "stranger"])
def test_only_leader_and_drafter_of_the_owner_start_a_campaign(world, who):
    with pytest.raises(StepRefused):
        _new(world, by=getattr(world, who))
    assert not Campaign.objects.exists()


def test_campaign_ends_on_or_after_its_first_day(world):
    with pytest.raises(CampaignError, match="Ngày kết thúc") as refused:
        _new(world, ends_on=TODAY() - dt.timedelta(days=1))
    assert refused.value.field == "ends_on"


@pytest.mark.parametrize(
    ("status", "words"), [("replaced", "đã được thay thế"), ("recalled", "đã bị thu hồi")]
)
def test_ended_plan_of_ones_own_starts_no_campaign(world, status, words):
    ended = make_plan(world.province, status=status)
    with pytest.raises(CampaignError, match=words):
        _new(world, plans=[ended])
    assert not Campaign.objects.exists()


def test_campaign_belongs_to_own_plans_or_issued_ones_from_above(world):
    draft = make_plan(world.province, status="draft")
    assert list(_new(world, plans=[draft]).plans.all()) == [draft]
    lower = make_plan(world.upper)
    with pytest.raises(CampaignError, match="không phải của đơn vị"):
        _new(world, plans=[lower])


def test_change_writes_what_was_before(world, campaign):
    change_campaign(campaign, by=world.drafter, name="  Tháng   pháp luật  ", plans=[])
    campaign.refresh_from_db()
    assert (campaign.name, campaign.search_fold, campaign.plans.count()) == (
        "Tháng pháp luật", "thang phap luat hieu luat, lam dung", 0,
    )  # fmt: skip
    assert (
        AuditEntry.objects.filter(action="campaign.change").get().before["name"] == "Tháng pháp luật lao động"
    )


def test_campaign_opens_closes_and_opens_again(world):
    campaign = _new(world)
    with pytest.raises(IllegalStep):
        close_campaign(campaign, by=world.leader)
    assert open_campaign(campaign, by=world.drafter).status == Campaign.Status.OPEN
    with pytest.raises(IllegalStep):
        open_campaign(campaign, by=world.drafter)
    assert close_campaign(campaign, by=world.leader).status == Campaign.Status.CLOSED
    assert open_campaign(campaign, by=world.leader).status == Campaign.Status.OPEN
    with pytest.raises(StepRefused):
        close_campaign(campaign, by=world.registry)


def test_units_below_see_a_campaign_once_it_is_open(world):
    campaign = _new(world)
    assert campaign not in Campaign.objects.visible_to(world.chair)
    open_campaign(campaign, by=world.leader)
    assert campaign in Campaign.objects.visible_to(world.chair)


def test_slogans_of_an_issued_plan_are_taken_once_in_order(world, campaign, plan):
    Slogan.objects.create(plan=plan, block_id="b9", text="dài " * 100, order=3)
    taken = take_slogans(campaign, plan, by=world.drafter)
    assert [m.text for m in taken] == [s.text for s in plan.slogans.all()[:2]]
    assert take_slogans(campaign, plan, by=world.drafter) == []
    assert campaign.messages.filter(approved_at__isnull=False).count() == 0


def test_slogans_come_from_issued_plans_of_the_campaign_only(world, campaign):
    with pytest.raises(CampaignError, match="không thuộc kế hoạch"):
        take_slogans(campaign, make_plan(world.province), by=world.drafter)
    draft = make_plan(world.province, status="draft")
    change_campaign(campaign, by=world.drafter, plans=[draft])
    with pytest.raises(CampaignError, match="đã phát hành"):
        take_slogans(campaign, draft, by=world.drafter)


def test_message_names_its_length_and_the_limit(world, campaign):
    with pytest.raises(CampaignError, match="301 ký tự, tối đa 300"):
        add_message(campaign, text="a" * 301, by=world.drafter)
    with pytest.raises(CampaignError, match="không được để trống"):
        add_message(campaign, text="  \n ", by=world.drafter)
    assert not Message.objects.exists()


def test_only_a_leader_of_the_owner_approves(world, campaign):
    message = add_message(campaign, text="Hiểu luật để làm đúng", by=world.drafter)
    for who in (world.drafter, world.chair, world.stranger):
        with pytest.raises(StepRefused):
            approve_message(message, by=who)
    approve_message(message, by=world.leader)
    first = Message.objects.get().approved_at
    approve_message(message, by=world.leader)
    assert Message.objects.get().approved_at == first


def test_units_below_see_approved_messages_only(world, campaign):
    message = add_message(campaign, text="Hiểu luật để làm đúng", by=world.drafter)
    assert message in Message.objects.visible_to(world.drafter)
    assert message not in Message.objects.visible_to(world.chair)
    approve_message(message, by=world.leader)
    assert message in Message.objects.visible_to(world.chair)


def test_new_words_wait_for_approval_again_unless_a_leader_writes_them(world, campaign):
    message = approve_message(add_message(campaign, text="Cũ", by=world.drafter), by=world.leader)
    change_message(message, text="Mới của lãnh đạo", by=world.leader)
    message.refresh_from_db()
    assert message.approved_at
    change_message(message, text="Mới", by=world.drafter)
    message.refresh_from_db()
    assert (message.text, message.approved_at, message.approved_by) == ("Mới", None, None)


def test_variant_longer_than_the_channel_is_refused_with_both_numbers(world, campaign):
    zalo = Channel.objects.get(code="zalo")
    message = add_message(campaign, text="Hiểu luật", by=world.drafter)
    with pytest.raises(CampaignError, match="dài 401 ký tự, tối đa 400 ký tự") as refused:
        set_variant(message, channel=zalo, text="ạ" * 401, by=world.drafter)
    assert refused.value.field == "variant_zalo"
    assert set_variant(message, channel=zalo, text="ạ" * 400, by=world.drafter).text == "ạ" * 400


def test_decomposed_letters_count_as_people_count_them(world, campaign):
    zalo = Channel.objects.get(code="zalo")
    message = add_message(campaign, text="Hiểu luật", by=world.drafter)
    assert set_variant(message, channel=zalo, text="a\u0323" * 400, by=world.drafter).text == "ạ" * 400


def test_variant_changed_after_approval_waits_again_and_empty_takes_it_away(world, campaign):
    fanpage = Channel.objects.get(code="fanpage")
    message = add_message(campaign, text="Hiểu luật", by=world.drafter)
    set_variant(message, channel=fanpage, text="Bài đăng", by=world.drafter)
    approve_message(message, by=world.leader)
    set_variant(message, channel=fanpage, text="Bài đăng", by=world.drafter)
    assert Message.objects.get().approved_at
    set_variant(message, channel=fanpage, text="", by=world.drafter)
    assert Message.objects.get().approved_at is None
    assert not message.variants.exists()


def test_message_in_use_is_not_deleted(world, campaign, logging):
    message = approve_message(add_message(campaign, text="Hiểu luật", by=world.drafter), by=world.leader)
    log_activity(**logging, campaign=campaign, message=message)
    with pytest.raises(CampaignError, match="đã được dùng"):
        remove_message(message, by=world.drafter)
    unused = add_message(campaign, text="Khác", by=world.drafter)
    with pytest.raises(StepRefused):
        remove_message(unused, by=world.chair)
    remove_message(unused, by=world.drafter)
    assert list(campaign.messages.all()) == [message]
