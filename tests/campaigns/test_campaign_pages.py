import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Campaign, Message
from campaigns.services import add_message, approve_message, log_activity, set_variant
from tests import factories
from tests.campaigns.conftest import make_plan
from units.models import Role

TODAY = timezone.localdate
NEW = reverse("campaigns:campaign_new")
LIST = reverse("campaigns:campaign_list")


def _page(name, key):
    return reverse(f"campaigns:{name}", args=[key])


def _filled(world, **changes):
    values = {
        "owner": world.province.pk, "name": "Tháng Công nhân 2026", "theme": "Đồng hành", "starts_on": "01/05/2026",
        "ends_on": "31/05/2026",
    }  # fmt: skip
    return {**values, **changes}


@pytest.fixture
def drafter(client, world):
    client.force_login(world.drafter)
    return client


def test_campaign_starts_from_a_plan(drafter, world):
    plan = make_plan(world.province, starts_on=dt.date(2026, 3, 1), ends_on=dt.date(2026, 11, 30))
    page = drafter.get(f"{NEW}?ke-hoach={plan.pk}").content.decode()
    assert 'value="01/03/2026"' in page
    assert plan.abstract in page
    assert not Campaign.objects.exists()
    answer = drafter.post(NEW, _filled(world, plans=[plan.pk]))
    campaign = Campaign.objects.get()
    assert answer.url == _page("campaign_detail", campaign.pk)
    assert (list(campaign.plans.all()), campaign.starts_on, campaign.created_by) == (
        [plan], dt.date(2026, 5, 1), world.drafter,
    )  # fmt: skip


@pytest.mark.parametrize("wanted", ["", "abc", "999999", "²", "1" * 40])
def test_unknown_plan_in_the_address_fills_nothing(drafter, world, wanted):
    assert drafter.get(NEW, {"ke-hoach": wanted}).status_code == 200


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"ends_on": "30/04/2026"}, "ends_on"),
        ({"starts_on": "05/31/2026"}, "starts_on"),
        ({"owner": "999999"}, "owner"),
        ({"plans": ["999999"]}, "plans"),
    ],
)
def test_bad_campaign_is_said_at_its_field(drafter, world, changes, field):
    response = drafter.post(NEW, _filled(world, **changes))
    assert response.status_code == 422
    assert response.context["form"].errors[field]
    assert not Campaign.objects.exists()


def test_foreign_owner_in_the_form_is_refused(drafter, world):
    response = drafter.post(NEW, _filled(world, owner=world.other_upper.pk))
    assert response.context["form"].errors["owner"]


def test_campaign_is_changed_and_opened(drafter, world):
    drafter.post(NEW, _filled(world))
    campaign = Campaign.objects.get()
    drafter.post(_page("campaign_edit", campaign.pk), _filled(world, name="Tên mới"))
    drafter.post(reverse("campaigns:campaign_step", args=[campaign.pk, "open"]))
    campaign.refresh_from_db()
    assert (campaign.name, campaign.status) == ("Tên mới", Campaign.Status.OPEN)
    answer = drafter.post(reverse("campaigns:campaign_step", args=[campaign.pk, "open"]), follow=True)
    assert "Không thể" in answer.content.decode()


@pytest.mark.parametrize("who", ["chair", "registry", "upper_officer"])
def test_insider_without_the_role_may_only_look(client, world, campaign, who):
    message = approve_message(add_message(campaign, text="Hiểu luật", by=world.drafter), by=world.leader)
    client.force_login(getattr(world, who))
    assert client.get(_page("campaign_detail", campaign.pk)).status_code == 200
    for name, key in (
        ("campaign_edit", campaign.pk),
        ("message_new", campaign.pk),
        ("message_edit", message.pk),
    ):
        assert client.post(_page(name, key), {}).status_code == 403
    for name in ("message_approve", "message_remove"):
        assert client.post(_page(name, message.pk)).status_code == 403
    assert client.post(reverse("campaigns:campaign_step", args=[campaign.pk, "close"])).status_code == 403
    assert client.get(NEW).status_code == 403
    assert Message.objects.get().text == "Hiểu luật"


def test_stranger_finds_nothing(client, world, campaign):
    message = add_message(campaign, text="Hiểu luật", by=world.drafter)
    elsewhere = factories.province("Liên đoàn Lao động tỉnh Bên Cạnh")
    client.force_login(factories.person(Role.LEADER, elsewhere))
    for name, key in (
        ("campaign_detail", campaign.pk),
        ("campaign_edit", campaign.pk),
        ("message_new", campaign.pk),
    ):
        assert client.get(_page(name, key)).status_code == 404
    for name in ("message_approve", "message_remove"):
        assert client.post(_page(name, message.pk)).status_code == 404
    assert client.get(LIST).context["page_obj"].paginator.count == 0


def test_unit_below_does_not_find_a_campaign_in_preparation(client, world, campaign):
    Campaign.objects.update(status="preparing")
    client.force_login(world.chair)
    assert client.get(_page("campaign_detail", campaign.pk)).status_code == 404


