"""Reporting an opinion, sending it up, noting and answering it. The log never holds its words."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from campaigns.confidential.models import RESPONSIBLE, Keeper, kept_units
from campaigns.confidential.naming import refuse_names
from campaigns.opinions.jobs import ask_for_mails
from campaigns.opinions.models import OpinionMove, OpinionReach, OpinionReport, UrgentNotice
from campaigns.opinions.workflow import OPINION_WORKFLOW, reports_opinions_of
from core.vietnamese import nfc
from core.workflow import StepRefused
from units import audit
from units.models import Seat, Unit

TEXTS = ("place", "summary", "proposal")


def report_opinion(*, unit: Unit, by: Any, **values: Any) -> OpinionReport:
    """Send what was heard at the unit to the unit above, an urgent one to all above. Raises ValidationError, StepRefused."""
    if reason := reports_opinions_of(by, unit):
        raise StepRefused(reason)
    texts = {name: nfc(values.pop(name, "")).strip() for name in TEXTS}
    row = OpinionReport(unit=unit, reported_by=by, **values, **texts)
    row.full_clean()
    refuse_names(**texts)
    if row.heard_on > timezone.localdate():
        raise ValidationError({"heard_on": "Ngày nắm được không thể ở tương lai. Hãy sửa lại ngày."})
    above = list(Unit.objects.above(unit).order_by("depth"))
    reached = [unit, *(above if row.urgent else above[-1:])]
    with transaction.atomic():
        row.save(force_insert=True)
        OpinionReach.objects.bulk_create(OpinionReach(opinion=row, unit=one, by=by) for one in reached)
        audit.record(
            "opinion.report", row, by=by, unit=unit, after={"topic": row.topic_id, "urgent": row.urgent}
        )
        if row.urgent:
            _tell(row, above, by=by)
    return row


def take_step(opinion: OpinionReport, step: str, *, by: Any, note: str = "") -> OpinionReport:
    """Move the opinion along OPINION_WORKFLOW; what is answered is the note. Raises as Workflow.check, ValidationError."""
    said = nfc(note).strip()
    with transaction.atomic():
        row = _locked(opinion)
        transition = OPINION_WORKFLOW.check(step, by, row, note=said)
        if step == "answer":
            refuse_names(note=said)
            row.answer = said
        before, row.status = row.status, transition.target
        row.save(update_fields=["status", "answer"])
        OpinionMove.objects.create(
            opinion=row, step=step, from_status=before, to_status=row.status, by=by, note=said
        )
        audit.record(
            f"opinion.{step}",
            row,
            by=by,
            unit=row.unit,
            before={"status": before},
            after={"status": row.status},
        )
    return row


def next_above(opinion: OpinionReport) -> Unit | None:
    """The lowest unit above that the opinion has not come to yet."""
    reached = {reach.unit_id for reach in opinion.reaches.all()}
    above = Unit.objects.above(opinion.unit).order_by("-depth")
    return next((one for one in above if one.pk not in reached), None)


def pass_up(opinion: OpinionReport, *, by: Any) -> Unit:
    """Send it one unit further up. Raises StepRefused, ValidationError at the top of the tree."""
    with transaction.atomic():
        row = _locked(opinion)
        reached = {reach.unit_id for reach in row.reaches.all()}
        if not reached & kept_units(by):
            raise StepRefused("Chỉ người phụ trách hoặc được giao theo dõi ở đơn vị đã nhận được chuyển lên.")
        to = next_above(row)
        if to is None:
            raise ValidationError("Phản ánh đã ở cấp cao nhất, không còn cấp trên để chuyển.")
        OpinionReach.objects.create(opinion=row, unit=to, by=by)
        audit.record("opinion.pass_up", row, by=by, unit=row.unit, after={"to": to.pk})
    return to


def note_export(units: list[Unit], *, by: Any, rows: int) -> None:
    """Write into the log who took the list with them."""
    with transaction.atomic():
        for unit in units[:1]:
            audit.record("opinion.export", unit, by=by, unit=unit, after={"rows": rows})


def _locked(opinion: OpinionReport) -> OpinionReport:
    rows = OpinionReport.objects.select_for_update(of=("self",)).select_related("unit")
    return rows.prefetch_related("reaches").get(pk=opinion.pk)


def _tell(opinion: OpinionReport, above: list[Unit], *, by: Any) -> None:
    """A row for each person who answers or was named at the units above; the mails go after the commit."""
    seats = Seat.objects.current().filter(unit__in=above, user__is_active=True)
    named = Keeper.objects.filter(seat__in=seats).values("seat")
    people = set(seats.filter(role__in=RESPONSIBLE).values_list("user", flat=True)) | set(
        seats.filter(pk__in=named).values_list("user", flat=True)
    )
    UrgentNotice.objects.bulk_create(UrgentNotice(opinion=opinion, recipient_id=pk) for pk in sorted(people))
    ask_for_mails(opinion, by=by)
