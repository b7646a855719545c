"""The append-only, hash-chained log of decisions; `verify_chain` proves that nothing was changed or taken out."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from units.models import AuditEntry, Unit

GENESIS = "0" * 64


def record(
    action: str, target: models.Model, *, by: Any = None, unit: Unit | None = None,
    before: dict[str, Any] | None = None, after: dict[str, Any] | None = None,
) -> AuditEntry:
    """Append one entry inside the caller's transaction; the last row is locked so that the chain has no fork."""
    with transaction.atomic():
        last = AuditEntry.objects.select_for_update().order_by("-pk").first()
        entry = AuditEntry(
            at=timezone.now(), by=by if getattr(by, "pk", None) else None, unit=unit, action=action,
            target_kind=target._meta.label_lower, target_id=str(target.pk),
            before=before or {}, after=after or {}, previous_hash=last.hash if last else GENESIS,
        )
        entry.hash = entry_hash(entry)
        entry.save(force_insert=True)
    return entry


def entry_hash(entry: AuditEntry) -> str:
    """SHA-256 over the entry's facts and the hash before it."""
    facts = [
        entry.previous_hash, entry.at.astimezone(dt.UTC).isoformat(), entry.by_id, entry.unit_id, entry.action,
        entry.target_kind, entry.target_id, entry.before, entry.after,
    ]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()


def verify_chain() -> int | None:
    """The id of the first entry that does not fit its predecessor, None when the chain is whole."""
    previous = GENESIS
    for entry in AuditEntry.objects.order_by("pk").iterator(chunk_size=2000):
        if entry.previous_hash != previous or entry.hash != entry_hash(entry):
            return entry.pk
        previous = entry.hash
    return None
