"""One moment of a period: everything read in the block belongs together, whatever others save meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

_TURN = "hashtextextended('reporting.moment', %s)"


@contextmanager
def one_moment(period_id: int) -> Iterator[None]:
    """A transaction in which a report accepted by somebody else is seen in every read or in none; nobody waits for it.

    Blocks of one period take turns: they write the same totals. PostgreSQL reads its snapshot, on SQLite nobody else
    writes meanwhile. Inside a transaction that is already open, that one decides what is seen.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    with connection.cursor() as cursor:
        # Before the transaction: a snapshot taken while waiting would be older than what the one before us wrote.
        cursor.execute(f"SELECT pg_advisory_lock({_TURN})", [period_id])
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_advisory_unlock({_TURN})", [period_id])
