"""A deadline that moves, by the assigner or at a wish, and the places the work was handed on to."""

import datetime as dt

import pytest
from django.urls import reverse

from plans.assignments.models import Assignment
from plans.assignments.reminding import work_lines
from plans.assignments.services import answer_more_time, ask_more_time, hand_on, move_deadline
from tests.plans.test_assignments import TODAY, WEEK, Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    return Place()


def test_moved_deadline_takes_those_below_along_or_never_leaves_them_later(place, client):
    row = place.one()
    made = hand_on(row, by=place.officer, group="co_so")
    first, second = (made.assignments.get(unit=base) for base in place.bases)
    Assignment.objects.filter(pk=second.pk).update(deadline_on=WEEK - dt.timedelta(days=2))
    days = (WEEK + dt.timedelta(days=5), WEEK - dt.timedelta(days=1), WEEK + dt.timedelta(days=9))

    def below():
        return [Assignment.objects.get(pk=one.pk).deadline_on for one in (first, second)]

    client.force_login(place.drafter)
    url = reverse("plans:assignment_deadline", args=[row.pk])
    typed = {"deadline_on": f"{days[0]:%d/%m/%Y}", "reason": "Chờ hướng dẫn", "along": "on"}
    assert client.post(url, typed).status_code == 302
    assert below() == [days[0], WEEK - dt.timedelta(days=2)]  # one had a day of its own
    row.refresh_from_db()
    move_deadline(row, deadline_on=days[1], reason="Làm sớm", by=place.drafter)
    assert below() == [days[1], WEEK - dt.timedelta(days=2)]
    move_deadline(row, deadline_on=days[2], reason="Giãn", by=place.drafter)
    assert below() == [days[1], WEEK - dt.timedelta(days=2)]
    moves = first.moves.filter(step="move_deadline")
    assert moves.count() == 2 and all(place.mid.name in move.note for move in moves)
    assert [line.section for line in work_lines(place.chairs[0], TODAY)] == ["Đổi hạn"]


def test_granted_time_takes_those_with_the_same_day_along_when_asked(place, client):
    row, later = place.one(), WEEK + dt.timedelta(days=10)
    made = hand_on(row, by=place.officer, group="co_so")
    first, second = (made.assignments.get(unit=base) for base in place.bases)
    own = WEEK - dt.timedelta(days=2)
    Assignment.objects.filter(pk=second.pk).update(deadline_on=own)
    wish = ask_more_time(row, wanted_on=later, reason="Chờ kinh phí", by=place.officer)
    client.force_login(place.drafter)
    page = client.get(reverse("plans:assignment_detail", args=[row.pk])).content.decode()
    assert "Gia hạn theo cho 1 nơi được chuyển tiếp" in page
    client.post(reverse("plans:more_time_answer", args=[wish.pk]), {"granted": "1", "along": "1"})
    days = [Assignment.objects.get(pk=one.pk).deadline_on for one in (row, first, second)]
    assert days == [later, later, own]
    assert place.mid.name in first.moves.get(step="move_deadline").note
    assert [line.section for line in work_lines(place.chairs[0], TODAY)] == ["Đổi hạn"]


def test_granted_time_leaves_those_below_when_not_asked(place):
    row, later = place.one(), WEEK + dt.timedelta(days=10)
    below = hand_on(row, by=place.officer, group="co_so").assignments.first()
    wish = ask_more_time(row, wanted_on=later, reason="Chờ kinh phí", by=place.officer)
    answer_more_time(wish, granted=True, along=False, by=place.drafter)
    row.refresh_from_db()
    below.refresh_from_db()
    assert (row.deadline_on, below.deadline_on) == (later, WEEK)
