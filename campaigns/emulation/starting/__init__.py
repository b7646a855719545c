"""The set of criteria a new portal starts with: the 100-point shape of HD 1294/HD-TLĐ (40 + 40 + 15 + 5), in own words."""

from __future__ import annotations

import csv
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def starting_set() -> dict[str, list[dict[str, Any]]]:
    """Grades, groups with their criteria, and conditions, as `services.criteria.fill` takes them."""
    groups: dict[str, dict[str, Any]] = {}
    for row in _rows("criteria.csv"):
        group = groups.setdefault(
            row["group"],
            {"number": int(row["group"]), "name": row["group_name"], "max_points": Decimal(row["group_points"]),
             "bonus": row["bonus"] == "x", "criteria": []},
        )  # fmt: skip
        group["criteria"].append(
            {"number": int(row["number"]), "text": row["text"], "max_points": Decimal(row["points"]),
             "evidence_needed": row["evidence"] == "x",
             "least_points": Decimal(row["least"]) if row["least"] else None,
             "fallback": int(row["fallback"]) if row["fallback"] else None}
        )  # fmt: skip
    grades = [
        {"order": int(row["order"]), "name": row["name"], "least_points": Decimal(row["least"]),
         "most_units_percent": int(row["units"]) if row["units"] else None}
        for row in _rows("grades.csv")
    ]  # fmt: skip
    conditions = [
        {"number": int(row["number"]), "kind": row["kind"], "text": row["text"],
         "fallback": int(row["fallback"]) if row["fallback"] else None}
        for row in _rows("conditions.csv")
    ]  # fmt: skip
    return {"grades": grades, "groups": [*groups.values()], "conditions": conditions}


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
