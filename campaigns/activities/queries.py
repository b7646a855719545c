"""Activities by day of a month, by place (units one level below), and their photos."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet, Sum, Value, Window
from django.db.models.functions import RowNumber, Substr
from django.urls import reverse
from django.utils import timezone

from campaigns.events.models import Event, Sitting
from campaigns.models import Activity, Evidence
from campaigns.queries import ActivityFilter, activity_rows
from core.formats import write
from plans.assignments.agenda import Entry, activity_entries
from units.models import STEP, Unit
from units.scope import units_of

A_DAY = 2  # activities of a day that are named; the others are counted
MOST_TILES = 400
LARGEST, SMALLEST = 40.0, 6.0  # radius of a bubble in a tile of 100


# --- a month


def month_entries(user: Any, wanted: ActivityFilter, first: dt.date, last: dt.date) -> list[Entry]:
    """What was done, what events are held, what plans name: of the units the person sees. Six queries at most."""
    found = [*_done(user, wanted, first, last), *_events(user, first, last)]
    if not (wanted.text or wanted.type or wanted.unit or wanted.campaign):
        found += activity_entries(user, first, last)
    return sorted(found, key=lambda entry: (entry.starts_on, entry.kind, entry.uid))


def _done(user: Any, wanted: ActivityFilter, first: dt.date, last: dt.date) -> Iterable[Entry]:
    rows = activity_rows(user, wanted).filter(happened_on__range=(first, last)).order_by()
    nth = Window(RowNumber(), partition_by=F("happened_on"), order_by=F("pk").asc())
    for row in rows.annotate(nth=nth).filter(nth__lte=A_DAY).order_by("happened_on", "pk"):
        url = reverse("campaigns:activity_detail", args=[row.pk])
        yield Entry(
            "done",
            f"a{row.pk:012d}",
            row.title,
            url,
            row.happened_on,
            row.happened_on,
            row.unit.name,
            done=True,
        )
    counted = rows.values("happened_on").annotate(n=Count("pk")).filter(n__gt=A_DAY)
    for day, all_of_it in counted.values_list("happened_on", "n"):
        more = all_of_it - A_DAY
        query = {
            "tu": write.date(day),
            "den": write.date(day),
            "q": wanted.text,
            "loai": wanted.type,
            "don-vi": wanted.unit,
        }
        url = f"{reverse('campaigns:activity_list')}?{urlencode({k: v for k, v in query.items() if v})}"
        yield Entry("done", "b", f"và {write.number(more)} hoạt động nữa", url, day, day)


def _events(user: Any, first: dt.date, last: dt.date) -> Iterable[Entry]:
    zone = timezone.get_current_timezone()
    begin = dt.datetime.combine(first, dt.time(), zone)
    end = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), zone)
    rows = Sitting.objects.filter(
        event__in=Event.objects.visible_to(user).values("pk"), starts_at__gte=begin, starts_at__lt=end
    )
    # Closed ones stand there as activities already.
    waiting = rows.filter(event__status__in=[Event.Status.PREPARING, Event.Status.OPEN]).select_related(
        "event__unit"
    )
    for row in waiting.order_by("starts_at", "pk")[:300]:
        begins = timezone.localtime(row.starts_at)
        url, title = (
            reverse("campaigns:event_detail", args=[row.event_id]),
            f"{begins:%H:%M} {row.event.title}",
        )
        yield Entry("event", f"e{row.pk}", title, url, begins.date(), begins.date(), row.event.unit.name)


# --- places


@dataclass(frozen=True)
class Tile:
    """A unit one level below: `radius` of its bubble, `share` of the units there that did something, in five steps."""

    unit: Unit
    activities: int
    participations: int
    units_done: int
    radius: str
    share: int
    url: str
    list_url: str


@dataclass(frozen=True)
class Places:
    top: Unit
    above: Unit | None
    tiles: list[Tile]
    silent: int
    left_out: int
    own: int


def places_of(user: Any, wanted: ActivityFilter, *, code: str = "") -> Places | None:
    """Units below the one named (else below the person's highest own unit) with what they did. Five queries."""
    homes = units_of(user)
    top = Unit.objects.visible_to(user).active().filter(code=code).first() if code else None
    if top is None or not any(top.is_under(home) for home in homes):
        if not homes:
            return None
        top = min(homes, key=lambda home: (len(home.path), home.path))
    above = Unit.objects.filter(pk=top.parent_id).first() if top.parent_id and any(
        top.path != home.path and top.is_under(home) for home in homes
    ) else None  # fmt: skip
    rows = (
        activity_rows(user, wanted).filter(unit__path__gte=top.path, unit__path__lt=top.path + "~").order_by()
    )
    found = {row["branch"]: row for row in _by_branch(rows, top)}
    units = list(Unit.objects.active().filter(parent=top).order_by("sort_key", "pk"))
    most = max((row["n"] for path, row in found.items() if path != top.path), default=0)
    tiles = [_tile(unit, found.get(unit.path), most, wanted) for unit in units]
    shown = sorted(tiles, key=lambda tile: -tile.activities)[:MOST_TILES]
    kept = {tile.unit.pk for tile in shown}
    own = found.get(top.path, {"n": 0})["n"]
    return Places(
        top, above, [tile for tile in tiles if tile.unit.pk in kept], sum(not tile.activities for tile in tiles),
        len(tiles) - len(shown), own,
    )  # fmt: skip


def _by_branch(rows: QuerySet[Activity], top: Unit) -> Any:
    branch = Substr("unit__path", Value(1), Value(len(top.path) + STEP))
    return rows.values(branch=branch).annotate(
        n=Count("pk"), people=Sum("participations"), units=Count("unit", distinct=True)
    )


def _tile(unit: Unit, row: dict[str, Any] | None, most: int, wanted: ActivityFilter) -> Tile:
    n = row["n"] if row else 0
    radius = SMALLEST + (LARGEST - SMALLEST) * math.sqrt(n / most) if n else 0
    done, members = (row["units"] if row else 0), unit.child_count + 1
    days = (
        {"tu": write.date(wanted.since), "den": write.date(wanted.until)}
        if wanted.since and wanted.until
        else {}
    )
    query = {"don-vi": unit.code, **days, **({"loai": wanted.type} if wanted.type else {})}
    listed = f"{reverse('campaigns:activity_list')}?{urlencode(query)}"
    below = f"{reverse('campaigns:activity_places')}?{urlencode(query)}"
    return Tile(
        unit, n, int((row or {}).get("people") or 0), done, f"{radius:.1f}",
        min(5, math.ceil(5 * done / members)) if done else 0, below if unit.child_count else listed, listed,
    )  # fmt: skip


# --- photos


def photos_of(user: Any, wanted: ActivityFilter, *, consent: str = "") -> QuerySet[Evidence]:
    """Photos of visible activities, the latest day first. `consent`: "co", "chua", or "" for all."""
    activities = activity_rows(user, wanted).order_by().values("pk")
    found = Evidence.objects.visible_to(user).filter(kind=Evidence.Kind.PHOTO, activity__in=activities)
    if consent in ("co", "chua"):
        found = found.filter(consent=consent == "co")
    return found.select_related("activity__unit").order_by("-activity__happened_on", "-pk")


def consent_counts(photos: QuerySet[Evidence]) -> dict[str, int]:
    """How many of the photos may leave the portal."""
    return photos.order_by().aggregate(all=Count("pk"), agreed=Count("pk", filter=Q(consent=True)))
