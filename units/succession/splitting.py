"""Splitting a unit into several: new or existing units carry it on, the units below it go to one of them each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from core.formats import write
from units import audit
from units.models import Seat, Unit
from units.services import UnitError, change_unit_facts, create_unit, lock_tree, move_unit
from units.succession.services import ONE, carve_out, succeed_unit

STEP = Decimal("0.0001")  # of a share


@dataclass(frozen=True)
class Part:
    """One unit that carries the split one on: an existing one, or a new one beside it under the same upper unit."""

    members: int
    unit: Unit | None = None
    code: str = ""
    name: str = ""


@dataclass(frozen=True)
class Split:
    """What a split does, or would do: each carrier with its share and the units that go to it."""

    old: Unit
    carriers: list[Carrier]
    seats: int
    members_before: int
    goes_on: bool = False

    @property
    def members_given(self) -> int:
        return sum(one.members for one in self.carriers)

    @property
    def fits(self) -> bool:
        """Every member of the old unit is in one of the new ones; upper units may count none of their own."""
        return self.goes_on or self.members_before in (0, self.members_given)

    @property
    def members_left(self) -> int:
        """With the old unit, where it goes on."""
        return self.members_before - self.members_given

    @property
    def percent_left(self) -> str:
        return write.percent((ONE - sum(one.share for one in self.carriers)) * 100, 2)


@dataclass
class Carrier:
    unit: Unit
    is_new: bool
    share: Decimal
    members: int
    below: list[Unit] = field(default_factory=list)

    @property
    def percent(self) -> str:
        return write.percent(self.share * 100, 2)


class PartError(UnitError):
    """A refusal that belongs to one part."""

    def __init__(self, part: int, error: UnitError) -> None:
        self.part = part
        super().__init__(str(error), error.field)


def shares_of(members: Sequence[int]) -> list[Decimal]:
    """Shares in four decimals that add up to exactly 1; what rounding leaves goes to the largest.

    Raises UnitError when nobody goes anywhere, or a part is too small to be told.
    """
    whole = sum(members)
    if whole <= 0 or any(one <= 0 for one in members):
        raise UnitError("Mỗi đơn vị tiếp nhận phải nhận ít nhất một đoàn viên.", "members")
    shares = [(Decimal(one) / whole).quantize(STEP, ROUND_DOWN) for one in members]
    if min(shares) <= 0:
        raise UnitError("Phần chia nhỏ hơn 0,01% số đoàn viên nên không ghi được.", "members")
    shares[members.index(max(members))] += ONE - sum(shares)
    return shares


def parts_of(members: Sequence[int], whole: int) -> list[Decimal]:
    """Shares of what leaves a unit of `whole` members. Raises UnitError when nothing stays, or a part is too small."""
    if any(one <= 0 for one in members):
        raise UnitError("Mỗi đơn vị tiếp nhận phải nhận ít nhất một đoàn viên.", "members")
    if sum(members) >= whole:
        raise UnitError(
            f"Tách thì đơn vị cũ phải còn đoàn viên: đơn vị có {write.number(whole)}, các phần nhận "
            f"{write.number(sum(members))}. Nếu đơn vị cũ kết thúc, hãy chọn “Chia”.",
            "members",
        )
    shares = [(Decimal(one) / whole).quantize(STEP, ROUND_DOWN) for one in members]
    if min(shares) <= 0 or sum(shares) >= ONE:
        raise UnitError("Phần tách nhỏ hơn 0,01% số đoàn viên nên không ghi được.", "members")
    return shares


def members_of(old: Unit) -> int:
    """Members of the unit; an upper unit that counts none of its own has those of the units below it."""
    if old.member_count:
        return old.member_count
    below = Unit.objects.active().filter(path__gt=old.path, path__lt=old.path + "~")
    return below.aggregate(members=Sum("member_count"))["members"] or 0


def units_below(old: Unit) -> list[Unit]:
    """Active units directly below, which have to go somewhere; in the order of lists."""
    return list(Unit.objects.active().filter(parent=old).order_by("sort_key", "pk"))


@transaction.atomic
def split_unit(
    old: Unit, *, parts: Sequence[Part], below: Mapping[int, int], on: dt.date, decision: str = "", by: Any = None,
    goes_on: bool = False,
) -> Split:  # fmt: skip
    """Split `old` from the day `on`; the day before is its last. `below`: id of each unit directly below → index of the
    part it goes to. `goes_on` (tách): the old unit keeps its name and what no part takes, units below it stay unless told.

    Figures of the time before are carried on by the members each part takes over. Raises PartError, UnitError: fewer
    than two parts, one twice, a unit below left out, and what create_unit, move_unit and succeed_unit refuse.
    """
    lock_tree()
    old = Unit.objects.select_related("kind", "parent").get(pk=old.pk)
    if on > timezone.localdate():
        raise UnitError("Ngày hiệu lực không được sau ngày hôm nay.", "on")
    _check_parts(old, parts, fewest=1 if goes_on else 2)
    members, whole = [part.members for part in parts], members_of(old) if goes_on else old.member_count
    shares = parts_of(members, whole) if goes_on else shares_of(members)
    carriers = [
        _carrier(old, number, part, share, on=on, decision=decision, by=by)
        for number, (part, share) in enumerate(zip(parts, shares, strict=True))
    ]
    for unit in units_below(old):
        goal = below.get(unit.pk)
        if goal is None and goes_on:
            continue
        if goal is None or not 0 <= goal < len(carriers):
            raise UnitError(f"Hãy chọn đơn vị tiếp nhận cho “{unit.name}”.", f"con-{unit.pk}")
        carriers[goal].below.append(
            move_unit(unit, parent=carriers[goal].unit, on=on, decision=decision, by=by)
        )
    seats = Seat.objects.filter(unit=old, to_on__isnull=True).count()
    into = {carrier.unit: carrier.share for carrier in carriers}
    if goes_on:
        carve_out(old, into=into, on=on, decision=decision, by=by)
        if old.member_count:
            old = change_unit_facts(old, by=by, member_count=old.member_count - sum(members))
        ended, seats = old, 0
    else:
        ended = succeed_unit(old, into=into, on=on - dt.timedelta(days=1), decision=decision, by=by)
    audit.record(
        "unit.split", ended, by=by, unit=ended,
        after={carrier.unit.code: [u.code for u in carrier.below] for carrier in carriers},
    )  # fmt: skip
    return Split(ended, carriers, seats, whole, goes_on)


def try_split(old: Unit, **words: Any) -> Split:
    """What `split_unit` would do, with nothing written. Raises what it raises."""
    with transaction.atomic():
        found = split_unit(old, **words)
        transaction.set_rollback(True)
    return found


def _check_parts(old: Unit, parts: Sequence[Part], *, fewest: int) -> None:
    if len(parts) < fewest:
        raise UnitError(
            "Chia tách cần ít nhất hai đơn vị tiếp nhận. Nếu chỉ có một, hãy dùng “Kết thúc” và chọn đơn vị tiếp nhận."
        )
    there = [part.unit.pk for part in parts if part.unit]
    for number, part in enumerate(parts):
        if part.unit and there.count(part.unit.pk) > 1:
            raise PartError(number, UnitError(f"“{part.unit.name}” được chọn hai lần.", "unit"))
        if part.unit and part.unit.pk == old.pk:
            raise PartError(number, UnitError("Đơn vị không tách cho chính nó.", "unit"))
        if part.unit and part.unit.is_under(old):
            raise PartError(
                number, UnitError(f"“{part.unit.name}” trực thuộc đơn vị bị chia tách, hãy chọn đơn vị khác.", "unit")
            )  # fmt: skip


def _carrier(
    old: Unit, number: int, part: Part, share: Decimal, *, on: dt.date, decision: str, by: Any
) -> Carrier:
    try:
        if part.unit is not None:
            members = part.unit.member_count + part.members
            unit = change_unit_facts(part.unit, by=by, member_count=members)
            return Carrier(unit, False, share, part.members)
        unit = create_unit(
            code=part.code, name=part.name, kind=old.kind, parent=old.parent, sector=old.sector,
            place_name=old.place_name, from_on=on, member_count=part.members, decision=decision, by=by,
        )  # fmt: skip
    except UnitError as refused:
        raise PartError(number, refused) from refused
    return Carrier(unit, True, share, part.members)
