"""Printing for many: each gets a number in the unit's book and a code; a job lays out the pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from campaigns.awards.models import Award
from campaigns.certificates.jobs import ask_for_pages
from campaigns.certificates.models import Batch, Blank, BlankField, Certificate
from campaigns.certificates.workflow import BATCH_WORKFLOW, prints_at
from campaigns.services import texts
from campaigns.services.errors import CampaignError
from core.formats import write
from core.vietnamese import nfc
from core.workflow import StepRefused
from units import audit
from units.models import Unit

_Key = BlankField.Key
MOST = 5_000
LONGEST = 500
COMMON = (
    _Key.PLACE_DATE,
    _Key.POST,
    _Key.SIGNER,
    _Key.EVENT,
    _Key.DECISION,
    _Key.YEAR,
    _Key.REASON,
    _Key.TITLE,
)
GIVEN = frozenset(_Key.values) - {_Key.NUMBER, _Key.CODE, _Key.QR, _Key.TEXT}


@dataclass(frozen=True)
class Recipient:
    """Who gets one. `values`: further keys of BlankField that differ from one to the next (title, reason, decision)."""

    name: str
    unit: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    award: Award | None = None


def print_for(
    recipients: Sequence[Recipient],
    blank: Blank,
    *,
    unit: Unit,
    name: str,
    by: Any,
    common: Mapping[str, str] | None = None,
    source_url: str = "",
) -> Batch:
    """A batch of the unit on the blank, its pages asked for as a job (`jobs.job_of(batch)`).

    `common`: what all certificates say (keys of BlankField: place_date, post, signer, event …); `source_url`: the page
    the recipients come from. The batch's page is `campaigns:batch_detail`. Raises CampaignError, StepRefused.
    """
    reason = prints_at(by, unit) if by is not None else ""
    if reason:
        raise StepRefused(reason)
    if not recipients:
        raise CampaignError("Chưa có ai để in giấy. Hãy chọn người, tập thể nhận rồi in.")
    if len(recipients) > MOST:
        raise CampaignError(f"Mỗi đợt in tối đa {write.number(MOST)} giấy. Hãy chia thành nhiều đợt.")
    if blank.archived or not unit.is_under(blank.unit):
        raise CampaignError("Mẫu phôi này không dùng cho đơn vị. Hãy chọn mẫu khác.", "blank")
    alike = _words(common or {})
    rows = [
        (_words({_Key.RECIPIENT: one.name, _Key.UNIT: one.unit, **one.values}), one.award)
        for one in recipients
    ]
    if any(not values.get(_Key.RECIPIENT) for values, _award in rows):
        raise CampaignError("Có người nhận chưa có tên. Hãy bổ sung rồi in.")
    year = timezone.localdate().year
    with transaction.atomic():
        # One book a unit and year: numbers follow each other without gaps.
        Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
        last = Certificate.objects.filter(unit=unit, year=year).aggregate(last=Max("number"))["last"] or 0
        batch = Batch(
            unit=unit, blank=blank, source_url=source_url[:200], common=alike, count=len(rows), created_by=by,
            name=texts.line(name, field="name", label="Tên đợt in", longest=200),
        )  # fmt: skip
        batch.save(force_insert=True)
        Certificate.objects.bulk_create(
            (
                Certificate(batch=batch, unit=unit, year=year, number=last + at, values=values, award=award)
                for at, (values, award) in enumerate(rows, 1)
            ),
            batch_size=500,
        )
        audit.record(
            "certificates.print", batch, by=by, unit=unit,
            after={"blank": blank.pk, "count": len(rows), "first": last + 1, "year": year},
        )  # fmt: skip
        ask_for_pages(batch, by=by)
    return batch


def print_again(batch: Batch, *, by: Any) -> Batch:
    """The same certificates with the blank as it is now: same numbers, same codes. Raises CampaignError, StepRefused."""
    with transaction.atomic():
        row = _locked(batch)
        if reason := prints_at(by, row.unit):
            raise StepRefused(reason)
        if row.status != Batch.Status.ISSUED:
            raise CampaignError("Các giấy của đợt này đã thu hồi nên không in lại được.")
        row.prints += 1
        row.save(update_fields=["prints"])
        audit.record("certificates.print_again", row, by=by, unit=row.unit, after={"prints": row.prints})
        ask_for_pages(row, by=by)
    return row


def withdraw_batch(batch: Batch, *, note: str, by: Any) -> Batch:
    """The certificates are no longer good; their page says so. Raises IllegalStep, NoteMissing, StepRefused."""
    with transaction.atomic():
        row = _locked(batch)
        step = BATCH_WORKFLOW.check("withdraw", by, row, note=note)
        why = texts.line(note, field="note", label="Lý do", longest=500)
        before, row.status, row.withdrawn_why = row.status, step.target, why
        row.save(update_fields=["status", "withdrawn_why"])
        audit.record(
            "certificates.withdraw", row, by=by, unit=row.unit, before={"status": before},
            after={"status": row.status, "why": why},
        )  # fmt: skip
    return row


def _words(values: Mapping[str, str]) -> dict[str, str]:
    """Keys a blank knows, with their text on one line. Raises CampaignError for one that is too long."""
    found = {}
    for key, value in values.items():
        if key not in GIVEN:
            raise TypeError(f"{key} is no text of a certificate that is given")
        text = " ".join(nfc(str(value)).split())
        if len(text) > LONGEST:
            raise CampaignError(
                f"{_Key(key).label} dài {write.number(len(text))} ký tự, tối đa {LONGEST}. Hãy viết gọn lại.",
                key,
            )
        if text:
            found[str(key)] = text
    return found


def _locked(batch: Batch) -> Batch:
    return Batch.objects.select_for_update(of=("self",)).select_related("unit").get(pk=batch.pk)
