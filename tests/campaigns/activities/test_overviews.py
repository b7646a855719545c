"""A month, the map of places, the gallery: what the person may see, and only photos with consent leave."""

import datetime as dt
import io
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.activities.papers import ask_for_minutes
from campaigns.activities.queries import month_entries, places_of
from campaigns.events.services import create_event
from campaigns.models import ActivityType, Evidence
from campaigns.queries import ActivityFilter
from campaigns.services import add_photo, log_activity, set_consent
from core.workflow import StepRefused
from documents.jobs import run
from documents.models import Job
from plans.models import PlannedActivity
from tests.campaigns.uploads import photo
from units.models import AuditEntry

YESTERDAY = timezone.localdate() - dt.timedelta(days=1)
ALL = ActivityFilter()


@pytest.fixture
def logged(world, logging, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for number in range(3):
        log_activity(**{**logging, "title": f"Nói chuyện lần {number}"}, participations=10)
    foreign = {"unit": world.foreign, "by": world.stranger, "title": "Hội thao"}
    return log_activity(**logging, participations=5), log_activity(**{**logging, **foreign})


def test_month_names_few_of_a_day_and_counts_the_others(world, logged, plan, django_assert_num_queries):
    PlannedActivity.objects.create(plan=plan, block_id="x1", text="Ngày hội đoàn viên", starts_on=YESTERDAY)
    now = timezone.now()
    create_event(
        unit=world.base, by=world.chair, title="Hội nghị", type=ActivityType.objects.get(pk="tuyen_truyen_mieng"),
        starts_at=now, ends_at=now + dt.timedelta(hours=1), audience="Đoàn viên", content="Bàn", place="Nhà máy",
    )  # fmt: skip
    world.chair.__dict__.pop("_current_seats", None)
    with django_assert_num_queries(5):
        found = month_entries(world.chair, ALL, YESTERDAY, timezone.localdate())
    assert [(entry.kind, entry.title) for entry in found if entry.kind != "event"] == [
        ("done", "Nói chuyện lần 0"), ("done", "Nói chuyện lần 1"), ("done", "và 2 hoạt động nữa"),
    ]  # fmt: skip
    assert [entry.title.split(" ", 1)[1] for entry in found if entry.kind == "event"] == ["Hội nghị"]
    # Of the province all, of a stranger only their own.
    assert "và 3 hoạt động nữa" in [
        entry.title for entry in month_entries(world.drafter, ALL, YESTERDAY, YESTERDAY)
    ]
    assert [
        e.title for e in month_entries(world.stranger, ALL, YESTERDAY, YESTERDAY) if e.kind == "done"
    ] == ["Hội thao"]


def test_map_counts_by_unit_below_and_opens_what_lies_within(client, world, logged):
    places = places_of(world.drafter, ALL)
    assert [(t.unit.name, t.activities, t.participations, t.units_done, t.share) for t in places.tiles] == [
        ("Công đoàn xã Đồi Thông", 1, 0, 1, 3), ("Công đoàn xã Suối Mơ", 4, 35, 1, 2),
    ]  # fmt: skip
    assert [tile.radius for tile in places.tiles] == ["23.0", "40.0"]
    inside = places_of(world.drafter, ALL, code=world.upper.code)
    assert (inside.top, inside.above, [tile.activities for tile in inside.tiles]) == (
        world.upper,
        world.province,
        [4, 0],
    )
    # Another's code shows nothing of theirs.
    assert places_of(world.upper_officer, ALL, code=world.other_upper.code).top == world.upper
    client.force_login(world.drafter)
    page = client.get(reverse("campaigns:activity_places"), {"don-vi": world.upper.code, "tu": "32/13/2026"})
    assert page.status_code == 200
    assert "CĐCS Trường Tiểu học Hoa Sen" in page.content.decode()


def test_only_photos_with_consent_leave_the_portal(client, world, logged):
    mine, foreign = logged
    agreed = add_photo(mine, photo(), by=world.chair, caption="Trao quà", consent=True)
    silent = add_photo(mine, photo(), by=world.chair)
    add_photo(foreign, photo(), by=world.stranger, consent=True)
    client.force_login(world.upper_officer)
    page = client.get(reverse("campaigns:activity_gallery")).content.decode()
    assert page.count("?nho=1") == 2
    assert "Chưa ghi nhận đồng ý" in page

    def taken():
        answer = client.get(reverse("campaigns:activity_photos"), {"dong-y": "chua", "page": "1"})
        assert answer.status_code == 200
        whole = client.get(reverse("campaigns:activity_photos"))
        with zipfile.ZipFile(io.BytesIO(b"".join(whole.streaming_content))) as archive:
            return archive.namelist(), archive.read("danh-sach.txt").decode("utf-8-sig")

    names, told = taken()
    assert names == ["anh-001.jpg", "danh-sach.txt"]
    assert "Trao quà" in told
    with pytest.raises(StepRefused):
        set_consent(silent, by=world.upper_officer, consent=True)
    client.force_login(world.chair)
    client.post(reverse("campaigns:evidence_consent", args=[agreed.pk]), {"consent": "0"})
    assert not Evidence.objects.get(pk=agreed.pk).consent
    assert AuditEntry.objects.filter(action="activity.evidence.consent").count() == 1
    client.force_login(world.upper_officer)
    assert taken()[0] == ["danh-sach.txt"]


def test_minutes_are_printed_for_who_asked(client, world, logged):
    mine, _foreign = logged
    job = ask_for_minutes(mine, by=world.chair)
    run(job.pk)
    job = Job.objects.get(pk=job.pk)
    client.force_login(world.chair)
    answer = client.get(job.result["url"])
    assert b"".join(answer.streaming_content)[:5] == b"%PDF-"
    client.force_login(world.upper_officer)
    assert client.get(job.result["url"]).status_code == 404
