"""Dated names: one row ends the day before the next begins; derived heading lines follow the name they came from."""

from __future__ import annotations

import datetime as dt

from units.models import Unit, UnitName
from units.naming import default_authority

_KEPT = ("name", "short_name", "parent_authority", "issuing_body", "symbol")


def dated_name(unit: Unit, *, on: dt.date, decision: str = "", **changes: str) -> UnitName:
    """The unit's open name row with the changes from the day `on`; a row that began that day or later is changed."""
    current = UnitName.objects.get(unit=unit, to_on__isnull=True)
    if current.from_on >= on:
        for key, value in changes.items():
            setattr(current, key, value)
        current.decision = decision or current.decision
        current.save()
        return current
    values = {key: getattr(current, key) for key in _KEPT} | changes
    current.to_on = on - dt.timedelta(days=1)
    current.save(update_fields=["to_on"])
    return UnitName.objects.create(unit=unit, from_on=on, decision=decision, **values)


def head_below(unit: Unit, *, old_name: str, on: dt.date, decision: str = "") -> int:
    """After a rename: give the units directly below the new first heading line, where they carried the old one.

    Few statements however many units; returns the number of units changed.
    """
    old, new = default_authority(unit.kind, old_name), default_authority(unit.kind, unit.name)
    rows = UnitName.objects.filter(
        unit__parent=unit, unit__ended_on__isnull=True, to_on__isnull=True, parent_authority=old
    )
    younger = rows.filter(from_on__gte=on).update(parent_authority=new)
    replaced = list(rows.filter(from_on__lt=on))
    UnitName.objects.filter(pk__in=[row.pk for row in replaced]).update(to_on=on - dt.timedelta(days=1))
    UnitName.objects.bulk_create(
        [
            UnitName(
                unit_id=row.unit_id, from_on=on, decision=decision,
                **{key: getattr(row, key) for key in _KEPT} | {"parent_authority": new},
            )
            for row in replaced
        ],
        batch_size=1000,
    )  # fmt: skip
    return younger + len(replaced)
