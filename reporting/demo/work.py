"""Work given out from the province's plan, with uneven progress: done, late, asking for time, handed on."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from documents.models import Recipient
from plans.assignments.models import Assignment, AssignmentRound
from plans.assignments.promises import proposed_in
from plans.assignments.services import (
    ask_more_time,
    escalate,
    give,
    hand_on,
    note_promise,
    report_progress,
    take_step,
)
from plans.models import Plan
from reporting.demo.names import dice
from reporting.demo.people import Cast
from reporting.demo.planning import province_plan
from units.models import Seat

MOVED = 60  # rows of one round whose unit has done something
SAID = (
    "Đã họp Ban Chấp hành, phân công từng tổ.", "Đã xong đợt đầu, còn các ca đêm.", "Đã in tài liệu, đang phát tới tổ.",
    "Đang chờ doanh nghiệp sắp giờ.", "Đã mời báo cáo viên, chốt lịch tuần tới.",
)  # fmt: skip


def give_out_work(cast: Cast) -> None:
    """Four tasks of the plan: to upper units, to the base, to own people (late), to upper units again (settled)."""
    plan, today = province_plan(cast), timezone.localdate()
    blocks = list(plan.tasks.order_by("order", "pk").values_list("block_id", flat=True)[:4])
    uppers, base = Recipient.Group.UPPER_UNITS, Recipient.Group.GRASSROOTS
    rounds = [
        give(
            plan, block, by=cast.drafter(cast.top), group=group, seats=seats, deadline_on=today + dt.timedelta(days=days),
            instruction="Báo tiến độ trước ngày 25 hằng tháng.",
        )
        for block, group, seats, days in zip(
            blocks, (uppers, base, "", uppers), ((), (), _own_seats(cast), ()), (12, 7, -9, -20), strict=False
        )
    ]  # fmt: skip
    for one in rounds:
        _move(cast, one)
    _hand_on(cast, rounds[0])
    escalate(today)
    _promise(cast, plan)


def _own_seats(cast: Cast) -> tuple[Seat, ...]:
    people = (cast.drafter(cast.top), cast.officer(cast.top))
    return tuple(Seat.objects.filter(unit=cast.top, user=person).order_by("pk")[0] for person in people)


def _move(cast: Cast, one: AssignmentRound) -> None:
    settled = one.deadline_on is not None and one.deadline_on < timezone.localdate() - dt.timedelta(days=15)
    for row in one.assignments.select_related("unit__kind", "seat__user")[:MOVED]:
        who = row.seat.user if row.seat else cast.reporter(row.unit)
        luck = dice("work", row.unit.code, row.block_id, row.given_to)
        share = 1.0 if settled else luck.random()
        if share < 0.3:
            continue
        take_step(row, "accept", by=who)
        report_progress(row, percent=luck.randrange(10, 100, 5), note=luck.choice(SAID), by=who)
        if share > 0.9 and row.deadline_on and row.deadline_on > timezone.localdate() and not settled:
            later = row.deadline_on + dt.timedelta(days=10)
            ask_more_time(row, wanted_on=later, reason="Đơn vị đang cao điểm sản xuất.", by=who)
        elif share > 0.6:
            take_step(row, "report", by=who, note="Đã thực hiện xong, có ảnh và danh sách.")
            if share > 0.7 and row.seat is None:
                take_step(row, "confirm", by=cast.drafter(cast.top))


def _hand_on(cast: Cast, one: AssignmentRound) -> None:
    """One upper unit gives its share on to the unions below."""
    open_rows = Assignment.objects.filter(
        round=one, status__in=["assigned", "doing"], unit__child_count__gt=0
    )
    row = open_rows.select_related("unit__kind").first()
    if row is not None:
        hand_on(row, by=cast.officer(row.unit), group=Recipient.Group.GRASSROOTS)


def _promise(cast: Cast, plan: Plan) -> None:
    for one in proposed_in(plan)[:1]:
        due = one.promise.due_on or timezone.localdate() + dt.timedelta(days=10)
        note_promise(plan, one.block_id, what=one.promise.what, due_on=due, by=cast.drafter(cast.top))
