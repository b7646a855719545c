"""Reads between plans and the register of cited papers: back-links, the picker's rows, papers no longer in force."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, QuerySet, Value, When
from django.urls import reverse

from documents.references.citing import CitingDocument
from documents.references.models import LegalReference, ReferenceStatus
from documents.references.wording import citation_text, standing
from plans.citation_models import Citation
from plans.linter.document import Outdated
from plans.models import Plan

PICKED = 8


def plans_citing(user: Any, reference: LegalReference) -> list[CitingDocument]:
    """Plans visible to the person that cite the paper, the newest first; two queries."""
    times = dict(
        Citation.objects.of(reference).filter(plan__in=Plan.objects.visible_to(user).values("pk"))
        .order_by().values_list("plan").annotate(times=Count("pk"))
    )  # fmt: skip
    plans = (
        Plan.objects.visible_to(user)
        .filter(pk__in=times)
        .select_related("issuer")
        .order_by("-updated_at", "-pk")
    )
    return [
        CitingDocument(plan, reverse("plans:plan_detail", args=[plan.pk]), times[plan.pk]) for plan in plans
    ]


@dataclass(frozen=True)
class Pick:
    """A paper in the picker: `text` is what a click writes, `other` the other form."""

    reference: LegalReference
    cited: bool
    text: str
    other: str


def picks(plan: Plan, text: str) -> list[Pick]:
    """Papers the issuer may cite whose words fit; in short when the saved text names them already. Two queries."""
    found: Any = LegalReference.objects.known_to(plan.issuer).search(text).select_related("replaced_by")
    in_force_first = Case(When(status=ReferenceStatus.IN_FORCE, then=Value(0)), default=Value(1))
    rows = list(found.order_by(in_force_first, "-issued_on", "number_key")[:PICKED])
    cited = set(
        Citation.objects.filter(plan=plan, number_key__in=[row.number_key for row in rows])
        .values_list("number_key", flat=True)
    )  # fmt: skip
    return [_pick(row, row.number_key in cited) for row in rows]


def _pick(row: LegalReference, cited: bool) -> Pick:
    full, short = citation_text(row), citation_text(row, first=False)
    return Pick(row, cited, short if cited else full, full if cited else short)


def outdated_of(plan: Plan) -> tuple[Outdated, ...]:
    """Papers the plan's saved text cites that are replaced or expired; one query."""
    cited = Citation.objects.filter(plan=plan).values("number_key")
    return outdated(LegalReference.objects.known_to(plan.issuer).filter(number_key__in=cited))


def outdated(references: QuerySet[LegalReference]) -> tuple[Outdated, ...]:
    """Of these papers the ones no longer in force; a number that another paper in force bears too is left out."""
    by_key: dict[str, list[LegalReference]] = defaultdict(list)
    for row in references.select_related("replaced_by"):
        by_key[row.number_key].append(row)
    return tuple(
        Outdated(
            row.number_key, row.issued_on, standing(row),
            certain=all(other.status != ReferenceStatus.IN_FORCE for other in rows),
        )
        for rows in by_key.values() for row in rows if row.status != ReferenceStatus.IN_FORCE
    )  # fmt: skip
