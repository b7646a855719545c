"""Coverage of an issued plan: which units below have to derive a plan of their own, and how far each is.

A unit has to when the plan, or one derived from it, was delivered to it to carry out or to direct (Nơi nhận: T/h, chỉ
đạo) and it stands above the grassroots, or the issuer asked the grassroots too. Counts and states come from SQL; how
many queries a page takes does not depend on how many units there are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Substr
from django.utils import timezone

from documents.models import ENDED, Delivery, RecipientRole, Status
from plans.models import Allocation, Allotment, Comparator, Plan, Target
from units.models import STEP, Unit
from units.scope import sees_all, units_of

FILTERS = {
    "chua-co": "Chưa có kế hoạch",
    "dang-soan": "Đang soạn, đang trình",
    "da-co": "Đã phát hành",
    "tre": "Trễ hạn",
    "thieu-chi-tieu": "Thiếu chỉ tiêu",
}
_GRASSROOTS, _COUNCILS = 3, 9
_RANK = Case(When(status=Status.ISSUED, then=Value(0)), default=Value(1), output_field=IntegerField())


def in_lineage(plan: Plan, field: str = "lineage") -> Q:
    """Condition: the plan itself or one derived from it, at any distance."""
    return Q(**{f"{field}__gte": plan.lineage, f"{field}__lt": plan.lineage + "~"})


def plans_below(plan: Plan) -> QuerySet[Plan]:
    """Every plan derived from this one, at any distance, that was not replaced or recalled since."""
    return Plan.objects.filter(in_lineage(plan)).exclude(pk=plan.pk).exclude(status__in=ENDED)


def duties(plan: Plan) -> QuerySet[Delivery]:
    """Deliveries that make a unit write a plan of its own."""
    tiers = Q(unit__kind__tier__lt=_GRASSROOTS)
    tiers |= Q(unit__kind__tier__lt=_COUNCILS, document__plan__cascade_order__grassroots=True)
    return Delivery.objects.filter(
        in_lineage(plan, "document__plan__lineage"),
        tiers,
        document__status=Status.ISSUED,
        role__in=[RecipientRole.CARRY_OUT, RecipientRole.DIRECT],
        unit__path__gt=plan.issuer.path,
        unit__path__lt=plan.issuer.path + "~",
    )


def coverage_root(plan: Plan, user: Any) -> Unit | None:
    """From which unit down the person may look: the issuer, or their own unit below it; None for others."""
    if sees_all(user):
        return plan.issuer
    mine = units_of(user)
    if any(plan.issuer.is_under(unit) for unit in mine):
        return plan.issuer
    return next((unit for unit in mine if unit.is_under(plan.issuer)), None)


def with_state(units: QuerySet[Unit], plan: Plan) -> QuerySet[Unit]:
    """Each unit with `obliged`, `due_on`, and its plan: `made_pk`, `made_status`, `made_on`, `wanted`, `taken`."""
    duty = duties(plan).filter(unit=OuterRef("pk"))
    made = plans_below(plan).filter(issuer=OuterRef("pk")).order_by(_RANK, "-pk")
    return units.annotate(
        obliged=Exists(duty),
        due_on=Subquery(duty.order_by("-document__plan__lineage").values("document__plan__cascade_order__due_on")[:1]),
        made_pk=Subquery(made.values("pk")[:1]),
        made_status=Subquery(made.values("status")[:1]),
        made_on=Subquery(made.values("issued_on")[:1]),
        wanted=_count(_asked_targets().filter(plan__derived=OuterRef("made_pk"))),
        taken=_count(_kept_targets().filter(plan=OuterRef("made_pk"))),
    ).select_related("kind")  # fmt: skip


def _asked_targets() -> QuerySet[Target]:
    return Target.objects.exclude(allocation=Allocation.OWN).filter(value__isnull=False)


def _kept_targets() -> QuerySet[Target]:
    """Targets of a derived plan that reach what was given to the unit, or the mark that each unit has to reach."""
    given = Allotment.objects.filter(
        target=OuterRef("upper_target"), unit=OuterRef("plan__issuer"), official__isnull=False
    )
    mark = Case(When(upper_target__allocation=Allocation.EACH, then=F("upper_target__value")))
    need = Coalesce(Subquery(given.order_by("year").values("official")[:1]), mark)
    ceiling = Q(upper_target__comparator=Comparator.AT_MOST)
    enough = Q(need__isnull=True) | (ceiling & Q(value__lte=F("need"))) | (~ceiling & Q(value__gte=F("need")))
    return Target.objects.filter(upper_target__isnull=False).annotate(need=need).filter(enough)


def _count(rows: QuerySet[Target]) -> Coalesce:
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def followed_units(plan: Plan, root: Unit, state: str = "", text: str = "") -> QuerySet[Unit]:
    """Units below `root` that have to derive or did, those in one of the states of FILTERS when one is named.

    Each with its state (`with_state`), which is read for the page's rows only: the filters ask plans and deliveries.
    """
    made = plans_below(plan)
    issued = made.filter(status=Status.ISSUED)
    asked, active = Q(pk__in=duties(plan).values("unit_id")), Q(ended_on__isnull=True)
    of = {"": asked | _issuers(made), "da-co": _issuers(issued)}
    of["chua-co"] = asked & active & ~_issuers(made)
    of["dang-soan"] = _issuers(made.exclude(status=Status.ISSUED)) & ~_issuers(issued)
    over = duties(plan).filter(document__plan__cascade_order__due_on__lt=timezone.localdate())
    after = issued.filter(issued_on__gt=F("derived_from__cascade_order__due_on"))
    of["tre"] = (Q(pk__in=over.values("unit_id")) & active & ~_issuers(issued)) | _issuers(after)
    of["thieu-chi-tieu"] = _issuers(
        made.annotate(
            wanted=_count(_asked_targets().filter(plan=OuterRef("derived_from"))),
            taken=_count(_kept_targets().filter(plan=OuterRef("pk"))),
        ).filter(taken__lt=F("wanted"))
    )
    found = Unit.objects.below(root).exclude(pk=root.pk).filter(of[state]).search(text)
    return with_state(found, plan).order_by("sort_key", "pk")


def _issuers(plans: QuerySet[Plan]) -> Q:
    return Q(pk__in=plans.values("issuer_id"))


@dataclass(frozen=True)
class Counts:
    """How many units have to derive a plan, and how many have issued one."""

    obliged: int = 0
    issued: int = 0


def counts_at(plan: Plan, unit: Unit) -> Counts:
    """Counts below the unit; units that ended without a plan are not counted."""
    return counts_by_branch(plan, [unit.path], len(unit.path), own=False).get(unit.path, Counts())


def counts_by_branch(
    plan: Plan, paths: Iterable[str], length: int, *, own: bool = False
) -> dict[str, Counts]:
    """Path of a branch → counts below it (with the branch itself when `own`); two queries for all branches."""
    paths = list(paths)
    done = plans_below(plan).filter(status=Status.ISSUED).values("issuer_id")
    rows = duties(plan).annotate(branch=Substr("unit__path", 1, length)).filter(branch__in=paths)
    if not own:
        rows = rows.exclude(unit__path=F("branch"))
    found = (
        rows.filter(Q(unit__ended_on__isnull=True) | Q(unit__in=done))
        .order_by()
        .values("branch")
        .annotate(
            obliged=Count("unit", distinct=True), issued=Count("unit", distinct=True, filter=Q(unit__in=done))
        )
    )  # fmt: skip
    return {row["branch"]: Counts(row["obliged"], row["issued"]) for row in found}


@dataclass(frozen=True)
class Node:
    """One unit of the tree: its own plan, and what is below it."""

    unit: Any
    below: Counts
    readable: frozenset[int] = field(default_factory=frozenset)

    @property
    def words(self) -> tuple[str, str]:
        """State of the unit's own plan and its tone."""
        unit = self.unit
        if unit.made_pk is None:
            if unit.ended_on:
                return "Đã kết thúc hoạt động", "muted"
            return ("Chưa có", "danger" if self.days_late else "warning") if unit.obliged else ("", "muted")
        return str(Status(unit.made_status).label), "success" if unit.made_status == Status.ISSUED else "info"

    @property
    def days_late(self) -> int:
        """Days after the due date: of the issue, or until today while there is none."""
        unit = self.unit
        if not unit.due_on or (unit.ended_on and unit.made_pk is None):
            return 0
        day: dt.date = unit.made_on if unit.made_status == Status.ISSUED else timezone.localdate()
        return max((day - unit.due_on).days, 0)

    @property
    def short(self) -> int:
        """Targets from above that its plan lacks or sets lower."""
        return max(self.unit.wanted - self.unit.taken, 0) if self.unit.made_pk else 0

    @property
    def opens(self) -> bool:
        """Whether the person may read the unit's plan."""
        return self.unit.made_pk in self.readable


def children_of(plan: Plan, unit: Unit) -> QuerySet[Unit]:
    """Units directly below that have to derive, or have units below them."""
    wanted = Q(pk__in=duties(plan).values("unit_id")) | Q(child_count__gt=0)
    wanted |= Q(pk__in=plans_below(plan).values("issuer_id"))
    rows = Unit.objects.filter(wanted, parent=unit, kind__tier__lt=_COUNCILS)
    return rows.order_by("sort_key", "pk")


def nodes(plan: Plan, units: Iterable[Any], user: Any) -> list[Node]:
    """The page's units with what is below each; three queries."""
    units = list(units)
    with_children = [unit for unit in units if unit.child_count]
    length = len(units[0].path) if units else STEP
    counts = (
        counts_by_branch(plan, [u.path for u in with_children], length)
        if len({len(u.path) for u in units}) == 1
        else {}
    )
    made = [unit.made_pk for unit in units if unit.made_pk]
    readable = frozenset(Plan.objects.visible_to(user).filter(pk__in=made).values_list("pk", flat=True))
    return [Node(unit, counts.get(unit.path, Counts()), readable) for unit in units]
