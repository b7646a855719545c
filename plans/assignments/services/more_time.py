"""Asking for more time, granting or refusing it; the rows are the history of the deadline."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.vietnamese import nfc
from core.workflow import IllegalStep, NoteMissing, StepRefused
from plans.assignments.models import DEADLINE_MOVED, Assignment, AssignmentMove, MoreTime, MoreTimeState
from plans.assignments.services.rows import keep, locked
from plans.assignments.workflow import WORKABLE, answerer, assignee, assigner
from units import audit


@transaction.atomic
def ask_more_time(assignment: Assignment, *, wanted_on: dt.date, reason: str, by: Any) -> MoreTime:
    """Ask the assigner for a later day. Raises StepRefused, IllegalStep (settled, one waits), ValidationError."""
    row = locked(assignment)
    refused = assignee(by, row)
    if refused:
        raise StepRefused(refused)
    if row.status not in WORKABLE or row.deadline_on is None:
        raise IllegalStep(_("Việc này không có hạn đang chạy nên không cần xin gia hạn."))
    if row.more_time.filter(state=MoreTimeState.ASKED).exists():
        raise IllegalStep(_("Đang có một lần xin gia hạn chờ trả lời."))
    if wanted_on <= max(row.deadline_on, timezone.localdate()):
        raise ValidationError({"wanted_on": _("Ngày xin gia hạn phải sau hạn hiện nay và sau hôm nay.")})
    wish = MoreTime(
        assignment=row,
        deadline_before=row.deadline_on,
        wanted_on=wanted_on,
        reason=nfc(reason).strip(),
        asked_by=by,
    )
    wish.full_clean(exclude=["assignment", "asked_by"])
    wish.save()
    note = f"Xin đến {wanted_on:%d/%m/%Y}: {wish.reason}"
    keep(row, "ask_more_time", before=row.status, by=by, note=note)
    return wish


@transaction.atomic
def answer_more_time(
    wish: MoreTime, *, granted: bool, answer: str = "", along: bool = True, by: Any
) -> MoreTime:
    """Grant (the deadline moves) or refuse with a reason.

    Where the work was handed on to, `along` also gives the new day to those who had the same day; who had a day of
    their own keeps it. Raises StepRefused, IllegalStep, NoteMissing.
    """
    row = locked(wish.assignment)
    now = MoreTime.objects.get(pk=wish.pk)
    now.assignment = row
    refused = answerer(by, now)
    if refused:
        raise StepRefused(refused)
    if now.state != MoreTimeState.ASKED:
        raise IllegalStep(
            _("Lần xin gia hạn này đã được trả lời: %(state)s.") % {"state": now.get_state_display()}
        )
    now.answer = nfc(answer).strip()
    if not granted and not now.answer:
        raise NoteMissing(_("Hãy ghi lý do không gia hạn."))
    now.state = MoreTimeState.GRANTED if granted else MoreTimeState.REFUSED
    now.answered_by, now.answered_at = by, timezone.now()
    now.full_clean(exclude=["assignment", "asked_by", "answered_by"])
    now.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    before = row.deadline_on
    if granted:
        row.deadline_on, row.escalated_on = now.wanted_on, None
    keep(
        row, "grant_more_time" if granted else "refuse_more_time", before=row.status, by=by, note=now.answer,
        fields=["deadline_on", "escalated_on"],
    )  # fmt: skip
    below = _move_below(row, before, along=along, by=by, words=_("được gia hạn")) if granted else 0
    audit.record(
        "work.deadline", row, by=by, unit=row.by_unit, before={"deadline": now.deadline_before},
        after={"deadline": row.deadline_on, "granted": granted, "answer": now.answer, "below": below},
    )  # fmt: skip
    return now


@transaction.atomic
def move_deadline(
    assignment: Assignment, *, deadline_on: dt.date, reason: str, along: bool = False, by: Any
) -> Assignment:
    """The assigner sets another day, later or earlier.

    Where the work was handed on to, nobody keeps a later day than this one; `along` also moves those who had the same
    day. Raises StepRefused, IllegalStep (settled, a wish waits), ValidationError (day gone or the same, no reason).
    """
    row = locked(assignment)
    refused = assigner(by, row)
    if refused:
        raise StepRefused(refused)
    if row.status not in WORKABLE:
        raise IllegalStep(_("Việc đã báo xong hoặc đã kết thúc nên không đổi hạn."))
    if row.more_time.filter(state=MoreTimeState.ASKED).exists():
        raise IllegalStep(_("Nơi làm đang xin gia hạn. Hãy trả lời lần xin đó trước."))
    if deadline_on < timezone.localdate():
        raise ValidationError({"deadline_on": _("Thời hạn đã qua. Hãy chọn ngày từ hôm nay.")})
    if deadline_on == row.deadline_on:
        raise ValidationError({"deadline_on": _("Đây đang là hạn của việc này.")})
    words = nfc(reason).strip()
    if not words:
        raise ValidationError({"reason": _("Hãy ghi lý do đổi hạn.")})
    before, row.deadline_on, row.escalated_on = row.deadline_on, deadline_on, None
    told = _from_to(before, deadline_on)
    fields = ["deadline_on", "escalated_on"]
    keep(row, DEADLINE_MOVED, before=row.status, by=by, note=f"{told}: {words}", fields=fields)
    below = _move_below(row, before, along=along, by=by, words=words)
    audit.record(
        "work.deadline", row, by=by, unit=row.by_unit, before={"deadline": before},
        after={"deadline": deadline_on, "reason": words, "below": below},
    )  # fmt: skip
    return row


def _move_below(row: Assignment, before: dt.date | None, *, along: bool, by: Any, words: str) -> int:
    """Set the row's day at the places it was handed on to, level by level; how many moved. Three queries a level."""
    day, above, moved = row.deadline_on, [row.pk], 0
    assert day is not None
    while above:
        rows = list(
            Assignment.objects.select_for_update(of=("self",)).filter(round__parent__in=above).order_by("pk")
        )
        late = [
            one for one in rows
            if one.status in WORKABLE
            and ((along and one.deadline_on == before) or (one.deadline_on is not None and one.deadline_on > day))
        ]  # fmt: skip
        now = timezone.now()
        ids = [one.pk for one in late]
        Assignment.objects.filter(pk__in=ids).update(deadline_on=day, escalated_on=None, changed_at=now)
        AssignmentMove.objects.bulk_create(
            AssignmentMove(
                assignment=one, step=DEADLINE_MOVED, from_status=one.status, to_status=one.status, by=by,
                note=f"{_from_to(one.deadline_on, day)}, theo hạn của {row.unit}: {words}",
            )
            for one in late
        )  # fmt: skip
        above, moved = [one.pk for one in rows], moved + len(late)
    return moved


def _from_to(before: dt.date | None, day: dt.date) -> str:
    return f"Từ {before:%d/%m/%Y} sang {day:%d/%m/%Y}" if before else f"Hạn {day:%d/%m/%Y}"
