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
    if Succession.objects.filter(old=old, effective_on__gte=on, goes_on=True).exists():
        raise UnitError("Một phần của đơn vị được tách trong hoặc sau ngày này. Hãy chọn ngày sau đó.", "on")
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


@transaction.atomic
def carve_out(
    old: Unit, *, into: Mapping[Unit, Decimal], on: dt.date, decision: str = "", by: Any = None
) -> None:
    """Parts of `old` leave it on the day `on`, each with its share of what the unit was; the unit goes on with the rest.

    Raises UnitError: an ended unit on either side, shares that leave nothing, a part that took over on that day already.
    """
    rest = ONE - sum(into.values())
    if not into or rest <= 0 or any(share <= 0 for share in into.values()):
        raise UnitError("Các phần tách ra phải lớn hơn 0, và đơn vị cũ phải còn lại một phần.", "members")
    lock_tree()
    for unit in Unit.objects.filter(pk__in=[old.pk, *(unit.pk for unit in into)]):
        if unit.ended_on:
            raise UnitError(f"“{unit.name}” đã kết thúc hoạt động.", "into")
    if Succession.objects.filter(old=old, new__in=into, effective_on=on).exists():
        raise UnitError("Một đơn vị đã nhận một phần của đơn vị này trong cùng ngày.", "on")
    Succession.objects.bulk_create(
        Succession(
            old=old, new=unit, share=share, main=False, goes_on=True, effective_on=on, decision=decision
        )
        for unit, share in into.items()
    )
    audit.record(
        "unit.carve_out", old, by=by, unit=old,
        after={"into": {unit.code: str(share) for unit, share in into.items()}, "on": on.isoformat(), "decision": decision},
    )  # fmt: skip
