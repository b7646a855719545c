"""Reads of opinions: the list of who may read them, counts that point to nobody, what reports take."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.db.models.functions import Length, Substr, TruncMonth
from django.urls import reverse

from campaigns.confidential.models import kept_units
from campaigns.opinions.models import OpinionReach, OpinionReport, OpinionTopic
from campaigns.records import ReportRecord
from units.models import STEP, Unit

# Fewer than that in one box could point to a person.
THRESHOLD = 3


@dataclass(frozen=True)
class OpinionFilter:
    text: str = ""
    topic: str = ""
    status: str = ""
    urgent: bool = False
    since: dt.date | None = None
    until: dt.date | None = None


def opinion_rows(user: Any, wanted: OpinionFilter) -> QuerySet[OpinionReport]:
    """Opinions the person may read: urgent ones nobody noted first, then the newest."""
    found = OpinionReport.objects.visible_to(user).select_related("unit", "topic")
    if wanted.topic:
        found = found.filter(topic=wanted.topic)
    if wanted.status in OpinionReport.Status.values:
        found = found.filter(status=wanted.status)
    if wanted.urgent:
        found = found.filter(urgent=True)
    if wanted.since:
        found = found.filter(heard_on__gte=wanted.since)
    if wanted.until:
        found = found.filter(heard_on__lte=wanted.until)
    return found.search(wanted.text).order_by("-urgent", "-reported_at", "-pk")


def with_trail(rows: QuerySet[OpinionReport]) -> QuerySet[OpinionReport]:
    """Rows with the units they reached and what was done with them."""
    reached = OpinionReach.objects.select_related("unit")
    return rows.select_related("unit__parent", "topic", "reported_by").prefetch_related(
        Prefetch("reaches", reached), "moves__by", "notices__recipient"
    )


def waiting_urgent(user: Any) -> QuerySet[OpinionReport]:
    """Urgent opinions that came to a unit above, where the person reads, and that nobody noted."""
    kept = kept_units(user)
    reached = OpinionReach.objects.filter(unit__in=kept).values("opinion")
    waiting = OpinionReport.objects.filter(pk__in=reached, urgent=True, status=OpinionReport.Status.SENT)
    return waiting.exclude(unit__in=kept, unit__parent__isnull=False).select_related("unit", "topic")


# --- counted


@dataclass(frozen=True)
class Cell:
    """`shown` is the count, “< 3” where it could point to somebody, “≥ 3” where the sum would tell such a count."""

    count: int
    shown: str
    of: str = ""  # the unit

    @property
    def hidden(self) -> bool:
        return not self.shown.isdigit()


@dataclass(frozen=True)
class TopicLine:
    topic: OpinionTopic
    cells: list[Cell]
    total: Cell
    urgent: Cell


@dataclass(frozen=True)
class Rollup:
    """Opinions at or below a unit in some days: topics down, the unit itself and those directly below across."""

    columns: list[Unit]
    lines: list[TopicLine]
    totals: list[Cell]
    total: Cell
    urgent: Cell
    moods: list[tuple[str, int]]
    months: list[tuple[str, int]]
    statuses: list[tuple[str, int]]


def cell(count: int, of: str = "") -> Cell:
    return Cell(count, f"< {THRESHOLD}" if 0 < count < THRESHOLD else str(count), of)


def guarded(table: list[list[Cell]]) -> list[list[Cell]]:
    """The table with a second count hidden wherever only one was, so that no sum gives it away."""
    found = [list(row) for row in table]
    for _turn in range(len(found) + 1):
        before = [list(row) for row in found]
        for row in found:
            _hide_second(row)
        columns = [list(column) for column in zip(*found, strict=True)]
        for column in columns:
            _hide_second(column)
        found = [list(row) for row in zip(*columns, strict=True)]
        if found == before:
            break
    return found


def _hide_second(line: list[Cell]) -> None:
    open_ones = [at for at, one in enumerate(line) if one.count and not one.hidden]
    if sum(one.hidden for one in line) == 1 and open_ones:
        at = min(open_ones, key=lambda place: line[place].count)
        line[at] = replace(line[at], shown=f"≥ {THRESHOLD}")


def rollup(unit: Unit, first: dt.date, last: dt.date) -> Rollup:
    """Six queries, whatever the size. The caller has asked whether the person reads for the unit."""
    rows = OpinionReport.objects.filter(
        unit__path__gte=unit.path, unit__path__lt=unit.path + "~", heard_on__range=(first, last)
    ).order_by()
    branch = len(unit.path) + STEP
    counted = (
        rows.annotate(branch=Substr("unit__path", 1, branch))
        .values("topic", "branch")
        .annotate(n=Count("pk"), hot=Count("pk", filter=Q(urgent=True)))
    )
    by_topic: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    hot: dict[str, int] = defaultdict(int)
    for one in counted:
        by_topic[one["topic"]][one["branch"]] += one["n"]
        hot[one["topic"]] += one["hot"]
    below = {path: n for path, n in _sums(by_topic).items() if n}
    columns: list[Any] = list(
        Unit.objects.filter(path__in=below).annotate(long=Length("path")).order_by("long", "sort_key")
    )
    topics = list(OpinionTopic.objects.filter(pk__in=by_topic))
    # The last row and the last column are the sums; the corner is the whole.
    counts = [
        [*(cell(by_topic[topic.pk].get(one.path, 0), one.name) for one in columns), cell(sum(by_topic[topic.pk].values()))]
        for topic in topics
    ]  # fmt: skip
    sums = [*(cell(below[one.path], one.name) for one in columns), cell(sum(below.values()))]
    shown = guarded([*counts, sums])
    lines = [
        TopicLine(topic, cells[:-1], cells[-1], cell(hot[topic.pk]))
        for topic, cells in zip(topics, shown, strict=False)
    ]
    lines.sort(key=lambda line: (-line.urgent.count, -line.total.count, line.topic.order))
    return Rollup(
        columns=columns, lines=lines, totals=shown[-1][:-1], total=shown[-1][-1],
        urgent=cell(sum(hot.values())), moods=_named(rows, "mood", OpinionReport.Mood),
        statuses=_named(rows, "status", OpinionReport.Status), months=_months(rows),
    )  # fmt: skip


def _sums(by_topic: dict[str, dict[str, int]]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for counts in by_topic.values():
        for path, n in counts.items():
            found[path] += n
    return found


def _named(rows: QuerySet[OpinionReport], field: str, names: Any) -> list[tuple[str, int]]:
    """Label → count, only where enough stand together."""
    counts = dict(rows.values_list(field).annotate(n=Count("pk")))
    return [
        (str(names(value).label), counts[value])
        for value in names.values
        if counts.get(value, 0) >= THRESHOLD
    ]


def _months(rows: QuerySet[OpinionReport]) -> list[tuple[str, int]]:
    found = (
        rows.annotate(month=TruncMonth("heard_on"))
        .values_list("month")
        .annotate(n=Count("pk"))
        .order_by("month")
    )
    return [(f"{month:%m/%Y}", n) for month, n in found if n >= THRESHOLD]


def records_of(unit: Unit, first_day: dt.date, last_day: dt.date) -> list[ReportRecord]:
    """Opinions the unit sent (TT30: phan_anh). The title names the topic, never what was said. One query."""
    rows = OpinionReport.objects.filter(unit=unit, heard_on__range=(first_day, last_day)).select_related(
        "topic"
    )
    return [
        ReportRecord(
            "opinion", row.pk, f"Phản ánh {row.code}: {row.topic.name}", row.heard_on,
            reverse("campaigns:opinion_detail", args=[row.pk]), {"phan_anh": 1},
        )
        for row in rows.order_by("heard_on", "pk")
    ]  # fmt: skip
