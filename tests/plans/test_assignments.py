"""Giving work out, doing it, confirming it: who may, what is kept, what the database refuses."""

from __future__ import annotations

import datetime as dt
import sys
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.workflow import IllegalStep, NoteMissing, StepRefused
from documents.evidence import read_link
from documents.models import Document, Recipient
from plans.assignments import queries
from plans.assignments.models import Assignment, AssignmentStatus, MoreTimeState
from plans.assignments.reminding import people_with_work, work_lines
from plans.assignments.services import (
    add_evidence,
    answer_more_time,
    ask_more_time,
    fill_round,
    give,
    hand_on,
    hand_over,
    move_deadline,
    report_progress,
    take_step,
    take_step_for_many,
)
from plans.models import Plan, Task
from plans.services import create_plan, save_plan
from tests import factories
from tests.campaigns.uploads import photo
from units.models import AuditEntry, Department, Role, Seat, Unit

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
WEEK = TODAY + dt.timedelta(days=7)


class Place:
    """A province with one commune of two unions, a drafter above, chairs below, and an issued plan with one task."""

    def __init__(self) -> None:
        self.top = factories.province()
        self.mid = factories.upper_unit(self.top)
        self.bases = [factories.grassroots(self.mid) for _ in range(2)]
        self.drafter = factories.person(Role.DRAFTER, self.top)
        self.leader = factories.person(Role.LEADER, self.top)
        self.officer = factories.person(Role.UPPER_UNIT, self.mid)
        self.chairs = [factories.person(Role.GRASSROOTS, base) for base in self.bases]
        self.plan = issued_plan(self.top, self.drafter)

    def give(self, **told: Any) -> Any:
        told.setdefault("deadline_on", WEEK)
        return give(self.plan, "bbbbbb", by=self.drafter, **told)

    def one(self, **told: Any) -> Assignment:
        self.give(units=[self.mid], **told)
        return Assignment.objects.get(unit=self.mid)


def issued_plan(unit: Unit, drafter: Any) -> Plan:
    plan = create_plan(issuer=unit, abstract="Tuyên truyền pháp luật lao động", by=drafter)
    blocks = [
        {"id": "bbaaaa", "level": "part", "kind": "text", "text": "NHIỆM VỤ"},
        {"id": "bbbbbb", "level": "bullet", "kind": "task", "text": "Tổ chức đối thoại tại nơi làm việc."},
    ]
    content = {"abstract": plan.abstract, "bases": [], "opening": [], "closing": [], "blocks": blocks}
    save_plan(plan, content=content, base=1, by=drafter)
    Document.objects.filter(pk=plan.pk).update(status="issued", number=5, issued_on=TODAY)
    return Plan.objects.get(pk=plan.pk)


@pytest.fixture
def place() -> Place:
    return Place()


# --- giving


def test_one_round_reaches_a_whole_class_in_the_same_queries(place):
    with CaptureQueriesContext(connection) as few:
        place.give(group=Recipient.Group.GRASSROOTS)
    assert set(Assignment.objects.values_list("unit", flat=True)) == {base.pk for base in place.bases}
    Assignment.objects.all().delete()
    for _ in range(20):
        factories.grassroots(place.mid)
    with CaptureQueriesContext(connection) as many:
        place.give(group=Recipient.Group.GRASSROOTS)
    assert Assignment.objects.count() == 22
    assert len(many) <= len(few)
    assert Assignment.objects.filter(deadline_on=WEEK, plan=place.plan, by_unit=place.top).count() == 22


def test_who_has_the_work_is_not_given_it_again_and_new_units_are(place):
    given = place.give(group=Recipient.Group.GRASSROOTS)
    with pytest.raises(ValidationError, match="đều đang có việc này"):
        place.give(units=place.bases)
    assert place.plan.assignment_rounds.count() == 1
    late = factories.grassroots(place.mid)
    assert (fill_round(given), fill_round(given)) == (1, 0)
    assert Assignment.objects.get(unit=late).status == AssignmentStatus.ASSIGNED


def test_a_unit_elsewhere_an_ended_one_and_a_draft_are_refused(place):
    foreign = factories.province("LĐLĐ tỉnh Hạ Đông")
    with pytest.raises(ValidationError, match="không thuộc"):
        place.give(units=[foreign])
    with pytest.raises(StepRefused):
        give(place.plan, "bbbbbb", by=place.officer, units=[place.mid])
    with pytest.raises(ValidationError, match="không phải nhiệm vụ"):
        give(place.plan, "bbaaaa", by=place.drafter, units=[place.mid])
    Document.objects.filter(pk=place.plan.pk).update(status="draft", number=None, issued_on=None)
    with pytest.raises(IllegalStep, match="đã phát hành"):
        place.give(units=[place.mid])


