"""Reads of the allotment sheet: the units it has a line for, what is given, and how far that is from the total."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from core.vietnamese import MOST_WORDS, fold, nfc
from documents.models import ENDED
from plans.models import Allocation, Basis, Comparator, Plan, Target
from plans.targets.measures import is_counted
from plans.targets.models import WHOLE_TERM, Allotment, AllotmentMove
from plans.targets.splitting import split
from units.models import Unit, UnitQuerySet

SUM_CHECK, EACH_CHECK, NO_CHECK = "sum", "each", ""
_REAL_TIERS = Q(kind__tier__lt=9)  # councils carry out nothing of their own


def allotted_units(plan: Plan) -> UnitQuerySet:
    """Units directly below the issuer that exist in the plan's time, in the order of their names."""
    in_time = Q(ended_on__isnull=True) | Q(ended_on__gte=plan.starts_on or timezone.localdate())
    if plan.ends_on:
        in_time &= Q(started_on__isnull=True) | Q(started_on__lte=plan.ends_on)
    kept = Q(pk__in=Allotment.objects.filter(target__plan=plan).values("unit_id"))
    below = Unit.objects.filter(_REAL_TIERS, parent_id=plan.issuer_id).filter(in_time)
    return (below | Unit.objects.filter(_REAL_TIERS).filter(kept)).order_by("sort_key", "pk")


def targets_to_allot(plan: Plan) -> list[Target]:
    """Targets with a number that are not the issuer's own alone, in the text's order."""
    rows = plan.targets.exclude(allocation=Allocation.OWN).exclude(value__isnull=True)
    return list(rows.select_related("within").order_by("order", "pk"))


def years_of(target: Target, plan: Plan) -> list[int]:
    """The years a target is given for; 0 stands for the whole time of the plan.

    A yearly target has one line a year; one of the whole term has the term and its years; others have one line.
    """
    first = plan.starts_on.year if plan.starts_on else None
    last = plan.ends_on.year if plan.ends_on else first
    years = list(range(first, last + 1)) if first and last else []
    if target.basis == Basis.YEAR:
        return years or [WHOLE_TERM]
    return [WHOLE_TERM, *years] if target.basis == Basis.TERM and len(years) > 1 else [WHOLE_TERM]


def year_name(year: int) -> str:
    return f"Năm {year}" if year else "Cả thời gian kế hoạch"


def check_of(target: Target, year: int) -> str:
    """How the lines are judged: their sum against the total, each against the mark, or not at all.

    Shares are never added; a change against a year is the same for every unit; the years of a whole term have no total
    of their own.
    """
    if target.value is None or (year and target.basis == Basis.TERM):
        return NO_CHECK
    if target.allocation == Allocation.SUM and not target.change and target.unit_of_measure.strip() != "%":
        return SUM_CHECK
    return EACH_CHECK


@dataclass(frozen=True)
class Given:
    """What the lines of a target come to in one year."""

    target: Target
    year: int
    total: Decimal | None
    check: str
    given: Decimal
    units: int
    asked: int
    beyond: int  # lines on the wrong side of the mark
    unissued: int
    expected: int = 0  # units the sheet has a line for

    @property
    def gap(self) -> Decimal | None:
        """Given less total; None where sums mean nothing."""
        return self.given - self.total if self.check == SUM_CHECK and self.total is not None else None

    @property
    def state(self) -> tuple[str, str]:
        """Words and tone."""
        if not self.units:
            return "Chưa giao", "muted"
        if self.check == EACH_CHECK:
            return ("Có mức chưa bảo đảm", "warning") if self.beyond else ("Bảo đảm", "success")
        gap = self.gap
        if gap is None:
            return "Đã giao", "info"
        if gap == 0:
            return "Khớp", "success"
        wanted = gap < 0 if self.target.is_ceiling else gap > 0
        words = "Giao vượt" if gap > 0 else "Giao thiếu"
        exact = self.target.comparator == Comparator.EQUAL
        return words, "info" if wanted and not exact else "warning"

    @property
    def is_even(self) -> bool:
        return self.state[1] in {"success", "info"}


def given_of(plan: Plan, targets: Iterable[Target], units: int) -> list[Given]:
    """Each target in each of its years; one query."""
    targets = list(targets)
    mark = Q(target__comparator=Comparator.AT_MOST, value__gt=F("target__value"))
    mark |= ~Q(target__comparator=Comparator.AT_MOST) & Q(value__lt=F("target__value"))
    pending = Q(value__isnull=False) & (Q(official__isnull=True) | ~Q(official=F("value")))
    rows = (
        Allotment.objects.filter(target__in=targets)
        .order_by()
        .values("target_id", "year")
        .annotate(
            given=Sum("value"), units=Count("value"), asked=Count("asked"),
            beyond=Count("pk", filter=mark), unissued=Count("pk", filter=pending),
        )
    )  # fmt: skip
    found = {(row["target_id"], row["year"]): row for row in rows}
    return [
        _given(target, year, found.get((target.pk, year)), units)
        for target in targets
        for year in years_of(target, plan)
    ]


