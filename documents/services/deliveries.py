"""What the receiving unit does with a document: opens it, confirms it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from core.workflow import StepRefused
from documents.models import Delivery
from documents.workflow import receiver
from units import audit


def mark_opened(delivery: Delivery, *, by: Any) -> Delivery:
    """Remember who first opened the document for the unit; later calls change nothing. Raises StepRefused."""
    with transaction.atomic():
        row = _locked(delivery, by)
        if row.opened_at is None:
            _open(row, by)
            row.save(update_fields=["opened_at", "opened_by"])
            audit.record("delivery.open", row, by=by, unit=row.unit, after={"document": row.document_id})
    return _reflect(row, delivery)


def acknowledge(delivery: Delivery, *, by: Any) -> Delivery:
    """Confirm receipt for the unit, once; it counts as opened too. Raises StepRefused."""
    with transaction.atomic():
        row = _locked(delivery, by)
        if row.acknowledged_at is None:
            if row.opened_at is None:
                _open(row, by)
            row.acknowledged_at, row.acknowledged_by = timezone.now(), by
            row.save(update_fields=["opened_at", "opened_by", "acknowledged_at", "acknowledged_by"])
            audit.record(
                "delivery.acknowledge", row, by=by, unit=row.unit, after={"document": row.document_id}
            )
    return _reflect(row, delivery)


def _locked(delivery: Delivery, by: Any) -> Delivery:
    row = Delivery.objects.select_for_update(of=("self",)).select_related("unit").get(pk=delivery.pk)
    reason = receiver(by, row)
    if reason:
        raise StepRefused(reason)
    return row


def _open(row: Delivery, by: Any) -> None:
    row.opened_at, row.opened_by = timezone.now(), by


def _reflect(row: Delivery, delivery: Delivery) -> Delivery:
    for field in ("opened_at", "opened_by", "acknowledged_at", "acknowledged_by"):
        setattr(delivery, field, getattr(row, field))
    return delivery