def test_work_outlives_its_record_being_written_anew(place):
    row = place.one()
    Task.objects.filter(plan=place.plan).delete()
    row.refresh_from_db()
    assert (row.round.text, row.block_id) == ("Tổ chức đối thoại tại nơi làm việc.", "bbbbbb")


# --- doing


def test_from_given_to_confirmed_with_every_move_kept(place):
    row = place.one()
    take_step(row, "accept", by=place.officer)
    report_progress(row, percent=60, note="Xong 3 buổi", by=place.officer)
    take_step(row, "report", by=place.officer, note="Đủ 5 buổi")
    with pytest.raises(NoteMissing):
        take_step(row, "return", by=place.drafter)
    take_step(row, "return", by=place.drafter, note="Thiếu biên bản")
    add_evidence(row, read_link("https://congdoan.example/bien-ban"), by=place.officer)
    take_step(row, "report", by=place.officer)
    done = take_step(row, "confirm", by=place.drafter)
    assert (done.status, done.progress) == (AssignmentStatus.CONFIRMED, 100)
    assert [move.step for move in done.moves.all()] == [
        "accept", "progress", "report", "return", "report", "confirm",
    ]  # fmt: skip
    assert AuditEntry.objects.filter(action__startswith="work.").count() == 3
    with pytest.raises(IllegalStep):
        add_evidence(row, read_link("https://congdoan.example/2"), by=place.officer)


def test_nobody_but_a_leader_confirms_what_they_reported(place):
    seat = Seat.objects.get(user=place.drafter)
    other = factories.person(Role.DRAFTER, place.top)
    place.give(seats=[seat])
    row = Assignment.objects.get(seat=seat)
    with pytest.raises(StepRefused, match="giao cho người khác"):
        take_step(row, "accept", by=other)
    take_step(row, "accept", by=place.drafter)
    take_step(row, "report", by=place.drafter)
    with pytest.raises(StepRefused, match="người khác phải xác nhận"):
        take_step(row, "confirm", by=place.drafter)
    assert take_step(row, "confirm", by=other).status == AssignmentStatus.CONFIRMED


def test_a_departments_work_belongs_to_its_people_and_may_go_to_one_of_them(place):
    board = Department.objects.create(unit=place.top, name="Ban Tuyên giáo")
    inside = factories.make_user("Lê Thị Trong")
    seat = factories.make_seat(inside, Role.DRAFTER, place.top, department=board)
    place.give(departments=[board])
    row = Assignment.objects.get(department=board)
    with pytest.raises(StepRefused):
        take_step(row, "accept", by=place.drafter)
    take_step(row, "accept", by=inside)
    moved = hand_over(row, seat=Seat.objects.get(user=place.drafter), by=inside, note="Bạn nắm rõ hơn")
    assert (moved.status, moved.seat.user) == (AssignmentStatus.ASSIGNED, place.drafter)
    with pytest.raises(StepRefused):
        take_step(row, "accept", by=inside)
    with pytest.raises(ValidationError, match="đang công tác"):
        hand_over(row, seat=Seat.objects.get(user=place.officer), by=place.drafter)
    assert seat.pk != moved.seat_id


def test_handed_on_work_waits_for_those_below_and_keeps_its_deadline(place):
    row = place.one()
    with pytest.raises(ValidationError, match="không được sau hạn"):
        hand_on(row, by=place.officer, group="co_so", deadline_on=WEEK + dt.timedelta(days=1))
    made = hand_on(row, by=place.officer, group="co_so")
    row.refresh_from_db()
    assert (row.status, made.assignments.count(), made.parent) == (AssignmentStatus.HANDED_ON, 2, row)
    below = made.assignments.get(unit=place.bases[0])
    take_step(below, "accept", by=place.chairs[0])
    take_step(below, "report", by=place.chairs[0])
    with pytest.raises(StepRefused):
        take_step(below, "confirm", by=place.drafter)
    take_step(below, "confirm", by=place.officer)
    assert take_step(row, "report", by=place.officer).status == AssignmentStatus.REPORTED


