"""Merging and splitting: the end of a unit together with the units that carry it on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from units import audit
from units.models import Unit
from units.services import UnitError, end_unit
from units.services.inserting import lock_tree
from units.succession.models import Succession

ONE = Decimal(1)


@transaction.atomic
def succeed_unit(
    old: Unit, *, into: Mapping[Unit, Decimal], on: dt.date, decision: str = "", by: Any = None
) -> Unit:
    """End `old` with `on` as its last day; `into` says who carries it on, with which share of what it was.

    One unit with share 1 is a merger. The first of the largest shares counts the old unit as a whole. Raises UnitError:
    what `end_unit` refuses, an ended successor, shares that do not add up to 1.
    """
    if not into or sum(into.values()) != ONE or any(share <= 0 for share in into.values()):
        raise UnitError("Các phần kế thừa phải lớn hơn 0 và cộng lại bằng 1.", "into")
    lock_tree()
    for unit in Unit.objects.filter(pk__in=[unit.pk for unit in into]):
        if unit.pk == old.pk or unit.ended_on or unit.is_under(old):
            raise UnitError(
                f"“{unit.name}” không tiếp nhận được: hãy chọn đơn vị khác, đang hoạt động.", "into"
            )
    ended = end_unit(old, on=on, decision=decision, by=by)
    chief = max(into, key=lambda unit: into[unit])
    Succession.objects.bulk_create(
        Succession(
            old=ended, new=unit, share=share, main=unit is chief, effective_on=on, decision=decision
        )
        for unit, share in into.items()
    )  # fmt: skip
    audit.record(
        "unit.succeed", ended, by=by, unit=ended,
        after={"into": {unit.code: str(share) for unit, share in into.items()}, "on": on.isoformat(), "decision": decision},
    )  # fmt: skip
    return ended
