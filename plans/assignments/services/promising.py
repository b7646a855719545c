"""Promised documents: noted from a sentence by a person, kept when a document is named."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.vietnamese import nfc
from core.workflow import IllegalStep, StepRefused
from documents.models import Document, Status
from plans.assignments.models import PromisedDocument
from plans.assignments.workflow import giver_at
from plans.models import Plan
from plans.queries import content_of
from plans.services.rows import locked_plan
from units import audit


@transaction.atomic
def note_promise(
    plan: Plan, block_id: str, *, what: str, due_on: dt.date | None, by: Any
) -> PromisedDocument:
    """Follow the document a sentence of an issued plan promises. Raises StepRefused, IllegalStep, ValidationError."""
    _may(by, plan)
    held = locked_plan(plan)
    if held.status != Status.ISSUED:
        raise IllegalStep(_("Chỉ theo dõi văn bản sẽ ban hành của kế hoạch đã phát hành."))
    outline = content_of(held).outline
    if block_id not in outline:
        raise ValidationError({"what": _("Câu này không còn trong kế hoạch.")})
    if held.promised_documents.filter(block_id=block_id).exists():
        raise IllegalStep(_("Câu này đã được theo dõi."))
    row = PromisedDocument(
        plan=held,
        block_id=block_id,
        text=outline[block_id].text,
        what=nfc(what).strip(),
        due_on=due_on,
        noted_by=by,
    )
    row.full_clean(exclude=["plan", "noted_by", "fulfilled_by"])
    row.save()
    after = {"plan": held.pk, "what": row.what, "due": due_on}
    audit.record("promise.note", row, by=by, unit=held.issuer, after=after)
    return row


@transaction.atomic
def fulfil_promise(promise: PromisedDocument, *, document: Document, by: Any) -> PromisedDocument:
    """Name the issued document that keeps the promise. Raises StepRefused, IllegalStep, ValidationError."""
    _may(by, promise.plan)
    row = (
        PromisedDocument.objects.select_for_update(of=("self",))
        .select_related("plan__issuer")
        .get(pk=promise.pk)
    )
    if row.fulfilled_by_id:
        raise IllegalStep(_("Văn bản này đã được ghi là đã ban hành."))
    if document.status != Status.ISSUED or document.pk == row.plan_id:
        raise ValidationError({"code": _("Hãy chọn văn bản khác đã phát hành.")})
    row.fulfilled_by, row.fulfilled_at = document, timezone.now()
    row.save(update_fields=["fulfilled_by", "fulfilled_at"])
    audit.record("promise.fulfil", row, by=by, unit=row.plan.issuer, after={"document": document.doc_code})
    return row


@transaction.atomic
def drop_promise(promise: PromisedDocument, *, by: Any) -> None:
    """It was no promise after all. Raises StepRefused, IllegalStep (kept already)."""
    _may(by, promise.plan)
    row = PromisedDocument.objects.select_for_update(of=("self",)).get(pk=promise.pk)
    if row.fulfilled_by_id:
        raise IllegalStep(_("Văn bản này đã được ghi là đã ban hành nên không bỏ theo dõi."))
    audit.record("promise.drop", row, by=by, unit=promise.plan.issuer, before={"what": row.what})
    row.delete()


def _may(by: Any, plan: Plan) -> None:
    reason = giver_at(by, plan.issuer)
    if reason:
        raise StepRefused(reason)
