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
from plans.assignments.models import DEADLINE_MOVED, Assignment, MoreTime, MoreTimeState
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
def answer_more_time(wish: MoreTime, *, granted: bool, answer: str = "", by: Any) -> MoreTime:
    """Grant (the deadline moves) or refuse with a reason. Raises StepRefused, IllegalStep, NoteMissing."""
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
    if granted:
        row.deadline_on, row.escalated_on = now.wanted_on, None
    keep(
        row, "grant_more_time" if granted else "refuse_more_time", before=row.status, by=by, note=now.answer,
        fields=["deadline_on", "escalated_on"],
    )  # fmt: skip
    audit.record(
        "work.deadline", row, by=by, unit=row.by_unit, before={"deadline": now.deadline_before},
        after={"deadline": row.deadline_on, "granted": granted, "answer": now.answer},
    )  # fmt: skip
    return now


@transaction.atomic
def move_deadline(assignment: Assignment, *, deadline_on: dt.date, reason: str, by: Any) -> Assignment:
    """The assigner sets another day, later or earlier.

    Raises StepRefused, IllegalStep (settled, a wish waits), ValidationError (day gone or the same, no reason).
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
    told = f"Từ {before:%d/%m/%Y} sang {deadline_on:%d/%m/%Y}" if before else f"Hạn {deadline_on:%d/%m/%Y}"
    fields = ["deadline_on", "escalated_on"]
    keep(row, DEADLINE_MOVED, before=row.status, by=by, note=f"{told}: {words}", fields=fields)
    audit.record(
        "work.deadline", row, by=by, unit=row.by_unit, before={"deadline": before},
        after={"deadline": deadline_on, "reason": words},
    )  # fmt: skip
    return row
