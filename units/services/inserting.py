"""New units, one or 125,000: parents first, ids reserved, paths computed, every table written in bulk."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.vietnamese import nfc
from units import audit
from units.models import Placement, Sector, Unit, UnitKind, UnitName
from units.naming import default_authority, default_body, default_symbol
from units.paths import MAX_DEPTH, path_of
from units.services.errors import UnitError

CODE = re.compile(r"\w[\w.\-]{0,39}")
_CHUNK = 500


@dataclass(kw_only=True)
class UnitRow:
    """One unit to create. `kind` is a kind or its code, `parent` a unit, its code, or None/"" for a root.

    None in the heading lines, "" in the symbol: derived from kind and names (units.naming).
    """

    code: str
    kind: UnitKind | str
    name: str
    parent: Unit | str | None = None
    symbol: str = ""
    short_name: str = ""
    sector: str = ""
    place_name: str = ""
    parent_authority: str | None = None
    issuing_body: str | None = None
    from_on: dt.date | None = None
    member_count: int = 0
    decision: str = ""

    @property
    def parent_code(self) -> str:
        return self.parent.code if isinstance(self.parent, Unit) else (self.parent or "")

    @property
    def kind_code(self) -> str:
        return self.kind.code if isinstance(self.kind, UnitKind) else self.kind


def lock_tree() -> None:
    """Let one change of the tree run at a time: locks the roots in path order until the transaction ends.

    Locking only the two ends of a move is not enough: a move of a unit above them would rewrite the subtree from a
    snapshot without the newcomers. No-key locks, so rows that only refer to a root are not held up.
    """
    roots = Unit.objects.select_for_update(no_key=True).filter(parent__isnull=True).order_by("path")
    list(roots.values_list("pk", flat=True))


def check_tiers(kind: UnitKind, upper: UnitKind, name: str, upper_name: str) -> None:
    """Raises UnitError when the upper unit would be of a lower tier than the unit."""
    if upper.tier > kind.tier:
        raise UnitError(
            f"“{upper_name}” ({upper.name}) thuộc cấp thấp hơn “{name}” ({kind.name}), không thể là đơn vị cấp trên.",
            "parent",
        )


@transaction.atomic
def create_unit(
    *, code: str, kind: UnitKind | str, name: str, parent: Unit | str | None, symbol: str = "", short_name: str = "",
    sector: str = "", place_name: str = "", parent_authority: str | None = None, issuing_body: str | None = None,
    from_on: dt.date | None = None, member_count: int = 0, decision: str = "", by: Any = None,
) -> Unit:  # fmt: skip
    """One new unit under `parent` (None: a root) since `from_on` (today when not said).

    Gives the unit. Raises UnitError with the field: code taken or ill-formed, no name, unknown kind or parent, tier.
    """
    row = UnitRow(
        code=code, kind=kind, name=name, parent=parent, symbol=symbol, short_name=short_name, sector=sector,
        place_name=place_name, parent_authority=parent_authority, issuing_body=issuing_body, from_on=from_on,
        member_count=member_count, decision=decision,
    )  # fmt: skip
    unit = _insert([row])[0]
    audit.record(
        "unit.create", unit, by=by, unit=unit,
        after={"code": unit.code, "name": unit.name, "kind": unit.kind_id, "parent": row.parent_code},
    )  # fmt: skip
    return unit


@transaction.atomic
def bulk_create_units(rows: Iterable[UnitRow | dict[str, Any]], *, by: Any = None) -> list[Unit]:
    """All the units or none, in any order of rows; a parent may stand in the rows or in the table.

    Gives the units with parents before children, as stored. Raises UnitError at the first fault.
    """
    units = _insert([row if isinstance(row, UnitRow) else UnitRow(**row) for row in rows])
    if units:
        codes = [unit.code for unit in units]
        audit.record(
            "unit.create_many", units[0], by=by, unit=units[0],
            after={"count": len(codes), "first": codes[:20], "last": codes[-1]},
        )  # fmt: skip
    return units


def _insert(rows: Sequence[UnitRow]) -> list[Unit]:
    lock_tree()
    for row in rows:
        _clean(row)
    by_code = {row.code: row for row in rows}
    _check_codes(rows, by_code)
    kinds = UnitKind.objects.in_bulk()
    known = _known_parents(rows, by_code)
    units: list[Unit] = []
    made: dict[str, Unit] = {}
    ordered = _parents_first(by_code)
    for row, pk in zip(ordered, _reserve_ids(len(ordered)), strict=True):
        parent = made.get(row.parent_code) or known.get(row.parent_code)
        unit = _unit(row, pk, parent, kinds)
        made[row.code] = unit
        units.append(unit)
        if parent and row.parent_code in made:
            parent.child_count += 1
    Unit.objects.bulk_create(units, batch_size=5000)
    _write_history(ordered, units)
    count_children([unit.pk for unit in known.values()])
    return units


def _clean(row: UnitRow) -> None:
    row.code, row.name = nfc(row.code).strip(), " ".join(nfc(row.name).split())
    row.short_name, row.place_name = nfc(row.short_name).strip(), nfc(row.place_name).strip()
    if not row.code:
        raise UnitError("Hãy nhập mã đơn vị.", "code")
    if not CODE.fullmatch(row.code):
        raise UnitError(
            f"Mã “{row.code}” không hợp lệ: chỉ dùng chữ, số, dấu gạch và dấu chấm, tối đa 40 ký tự.", "code"
        )
    if not row.name:
        raise UnitError(f"Đơn vị “{row.code}” chưa có tên.", "name")
    if len(row.name) > 200:
        raise UnitError(f"Tên đơn vị “{row.code}” dài quá 200 ký tự.", "name")
    if row.member_count < 0:
        raise UnitError(f"Số đoàn viên của “{row.code}” không được âm.", "member_count")
    if row.sector and row.sector not in Sector.values:
        raise UnitError(f"Không có khu vực “{row.sector}”.", "sector")


def _check_codes(rows: Sequence[UnitRow], by_code: dict[str, UnitRow]) -> None:
    if len(by_code) < len(rows):
        seen: set[str] = set()
        twice = next(row.code for row in rows if row.code in seen or seen.add(row.code))  # type: ignore[func-returns-value]
        raise UnitError(f"Mã “{twice}” xuất hiện hai lần.", "code")
    for codes in _chunks(list(by_code)):
        taken = Unit.objects.filter(code__in=codes).values_list("code", flat=True).first()
        if taken:
            raise UnitError(f"Mã “{taken}” đã được dùng cho một đơn vị khác.", "code")


def _known_parents(rows: Sequence[UnitRow], by_code: dict[str, UnitRow]) -> dict[str, Unit]:
    wanted = sorted({row.parent_code for row in rows if row.parent_code and row.parent_code not in by_code})
    known: dict[str, Unit] = {}
    for codes in _chunks(wanted):
        known.update({unit.code: unit for unit in Unit.objects.filter(code__in=codes)})
    missing = next((code for code in wanted if code not in known), None)
    if missing:
        raise UnitError(f"Không tìm thấy đơn vị cấp trên có mã “{missing}”.", "parent")
    ended = next((unit for unit in known.values() if unit.ended_on), None)
    if ended:
        raise UnitError(f"Đơn vị cấp trên “{ended.name}” đã kết thúc hoạt động.", "parent")
    return known


def _parents_first(by_code: dict[str, UnitRow]) -> list[UnitRow]:
    """The rows so that a parent stands before its children; raises UnitError for a cycle."""
    ordered: dict[str, UnitRow] = {}
    for row in by_code.values():
        line: list[UnitRow] = []
        on_line: set[str] = set()
        at: UnitRow | None = row
        while at and at.code not in ordered:
            if at.code in on_line:
                raise UnitError(
                    f"Các đơn vị trực thuộc vòng tròn lẫn nhau, bắt đầu từ “{at.code}”.", "parent"
                )
            on_line.add(at.code)
            line.append(at)
            at = by_code.get(at.parent_code)
        ordered.update({each.code: each for each in reversed(line)})
    return list(ordered.values())


def _unit(row: UnitRow, pk: int, parent: Unit | None, kinds: dict[Any, UnitKind]) -> Unit:
    kind = kinds.get(row.kind_code)
    if kind is None:
        raise UnitError(f"Không có loại đơn vị “{row.kind_code}”.", "kind")
    if parent:
        check_tiers(kind, kinds[parent.kind_id], row.name, parent.name)
        if parent.depth >= MAX_DEPTH:
            raise UnitError(
                f"Hệ thống công đoàn sẽ sâu quá {MAX_DEPTH} cấp. Hãy chọn cấp trên ở bậc cao hơn.", "parent"
            )
    unit = Unit(
        pk=pk, code=row.code, kind=kind, sector=row.sector, place_name=row.place_name, parent=parent,
        path=path_of(parent.path if parent else "", pk), depth=parent.depth + 1 if parent else 1, name=row.name,
        short_name=row.short_name, member_count=row.member_count, started_on=row.from_on,
    )  # fmt: skip
    unit.name_parts()
    return unit


def _write_history(rows: Sequence[UnitRow], units: Sequence[Unit]) -> None:
    today = timezone.localdate()
    placements, names = [], []
    for row, unit in zip(rows, units, strict=True):
        since = row.from_on or today
        parent_name = unit.parent.name if unit.parent else ""
        placements.append(Placement(unit=unit, parent=unit.parent, from_on=since, decision=row.decision))
        names.append(
            UnitName(
                unit=unit, name=unit.name, short_name=unit.short_name, from_on=since, decision=row.decision,
                parent_authority=(
                    default_authority(unit.kind, parent_name) if row.parent_authority is None else row.parent_authority
                ),
                issuing_body=default_body(unit.name) if row.issuing_body is None else row.issuing_body,
                symbol=row.symbol or default_symbol(unit.kind, unit.name),
            )
        )  # fmt: skip
    Placement.objects.bulk_create(placements, batch_size=5000)
    UnitName.objects.bulk_create(names, batch_size=5000)


def count_children(parent_ids: Sequence[int]) -> None:
    """Bring the cached number of active units directly below up to date."""
    children = (
        Unit.objects.filter(parent=OuterRef("pk"), ended_on__isnull=True).order_by().values("parent")
        .annotate(n=Count("pk")).values("n")
    )  # fmt: skip
    for ids in _chunks(list(parent_ids)):
        Unit.objects.filter(pk__in=ids).update(child_count=Coalesce(Subquery(children), 0))


def _reserve_ids(count: int) -> list[int]:
    """Ids nobody else will get: the path holds the id, so it must be known before the row is written."""
    table = Unit._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [row[0] for row in cursor.fetchall()]
        # SQLite: the transaction holds the write lock (IMMEDIATE); AUTOINCREMENT follows explicit ids by itself.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
    return list(range(last + 1, last + 1 + count))


def _chunks(items: list[Any]) -> Iterable[list[Any]]:
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]
