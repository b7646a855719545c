import datetime as dt
import uuid

import pytest
from django.utils import timezone

from campaigns.models import Activity, ActivityMoney, Evidence
from campaigns.services import (
    CampaignError,
    add_message,
    add_photo,
    approve_message,
    change_activity,
    close_campaign,
    create_campaign,
    log_activity,
    remove_activity,
)
from core.workflow import StepRefused
from documents.evidence import read_photo
from plans.models import Task
from tests import factories
from tests.campaigns.conftest import make_plan
from tests.campaigns.uploads import photo
from units.models import AuditEntry, Role

TODAY = timezone.localdate


def test_activity_keeps_numbers_and_what_was_not_counted_stays_out(world, logging):
    activity = log_activity(
        **logging, participations=120, female_participations=70, quantities={"to_roi": 300, "tai_lieu": 0},
        money={"tai_chinh_cd": 5_000_000},
    )  # fmt: skip
    assert dict(activity.quantities.values_list("kind_id", "amount")) == {"to_roi": 300, "tai_lieu": 0}
    assert [(m.source, m.amount) for m in activity.money.all()] == [(ActivityMoney.Source.UNION, 5_000_000)]
    assert (activity.unit, activity.logged_by, activity.sessions) == (world.base, world.chair, 1)


def test_sent_twice_is_stored_once(world, logging):
    key = uuid.uuid4()
    pieces = [read_photo(photo())]
    first = log_activity(**logging, request_key=key, quantities={"to_roi": 5}, evidence=pieces)
    again = log_activity(
        **{**logging, "title": "Khác"}, request_key=key, quantities={"to_roi": 5}, evidence=pieces
    )
    assert first == again
    assert (Activity.objects.count(), Evidence.objects.count()) == (1, 1)
    assert Activity.objects.get().title == logging["title"]


def test_key_of_another_unit_gives_nothing_away(world, logging):
    key = uuid.uuid4()
    log_activity(**logging, request_key=key)
    with pytest.raises(CampaignError, match="đơn vị khác"):
        log_activity(**{**logging, "unit": world.foreign, "by": world.stranger}, request_key=key)


@pytest.mark.parametrize("who", ["member", "sister_chair", "upper_officer", "stranger", "drafter"])
def test_unit_must_be_own_and_the_role_must_fit(world, logging, who):
    with pytest.raises(StepRefused):
        log_activity(**{**logging, "by": getattr(world, who)})
    assert not Activity.objects.exists()


