"""Changes of the tree: move, rename, change facts, end. Dated rows are kept, the caches on Unit follow."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone

from core.vietnamese import nfc
from units import audit
from units.models import Placement, Seat, Unit, UnitName
from units.naming import default_authority, default_body
from units.paths import MAX_DEPTH, path_of
from units.services.errors import UnitError
from units.services.headings import dated_name, head_below
from units.services.inserting import check_tiers, count_children, lock_tree

FACTS = ("sector", "place_name", "member_count", "phone", "email", "address")


def _locked(unit: Unit) -> Unit:
    return Unit.objects.select_related("kind", "parent").get(pk=unit.pk)


def _check_day(on: dt.date, since: dt.date, what: str) -> None:
    if on > timezone.localdate():
        raise UnitError("Ngày hiệu lực không được sau ngày hôm nay.", "on")
    if on < since:
        raise UnitError(f"Ngày hiệu lực không được trước {since:%d/%m/%Y}, ngày bắt đầu {what}.", "on")


def _check_alive(unit: Unit) -> None:
    if unit.ended_on:
        raise UnitError(
            f"“{unit.name}” đã kết thúc hoạt động ngày {unit.ended_on:%d/%m/%Y}, không thể thay đổi."
        )


@transaction.atomic
def move_unit(unit: Unit, *, parent: Unit | None, on: dt.date, decision: str = "", by: Any = None) -> Unit:
    """Hang the unit with everything below it under `parent` from the day `on`; None makes it a root.

    Takes: `on` not later than today and not before the present placement began. Gives the fresh unit.
    Raises UnitError: cycle, ended unit or parent, tier, date, depth.
    """
    lock_tree()
    unit = _locked(unit)
    target = _locked(parent) if parent else None
    placement = Placement.objects.get(unit=unit, to_on__isnull=True) if not unit.ended_on else None
    _check_move(unit, target, on, placement)
    before = {"parent": unit.parent.code if unit.parent else "", "path": unit.path}
    old_parent = unit.parent
    new_path = path_of(target.path if target else "", unit.pk)
    audit.record(
        "unit.move", unit, by=by, unit=unit, before=before,
        after={"parent": target.code if target else "", "path": new_path, "on": on.isoformat(), "decision": decision},
    )  # fmt: skip
    _rewrite_paths(unit, new_path)
    Unit.objects.filter(pk=unit.pk).update(parent=target)
    count_children([p.pk for p in (old_parent, target) if p])
    assert placement is not None
    _place(placement, target, on, decision)
    if parent_line_is_derived(unit, old_parent):
        dated_name(unit, on=on, decision=decision, parent_authority=_authority(unit, target))
    return _locked(unit)


def _check_move(unit: Unit, target: Unit | None, on: dt.date, placement: Placement | None) -> None:
    _check_alive(unit)
    if target:
        if target.ended_on:
            raise UnitError(
                f"“{target.name}” đã kết thúc hoạt động, hãy chọn đơn vị cấp trên khác.", "parent"
            )
        if target.pk == unit.pk:
            raise UnitError(f"Không thể chuyển “{unit.name}” vào chính nó.", "parent")
        if target.is_under(unit):
            raise UnitError(f"Không thể chuyển “{unit.name}” vào chính đơn vị cấp dưới của nó.", "parent")
        check_tiers(unit.kind, target.kind, unit.name, target.name)
    if unit.parent_id == (target.pk if target else None):
        raise UnitError(f"“{unit.name}” đang trực thuộc đơn vị này rồi.", "parent")
    assert placement is not None
    _check_day(on, placement.from_on, "trực thuộc đơn vị hiện nay")
    deepest = Unit.objects.below(unit).aggregate(deepest=Max("depth"))["deepest"]
    if deepest - unit.depth + 1 + (target.depth if target else 0) > MAX_DEPTH:
        raise UnitError(
            f"Hệ thống công đoàn sẽ sâu quá {MAX_DEPTH} cấp. Hãy chọn cấp trên ở bậc cao hơn.", "parent"
        )


def _rewrite_paths(unit: Unit, new_path: str) -> None:
    """One UPDATE for the whole subtree."""
    shift = (len(new_path) - len(unit.path)) // len(path_of("", unit.pk))
    Unit.objects.below(unit).update(
        path=Concat(Value(new_path), Substr("path", len(unit.path) + 1)), depth=F("depth") + shift
    )


def _place(placement: Placement, target: Unit | None, on: dt.date, decision: str) -> None:
    """Close the open placement the day before and open the next; a second change on one day replaces the first."""
    if placement.from_on == on:
        placement.parent, placement.decision = target, decision
        placement.save(update_fields=["parent", "decision"])
        return
    placement.to_on = on - dt.timedelta(days=1)
    placement.save(update_fields=["to_on"])
    Placement.objects.create(unit=placement.unit, parent=target, from_on=on, decision=decision)


def _authority(unit: Unit, parent: Unit | None) -> str:
    return default_authority(unit.kind, parent.name if parent else "")


def parent_line_is_derived(unit: Unit, parent: Unit | None) -> bool:
    """Whether the heading's first line is still what the upper unit's name gives, not a text of its own."""
    current = UnitName.objects.get(unit=unit, to_on__isnull=True)
    return current.parent_authority == _authority(unit, parent)


@transaction.atomic
def rename_unit(
    unit: Unit, *, name: str, on: dt.date, short_name: str | None = None, symbol: str | None = None,
    parent_authority: str | None = None, issuing_body: str | None = None, decision: str = "", by: Any = None,
) -> Unit:  # fmt: skip
    """Give the unit a new name from the day `on`; the old one stays readable with its dates.

    None keeps what is there; heading lines that were derived from a name follow the new name, here and directly below.
    Raises UnitError: empty name, ended unit, date.
    """
    lock_tree()
    unit = _locked(unit)
    _check_alive(unit)
    name = nfc(name).strip()
    if not name:
        raise UnitError("Hãy nhập tên đơn vị.", "name")
    current = UnitName.objects.get(unit=unit, to_on__isnull=True)
    _check_day(on, current.from_on, "tên hiện nay")
    if issuing_body is None and current.issuing_body == default_body(current.name):
        issuing_body = default_body(name)
    old_name = unit.name
    given = {
        "name": name, "short_name": short_name, "symbol": symbol,
        "parent_authority": parent_authority, "issuing_body": issuing_body,
    }  # fmt: skip
    changes = {key: nfc(value).strip() for key, value in given.items() if value is not None}
    audit.record(
        "unit.rename", unit, by=by, unit=unit, before={key: getattr(current, key) for key in changes},
        after={**changes, "on": on.isoformat(), "decision": decision},
    )  # fmt: skip
    dated_name(unit, on=on, decision=decision, **changes)
    unit.name, unit.short_name = name, changes.get("short_name", unit.short_name)
    unit.name_parts()
    unit.save(update_fields=["name", "short_name", "name_fold", "sort_key"])
    if old_name != name:
        head_below(unit, old_name=old_name, on=on, decision=decision)
    return unit


@transaction.atomic
def change_unit_facts(unit: Unit, *, by: Any = None, **facts: Any) -> Unit:
    """Change what has no dated history: sector, place_name, member_count (people), phone, email, address.

    Raises TypeError for any other field, UnitError for an ended unit or a negative count.
    """
    unknown = set(facts) - set(FACTS)
    if unknown:
        raise TypeError(f"not facts of a unit: {sorted(unknown)}")
    unit = Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=unit.pk)
    _check_alive(unit)
    if int(facts.get("member_count", 0)) < 0:
        raise UnitError("Số đoàn viên không được âm.", "member_count")
    before = {key: getattr(unit, key) for key in facts if getattr(unit, key) != facts[key]}
    if not before:
        return unit
    audit.record(
        "unit.change", unit, by=by, unit=unit, before=before, after={key: facts[key] for key in before}
    )  # fmt: skip
    for key in before:
        setattr(unit, key, facts[key])
    unit.save(update_fields=list(before))
    return unit


@transaction.atomic
def end_unit(unit: Unit, *, on: dt.date, decision: str = "", by: Any = None) -> Unit:
    """End the unit with `on` as its last day: it leaves the tree of today, stays readable, its seats end.

    Raises UnitError: active units below, already ended, date.
    """
    lock_tree()
    unit = _locked(unit)
    _check_alive(unit)
    below = Unit.objects.below(unit).active().exclude(pk=unit.pk).count()
    if below:
        raise UnitError(
            f"Còn {below} đơn vị đang hoạt động trực thuộc “{unit.name}”. "
            "Hãy chuyển hoặc kết thúc các đơn vị đó trước."
        )  # fmt: skip
    placement = Placement.objects.get(unit=unit, to_on__isnull=True)
    _check_day(on, placement.from_on, "trực thuộc đơn vị hiện nay")
    audit.record("unit.end", unit, by=by, unit=unit, after={"on": on.isoformat(), "decision": decision})
    unit.ended_on = on
    unit.save(update_fields=["ended_on"])
    placement.to_on = on
    placement.save(update_fields=["to_on"])
    UnitName.objects.filter(unit=unit, to_on__isnull=True).update(to_on=on)
    Seat.objects.filter(unit=unit, to_on__isnull=True).update(to_on=on)
    if unit.parent_id:
        count_children([unit.parent_id])
    return unit
