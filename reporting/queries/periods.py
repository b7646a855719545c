"""Who has reported: periods a person sees, completeness of a place, the units behind each count."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, When
from django.db.models.functions import Substr
from django.utils import timezone

from core.formats.write import share
from core.vietnamese import parse_id, search_words
from reporting.models import Exemption, Period, PeriodUnit, Submission
from reporting.models import SubmissionStatus as S
from units.models import STEP, Role
from units.scope import sees_all, units_of
from units.succession.queries import own_or_inherited

MISSING = (S.NOT_STARTED, S.DRAFT)
WAITING = (S.SUBMITTED, S.RECEIVED)
OWNER_ROLES = (Role.ADMIN, Role.UPPER_UNIT)


@dataclass
class Counts:
    """Reports of obliged units below a place, by status.

    “Đã gửi” is sent at least once: the first sending decides between on time and late, as QT02 and QT03 count it
    (rollups.completeness). So sent = on time + late, and sent + missing = obliged; a returned report stays sent.
    """

    by_status: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    sent: int = 0
    late: int = 0
    overdue: int = 0
    on_time: int = 0
    exempted: int = 0

    def add(self, row: dict[str, Any]) -> None:
        self.by_status[row["status"]] += row["n"]
        self.sent += row["sent_n"]
        self.late += row["late_n"]
        self.overdue += row["overdue_n"]
        self.on_time += row["on_time_n"]

    @property
    def obliged(self) -> int:
        return sum(self.by_status.values())

    @property
    def accepted(self) -> int:
        return self.by_status.get(S.ACCEPTED, 0) + self.by_status.get(S.COMPILED, 0)

    @property
    def returned(self) -> int:
        """Sent, returned and not yet sent again."""
        return self.by_status.get(S.RETURNED, 0)

    @property
    def waiting(self) -> int:
        """Sent, not yet accepted or returned."""
        return self.by_status.get(S.SUBMITTED, 0) + self.by_status.get(S.RECEIVED, 0)

    @property
    def missing(self) -> int:
        return sum(self.by_status.get(status, 0) for status in MISSING)

    @property
    def on_time_share(self) -> Any:
        """Per cent of obliged units that sent on time; None when nobody is obliged."""
        return share(self.on_time, self.obliged)

    def state_rows(self) -> list[tuple[str, Any, int]]:
        """(status, label, count) in the order a report moves."""
        return [(s.value, s.label, self.by_status.get(s, 0)) for s in S if self.by_status.get(s, 0)]


@dataclass(frozen=True)
class ChildLine:
    """One unit directly below: its own report and the counts of everything under it."""

    place: PeriodUnit
    submission: Submission | None
    below: Counts

    @property
    def exemption(self) -> Exemption | None:
        return getattr(self.place, "exemption", None)


@dataclass(frozen=True)
class PeriodLine:
    """A period in the list, with the person's own reports and what stands below their units."""

    period: Period
    mine: list[Submission]
    below: Counts
    may_manage: bool


def overdue_condition(today: dt.date, grace_days: int) -> Q:
    last_day = today - dt.timedelta(days=grace_days)
    return Q(status__in=MISSING, period_unit__due_on__lt=last_day)


def _counted(
    rows: QuerySet[Submission], grace_days: int, *groups: str
) -> QuerySet[Submission, dict[str, Any]]:
    return (
        rows.order_by()
        .values("status", *groups)
        .annotate(
            n=Count("pk"),
            sent_n=Count("pk", filter=Q(submitted_at__isnull=False)),
            late_n=Count("pk", filter=Q(submitted_at__isnull=False, late=True)),
            overdue_n=Count("pk", filter=overdue_condition(timezone.localdate(), grace_days)),
            on_time_n=Count("pk", filter=Q(submitted_at__isnull=False, late=False)),
        )
    )


def reports_below(place: PeriodUnit) -> QuerySet[Submission]:
    """Reports of obliged units under the place in the period's own tree, without the place itself."""
    return _all_below(place).filter(period_unit__obliged=True)


def _all_below(place: PeriodUnit) -> QuerySet[Submission]:
    return Submission.objects.filter(
        period=place.period_id, period_unit__path__gt=place.path, period_unit__path__lt=place.path + "~"
    )


def completeness(place: PeriodUnit) -> Counts:
    """Counts of everything below the place, and how many units were freed. One query."""
    counts = Counts()
    for row in _counted(_all_below(place), place.period.regime.grace_days, "period_unit__obliged"):
        if row["period_unit__obliged"]:
            counts.add(row)
        else:
            counts.exempted += row["n"]
    return counts


def waiting_here(place: PeriodUnit) -> int:
    """Reports directly below that wait for this place to accept them."""
    return Submission.objects.filter(period_unit__parent=place, status__in=WAITING).count()


def children_of(place: PeriodUnit) -> QuerySet[PeriodUnit]:
    """Places directly below, each with its report: what waits here first, then what was returned, in Vietnamese order."""
    turn = Case(
        When(submission__status__in=WAITING, then=0), When(submission__status=S.RETURNED, then=1), default=2
    )
    return (
        PeriodUnit.objects.filter(parent=place)
        .select_related("submission", "unit", "exemption")
        .order_by(turn, "sort_key", "pk")
    )


