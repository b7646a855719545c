"""Kinds of unit as they are delivered: `load()` brings the table to what kinds.csv says."""

from __future__ import annotations

import csv
from pathlib import Path

from units.models import UnitKind

KINDS = Path(__file__).with_name("kinds.csv")


def load() -> int:
    """Write every kind of kinds.csv, changing those that exist; kinds a customer added stay. Returns the number."""
    with KINDS.open(encoding="utf-8", newline="") as file:
        rows = [
            UnitKind(
                code=row["code"], name=row["name"], tier=int(row["tier"]), symbol=row["symbol"],
                collective=row["collective"], order=int(row["order"]),
            )
            for row in csv.DictReader(file)
        ]  # fmt: skip
    UnitKind.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"],
        update_fields=["name", "tier", "symbol", "collective", "order"],
    )  # fmt: skip
    return len(rows)
