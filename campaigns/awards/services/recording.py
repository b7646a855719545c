"""Writing into the register of awards; a wrong line is cancelled with a reason, never taken out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction

from campaigns.awards.models import Award
from campaigns.awards.services.checking import AwardsRefused, Fault, NewAward, rows_of
from campaigns.awards.workflow import AWARD_WORKFLOW, changes_award, records_awards_at
from campaigns.services import texts
from campaigns.services.errors import CampaignError
from core.workflow import StepRefused
from units import audit
from units.models import Unit

FIELDS = (
    "receiver", "unit", "name", "female", "birth_year", "title", "level", "issuer", "issuer_name", "decision_number",
    "decided_on", "document", "year", "campaign", "contest", "origin", "reason", "recipient_key", "once_key", "search_fold",
)  # fmt: skip
# Lines of one call.
MOST = 20_000


def record_award(new: NewAward, *, keeper: Unit, by: Any) -> Award:
    """One line in the register of `keeper`. Raises CampaignError with `field`, StepRefused."""
    return record_awards([new], keeper=keeper, by=by)[0]


def record_awards(news: Sequence[NewAward], *, keeper: Unit, by: Any) -> list[Award]:
    """All lines or none; `by` None is the portal itself. Raises AwardsRefused with every fault, StepRefused."""
    _allow(records_awards_at(by, keeper) if by is not None else "")
    if len(news) > MOST:
        raise CampaignError(f"Mỗi lần ghi tối đa {MOST} dòng. Hãy chia thành nhiều lần.")
    try:
        with transaction.atomic():
            # One writer a register, so that what is checked still holds when it is saved.
            Unit.objects.select_for_update(of=("self",)).get(pk=keeper.pk)
            rows, faults = rows_of(news, keeper=keeper, by=by)
            if faults:
                raise AwardsRefused(faults)
            made = Award.objects.bulk_create(rows, batch_size=500)
            with audit.together():
                for row in made:
                    audit.record("award.record", row, by=by, unit=keeper, after=facts_of(row))
    except IntegrityError as error:
        # Another register took the recipient at the same moment: the check finds it now.
        faults = rows_of(news, keeper=keeper, by=by)[1]
        if not faults:
            raise
        raise AwardsRefused(faults) from error
    return made


def change_award(award: Award, new: NewAward, *, by: Any) -> Award:
    """The line says what `new` says. Raises CampaignError with `field`, StepRefused."""
    try:
        with transaction.atomic():
            row = _locked(award)
            _allow(changes_award(by, row))
            if row.status != Award.Status.RECORDED:
                raise CampaignError("Dòng khen thưởng đã hủy nên không sửa được. Hãy ghi dòng mới.")
            rows, faults = rows_of([new], keeper=row.keeper, by=by, instead_of=row)
            if faults:
                raise AwardsRefused(faults)
            before = facts_of(row)
            for name in FIELDS:
                setattr(row, name, getattr(rows[0], name))
            row.save(update_fields=FIELDS)
            audit.record("award.change", row, by=by, unit=row.keeper, before=before, after=facts_of(row))
    except IntegrityError as error:
        raise AwardsRefused([Fault(0, "title", _taken())]) from error
    return row


def revoke_award(award: Award, *, note: str, by: Any) -> Award:
    """Cancel the line; it stays to be read, counts no more. Raises IllegalStep, NoteMissing, StepRefused."""
    with transaction.atomic():
        row = _locked(award)
        step = AWARD_WORKFLOW.check("revoke", by, row, note=note)
        why = texts.line(note, field="note", label="Lý do", longest=500)
        before, row.status, row.revoked_why = row.status, step.target, why
        row.save(update_fields=["status", "revoked_why"])
        audit.record(
            "award.revoke", row, by=by, unit=row.keeper, before={"status": before}, after={"status": row.status, "why": why}
        )  # fmt: skip
    return row


def facts_of(row: Award) -> dict[str, Any]:
    """What the log keeps of a line."""
    return {
        "receiver": row.receiver, "unit": row.unit_id, "name": row.name, "title": row.title_id, "level": row.level,
        "issuer": row.issuer_name, "decision": row.decision_number, "on": row.decided_on, "year": row.year,
    }  # fmt: skip


def _locked(award: Award) -> Award:
    rows = Award.objects.select_for_update(of=("self",)).select_related("keeper", "title", "unit")
    return rows.get(pk=award.pk)


def _taken() -> str:
    return str(
        next(c for c in Award._meta.constraints if c.name == "no_double_award").violation_error_message
    )


def _allow(reason: str) -> None:
    if reason:
        raise StepRefused(reason)
