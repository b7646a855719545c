"""What a plan stands on and what became of each of its tasks and targets below; counts in SQL, for any number of units."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from campaigns.models import Activity, Campaign
from documents.models import SENT
from documents.references.models import LegalReference
from plans.cascade.queries import in_lineage, plans_below
from plans.citation_models import Citation
from plans.models import Plan, Target, Task
from units.paths import levels


def plans_above(plan: Plan, user: Any) -> list[Plan]:
    """The plans it comes from, the first one on top, as far as the person may read them."""
    ids = [int(path[-5:], 36) for path in levels(plan.lineage)[:-1]]
    found = Plan.objects.visible_to(user).filter(pk__in=ids).select_related("issuer")
    return sorted(found, key=lambda one: len(one.lineage))


def cited_papers(plans: list[Plan], user: Any) -> QuerySet[LegalReference]:
    """Papers of the register that the plans cite, directives and resolutions of the Party among them."""
    mentions = Citation.objects.filter(plan__in=plans, number_key=OuterRef("number_key")).filter(
        Q(cited_on__isnull=True) | Q(cited_on=OuterRef("issued_on"))
    )
    rows = LegalReference.objects.visible_to(user).annotate(times=_many(mentions))
    return rows.filter(times__gt=0).order_by("issued_on", "pk")


def plans_on_it(plan: Plan, user: Any) -> QuerySet[Plan]:
    """Sent plans built from it at any depth, each with the activities logged for its tasks."""
    done = Activity.objects.filter(task__plan=OuterRef("pk"))
    rows = plans_below(plan).filter(status__in=SENT) & Plan.objects.visible_to(user)
    return rows.select_related("issuer").annotate(activity_count=_many(done)).order_by("lineage")


def campaigns_of(plan: Plan, user: Any) -> QuerySet[Campaign]:
    """Campaigns under the plan or one built from it, each with its activities."""
    below = Plan.objects.filter(in_lineage(plan))
    return (
        Campaign.objects.visible_to(user)
        .filter(plans__in=below)
        .select_related("owner")
        .annotate(activity_count=Count("activities", distinct=True))
        .distinct()
        .order_by("-starts_on", "pk")
    )


def tasks_carried_on(plan: Plan) -> QuerySet[Task]:
    """Each task with the units that took it into a sent plan of their own, and what was logged for it here and there."""
    below = Task.objects.filter(upper_task=OuterRef("pk"), plan__status__in=SENT)
    done = Activity.objects.filter(Q(task=OuterRef("pk")) | Q(task__upper_task=OuterRef("pk")))
    return (
        plan.tasks.annotate(unit_count=_many(below, "plan__issuer"), activity_count=_many(done))
        .annotate(above=F("upper_task__text"), above_plan=F("upper_task__plan_id"))
        .order_by("order", "pk")
    )


def targets_carried_on(plan: Plan) -> QuerySet[Target]:
    """Each target with the units that have one of their own for it."""
    below = Target.objects.filter(upper_target=OuterRef("pk"), plan__status__in=SENT)
    return (
        plan.targets.annotate(unit_count=_many(below, "plan__issuer"))
        .annotate(above=F("upper_target__text"), above_plan=F("upper_target__plan_id"))
        .order_by("order", "pk")
    )


def _many(rows: QuerySet[Any], what: str = "pk") -> Coalesce:
    counted = rows.order_by().annotate(one=F("pk") * 0).values("one").annotate(n=Count(what, distinct=True))
    return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)
