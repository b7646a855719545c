"""Giving work out: one round for some units or a whole class of them; a class is filled by the database, not by a loop."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.vietnamese import nfc
from core.workflow import IllegalStep, StepRefused
from documents.models import Recipient, Status
from documents.queries import group_units
from plans.assignments.models import ESCALATE_AFTER, Assignment, AssignmentRound, AssignmentStatus, WorkKind
from plans.assignments.services.rows import keep, locked
from plans.assignments.workflow import ASSIGNMENT_WORKFLOW, giver_at
from plans.models import Plan
from plans.records import RECORD_OF_KIND
from plans.services.rows import locked_plan
from units import audit
from units.models import Department, Seat, Unit

# Every value is the round's own, so that no type has to be guessed from a parameter.
_FILL = """
INSERT INTO plans_assignment (
    round_id, plan_id, block_id, by_unit_id, unit_id, given_to, status, progress, deadline_on, changed_at
)
SELECT r.id, r.plan_id, r.block_id, r.by_unit_id, u.id, 'u', 'assigned', 0, r.deadline_on, r.at
FROM units_unit u JOIN plans_assignmentround r ON r.id = %s
WHERE u.id IN ({chosen})
ON CONFLICT DO NOTHING
"""


@transaction.atomic
def give(
    plan: Plan,
    block_id: str,
    *,
    by: Any,
    group: str = "",
    units: Iterable[Unit] = (),
    departments: Iterable[Department] = (),
    seats: Iterable[Seat] = (),
    deadline_on: dt.date | None = None,
    instruction: str = "",
    escalate_after: int = ESCALATE_AFTER,
) -> AssignmentRound:
    """Give a task or duty of an issued plan to units below, a class of them, own departments or own people.

    Who has the same work from this unit already is left as it is. Raises StepRefused, IllegalStep (not issued),
    ValidationError by field: block_id, units, departments, seats, or without one (nobody named, nobody new).
    """
    _may_give(by, plan.issuer)
    held = locked_plan(plan)
    if held.status != Status.ISSUED:
        raise IllegalStep(_("Chỉ giao việc từ kế hoạch đã phát hành."))
    kind, text = _work_of(held, block_id)
    return _round(
        AssignmentRound(plan=held, block_id=block_id, kind=kind, text=text, by_unit=held.issuer),
        by=by, group=group, units=units, departments=departments, seats=seats, deadline_on=deadline_on,
        instruction=instruction, escalate_after=escalate_after,
    )  # fmt: skip


@transaction.atomic
def hand_on(
    assignment: Assignment,
    *,
    by: Any,
    group: str = "",
    units: Iterable[Unit] = (),
    deadline_on: dt.date | None = None,
    instruction: str = "",
) -> AssignmentRound:
    """Give the work on to units below; the row waits for them until it is reported itself.

    Raises as `give`, and for a deadline after the row's own (field deadline_on).
    """
    row = locked(assignment)
    transition = ASSIGNMENT_WORKFLOW.check("hand_on", by, row)
    deadline_on = deadline_on or row.deadline_on
    if row.deadline_on and deadline_on and deadline_on > row.deadline_on:
        words = _("Hạn giao tiếp không được sau hạn của chính việc này (%(on)s).")
        raise ValidationError({"deadline_on": words % {"on": f"{row.deadline_on:%d/%m/%Y}"}})
    above = row.round
    made = _round(
        AssignmentRound(
            plan=above.plan, block_id=above.block_id, kind=above.kind, text=above.text, by_unit=row.unit, parent=row
        ),
        by=by, group=group, units=units, deadline_on=deadline_on, instruction=instruction,
        escalate_after=above.escalate_after,
    )  # fmt: skip
    before, row.status = row.status, transition.target
    keep(row, "hand_on", before=before, by=by, note=instruction)
    return made


def fill_round(round: AssignmentRound) -> int:
    """Give the round's work to units of its class that have come since. How many there were."""
    return _fill(round, group_units(round.by_unit, round.group)) if round.group else 0


# --- steps of giving


def _may_give(by: Any, unit: Unit) -> None:
    reason = giver_at(by, unit)
    if reason:
        raise StepRefused(reason)


