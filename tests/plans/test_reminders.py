"""The daily letter, the calendar and its feed."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.mail import Outbox
from plans import schedule
from plans.assignments import agenda, sending
from plans.assignments.icalendar import calendar_text
from plans.assignments.models import Assignment, AssignmentStatus, Digest, DigestState, ReminderSetting
from plans.assignments.reminding import LATE, lines_for, rings
from plans.assignments.services import escalate, is_quiet, new_feed, queue_digests, take_step
from plans.models import PlannedActivity, Task
from tests.plans.test_assignments import TODAY, Place
from units.models import User

pytestmark = pytest.mark.django_db

# A Tuesday, far from any quiet hour; days are counted from it.
MORNING = timezone.make_aware(dt.datetime(2026, 11, 24, 9))
DAY = MORNING.date()


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Place:
    found = Place()
    User.objects.update(email="canbo@congdoan.example")
    found.give(group="co_so", deadline_on=DAY + dt.timedelta(days=7))
    long_ago = MORNING - dt.timedelta(days=30)
    Assignment.objects.update(changed_at=long_ago)
    return found


def due(place: Place, days: int) -> None:
    Assignment.objects.update(deadline_on=DAY + dt.timedelta(days=days))


def test_the_ladder_rings_before_and_after_the_day():
    days = [left for left in range(20, -16, -1) if rings(DAY + dt.timedelta(days=left), DAY)]
    assert days == [14, 7, 1, 0, -1, -3, -7, -14]


def test_one_letter_a_person_and_day_even_with_two_clocks_and_a_dead_worker(place):
    assert queue_digests(MORNING) == 2
    assert queue_digests(MORNING) == 0
    outbox = Outbox()
    first, second = sending.waiting(MORNING)
    # A worker claimed the first row and died while it was writing.
    Digest.objects.filter(pk=first).update(state=DigestState.SENDING, claimed_at=MORNING)
    assert not sending.send(first, outbox, now=MORNING + dt.timedelta(minutes=1))
    later = MORNING + dt.timedelta(minutes=20)
    assert sending.send(first, outbox, now=later)
    assert not sending.send(first, outbox, now=later)
    # The second worker died while it was handing the letter over.
    Digest.objects.filter(pk=second).update(state=DigestState.SENDING, claimed_at=MORNING, handed_at=MORNING)
    assert sending.give_up_on_lost(later) == 1
    assert not sending.send(second, outbox, now=later)
    assert len(mail.outbox) == 1
    assert Digest.objects.get(pk=second).state == DigestState.UNKNOWN


def test_the_letter_says_what_from_which_plan_by_when_and_where(place):
    queue_digests(MORNING)
    digest = Digest.objects.get(user=place.chairs[0])
    sending.send(digest.pk, Outbox(), now=MORNING)
    letter = mail.outbox[0]
    row = Assignment.objects.get(unit=place.bases[0])
    assert letter.subject == "Nhắc việc 24/11/2026: 1 đến hạn"
    for words in (
        "Tổ chức đối thoại tại nơi làm việc.", "05/KH-LĐLĐ của Liên đoàn", "hạn 01/12/2026, còn 7 ngày",
        reverse("plans:assignment_detail", args=[row.pk]), place.chairs[0].full_name,
    ):  # fmt: skip
        assert words in letter.body


def test_no_letter_when_nothing_rings_when_quiet_or_not_wanted(place):
    due(place, 5)
    assert queue_digests(MORNING) == 0
    due(place, 7)
    assert queue_digests(MORNING.replace(hour=6)) == 0
    ReminderSetting.objects.create(user=place.chairs[0], daily=False)
    ReminderSetting.objects.create(user=place.chairs[1], quiet_from=8, quiet_to=10)
    assert queue_digests(MORNING) == 0
    assert queue_digests(MORNING.replace(hour=10)) == 1
    assert [is_quiet(ReminderSetting(), hour) for hour in (6, 7, 19, 20)] == [True, False, False, True]


def test_long_overdue_work_is_told_to_the_level_above_once(place):
    due(place, -8)
    assert (escalate(DAY), escalate(DAY)) == (2, 0)
    told = lines_for(place.leader, DAY)
    assert [line.text for line in told] == ["2 nơi quá hạn nhiều ngày: Tổ chức đối thoại tại nơi làm việc."]
    assert lines_for(place.drafter, DAY) == []
    due(place, -7)
    assert {line.section for line in lines_for(place.chairs[0], DAY)} == {LATE}


def test_the_clock_sends_through_the_worker(place, settings, monkeypatch):
    settings.CELERY_TASK_ALWAYS_EAGER = True
    monkeypatch.setattr(timezone, "now", lambda: MORNING)
    schedule.remind()
    schedule.remind()
    assert len(mail.outbox) == 2
    assert set(Digest.objects.values_list("state", flat=True)) == {DigestState.SENT}


# --- calendar


def unfolded(text: str) -> list[str]:
    assert text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def test_feed_keeps_to_rfc_5545(place):
    first = TODAY + dt.timedelta(days=3)
    text = "Hội thi “Công đoàn”; vòng 1, tại nhà văn hóa \\ sân vận động, " + "rất dài " * 20
    PlannedActivity.objects.create(
        plan=place.plan, block_id="cccccc", text=text, starts_on=first, ends_on=first + dt.timedelta(days=2)
    )
    token = new_feed(by=place.drafter)
    answer = Client().get(reverse("plans:calendar_feed", args=[token]))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    lines = unfolded(answer.content.decode())
    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Nhip Cau//Cong viec//VI"]
    uids = [line for line in lines if line.startswith("UID:")]
    assert len(uids) == len(set(uids)) == lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 2
    assert f"DTSTART;VALUE=DATE:{first:%Y%m%d}" in lines
    assert f"DTEND;VALUE=DATE:{first + dt.timedelta(days=3):%Y%m%d}" in lines
    assert all(re.fullmatch(r"DTSTAMP:\d{8}T\d{6}Z", line) for line in lines if line.startswith("DTSTAMP"))
    summary = next(line for line in lines if line.startswith("SUMMARY:Hội thi"))
    assert "“Công đoàn”\\; vòng 1\\, tại nhà văn hóa \\\\ sân vận động\\," in summary


def test_feed_ends_with_a_new_one_with_its_end_and_with_the_account(place):
    chair, client = place.chairs[0], Client()
    client.force_login(chair)
    made = client.post(reverse("plans:feed_new"))
    old = re.search(r"/ke-hoach/lich/[\w-]+\.ics", made.content.decode())[0]
    assert Client().get(old).status_code == 200
    assert old not in client.get(reverse("plans:reminders")).content.decode()
    new = re.search(r"/ke-hoach/lich/[\w-]+\.ics", client.post(reverse("plans:feed_new")).content.decode())[0]
    assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)
    User.objects.filter(pk=chair.pk).update(is_active=False)
    assert Client().get(new).status_code == 404
    User.objects.filter(pk=chair.pk).update(is_active=True)
    client.force_login(chair)
    client.post(reverse("plans:feed_end"))
    assert Client().get(new).status_code == 404


def test_calendar_shows_own_days_and_not_those_of_others(place):
    row = Assignment.objects.get(unit=place.bases[0])
    month = {"thang": f"{DAY + dt.timedelta(days=7):%Y-%m}"}
    client = Client()
    client.force_login(place.chairs[0])
    for view in ({}, {"xem": "danh-sach"}):
        page = client.get(reverse("plans:calendar"), month | view).content.decode()
        assert page.count(reverse("plans:assignment_detail", args=[row.pk])) == 1
    client.force_login(place.officer)
    assert "Tổ chức đối thoại" not in client.get(reverse("plans:calendar"), month).content.decode()
    client.force_login(place.drafter)
    assert "Hạn việc đã giao" in client.get(reverse("plans:calendar"), month).content.decode()
    assert client.get(reverse("plans:calendar"), {"thang": "9999-99"}).status_code == 200
    take_step(row, "accept", by=place.chairs[0])
    Assignment.objects.filter(pk=row.pk).update(status=AssignmentStatus.CONFIRMED)
    found = agenda.entries(place.chairs[0], DAY, DAY + dt.timedelta(days=31), wanted=["work"])
    assert [entry.done for entry in found] == [True]
    assert "SUMMARY:✓" in calendar_text(found, name="Lịch", labels=agenda.kinds())


def test_calendar_holds_the_days_a_plan_names_for_its_lead_unit(place):
    Task.objects.update(deadline_on=DAY, lead_unit=place.top)
    found = agenda.entries(place.drafter, DAY, DAY, wanted=["duty"])
    assert [entry.title for entry in found] == ["Tổ chức đối thoại tại nơi làm việc."]
    assert agenda.entries(place.chairs[0], DAY, DAY, wanted=["duty"]) == []
