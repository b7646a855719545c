"""Activities that look like one event logged twice, and how two of them differ."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from campaigns.duplicates.models import DifferentPair, Merge
from campaigns.models import Activity
from core.formats import write
from core.vietnamese import fold

# Part of the words two names share: alone, and where the place is the same or one names the other as partner.
ALIKE, ALIKE_TOGETHER = 0.6, 0.4
MOST_ROWS, MOST_PAIRS = 3000, 200
_THE_SAME_DAY_AND_TYPE = {"happened_on": OuterRef("happened_on"), "type": OuterRef("type")}


@dataclass(frozen=True)
class Pair:
    """Two activities, the one logged first in front, and why they look like one."""

    first: Activity
    second: Activity
    likeness: float
    why: str


def candidates(user: Any, *, first: dt.date, last: dt.date) -> list[Pair]:
    """Pairs of visible activities of these days that look like one event, the most alike first. Three queries."""
    rows = list(_suspects(user, first, last)[:MOST_ROWS])
    settled = set(
        DifferentPair.objects.filter(first__in=[row.pk for row in rows]).values_list("first", "second")
    )
    found = [
        pair
        for group in _groups(rows)
        for one, other in combinations(group, 2)
        if (one.pk, other.pk) not in settled and (pair := _judged(one, other))
    ]
    return sorted(found, key=lambda pair: (-pair.likeness, pair.first.pk, pair.second.pk))[:MOST_PAIRS]


def _suspects(user: Any, first: dt.date, last: dt.date) -> QuerySet[Activity]:
    """Activities that share day and type with another of the same unit, of the same place, or of a partner."""
    others = Activity.objects.filter(**_THE_SAME_DAY_AND_TYPE).exclude(pk=OuterRef("pk"))
    mine = Exists(others.filter(unit=OuterRef("unit")))
    there = Exists(others.filter(place__iexact=OuterRef("place")))
    invited = Exists(others.filter(unit__in=_partners_of_outer()))
    inviting = Exists(others.filter(partners=OuterRef("unit")))
    rows = Activity.objects.visible_to(user).filter(happened_on__range=(first, last))
    return (
        rows.filter(Q(mine) | (~Q(place="") & Q(there)) | Q(invited) | Q(inviting))
        .select_related("unit", "type")
        .prefetch_related("partners")
        .order_by("-happened_on", "type", "pk")
    )


def _partners_of_outer() -> QuerySet[Any]:
    through = Activity.partners.through
    return through.objects.filter(activity=OuterRef(OuterRef("pk"))).values("unit")


def _groups(rows: Iterable[Activity]) -> Iterator[list[Activity]]:
    groups: dict[tuple[Any, ...], list[Activity]] = defaultdict(list)
    for row in rows:
        groups[row.happened_on, row.type_id].append(row)
    # A day on which hundreds hold the same thing would be thousands of pairs; the first ones tell it.
    yield from (group[:60] for group in groups.values())


def _judged(one: Activity, other: Activity) -> Pair | None:
    likeness = _likeness(one.title, other.title)
    why = _together(one, other)
    if not why or likeness < (ALIKE if why == _SAME_UNIT else ALIKE_TOGETHER):
        return None
    return Pair(one, other, likeness, why)


_SAME_UNIT = "cùng đơn vị, ngày, loại"


def _together(one: Activity, other: Activity) -> str:
    if one.unit_id == other.unit_id:
        return _SAME_UNIT
    if one.unit in other.partners.all() or other.unit in one.partners.all():
        return "cùng ngày, loại; đơn vị này phối hợp với đơn vị kia"
    if one.place and fold(one.place) == fold(other.place):
        return "cùng ngày, loại, địa điểm"
    return ""


def _likeness(one: str, other: str) -> float:
    words, others = set(fold(one).split()), set(fold(other).split())
    return len(words & others) / len(words | others) if words and others else 0.0


# --- two side by side


@dataclass(frozen=True)
class Line:
    """One field of both. `sum`: the two may be added up (money, leaflets of both units)."""

    name: str
    label: str
    first: str
    second: str
    sum: str = ""

    @property
    def differs(self) -> bool:
        return self.first != self.second


def owners_of(first: Activity, second: Activity) -> list[tuple[str, str]]:
    """Which of the two may stay, in words: by unit, or by the moment it was logged."""
    if first.unit_id != second.unit_id:
        return [("first", first.unit.name), ("second", second.unit.name)]
    return [
        (name, f"Hoạt động ghi lúc {write.datetime(row.logged_at)}")
        for name, row in (("first", first), ("second", second))
    ]


_FIELDS = (
    "title", "happened_on", "place", "form", "sessions", "participations", "female_participations", "campaign", "task",
    "message", "channel", "note",
)  # fmt: skip


def lines_of(first: Activity, second: Activity) -> list[Line]:
    """What both say, field by field; amounts only one has are taken without a question."""
    found = [Line(name, _label(name), _words(first, name), _words(second, name)) for name in _FIELDS]
    return [*found, *_amounts(first, second)]


def _label(name: str) -> str:
    field: Any = Activity._meta.get_field(name)
    return str(field.verbose_name)


def _words(activity: Activity, name: str) -> str:
    value = getattr(activity, name)
    if name == "form":
        return str(activity.get_form_display())
    if isinstance(value, dt.date):
        return write.date(value)
    if isinstance(value, int):
        return write.number(value)
    return "" if value is None else str(value)


def _amounts(first: Activity, second: Activity) -> Iterator[Line]:
    kinds = {q.kind_id: q.kind for activity in (first, second) for q in activity.quantities.all()}
    one = {q.kind_id: q.amount for q in first.quantities.all()}
    other = {q.kind_id: q.amount for q in second.quantities.all()}
    for code, kind in kinds.items():
        label = f"{kind.name} ({kind.unit_of_measure})"
        yield _amount(f"quantity_{code}", label, one.get(code), other.get(code))
    labels = {m.source: m.get_source_display() for activity in (first, second) for m in activity.money.all()}
    spent = {m.source: m.amount for m in first.money.all()}
    also = {m.source: m.amount for m in second.money.all()}
    for source, label in labels.items():
        yield _amount(f"money_{source}", f"{label} (đồng)", spent.get(source), also.get(source))


def _amount(name: str, label: str, one: int | None, other: int | None) -> Line:
    both = write.number(one + other) if one is not None and other is not None else ""
    first, second = ("" if n is None else write.number(n) for n in (one, other))
    return Line(name, label, first, second, sum=both)


def merges_of(activity: Activity) -> QuerySet[Merge]:
    """What was merged into the activity, undone or not, newest first."""
    return activity.merges.select_related("gone_unit", "merged_by", "undone_by")


def kept_of(user: Any, gone: int) -> int | None:
    """The visible activity into which the one of this id was merged; None when there is none."""
    found = Merge.objects.visible_to(user).filter(gone_id=gone, undone_at__isnull=True)
    return found.values_list("kept", flat=True).first()
