"""People who act on one piece of work at the same moment: one goes first, the others are told, the record stays a chain."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from core.workflow import IllegalStep, StepRefused
from documents.evidence import read_link
from plans.assignments.models import Assignment, AssignmentMove, MoreTime
from plans.assignments.services import (
    add_evidence,
    answer_more_time,
    ask_more_time,
    give,
    hand_over,
    report_progress,
    take_step,
)
from plans.assignments.services.steps import MOST_EVIDENCE
from tests import factories
from tests.plans.test_assignments import WEEK, Place
from units.models import Role, Seat

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.deep]
REFUSALS = (IllegalStep, StepRefused, ValidationError)


def together(*works):
    """Every work in a thread of its own, started at one moment; what each gave or raised, in their order."""
    gate, said = threading.Barrier(len(works)), [None] * len(works)

    def run(place, work):
        try:
            gate.wait(10)
            said[place] = work()
        except Exception as error:
            said[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert all(not isinstance(one, Exception) or isinstance(one, REFUSALS) for one in said), said
    return sum(not isinstance(one, Exception) for one in said)


@pytest.fixture
def place():
    return Place()


def is_chain(row):
    moves = list(AssignmentMove.objects.filter(assignment=row).order_by("pk"))
    states = [*(move.from_status for move in moves), Assignment.objects.get(pk=row.pk).status]
    return all(move.to_status == after for move, after in zip(moves, states[1:], strict=True))


def test_work_is_accepted_once_and_either_done_or_withdrawn(place):
    row = place.one()
    assert together(*[lambda: take_step(row, "accept", by=place.officer)] * 4) == 1
    went = together(
        lambda: take_step(row, "report", by=place.officer),
        lambda: take_step(row, "withdraw", by=place.drafter, note="Giao nhầm."),
        lambda: take_step(row, "report", by=place.officer),
    )
    assert went == 1 and row.moves.count() == 2 and is_chain(row)


def test_result_is_confirmed_or_returned_not_both(place):
    row = place.one()
    take_step(take_step(row, "accept", by=place.officer), "report", by=place.officer)
    went = together(
        lambda: take_step(row, "confirm", by=place.drafter),
        lambda: take_step(row, "return", by=place.leader, note="Thiếu danh sách."),
    )
    assert went == 1 and is_chain(row)


def test_handing_over_meets_progress_without_losing_either(place):
    row = place.one()
    other = factories.person(Role.UPPER_UNIT, place.mid)
    seat = Seat.objects.get(user=other)
    went = together(
        lambda: hand_over(row, seat=seat, by=place.officer),
        lambda: report_progress(row, percent=40, note="Đã họp.", by=place.officer),
    )
    # Whoever handed the work over has it no more: their progress is refused when it comes second.
    assert went in {1, 2} and row.moves.count() == went and is_chain(row)


def test_one_wish_for_time_and_one_answer(place):
    row, later = place.one(), WEEK + dt.timedelta(days=5)
    assert (
        together(*[lambda: ask_more_time(row, wanted_on=later, reason="Chờ số", by=place.officer)] * 3) == 1
    )
    wish = MoreTime.objects.get()
    went = together(
        lambda: answer_more_time(wish, granted=True, by=place.drafter),
        lambda: answer_more_time(wish, granted=False, answer="Giữ hạn.", by=place.leader),
    )
    wish.refresh_from_db()
    row.refresh_from_db()
    assert went == 1 and row.deadline_on == (later if wish.state == "granted" else WEEK)


def test_same_work_given_by_two_reaches_a_unit_once_and_evidence_keeps_its_limit(place):
    works = [lambda: give(place.plan, "bbbbbb", units=[place.mid], by=place.drafter)] * 3
    assert together(*works) == 1
    row = Assignment.objects.get()
    for number in range(MOST_EVIDENCE - 1):
        add_evidence(row, read_link(f"https://congdoan.vn/{number}").described("", False), by=place.officer)
    last = read_link("https://congdoan.vn/cuoi").described("", False)
    assert together(*[lambda: add_evidence(row, last, by=place.officer)] * 3) == 1
    assert row.evidence.count() == MOST_EVIDENCE