@pytest.mark.parametrize("role", [Role.GRASSROOTS, Role.DRAFTER, Role.UPPER_UNIT, Role.LEADER])
def test_roles_that_log(world, logging, role):
    assert log_activity(**{**logging, "by": factories.person(role, world.base)}).pk


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"happened_on": TODAY() + dt.timedelta(days=2)}, "happened_on", "tương lai"),
        ({"happened_on": dt.date(1026, 5, 1)}, "happened_on", "kiểm tra lại năm"),
        (
            {"participations": 10, "female_participations": 11},
            "female_participations",
            r"Số nữ \(11\) lớn hơn",
        ),
        ({"female_participations": 3}, "participations", "lượt người dự trước"),
        ({"participations": -1}, "participations", "số âm"),
        ({"participations": 5_000_000_000}, "participations", "quá lớn"),
        ({"participations": 1.5}, "participations", "số nguyên"),
        ({"sessions": 0}, "sessions", "từ 1 trở lên"),
        ({"quantities": {"to_roi": -5}}, "quantity_to_roi", "số âm"),
        ({"quantities": {"khong_co": 5}}, "quantity_khong_co", "Không có loại"),
        ({"money": {"nsdld": -1}}, "money_nsdld", "số âm"),
        ({"money": {"vay": 1}}, "money_vay", "Không có nguồn"),
        ({"title": "   "}, "title", "để trống"),
        ({"title": "x" * 201}, "title", "201 ký tự, tối đa 200"),
        ({"type": "khong_co"}, "type", "Không có loại hoạt động"),
        ({"form": "qua_song"}, "form", "trực tiếp"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_nothing_is_stored(world, logging, changes, field, words):
    with pytest.raises(CampaignError, match=words) as refused:
        log_activity(**{**logging, **changes})
    assert refused.value.field == field
    assert not Activity.objects.exists()


def test_task_must_be_in_force_for_the_unit(world, logging, task):
    assert log_activity(**logging, task=task).task == task
    draft = Task.objects.create(plan=make_plan(world.province, status="draft"), block_id="x", text="Dự thảo")
    beside = Task.objects.create(plan=make_plan(world.other_upper), block_id="y", text="Của xã khác")
    for wrong in (draft, beside):
        with pytest.raises(CampaignError) as refused:
            log_activity(**logging, task=wrong)
        assert refused.value.field == "task"


def test_campaign_must_be_open_for_the_unit(world, logging, campaign):
    assert log_activity(**logging, campaign=campaign).campaign == campaign
    dates = {"starts_on": TODAY() - dt.timedelta(days=9), "ends_on": TODAY()}
    preparing = create_campaign(owner=world.province, name="Sắp tới", by=world.leader, **dates)
    with pytest.raises(CampaignError, match="chưa mở"):
        log_activity(**logging, campaign=preparing)


def test_closed_campaign_takes_what_happened_in_its_days(world, logging, campaign):
    close_campaign(campaign, by=world.leader)
    assert log_activity(**logging, campaign=campaign).pk
    type(campaign).objects.update(ends_on=TODAY() - dt.timedelta(days=5))
    campaign.refresh_from_db()
    with pytest.raises(CampaignError, match="nằm ngoài thời gian"):
        log_activity(**logging, campaign=campaign)


def test_message_must_be_approved_and_brings_its_campaign(world, logging, campaign):
    message = add_message(campaign, text="Hiểu luật", by=world.drafter)
    with pytest.raises(CampaignError, match="chưa được duyệt"):
        log_activity(**logging, message=message)
    message = approve_message(message, by=world.leader)
    assert log_activity(**logging, message=message).campaign == campaign


def test_message_of_another_campaign_is_refused(world, logging, campaign):
    dates = {"starts_on": campaign.starts_on, "ends_on": campaign.ends_on}
    other = create_campaign(owner=world.province, name="Khác", by=world.leader, **dates)
    message = approve_message(add_message(other, text="Khác", by=world.leader), by=world.leader)
    with pytest.raises(CampaignError) as refused:
        log_activity(**logging, campaign=campaign, message=message)
    assert refused.value.field == "message"


def test_change_replaces_numbers_and_is_recorded(world, logging):
    activity = log_activity(**logging, quantities={"to_roi": 5}, money={"nsdld": 7})
    change_activity(activity, by=world.chair, title="Tên mới", quantities={"tai_lieu": 2})
    activity.refresh_from_db()
    assert dict(activity.quantities.values_list("kind_id", "amount")) == {"tai_lieu": 2}
    assert activity.money.get().amount == 7
    entry = AuditEntry.objects.get(action="activity.change")
    assert (entry.before["quantities"], entry.after["title"]) == ({"to_roi": 5}, "Tên mới")


def test_change_keeps_a_task_that_went_out_of_force(world, logging, task):
    activity = log_activity(**logging, task=task)
    type(task.plan).objects.filter(pk=task.plan_id).update(status="returned")
    change_activity(activity, by=world.chair, title="Tên mới")
    with pytest.raises(CampaignError):
        log_activity(**logging, task=task)


def test_bad_change_leaves_everything_as_it_was(world, logging):
    activity = log_activity(**logging, participations=10, quantities={"to_roi": 5})
    with pytest.raises(CampaignError):
        change_activity(activity, by=world.chair, title="Mới", quantities={"to_roi": -1})
    activity.refresh_from_db()
    assert (activity.title, activity.quantities.get().amount) == (logging["title"], 5)
    with pytest.raises(StepRefused):
        change_activity(activity, by=world.upper_officer, title="Cấp trên sửa")


def test_deletion_takes_the_files_and_leaves_a_record(
    world, logging, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    activity = log_activity(**logging, participations=50)
    piece = add_photo(activity, photo("hội nghị.jpg"), by=world.chair)
    assert len([p for p in tmp_path.rglob("*") if p.is_file()]) == 2
    with pytest.raises(StepRefused):
        remove_activity(activity, by=world.sister_chair)
    with django_capture_on_commit_callbacks(execute=True):
        remove_activity(activity, by=world.chair)
    assert not Activity.objects.exists()
    assert not [p for p in tmp_path.rglob("*") if p.is_file()]
    entry = AuditEntry.objects.get(action="activity.remove")
    assert entry.by == world.chair
    assert (entry.before["participations"], entry.before["title"]) == (50, logging["title"])
    assert entry.before["evidence"] == [f"hội nghị.jpg {piece.sha256}"]


def test_joint_event_has_one_owner_and_names_its_partners(world, logging):
    activity = log_activity(**logging, partners=[world.sister, world.base])
    assert list(activity.partners.all()) == [world.sister]
    assert Activity.objects.filter(unit=world.sister).count() == 0
