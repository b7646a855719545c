"""Reads of promised documents: what the sentences of a plan promise and nobody follows yet, what may keep a promise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from documents.models import Document, Status
from plans.assignments.models import PromisedDocument
from plans.grammar_promises import PromiseProposal, propose_promise
from plans.models import Plan
from plans.queries import content_of
from plans.records import NOT_TAKEN


@dataclass(frozen=True)
class Proposed:
    """A sentence that promises a document nobody follows yet."""

    block_id: str
    number: str
    text: str
    promise: PromiseProposal


def proposed_in(plan: Plan) -> list[Proposed]:
    """In the order of the text; what is followed already and what was not taken over is left out."""
    outline = content_of(plan).outline
    known = set(plan.promised_documents.values_list("block_id", flat=True))
    year = plan.issued_on.year if plan.issued_on else None
    numbers = outline.numbers()
    found = []
    for block in outline.blocks:
        if block.id in known or block.adoption == NOT_TAKEN or block.rows:
            continue
        promise = propose_promise(block.text, year=year)
        if promise:
            found.append(Proposed(block.id, numbers[block.id], block.text, promise))
    return found


def promises_of(plan: Plan) -> QuerySet[PromisedDocument]:
    """Those still open first, by day."""
    rows = plan.promised_documents.select_related("fulfilled_by", "noted_by")
    return rows.order_by("fulfilled_at", "due_on", "pk")


def keepers(user: Any, plan: Plan) -> QuerySet[Document]:
    """Issued documents of the plan's issuer the person may see: what can keep a promise of the plan."""
    rows: Any = Document.objects.visible_to(user).filter(issuer=plan.issuer_id, status=Status.ISSUED)
    return rows.exclude(pk=plan.pk).order_by("-issued_on", "-pk")  # type: ignore[no-any-return]
