"""Receiving, routing, answering a petition, telling its sender. The log never holds its words or its sender."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from campaigns.confidential.models import kept_units
from campaigns.confidential.naming import refuse_names
from campaigns.confidential.working_days import working_days_after
from campaigns.petitions.models import Petition, PetitionMove, PetitionTransfer
from campaigns.petitions.workflow import PETITION_WORKFLOW
from core.formats import write
from core.vietnamese import nfc
from core.workflow import StepRefused, Transition
from units import audit
from units.models import Unit

# Working days: to find who must answer, and what they are given when nobody says otherwise.
DAYS_TO_ROUTE, DAYS_TO_ANSWER, MOST_DAYS = 5, 15, 90
TEXTS = ("sender_name", "sender_contact", "subject", "text")
_UNIONS = (Petition.Body.UPPER, Petition.Body.LOWER)


def receive_petition(*, unit: Unit, by: Any, **values: Any) -> Petition:
    """A petition the unit took in, with its receipt code. Raises ValidationError, StepRefused."""
    if unit.pk not in kept_units(by):
        raise StepRefused("Chỉ người phụ trách hoặc được giao theo dõi của đơn vị được ghi kiến nghị.")
    texts = {name: nfc(values.pop(name, "")).strip() for name in TEXTS}
    row = Petition(unit=unit, holder=unit, recorded_by=by, **values, **texts)
    if row.received_on > timezone.localdate():
        raise ValidationError({"received_on": "Ngày tiếp nhận không thể ở tương lai. Hãy sửa lại ngày."})
    row.due_on = working_days_after(row.received_on, DAYS_TO_ROUTE)
    row.full_clean()
    refuse_names(subject=row.subject)
    with transaction.atomic():
        row.save(force_insert=True)
        audit.record(
            "petition.receive", row, by=by, unit=unit, after={"topic": row.topic_id, "due_on": row.due_on}
        )
    return row


def route_petition(
    petition: Petition, *, by: Any, body: str, to_unit: Unit | None = None, outside_body: str = "",
    days: int = DAYS_TO_ANSWER, note: str = "",
) -> Petition:  # fmt: skip
    """Send it to who must answer within `days` working days. Raises as Workflow.check, ValidationError at the field."""
    outside = " ".join(nfc(outside_body).split())
    with transaction.atomic():
        row = _locked(petition)
        transition = PETITION_WORKFLOW.check("route", by, row)
        _check_target(row, body, to_unit, outside)
        if not 1 <= days <= MOST_DAYS:
            raise ValidationError({"days": f"Số ngày làm việc phải từ 1 đến {MOST_DAYS}."})
        before = row.holder
        row.body = body
        row.outside_body = outside if body in (Petition.Body.AUTHORITY, Petition.Body.EMPLOYER) else ""
        row.holder = to_unit or row.holder
        row.due_on = working_days_after(timezone.localdate(), days)
        PetitionTransfer.objects.create(
            petition=row, from_unit=before, to_unit=to_unit, body=body, outside_body=row.outside_body,
            due_on=row.due_on, note=nfc(note).strip(), by=by,
        )  # fmt: skip
        _move(row, transition, by=by, note=note, fields=["body", "outside_body", "holder", "due_on"])
    return row


def answer_petition(
    petition: Petition, *, by: Any, outcome: str, answer: str, answered_on: dt.date | None = None
) -> Petition:
    """What was decided and why; the sender sees it at once under the code. Raises as Workflow.check, ValidationError."""
    said = nfc(answer).strip()
    day = answered_on or timezone.localdate()
    with transaction.atomic():
        row = _locked(petition)
        transition = PETITION_WORKFLOW.check("answer", by, row, note=said)
        if outcome not in Petition.Outcome.values:
            raise ValidationError({"outcome": "Hãy chọn chấp nhận, chấp nhận một phần hay không chấp nhận."})
        if day > timezone.localdate():
            raise ValidationError({"answered_on": "Ngày trả lời không thể ở tương lai."})
        if day < row.received_on:
            raise ValidationError(
                {"answered_on": f"Ngày trả lời phải từ ngày tiếp nhận {write.date(row.received_on)} trở đi."}
            )
        refuse_names(answer=said)
        row.outcome, row.answer, row.answered_on = outcome, said, day
        _move(row, transition, by=by, note="", fields=["outcome", "answer", "answered_on"])
    return row


def take_step(petition: Petition, step: str, *, by: Any, note: str = "") -> Petition:
    """`tell` and `decline`; the others ask for more than a note. Raises as Workflow.check."""
    said = nfc(note).strip()
    with transaction.atomic():
        row = _locked(petition)
        transition = PETITION_WORKFLOW.check(step, by, row, note=said)
        if step == "decline":
            refuse_names(note=said)
            row.answer, row.answered_on = said, timezone.localdate()
        elif step == "tell":
            row.told_on = timezone.localdate()
        _move(row, transition, by=by, note=said, fields=["answer", "answered_on", "told_on"])
    return row


def note_export(unit: Unit, *, by: Any, rows: int, printed: bool) -> None:
    """Write into the log who took the register with them."""
    with transaction.atomic():
        audit.record(
            "petition.print" if printed else "petition.export", unit, by=by, unit=unit, after={"rows": rows}
        )


def _locked(petition: Petition) -> Petition:
    rows = Petition.objects.select_for_update(of=("self",)).select_related("unit", "holder")
    return rows.get(pk=petition.pk)


def _check_target(row: Petition, body: str, to_unit: Unit | None, outside: str) -> None:
    if body not in Petition.Body.values:
        raise ValidationError({"body": "Hãy chọn nơi phải trả lời."})
    if body in _UNIONS:
        if to_unit is None:
            raise ValidationError({"to_unit": "Hãy chọn công đoàn phải trả lời."})
        if to_unit.pk == row.holder_id:
            raise ValidationError({"to_unit": f"Kiến nghị đang ở “{to_unit.name}”. Hãy chọn đơn vị khác."})
        above = row.holder.is_under(to_unit)
        if body == Petition.Body.UPPER and not above:
            raise ValidationError(
                {"to_unit": f"“{to_unit.name}” không phải cấp trên của “{row.holder.name}”."}
            )
        if body == Petition.Body.LOWER and not to_unit.is_under(row.holder):
            raise ValidationError(
                {"to_unit": f"“{to_unit.name}” không phải cấp dưới của “{row.holder.name}”."}
            )
    elif to_unit is not None:
        raise ValidationError({"to_unit": "Nơi trả lời không phải công đoàn: hãy để trống ô này."})
    elif body != Petition.Body.OWN and not outside:
        raise ValidationError(
            {"outside_body": "Hãy ghi tên cơ quan hoặc người sử dụng lao động phải trả lời."}
        )
    elif body == Petition.Body.OWN and row.body == Petition.Body.OWN:
        raise ValidationError({"body": "Đơn vị đang tự trả lời. Hãy ghi trả lời, hoặc chọn nơi khác."})


def _move(row: Petition, transition: Transition, *, by: Any, note: str, fields: list[str]) -> None:
    before, row.status = row.status, transition.target
    row.full_clean(validate_unique=False)
    row.save(update_fields=["status", *fields])
    PetitionMove.objects.create(
        petition=row,
        step=transition.step,
        from_status=before,
        to_status=row.status,
        by=by,
        note=nfc(note).strip(),
    )
    audit.record(
        f"petition.{transition.step}", row, by=by, unit=row.unit, before={"status": before},
        after={"status": row.status, "outcome": row.outcome, "due_on": row.due_on},
    )  # fmt: skip
