"""Reads about units: headings as of a day, children, search with paths, check of the tree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from core.vietnamese import MOST_WORDS, fold, nfc
from units.models import Placement, Seat, Unit, UnitName, UnitQuerySet
from units.paths import levels, path_of
from units.scope import administers


def heading_of(unit: Unit, *, on: dt.date) -> UnitName:
    """The name, heading lines and symbol of the unit on the day.

    Before its first recorded name the first one answers, after its end the last one.
    """
    names = list(unit.names.all())
    if not names:
        raise UnitName.DoesNotExist(f"unit {unit.code} has no name row")
    return next((n for n in reversed(names) if n.from_on <= on), names[0])


@dataclass(frozen=True)
class UnitAsOf:
    """A unit as it was on a day."""

    unit: Unit
    on: dt.date
    name: UnitName
    parent: Unit | None
    exists: bool


def unit_as_of(unit: Unit, on: dt.date) -> UnitAsOf:
    """Name and upper unit on the day; `exists` says whether it stood in the tree then."""
    placement = (
        Placement.objects.select_related("parent").filter(unit=unit, from_on__lte=on)
        .filter(Q(to_on__isnull=True) | Q(to_on__gte=on)).first()
    )  # fmt: skip
    return UnitAsOf(
        unit, on, heading_of(unit, on=on), placement.parent if placement else None, placement is not None
    )


def children_of(user: Any, unit: Unit | None) -> UnitQuerySet:
    """Active units directly below that the person may see, in dictionary order; None: the top of what they see."""
    visible = Unit.objects.visible_to(user).active().select_related("kind").order_by("sort_key", "pk")
    if unit is None:
        return visible.filter(parent__isnull=True)
    return visible.filter(parent=unit)


def line_of(units: Iterable[Unit]) -> dict[int, list[Unit]]:
    """For each unit the units above it, root first, without itself: one query for all of them."""
    units = list(units)
    wanted = {prefix for unit in units for prefix in levels(unit.path)[:-1]}
    above = {
        unit.path: unit for unit in Unit.objects.filter(path__in=wanted).only("pk", "code", "name", "path")
    }
    return {unit.pk: [above[p] for p in levels(unit.path)[:-1] if p in above] for unit in units}


def sub_units(user: Any, unit: Unit, text: str = "") -> UnitQuerySet:
    """Without text the units directly below; with text every visible unit below whose name or code fits."""
    if not text.strip():
        return children_of(user, unit)
    found = Unit.objects.visible_to(user).active().below(unit).exclude(pk=unit.pk).search(text)
    return found.select_related("kind").order_by("sort_key", "pk")


def search_units(user: Any, text: str, *, limit: int = 50) -> list[Unit]:
    """Visible active units whose name or code holds every word of the text, accents or not; at most `limit`."""
    found = Unit.objects.visible_to(user).active().search(text).select_related("kind")
    return list(found.order_by("depth", "sort_key", "pk")[:limit])


def seats_at(unit: Unit) -> list[Seat]:
    """Seats held at the unit today, leaders as entered first."""
    return list(
        Seat.objects.current().filter(unit=unit).select_related("user", "department").order_by("role", "pk")
    )


def seats_to_show(user: Any, unit: Unit, text: str = "") -> Any:
    """Seats at the unit, held and former, whose holder, post or department holds every word; names without accents too."""
    found = Seat.objects.visible_to(user).filter(unit=unit).select_related("user", "department")
    for word in nfc(text[:400]).split()[:MOST_WORDS]:
        fits = Q(user__name_fold__contains=fold(word)) | Q(post_title__icontains=word)
        found = found.filter(fits | Q(department__name__icontains=word))
    return found


def former_seats(user: Any, unit: Unit, text: str = "") -> Any:
    """Seats no longer or not yet held, the latest first; only for who administers the unit."""
    seats = seats_to_show(user, unit, text)
    if not administers(user, unit):
        return seats.none()
    return seats.exclude(pk__in=Seat.objects.current().filter(unit=unit).values("pk")).order_by(
        "-to_on", "pk"
    )


@dataclass(frozen=True)
class Broken:
    """A unit whose cached place in the tree does not fit its rows."""

    code: str
    what: str


def broken_paths(limit: int = 100) -> list[Broken]:
    """Faults of the tree, at most `limit`: path, depth, number of children, open placement. Empty when it is whole."""
    found: list[Broken] = []
    for fault in _faults():
        found.append(fault)
        if len(found) >= limit:
            break
    return found


def _faults() -> Iterator[Broken]:
    rows = list(
        Unit.objects.order_by("pk").values_list(
            "pk", "code", "parent_id", "path", "depth", "child_count", "ended_on"
        )
    )
    paths = {row[0]: row[3] for row in rows}
    children: dict[int, int] = {}
    for _pk, _code, parent, _path, _depth, _count, ended in rows:
        if parent and not ended:
            children[parent] = children.get(parent, 0) + 1
    for pk, code, parent, path, depth, count, _ended in rows:
        right = path_of(paths[parent] if parent else "", pk)
        if path != right:
            yield Broken(code, f"đường dẫn {path}, đúng ra là {right}")
        if depth != len(levels(right)):
            yield Broken(code, f"độ sâu {depth}, đúng ra là {len(levels(right))}")
        if count != children.get(pk, 0):
            yield Broken(code, f"số đơn vị trực thuộc {count}, đúng ra là {children.get(pk, 0)}")
    yield from _placement_faults()


def _placement_faults() -> Iterator[Broken]:
    placed = Placement.objects.filter(to_on__isnull=True, unit__ended_on__isnull=True)
    other = placed.exclude(parent_id=F("unit__parent_id")).exclude(
        parent__isnull=True, unit__parent__isnull=True
    )
    for code in other.values_list("unit__code", flat=True):
        yield Broken(code, "vị trí đang hiệu lực khác với đơn vị cấp trên hiện nay")
    unplaced = Unit.objects.active().exclude(pk__in=placed.values("unit_id"))
    for code in unplaced.values_list("code", flat=True):
        yield Broken(code, "không có vị trí đang hiệu lực")
