"""Locking what was given, and the record of a step."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from plans.assignments.models import Assignment, AssignmentMove

PARENTS = ("unit", "by_unit", "department", "seat__user", "round__plan__issuer")


def locked(assignment: Assignment) -> Assignment:
    """The row as it is now, locked until the transaction ends."""
    rows = Assignment.objects.select_for_update(of=("self",)).select_related(*PARENTS)
    found: Assignment = rows.get(pk=assignment.pk)
    return found


def keep(
    row: Assignment,
    step: str,
    *,
    before: str,
    by: Any,
    note: str = "",
    progress: int | None = None,
    fields: Any = (),
) -> Assignment:
    """Save the named columns with the status, and the move that led there."""
    row.changed_at = timezone.now()
    row.save(update_fields=["status", "changed_at", *fields])
    AssignmentMove.objects.create(
        assignment=row, step=step, from_status=before, to_status=row.status, by=by, note=note.strip(), progress=progress
    )  # fmt: skip
    return row
