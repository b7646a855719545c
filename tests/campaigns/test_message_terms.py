"""A message's language, days, place in the list and marks; and the log of who published what."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Channel, Message
from campaigns.services import (
    CampaignError,
    add_link,
    add_message,
    approve_message,
    log_activity,
    move_message,
    set_terms,
    set_variant,
)
from core.workflow import StepRefused

TODAY = timezone.localdate
DAY = dt.timedelta(days=1)


@pytest.fixture
def message(campaign, world):
    return approve_message(
        add_message(campaign, text="Hiểu luật để làm đúng", by=world.drafter), by=world.leader
    )


def _terms(message, by, **changes):
    values = {"language": "vi", "valid_from": None, "valid_until": None, **changes}
    return set_terms(message, by=by, **values)


def test_message_is_used_only_on_its_days(world, message, logging):
    _terms(message, world.leader, valid_from=TODAY() - DAY, valid_until=TODAY())
    log_activity(**logging, campaign=message.campaign, message=message)
    with pytest.raises(CampaignError, match="đến hết") as refused:
        log_activity(
            **{**logging, "happened_on": TODAY() - 3 * DAY},
            campaign=message.campaign,
            message=Message.objects.get(pk=message.pk),
        )
    assert refused.value.field == "message"


def test_days_in_wrong_order_are_refused(world, message):
    with pytest.raises(CampaignError) as refused:
        _terms(message, world.leader, valid_from=TODAY(), valid_until=TODAY() - DAY)
    assert refused.value.field == "valid_until"


def test_new_days_by_a_drafter_wait_for_approval_again(world, message):
    assert _terms(message, world.drafter, valid_until=TODAY()).approved_at is None
    approve_message(message, by=world.leader)
    assert _terms(message, world.leader, valid_until=TODAY() + DAY).approved_at is not None


def test_message_whose_days_are_over_is_not_approved(world, message):
    _terms(message, world.drafter, valid_until=TODAY() - DAY)
    with pytest.raises(CampaignError, match="sửa thời hạn"):
        approve_message(message, by=world.leader)


def test_wrong_marks_are_refused_at_the_latest_before_approval(client, world, campaign):
    zalo = Channel.objects.get(code="zalo")
    message = add_message(campaign, text="Hiểu luật để làm đúng", by=world.drafter)
    set_variant(message, channel=zalo, text="Moi doan vien hieu luat", by=world.drafter)
    with pytest.raises(CampaignError, match="Zalo: Câu viết không dấu"):
        approve_message(message, by=world.leader)
    client.force_login(world.leader)
    page = client.post(reverse("campaigns:message_approve", args=[message.pk]), follow=True).content.decode()
    assert "Chưa duyệt được" in page
    _terms(message, world.drafter, language="en")
    assert approve_message(message, by=world.leader).approved_at


def test_form_says_wrong_marks_at_their_field(client, world, campaign):
    client.force_login(world.drafter)
    words = {"text": "Ai cũng đựơc nghỉ", "variant_zalo": "Moi nguoi cung lam", "language": "vi",
             "valid_from": "02/05/2026", "valid_until": "01/05/2026"}  # fmt: skip
    response = client.post(reverse("campaigns:message_new", args=[campaign.pk]), words)
    assert response.status_code == 422
    errors = response.context["form"].errors
    assert "“được”" in errors["text"][0]
    assert set(errors) == {"text", "variant_zalo", "valid_until"}
    assert not Message.objects.exists()


def test_form_keeps_language_and_days(client, world, campaign):
    client.force_login(world.drafter)
    words = {
        "text": "Know your rights at work",
        "language": "en",
        "valid_from": "01/05/2026",
        "valid_until": "",
    }
    client.post(reverse("campaigns:message_new", args=[campaign.pk]), words)
    message = Message.objects.get()
    assert (message.language, message.valid_from, message.valid_until) == ("en", dt.date(2026, 5, 1), None)
    page = client.get(reverse("campaigns:campaign_detail", args=[campaign.pk])).content.decode()
    assert "Tiếng Anh" in page
    assert "từ 01/05/2026" in page


def test_messages_change_places(client, world, campaign):
    first, second, third = (add_message(campaign, text=f"Câu {n}", by=world.drafter) for n in "abc")
    move_message(third, up=True, by=world.drafter)
    move_message(first, up=True, by=world.drafter)
    assert list(campaign.messages.values_list("pk", flat=True)) == [first.pk, third.pk, second.pk]
    client.force_login(world.drafter)
    client.post(reverse("campaigns:message_move", args=[first.pk]), {"huong": "xuong"})
    assert list(campaign.messages.values_list("pk", flat=True)) == [third.pk, first.pk, second.pk]
    with pytest.raises(StepRefused):
        move_message(first, up=True, by=world.registry)


def test_log_tells_who_published_what_where_with_which_evidence(client, world, campaign, message, logging):
    zalo = Channel.objects.get(code="zalo")
    activity = log_activity(
        **{**logging, "title": "Đăng nhóm Zalo của công ty"}, campaign=campaign, message=message, channel=zalo
    )
    add_link(activity, "https://example.vn/bai", by=world.chair)
    log_activity(**{**logging, "title": "Việc không nêu thông điệp"}, campaign=campaign)
    address = reverse("campaigns:publications", args=[campaign.pk])
    client.force_login(world.leader)
    page = client.get(address).content.decode()
    assert "Đăng nhóm Zalo của công ty" in page
    assert "Việc không nêu thông điệp" not in page
    assert client.get(address).context["page_obj"][0].evidence_count == 1
    assert client.get(address, {"kenh": "fanpage"}).context["page_obj"].paginator.count == 0
    assert (
        client.get(address, {"thong-diep": message.pk, "q": "zalo"}).context["page_obj"].paginator.count == 1
    )
    assert client.get(address, {"kenh": "\0", "thong-diep": "²"}).status_code == 200
    detail = client.get(reverse("campaigns:campaign_detail", args=[campaign.pk])).content.decode()
    assert "Đã dùng 1 lần ở 1 đơn vị" in detail
    client.force_login(world.sister_chair)
    assert client.get(address).context["page_obj"].paginator.count == 0


def test_form_of_an_activity_takes_the_channel_from_the_address(client, world, campaign, message):
    client.force_login(world.chair)
    query = {"chien-dich": campaign.pk, "thong-diep": message.pk, "kenh": "zalo"}
    page = client.get(reverse("campaigns:activity_new"), query).content.decode()
    assert '<option value="zalo" selected>' in page


def test_log_costs_the_same_for_1_and_20_rows(
    client, world, campaign, message, logging, django_assert_num_queries
):
    address = reverse("campaigns:publications", args=[campaign.pk])
    client.force_login(world.leader)
    log_activity(**logging, campaign=campaign, message=message)
    client.get(address)
    with CaptureQueriesContext(connection) as first:
        client.get(address)
    for _number in range(9):
        log_activity(**logging, campaign=campaign, message=message)
    with django_assert_num_queries(len(first)):
        client.get(address)
