"""The append-only, hash-chained log of decisions; `verify_chain` proves that nothing was changed or taken out."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from units.models import AuditEntry, Unit

GENESIS = "0" * 64
_waiting: ContextVar[list[AuditEntry] | None] = ContextVar("audit_waiting", default=None)
CHAIN_LOCK = 0x4E43_4155  # any number no other advisory lock of the portal uses


def record(
    action: str,
    target: models.Model,
    *,
    by: Any = None,
    unit: Unit | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> AuditEntry:
    """Append one entry inside the caller's transaction.

    A lock is held until that transaction ends, so that the chain has no fork. Inside `together` it waits for the end
    of the block.
    """
    entry = AuditEntry(
        at=timezone.now(),
        by=by if getattr(by, "pk", None) else None,
        unit=unit,
        action=action,
        target_kind=target._meta.label_lower,
        target_id=str(target.pk),
        before=_as_stored(before),
        after=_as_stored(after),
    )
    waiting = _waiting.get()
    if waiting is None:
        with transaction.atomic(savepoint=False):
            _append([entry])
    else:
        waiting.append(entry)
    return entry


@contextmanager
def together() -> Iterator[None]:
    """Append what is recorded in the block at its end, so that others wait for the chain only a moment.

    For a transaction that does much after its first record; the block must lie inside that transaction.
    """
    if _waiting.get() is not None:
        yield
        return
    entries: list[AuditEntry] = []
    token = _waiting.set(entries)
    try:
        yield
    finally:
        _waiting.reset(token)
    if entries:
        with transaction.atomic(savepoint=False):
            _append(entries)


def _append(entries: list[AuditEntry]) -> None:
    _lock_chain()
    last = AuditEntry.objects.order_by("-pk").values_list("hash", flat=True).first() or GENESIS
    for entry in entries:
        entry.previous_hash = last
        entry.hash = last = entry_hash(entry)
    # One statement while everybody else waits for the chain; the rows get their ids in this order.
    AuditEntry.objects.bulk_create(entries)


def _lock_chain() -> None:
    """Locking the last row would not do: who waits for it goes on from that row, not from the one appended since.

    On SQLite the transaction already holds the only write lock (IMMEDIATE).
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])


def _as_stored(values: dict[str, Any] | None) -> dict[str, Any]:
    """What the database gives back later: dates and labels as text, keys as text."""
    return dict(json.loads(json.dumps(values or {}, default=str)))


def entry_hash(entry: AuditEntry) -> str:
    """SHA-256 over the entry's facts and the hash before it."""
    facts = [
        entry.previous_hash,
        entry.at.astimezone(dt.UTC).isoformat(),
        entry.by_id,
        entry.unit_id,
        entry.action,
        entry.target_kind,
        entry.target_id,
        entry.before,
        entry.after,
    ]
    return hashlib.sha256(
        json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str).encode()
    ).hexdigest()


def verify_chain() -> int | None:
    """The id of the first entry that does not fit its predecessor, None when the chain is whole."""
    previous = GENESIS
    for entry in AuditEntry.objects.order_by("pk").iterator(chunk_size=2000):
        if entry.previous_hash != previous or entry.hash != entry_hash(entry):
            return entry.pk
        previous = entry.hash
    return None