def test_more_time_is_granted_or_refused_with_a_reason_and_its_history_stays(place):
    row, later = place.one(), WEEK + dt.timedelta(days=10)
    with pytest.raises(ValidationError, match="phải sau hạn"):
        ask_more_time(row, wanted_on=WEEK, reason="Bận", by=place.officer)
    wish = ask_more_time(row, wanted_on=later, reason="Chờ kinh phí", by=place.officer)
    with pytest.raises(IllegalStep, match="chờ trả lời"):
        ask_more_time(row, wanted_on=later, reason="Chờ kinh phí", by=place.officer)
    with pytest.raises(NoteMissing):
        answer_more_time(wish, granted=False, by=place.drafter)
    with pytest.raises(StepRefused):
        answer_more_time(wish, granted=True, by=place.officer)
    answer_more_time(wish, granted=True, answer="Đồng ý", by=place.drafter)
    with pytest.raises(IllegalStep, match="đã được trả lời"):
        answer_more_time(wish, granted=False, answer="Không", by=place.drafter)
    row.refresh_from_db()
    kept = row.more_time.get()
    assert (row.deadline_on, kept.deadline_before, kept.state) == (later, WEEK, MoreTimeState.GRANTED)


def test_words_too_long_to_keep_are_refused_with_a_message(place, client):
    row = place.one()
    wish = ask_more_time(row, wanted_on=WEEK + dt.timedelta(days=9), reason="Bận", by=place.officer)
    client.force_login(place.drafter)
    url = reverse("plans:more_time_answer", args=[wish.pk])
    page = client.post(url, {"note": "x" * 501}, follow=True)
    assert [("501" in str(one), one.level_tag) for one in page.context["messages"]] == [(True, "error")]
    with pytest.raises(IllegalStep, match="viết gọn"):
        take_step(row, "accept", by=place.officer, note="x" * 5001)


def test_many_at_once_give_each_its_own_result(place):
    place.give(group="co_so")
    rows = list(Assignment.objects.order_by("pk"))
    results = take_step_for_many(rows, "accept", by=place.chairs[0])
    assert [bool(why) for _row, why in results] == [row.unit_id != place.bases[0].pk for row in rows]


# --- lists and pages


def test_lists_hold_their_own_rows_and_filters_narrow_them(place):
    place.give(group="co_so")
    Assignment.objects.filter(unit=place.bases[0]).update(deadline_on=TODAY - dt.timedelta(days=1))
    chair, drafter = place.chairs[0], place.drafter
    mine = queries.side_of(chair, queries.MINE)
    assert [row.unit for row in mine] == [place.bases[0]]
    assert queries.side_of(drafter, queries.MINE).count() == 0
    given = queries.side_of(drafter, queries.GIVEN)
    assert given.count() == 2
    late = queries.narrowed(given, {"loc": queries.LATE, "q": "doi thoai"})
    assert [row.unit for row in late] == [place.bases[0]]
    assert queries.standing(given) == queries.Standing(open=2, late=1, week=1, fresh=2, total=2)


def test_a_chair_walks_through_the_pages(place):
    row = (place.give(group="co_so"), Assignment.objects.get(unit=place.bases[0]))[1]
    client = Client()
    client.force_login(place.chairs[0])
    page = client.get(reverse("plans:assignment_list"))
    assert "Tổ chức đối thoại" in page.content.decode()
    client.post(reverse("plans:assignment_step", args=[row.pk, "accept"]))
    bad = client.post(reverse("plans:assignment_progress", args=[row.pk]), {"percent": "120", "note": "x"})
    assert (bad.status_code, "từ 0 đến 100" in bad.content.decode()) == (422, True)
    sent = client.post(reverse("plans:assignment_evidence", args=[row.pk]), {"file": photo()})
    assert sent.status_code == 302
    kept = row.evidence.get()
    file = client.get(reverse("plans:evidence_file", args=[kept.pk]))
    assert file["Content-Disposition"].startswith("attachment")
    client.post(reverse("plans:assignment_step", args=[row.pk, "report"]), {"note": "Xong"})
    boss = Client()
    boss.force_login(place.leader)
    done = boss.post(
        reverse("plans:assignment_bulk"), {"step": "confirm", "viec": [row.pk], "ben": "da-giao"}
    )
    assert done.context["went"] == 1
    sheet = boss.get(reverse("plans:assignment_export"), {"ben": "da-giao", "loc": "tat-ca"})
    assert sheet.content[:2] == b"PK"