def _given(target: Target, year: int, row: Mapping[str, Any] | None, units: int) -> Given:
    check = check_of(target, year)
    row = row or {"given": None, "units": 0, "asked": 0, "beyond": 0, "unissued": 0}
    return Given(
        target=target, year=year, total=None if check == NO_CHECK else target.value, check=check,
        given=row["given"] or Decimal(0), units=row["units"], asked=row["asked"],
        beyond=row["beyond"] if check == EACH_CHECK else 0, unissued=row["unissued"], expected=units,
    )  # fmt: skip


def sheet_units(plan: Plan, target: Target, year: int, text: str = "") -> QuerySet[Unit]:
    """The units of the sheet, each with its line's numbers (`line_pk`, `given`, `baseline`, `held`, `proposal`, `why`)."""
    line = FilteredRelation(
        "allotments", condition=Q(allotments__target=target.pk) & Q(allotments__year=year)
    )
    return (
        allotted_units(plan)
        .search(text)
        .annotate(line=line)
        .annotate(
            line_pk=F("line__pk"), given=F("line__value"), baseline=F("line__base"), held=F("line__official"),
            proposal=F("line__asked"), why=F("line__asked_reason"),
        )
    )  # fmt: skip


def decimals_of(target: Target) -> int:
    """Places a proposed number has: people and events are whole, money in thousands of millions and shares are not."""
    measure = target.unit_of_measure.strip().lower()
    whole = target.value is not None and target.value % 1 == 0
    if is_counted(measure):
        return 0
    return 2 if measure in {"%", "tỷ đồng"} or not whole else 0


def proposed_split(
    plan: Plan, target: Target, weights: dict[int, Decimal] | None = None
) -> dict[int, Decimal]:
    """Unit id → number: the total divided evenly or by the weights; the mark itself where each has to reach it."""
    units = list(allotted_units(plan).filter(ended_on__isnull=True).values_list("pk", flat=True))
    if target.value is None:
        return {}
    if check_of(target, WHOLE_TERM if target.basis == Basis.TERM else 1) != SUM_CHECK:
        return dict.fromkeys(units, target.value)
    given = {pk: (weights.get(pk) or Decimal(0)) if weights is not None else Decimal(1) for pk in units}
    return split(target.value, given, decimals=decimals_of(target))


def allotted_to(user: Any, text: str = "") -> QuerySet[Allotment]:
    """What own units are to reach, newest plan first; units and plans are found without accents."""
    rows = Allotment.objects.received_by(user).select_related("target__plan__issuer", "unit")
    for word in nfc(text[:400]).split()[:MOST_WORDS]:
        folded = Q(unit__name_fold__contains=fold(word)) | Q(target__plan__search_fold__contains=fold(word))
        rows = rows.filter(Q(target__name__icontains=word) | folded)
    return rows.order_by("-target__plan__updated_at", "target__order", "year", "unit__sort_key", "pk")


def waiting_for_answer(units: Iterable[int]) -> QuerySet[Allotment]:
    """Lines their units were asked about and have neither agreed to nor answered with a number of their own."""
    said = AllotmentMove.objects.filter(
        allotment=OuterRef("pk"), step__in=(AllotmentMove.Step.ASKED, AllotmentMove.Step.AGREED)
    )
    asked = Allotment.objects.filter(
        unit__in=units, unit__ended_on=None, target__plan__allotment_sheet__isnull=False
    )
    return asked.filter(official=None).exclude(target__plan__status__in=ENDED).filter(~Exists(said))


@dataclass(frozen=True)
class Asked:
    """A plan whose sheet waits for a unit's numbers."""

    plan_id: int
    abstract: str
    issuer: str
    unit_id: int
    lines: int
    asked_at: dt.datetime
    due_on: dt.date | None


def sheets_waiting(units: Iterable[int]) -> list[Asked]:
    """One for each plan and unit, the most urgent first; one query."""
    sheet = "target__plan__allotment_sheet__"
    rows = waiting_for_answer(units).order_by().values_list(
        "target__plan", "target__plan__abstract", "target__plan__issuer__name", "unit", f"{sheet}asked_at",
        f"{sheet}answers_due_on",
    ).annotate(lines=Count("pk"))  # fmt: skip
    found = [
        Asked(plan, abstract, issuer, unit, n, at, due) for plan, abstract, issuer, unit, at, due, n in rows
    ]
    return sorted(found, key=lambda one: (one.due_on or dt.date.max, one.asked_at))


def given_to(targets: Iterable[Target], unit: Unit) -> dict[int, Decimal]:
    """Target id → what was officially given to the unit, the first year where there are several."""
    rows = Allotment.objects.filter(target__in=list(targets), unit=unit, official__isnull=False)
    found: dict[int, Decimal] = {}
    for target_id, value in rows.order_by("year").values_list("target_id", "official"):
        if value is not None:
            found.setdefault(target_id, value)
    return found