def child_lines(place: PeriodUnit, children: list[PeriodUnit]) -> list[ChildLine]:
    """The children with the counts under each. One query for all of them."""
    below: dict[str, Counts] = defaultdict(Counts)
    cut = Substr("period_unit__path", 1, len(place.path) + STEP)
    deeper = reports_below(place).annotate(branch=cut).exclude(period_unit__parent=place)
    for row in _counted(deeper, place.period.regime.grace_days, "branch"):
        below[row["branch"]].add(row)
    return [ChildLine(c, getattr(c, "submission", None), below.get(c.path, Counts())) for c in children]


# Filter of the list → (label, condition without the day).
STATES: dict[str, str] = {
    "sent": "Đã gửi",
    "on_time": "Gửi đúng hạn",
    "missing": "Chưa gửi",
    "overdue": "Quá hạn chưa gửi",
    "late": "Gửi muộn",
    "waiting": "Chờ duyệt",
    "returned": "Bị trả lại, chưa gửi lại",
    "accepted": "Đã duyệt",
    "exempt": "Được miễn",
}


def _state_condition(state: str, grace_days: int) -> Q:
    return {
        "missing": Q(status__in=MISSING),
        "overdue": overdue_condition(timezone.localdate(), grace_days),
        "sent": Q(submitted_at__isnull=False),
        "on_time": Q(submitted_at__isnull=False, late=False),
        "late": Q(submitted_at__isnull=False, late=True),
        "waiting": Q(status__in=WAITING),
        "returned": Q(status=S.RETURNED),
        "accepted": Q(status__in=(S.ACCEPTED, S.COMPILED)),
    }.get(state, Q())


def units_behind(place: PeriodUnit, *, state: str = "", search: str = "") -> QuerySet[Submission]:
    """Reports below the place in a state and with every word of the search in the unit's name or code."""
    base = _all_below(place).filter(period_unit__obliged=False) if state == "exempt" else reports_below(place)
    found = base.filter(_state_condition(state, place.period.regime.grace_days))
    for word in search_words(search):
        found = found.filter(Q(unit__name_fold__contains=word) | Q(unit__code__icontains=word))
    return found.select_related(
        "unit", "period_unit", "period_unit__parent", "period_unit__exemption"
    ).order_by("period_unit__path")


def may_manage(user: Any, period: Period) -> bool:
    """Whether the person may open or close the period."""
    owners = {unit.pk for unit in units_of(user, *OWNER_ROLES)}
    return sees_all(user) or period.regime.owner_id in owners


def periods_for(user: Any) -> QuerySet[Period]:
    """Periods the person sees; one that is being prepared only by those who may open it."""
    owners = [unit.pk for unit in units_of(user, *OWNER_ROLES)]
    found = Period.objects.visible_to(user).select_related("regime__owner")
    if sees_all(user):
        return found
    return found.filter(~Q(status=Period.Status.PREPARING) | Q(regime__owner__in=owners))


def period_lines(user: Any, periods: list[Period]) -> list[PeriodLine]:
    """Own reports and counts below own units, for the periods of one page. Two queries."""
    mine: dict[int, list[Submission]] = defaultdict(list)
    own_reports = Submission.objects.filter(own_or_inherited(user), period__in=periods).select_related(
        "unit", "period_unit"
    )
    for submission in own_reports:
        mine[submission.period_id].append(submission)
    counts: dict[int, Counts] = defaultdict(Counts)
    below = (
        Submission.objects.visible_to(user)
        .filter(period__in=periods, period_unit__obliged=True)
        .exclude(pk__in=own_reports.values("pk"))
    )
    for row in _counted(below, 0, "period_id"):
        counts[row["period_id"]].add(row)
    return [PeriodLine(p, mine[p.pk], counts.get(p.pk, Counts()), may_manage(user, p)) for p in periods]


def place_of(user: Any, period: Period, *, at: Any = None, wanted: str | None = None) -> PeriodUnit | None:
    """The place to show: the one asked for, else that of the unit the person acts from, else their highest one.

    None when it is outside what the person may see, or when none of their units is in the period.
    """
    visible = PeriodUnit.objects.visible_to(user).filter(period=period).select_related(
        "period__regime", "parent", "unit", "submission"
    )  # fmt: skip
    if wanted is not None:
        return visible.filter(pk=parse_id(wanted)).first()
    if at is not None:
        found = visible.filter(unit=at).first()
        if found:
            return found
    return visible.order_by("path").first()


def line_above(user: Any, place: PeriodUnit) -> list[PeriodUnit]:
    """Places above that the person may see, highest first: the way back up."""
    paths = [place.path[:i] for i in range(STEP, len(place.path), STEP)]
    return list(
        PeriodUnit.objects.visible_to(user).filter(period=place.period_id, path__in=paths).order_by("path")
    )


def due_days(period: Period) -> list[tuple[int, dt.date | None, int]]:
    """(tier, due day, how many obliged units) of the period, the highest tier first."""
    rows = PeriodUnit.objects.filter(period=period, obliged=True).order_by("tier", "due_on")
    return [(r["tier"], r["due_on"], r["n"]) for r in rows.values("tier", "due_on").annotate(n=Count("pk"))]
