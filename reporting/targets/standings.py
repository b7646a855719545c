"""The state of every target of the plans in force, kept so that first pages count it in one query."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils import timezone

from documents.models import Status
from plans.models import Plan
from reporting.models import TargetStanding
from reporting.targets.progress import periods_of, progress_lines, read_figures
from reporting.targets.states import RULES, TONES
from units.models import Unit

WIDTH = 600  # of the drawing


def refresh_standings(plan: Plan) -> int:
    """Work out the issuer's state of every target of the plan; how many there are. The same queries for any number."""
    targets = list(plan.targets.order_by("order", "pk"))
    periods = periods_of(plan.issuer, plan)
    read = read_figures(plan.issuer, targets, periods, periods[0]) if periods else None
    now = timezone.now()
    rows = [
        TargetStanding(target=line.target, state=line.state, at=now)
        for line in progress_lines(plan, targets, [plan.issuer], read)
    ]
    TargetStanding.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["target"], update_fields=["state", "at"], batch_size=500
    )
    return len(rows)


def plans_followed(today: dt.date) -> list[int]:
    """Ids of issued plans with targets that have not run out."""
    lasting = Q(ends_on=None) | Q(ends_on__gte=today)
    found = Plan.objects.filter(lasting, status=Status.ISSUED, targets__isnull=False)
    return list(found.order_by("pk").values_list("pk", flat=True).distinct())


@dataclass(frozen=True)
class Piece:
    """One state's share of the bar; `x` and `width` in the drawing's units."""

    state: str
    count: int
    tone: str
    url: str
    x: str
    width: str


@dataclass(frozen=True)
class Chart:
    pieces: list[Piece]
    total: int
    at: Any

    @property
    def words(self) -> str:
        return ", ".join(f"{piece.count} {piece.state}" for piece in self.pieces)


def chart_of(unit: Unit) -> Chart | None:
    """The unit's targets by state, best first; None without any. One query."""
    rows = TargetStanding.objects.in_force().filter(target__plan__issuer=unit).order_by()
    found = {row["state"]: row for row in rows.values("state").annotate(n=Count("pk"), at=Max("at"))}
    total = sum(row["n"] for row in found.values())
    if not total:
        return None
    listed, x, pieces = reverse("reporting:target_states"), 0.0, []
    for state, _words in RULES:
        if state in found:
            width = found[state]["n"] * WIDTH / total
            url = f"{listed}?{urlencode({'tinh-trang': state})}"
            pieces.append(
                Piece(state, found[state]["n"], TONES[state], url, f"{x:.1f}", f"{max(width - 2, 1):.1f}")
            )
            x += width
    return Chart(pieces, total, max(row["at"] for row in found.values()))
