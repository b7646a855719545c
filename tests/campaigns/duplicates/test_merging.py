"""What was logged twice becomes one, with all evidence and money, and comes apart again."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.duplicates.models import Merge
from campaigns.duplicates.queries import candidates
from campaigns.duplicates.services import keep_apart, merge_activities, undo_merge
from campaigns.models import Activity, Evidence
from campaigns.queries import totals_of
from campaigns.services import CampaignError, add_link, change_activity, log_activity, take_activity
from core.workflow import StepRefused
from units.models import AuditEntry

YESTERDAY = timezone.localdate() - dt.timedelta(days=1)
DAYS = {"first": YESTERDAY, "last": YESTERDAY}


@pytest.fixture
def twice(world, logging, campaign):
    """One talk that both units of a commune held together and both wrote down."""
    one = log_activity(
        **{**logging, "title": "Nói chuyện về hợp đồng lao động tại nhà máy"}, place="Hội trường xã", participations=120,
        female_participations=70, quantities={"to_roi": 300}, money={"tai_chinh_cd": 5_000_000},
    )  # fmt: skip
    other = log_activity(
        **{**logging, "title": "Nói chuyện về hợp đồng lao động", "unit": world.sister, "by": world.sister_chair},
        place="hội trường  xã", participations=125, money={"tai_chinh_cd": 2_000_000, "nsdld": 1_000_000},
        campaign=campaign,
    )  # fmt: skip
    add_link(other, "https://congdoan.example.vn/bai", by=world.sister_chair)
    return one, other


def sums():
    found = totals_of(Activity.objects.all())
    return found.activities, found.participations, found.money


def test_two_become_one_and_two_again(world, twice, campaign):
    one, other = twice
    assert sums() == (2, 245, 8_000_000)
    merge = merge_activities(
        one, other, by=world.upper_officer,
        chosen={"participations": "gone", "campaign": "gone", "money_tai_chinh_cd": "sum"},
    )  # fmt: skip
    kept = Activity.objects.get()
    assert (kept.pk, kept.title, kept.participations, kept.female_participations) == (
        one.pk, "Nói chuyện về hợp đồng lao động tại nhà máy", 125, 70,
    )  # fmt: skip
    assert (kept.campaign, list(kept.partners.all())) == (campaign, [world.sister])
    assert dict(kept.money.values_list("source", "amount")) == {"tai_chinh_cd": 7_000_000, "nsdld": 1_000_000}
    assert Evidence.objects.get().activity == kept
    assert sums() == (1, 125, 8_000_000)
    assert AuditEntry.objects.filter(action="activity.merge").count() == 1

    # What was corrected after the merge is not lost with it.
    change_activity(kept, by=world.chair, title="Nói chuyện chuyên đề")
    undo_merge(merge, by=world.upper_officer)
    kept.refresh_from_db()
    assert (kept.title, kept.participations, kept.campaign, kept.partners.count()) == (
        "Nói chuyện chuyên đề", 120, None, 0,
    )  # fmt: skip
    back = Activity.objects.get(pk=other.pk)
    assert (back.unit, back.participations, back.campaign, back.logged_by) == (
        world.sister, 125, campaign, world.sister_chair,
    )  # fmt: skip
    assert (back.request_key, back.logged_at) == (other.request_key, other.logged_at)
    assert Evidence.objects.get().activity == back
    assert sums() == (2, 245, 8_000_000)
    with pytest.raises(CampaignError, match="đã được hoàn tác"):
        undo_merge(merge, by=world.upper_officer)


def test_only_who_answers_for_both_merges(world, twice):
    one, other = twice
    for who in (world.chair, world.sister_chair, world.stranger, world.member):
        with pytest.raises(StepRefused):
            merge_activities(one, other, by=who, chosen={})
    with pytest.raises(CampaignError, match="khác nhau"):
        merge_activities(one, one, by=world.chair, chosen={})
    assert sums()[0] == 2


def test_late_copy_of_a_merged_message_brings_nothing_back(world, logging, twice):
    one, _other = twice
    values = {**logging, "title": "Nói chuyện về hợp đồng", "request_key": None}
    values.pop("request_key")
    key = one.request_key.__class__(int=7)
    answer = take_activity(key=key, **values)
    merge_activities(one, Activity.objects.get(pk=answer["activity"]), by=world.chair, chosen={})
    assert take_activity(key=key, **values) == answer
    assert Activity.objects.count() == 2


def test_likely_pairs_are_found_and_a_verdict_is_remembered(world, logging, twice, django_assert_num_queries):
    one, other = twice
    # The same talk in the other commune is another talk; another title at the same place too.
    log_activity(**{**logging, "unit": world.foreign, "by": world.stranger}, place="Nhà máy Gạch")
    log_activity(
        **{**logging, "title": "Văn nghệ mừng Tết", "unit": world.sister, "by": world.sister_chair},
        place="Hội trường xã",
    )
    again = log_activity(**logging)
    with django_assert_num_queries(3):
        found = candidates(world.drafter, **DAYS)
    assert {(pair.first, pair.second) for pair in found} == {(one, again), (one, other)}
    assert candidates(world.sister_chair, **DAYS) == []
    keep_apart(again, one, by=world.chair)
    assert [(pair.first, pair.second) for pair in candidates(world.drafter, **DAYS)] == [(one, other)]


def test_pages_merge_and_old_address_leads_to_the_kept(client, world, twice):
    one, other = twice
    client.force_login(world.upper_officer)
    listed = client.get(reverse("campaigns:duplicate_list"))
    assert "cùng ngày, loại, địa điểm" in listed.content.decode()
    address = reverse("campaigns:activity_merge", args=[one.pk, other.pk])
    shown = client.get(address)
    assert "Cộng hai bên: 7.000.000" in shown.content.decode()
    said = {field.name: "first" for field in shown.context["form"]} | {
        "keep": "second",
        "participations": "second",
    }
    assert client.post(address, {**said, "participations": "beides"}).status_code == 422
    client.post(address, said)
    kept = Activity.objects.get()
    assert (kept.pk, kept.title, kept.participations) == (
        other.pk, "Nói chuyện về hợp đồng lao động tại nhà máy", 125,
    )  # fmt: skip
    old = client.get(reverse("campaigns:activity_detail", args=[one.pk]), follow=True)
    assert old.redirect_chain[-1][0] == reverse("campaigns:activity_detail", args=[kept.pk])
    assert "Hoàn tác gộp" in old.content.decode()
    client.post(reverse("campaigns:merge_undo", args=[Merge.objects.get().pk]))
    assert Activity.objects.count() == 2