def test_drafter_writes_and_only_the_leader_approves(client, world, campaign):
    client.force_login(world.drafter)
    client.post(_page("message_new", campaign.pk), {"text": "Hiểu luật", "variant_zalo": "Bà con ơi"})
    message = Message.objects.get()
    assert message.variants.get().text == "Bà con ơi"
    assert client.post(_page("message_approve", message.pk)).status_code == 403
    client.force_login(world.leader)
    client.post(_page("message_approve", message.pk))
    message.refresh_from_db()
    assert message.approved_by == world.leader


def test_wording_too_long_for_zalo_is_said_there_and_nothing_is_stored(drafter, world, campaign):
    response = drafter.post(
        _page("message_new", campaign.pk), {"text": "Hiểu luật", "variant_zalo": "a" * 500}
    )
    assert response.status_code == 422
    assert "dài 500 ký tự, tối đa 400 ký tự" in response.context["form"].errors["variant_zalo"][0]
    assert "a" * 500 in response.content.decode()
    long = drafter.post(_page("message_new", campaign.pk), {"text": "b" * 350})
    assert "dài 350 ký tự, tối đa 300 ký tự" in long.context["form"].errors["text"][0]
    assert not Message.objects.exists()


def test_slogans_are_taken_with_one_button(drafter, world, campaign, plan):
    page = drafter.get(_page("campaign_detail", campaign.pk)).content.decode()
    assert "có 2 thông điệp chưa lấy về" in page
    drafter.post(reverse("campaigns:slogans_take", args=[campaign.pk, plan.pk]))
    assert campaign.messages.count() == 2
    assert "chưa lấy về" not in drafter.get(_page("campaign_detail", campaign.pk)).content.decode()


def test_message_waiting_for_approval_is_not_shown_below(client, world, campaign):
    add_message(campaign, text="Câu còn chờ", by=world.drafter)
    shown = add_message(campaign, text="Câu đã duyệt", by=world.drafter)
    set_variant(shown, channel=_zalo(), text="Bản cho Zalo", by=world.drafter)
    approve_message(shown, by=world.leader)
    client.force_login(world.chair)
    page = client.get(_page("campaign_detail", campaign.pk)).content.decode()
    assert "Câu đã duyệt" in page
    assert "Bản cho Zalo" in page
    assert "Câu còn chờ" not in page
    assert f"{reverse('campaigns:activity_new')}?chien-dich={campaign.pk}" in page


def _zalo():
    from campaigns.models import Channel

    return Channel.objects.get(code="zalo")


def test_progress_counts_the_units_the_person_sees(client, world, campaign, logging):
    log_activity(**logging, campaign=campaign, participations=40, quantities={"to_roi": 100})
    log_activity(**{**logging, "title": "Lần hai"}, campaign=campaign, participations=2)
    log_activity(
        **{**logging, "unit": world.foreign, "by": world.stranger}, campaign=campaign, participations=100
    )
    log_activity(**logging)
    client.force_login(world.leader)
    progress = client.get(_page("campaign_detail", campaign.pk)).context["progress"]
    assert (progress.totals.activities, progress.totals.participations) == (3, 142)
    assert (progress.units_done, progress.units_all, progress.coverage) == (2, 5, "2 / 5")
    assert [(label, n) for label, n, _url in progress.bars] == [
        (world.upper.name, 2),
        (world.other_upper.name, 1),
    ]
    assert progress.quantities[0]["total"] == 100
    client.force_login(world.upper_officer)
    below = client.get(_page("campaign_detail", campaign.pk)).context["progress"]
    assert (below.totals.activities, below.units_done, below.units_all) == (2, 1, 3)
    assert [(label, n) for label, n, _url in below.bars] == [(world.base.name, 2)]


def test_list_finds_without_accents(drafter, world, campaign):
    assert drafter.get(LIST, {"q": "phap LUAT lao dong"}).context["page_obj"].paginator.count == 1
    assert drafter.get(LIST, {"q": "thể thao"}).context["page_obj"].paginator.count == 0
    assert drafter.get(LIST, {"trang-thai": "closed"}).context["page_obj"].paginator.count == 0


def test_pages_cost_the_same_for_1_and_20_rows(client, world, campaign, logging, django_assert_num_queries):
    client.force_login(world.leader)
    log_activity(**logging, campaign=campaign)
    approve_message(add_message(campaign, text="Câu đầu", by=world.drafter), by=world.leader)
    set_variant(Message.objects.get(), channel=_zalo(), text="x", by=world.leader)
    detail = _page("campaign_detail", campaign.pk)
    counts = {}
    for address in (LIST, detail):
        client.get(address)
        with CaptureQueriesContext(connection) as first:
            client.get(address)
        counts[address] = len(first)
    for number in range(19):
        unit = factories.grassroots(world.other_upper)
        log_activity(**{**logging, "unit": unit, "by": None}, campaign=campaign)
        message = add_message(campaign, text=f"Câu {number}", by=world.leader)
        set_variant(message, channel=_zalo(), text="x", by=world.leader)
        Campaign.objects.create(
            owner=world.province, name=f"Đợt {number}", starts_on=TODAY(), ends_on=TODAY()
        )
    for address, count in counts.items():
        with django_assert_num_queries(count):
            client.get(address)