def test_who_has_work_of_a_plan_reads_the_plan_until_the_work_is_taken_back(place):
    place.give(group="co_so")
    row = Assignment.objects.get(unit=place.bases[0])
    client, chair = Client(), place.chairs[0]
    client.force_login(chair)

    def seen() -> tuple[bool, bool, int]:
        page = client.get(reverse("plans:assignment_detail", args=[row.pk])).content.decode()
        address = reverse("plans:plan_detail", args=[place.plan.pk])
        return place.plan.abstract in page, f'href="{address}"' in page, client.get(address).status_code

    assert seen() == (True, True, 200)
    take_step(row, "withdraw", by=place.drafter, note="Giao nhầm")
    assert seen() == (True, False, 404)


def test_assigner_moves_the_deadline_and_the_holder_is_told(client, place):
    row = place.one()
    client.force_login(place.drafter)
    url = reverse("plans:assignment_deadline", args=[row.pk])
    later = WEEK + dt.timedelta(days=10)
    same = client.post(url, {"deadline_on": f"{WEEK:%d/%m/%Y}", "reason": "Chờ hướng dẫn"})
    assert "Đây đang là hạn" in same.content.decode() and same.status_code == 422
    assert client.post(url, {"deadline_on": f"{later:%d/%m/%Y}", "reason": ""}).status_code == 422
    assert (
        client.post(url, {"deadline_on": f"{later:%d/%m/%Y}", "reason": "Chờ hướng dẫn"}).status_code == 302
    )
    row.refresh_from_db()
    assert row.deadline_on == later and AuditEntry.objects.filter(action="work.deadline").exists()
    (line,) = work_lines(place.officer, TODAY)
    assert (line.section, line.rings) == ("Đổi hạn", True)
    assert place.officer.pk in set(people_with_work(TODAY))
    client.force_login(place.officer)
    assert "Đổi hạn việc được giao" in client.get("/").content.decode()
    assert "Chờ hướng dẫn" in client.get(reverse("plans:assignment_detail", args=[row.pk])).content.decode()
    assert client.post(url, {"deadline_on": "01/01/2030", "reason": "x"}).status_code == 403
    ask_more_time(row, wanted_on=later + dt.timedelta(days=1), reason="Thêm", by=place.officer)
    with pytest.raises(IllegalStep, match="trả lời lần xin đó"):
        move_deadline(row, deadline_on=WEEK, reason="x", by=place.drafter)


def test_deep_unit_is_found_in_the_page_and_given_the_work(client, place):
    client.force_login(place.drafter)
    url = reverse("plans:work_units", args=[place.top.pk])
    deep, other = place.bases
    found = client.get(url, {"tim": deep.code.lower(), "below": [other.pk]}).content.decode()
    assert f'value="{other.pk}" checked' in found and f'value="{deep.pk}">' in found
    assert place.mid.name in found  # the line above tells which one it is
    stranger = factories.province("Liên đoàn Lao động tỉnh khác")
    assert stranger.name not in client.get(url, {"tim": "lien doan"}).content.decode()
    give_url = reverse("plans:work_give", args=[place.plan.pk, "bbbbbb"])
    assert "<summary>Giao thêm" not in client.get(give_url).content.decode()
    page = client.post(give_url, {"below": [deep.pk], "escalate_after": "7"}, follow=True)
    assert Assignment.objects.get().unit == deep
    words = page.content.decode()
    assert words.index('id="da-giao"') < words.index("<summary>Giao thêm")
    client.force_login(place.chairs[0])
    assert client.get(url, {"tim": "cdcs"}).status_code == 403


def test_column_of_the_board_stops_and_opens_to_its_list(client, place, monkeypatch):
    plans = [issued_plan(place.top, place.drafter) for _ in range(2)]
    for plan in plans:
        give(plan, "bbbbbb", units=[place.mid], by=place.drafter)
    client.force_login(place.officer)
    page = client.get(reverse("plans:assignment_board"), {"ben": "don-vi"}).content.decode()
    assert page.count('class="work-card"') == 2 and "Xem tất cả" not in page
    monkeypatch.setattr(sys.modules["plans.views.calendar"], "IN_COLUMN", 1)
    page = client.get(reverse("plans:assignment_board"), {"ben": "don-vi"}).content.decode()
    assert page.count('class="work-card"') == 1 and "loc=moi-giao" in page and "Xem tất cả 2 việc" in page
