"""A plan's tasks and activities along its time, as numbers ready to be drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from plans.assignments.queries import Standing
from plans.models import Plan

WIDTH, LABEL, ROW, HEAD = 1000, 330, 30, 34  # units of the drawing
MOST = 150
LABEL_CHARS = 44


@dataclass(frozen=True)
class Bar:
    """One line: what, from when to when, how much of it is done (0 to 100)."""

    kind: str
    text: str
    who: str
    starts_on: dt.date
    ends_on: dt.date
    share: int
    late: bool
    done: bool
    block_id: str
    said: bool  # whether the plan names its day


@dataclass(frozen=True)
class Drawn:
    """A bar in units of the drawing, as text: a template would write 1,5 for 1.5."""

    bar: Bar
    x: str
    y: str
    width: str
    filled: str
    label: str
    text_y: str


@dataclass(frozen=True)
class Gantt:
    bars: list[Bar]
    drawn: list[Drawn]
    months: list[tuple[str, str]]
    today: str
    height: str
    first: dt.date
    last: dt.date
    left_out: int


def gantt_of(plan: Plan, standings: Mapping[str, Standing]) -> Gantt | None:
    """Drawn from the plan's first to its last day; None when the plan has neither days nor anything with a day."""
    bars = sorted(
        [*_tasks(plan, standings), *_activities(plan)], key=lambda bar: (bar.ends_on, bar.starts_on)
    )
    if not bars:
        return None
    first = min(bar.starts_on for bar in bars).replace(day=1)
    last = max(bar.ends_on for bar in bars)
    scale = (WIDTH - LABEL) / max((last - first).days + 1, 1)
    shown = bars[:MOST]
    today = timezone.localdate()
    return Gantt(
        bars, [_drawn(bar, place, first, scale) for place, bar in enumerate(shown)], list(_months(first, last, scale)),
        _said(LABEL + (today - first).days * scale) if first <= today <= last else "",
        _said(HEAD + len(shown) * ROW + 8), first, last, len(bars) - len(shown),
    )  # fmt: skip


def _tasks(plan: Plan, standings: Mapping[str, Standing]) -> Iterable[Bar]:
    begin = plan.starts_on or plan.issued_on
    today = timezone.localdate()
    for task in plan.tasks.select_related("lead_unit").order_by("order", "pk"):
        end = task.deadline_on or plan.ends_on
        if begin is None or end is None:
            continue
        standing = standings.get(task.block_id)
        share = 100 if task.done else standing.share if standing else 0
        late = not task.done and share < 100 and end < today
        yield Bar(
            "task", task.text, task.lead, min(begin, end), end, share, late, task.done, task.block_id,
            task.deadline_on is not None,
        )  # fmt: skip


def _activities(plan: Plan) -> Iterable[Bar]:
    today = timezone.localdate()
    for row in plan.plannedactivitys.exclude(starts_on=None).order_by("order", "pk"):
        begin: Any = row.starts_on
        end = row.ends_on or begin
        yield Bar(
            "activity", row.text, row.place, begin, max(begin, end), 0, False, end < today, row.block_id, True
        )


def _drawn(bar: Bar, place: int, first: dt.date, scale: float) -> Drawn:
    x = LABEL + (bar.starts_on - first).days * scale
    width = max(((bar.ends_on - bar.starts_on).days + 1) * scale, 4)
    y = HEAD + place * ROW
    label = bar.text if len(bar.text) <= LABEL_CHARS else f"{bar.text[:LABEL_CHARS].rsplit(' ', 1)[0]}…"
    return Drawn(
        bar, _said(x), _said(y + 7), _said(width), _said(width * bar.share / 100), label, _said(y + 20)
    )


def _months(first: dt.date, last: dt.date, scale: float) -> Iterable[tuple[str, str]]:
    """Where each month begins and its name; only every third when they stand close."""
    on, count = first, 0
    step = 1 if scale * 30 >= 40 else 3
    while on <= last:
        if count % step == 0 and LABEL + (on - first).days * scale < WIDTH - 40:
            yield _said(LABEL + (on - first).days * scale), f"T{on.month}/{on.year % 100:02d}"
        on, count = (on + dt.timedelta(days=31)).replace(day=1), count + 1


def _said(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
