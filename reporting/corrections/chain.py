"""The chain of versions of a cell or a text: a settled correction adds a link to each one it changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reporting.checks.cells import Entry
from reporting.corrections.computing import Follower
from reporting.corrections.models import Correction, FigureVersion
from reporting.corrections.words import new_entry, old_entry


def add_versions(row: Correction, followers: Iterable[Follower]) -> list[FigureVersion]:
    """A link for the corrected cell or text and for each computed cell that follows; the first time also the one that
    was reported."""
    of: dict[str, Any] = {
        "submission": row.submission,
        "indicator": row.indicator,
        "breakdown": row.breakdown,
    }
    own = _add(
        row, {**of, "section": row.section}, _values(old_entry(row), row.old_text),
        _values(new_entry(row), row.new_text),
    )  # fmt: skip
    return [
        own,
        *(
            _add(
                row,
                {**of, "indicator": one.spec.indicator, "breakdown": one.spec.breakdown, "section": None},
                _values(one.before),
                _values(one.after),
            )
            for one in followers
        ),
    ]


def _add(row: Correction, of: dict[str, Any], old: dict[str, Any], new: dict[str, Any]) -> FigureVersion:
    last = FigureVersion.objects.filter(**_where(of)).order_by("-number").first()
    if last is None:
        reported_at = row.submission.accepted_at or row.prepared_at
        last = FigureVersion.objects.create(**of, **old, number=1, at=reported_at)
    return FigureVersion.objects.create(**of, **new, number=last.number + 1, previous=last, correction=row)


def _values(entry: Entry | None, text: str = "") -> dict[str, Any]:
    if entry is None:
        return {"text": text}
    return {"state": entry.state, "value": entry.value, "base": entry.base}


def _where(of: dict[str, Any]) -> dict[str, Any]:
    return {
        (f"{name}__isnull" if value is None else name): (True if value is None else value)
        for name, value in of.items()
    }