def _work_of(plan: Plan, block_id: str) -> tuple[str, str]:
    for kind in WorkKind.values:
        found = (
            RECORD_OF_KIND[kind].objects.filter(plan=plan, block_id=block_id).values_list("text", flat=True)
        )
        if text := found.first():
            return kind, text
    raise ValidationError({"block_id": _("Đoạn này không phải nhiệm vụ hay nghĩa vụ báo cáo.")})


def _round(
    round: AssignmentRound,
    *,
    by: Any,
    group: str,
    units: Iterable[Unit],
    departments: Iterable[Department] = (),
    seats: Iterable[Seat] = (),
    deadline_on: dt.date | None,
    instruction: str,
    escalate_after: int,
) -> AssignmentRound:
    units, departments, seats = list(units), list(departments), list(seats)
    _check(round.by_unit, group, units, departments, seats)
    round.by, round.group, round.deadline_on = by, group, deadline_on
    round.instruction, round.escalate_after = nfc(instruction).strip(), escalate_after
    round.full_clean(exclude=["plan", "by_unit", "by", "parent"])
    round.save()
    made = _fill(round, group_units(round.by_unit, group)) if group else 0
    if units:
        made += _fill(round, Unit.objects.filter(pk__in=[u.pk for u in units]).values_list("pk", flat=True))
    made += _fill_named(round, departments, seats)
    if not made:
        raise ValidationError(_("Những nơi đã chọn đều đang có việc này; không giao thêm cho ai."))
    audit.record(
        "work.give", round, by=by, unit=round.by_unit,
        after={"plan": round.plan_id, "block": round.block_id, "group": group, "rows": made, "deadline": deadline_on},
    )  # fmt: skip
    return round


def _check(
    giver: Unit, group: str, units: list[Unit], departments: list[Department], seats: list[Seat]
) -> None:
    if not (group or units or departments or seats):
        raise ValidationError(_("Hãy chọn nơi nhận việc: nhóm đơn vị, đơn vị, ban hoặc người."))
    if group and group not in Recipient.Group.values:
        raise ValidationError({"group": _("Nhóm đơn vị không có trong danh sách.")})
    for unit in units:
        if unit.pk == giver.pk or not unit.is_under(giver):
            raise ValidationError(
                {"units": _("%(unit)s không thuộc %(giver)s.") % {"unit": unit, "giver": giver}}
            )
        if unit.ended_on:
            raise ValidationError({"units": _("%(unit)s đã kết thúc hoạt động.") % {"unit": unit}})
    if any(one.unit_id != giver.pk for one in departments):
        raise ValidationError({"departments": _("Chỉ giao cho ban, phòng của đơn vị mình.")})
    if any(one.unit_id != giver.pk or one.to_on for one in seats):
        raise ValidationError({"seats": _("Chỉ giao cho người đang công tác ở đơn vị mình.")})


def _fill(round: AssignmentRound, chosen: Any) -> int:
    ids: QuerySet[Any, Any] = chosen.order_by()
    sql, params = ids.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_FILL.format(chosen=sql), [round.pk, *params])
        return max(cursor.rowcount, 0)


def _fill_named(round: AssignmentRound, departments: list[Department], seats: list[Seat]) -> int:
    """Own departments and people are a handful."""
    wanted = [(f"d{one.pk}", one, None) for one in departments] + [
        (f"s{one.pk}", one.department, one) for one in seats
    ]
    same = Assignment.objects.filter(
        by_unit=round.by_unit, plan=round.plan_id, block_id=round.block_id, unit=round.by_unit
    )
    known = set(same.exclude(status=AssignmentStatus.WITHDRAWN).values_list("given_to", flat=True))
    rows = [
        Assignment(
            round=round, plan=round.plan, block_id=round.block_id, by_unit=round.by_unit, unit=round.by_unit,
            department=department, seat=seat, given_to=key, deadline_on=round.deadline_on, changed_at=timezone.now(),
        )
        for key, department, seat in wanted
        if key not in known
    ]  # fmt: skip
    return len(Assignment.objects.bulk_create(rows))
