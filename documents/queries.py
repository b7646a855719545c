"""Reads about documents: the units a recipient line stands for, lists for pages, receipts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet

from core.vietnamese import parse_id, search_words
from documents import codes
from documents.amending.workflow import AFTER_ISSUE
from documents.children import with_children
from documents.models import (
    FINAL,
    Delivery,
    Document,
    DocumentMove,
    DocumentVersion,
    Job,
    Recipient,
    Status,
)
from documents.review.workflow import REVIEW_WORKFLOW
from documents.workflow import DOCUMENT_WORKFLOW
from units.delegations.powers import OWN_POWER
from units.models import Seat, Unit
from units.scope import own, sees_all, units_of

# Whose seat signs by itself; others need a delegation (documents.authority).
SIGNING_ROLES = OWN_POWER
SUGGESTED_UNITS = 400

TIER_UPPER, TIER_GRASSROOTS, TIER_COUNCIL = 2, 3, 9


def recipient_units(document: Document, recipients: Iterable[Recipient]) -> dict[int, str]:
    """Unit id → role for every active unit the lines name, the issuer left out.

    A unit named twice keeps the role of the line that names it alone, else of the first line. One query a group.
    """
    found: dict[int, str] = {}
    lines = list(recipients)
    for line in [*(r for r in lines if r.unit_id), *(r for r in lines if r.group)]:
        for unit in [line.unit_id] if line.unit_id else group_units(document.issuer, line.group):
            if unit is not None:
                found.setdefault(unit, line.role)
    found.pop(document.issuer_id, None)
    return found


def group_units(issuer: Unit, group: str) -> Iterable[int]:
    """Ids of the active units below the issuer that the group means."""
    below = Unit.objects.active().below(issuer).exclude(pk=issuer.pk)
    chosen = {
        Recipient.Group.CHILDREN: Q(parent=issuer, kind__tier__lt=TIER_COUNCIL),
        Recipient.Group.UPPER_UNITS: Q(kind__tier=TIER_UPPER),
        Recipient.Group.SECTORS: Q(kind="sector_union"),
        Recipient.Group.COMMUNES: Q(kind="commune_union"),
        Recipient.Group.GRASSROOTS: Q(kind__tier=TIER_GRASSROOTS),
        Recipient.Group.EVERY: Q(kind__tier__in=(TIER_UPPER, TIER_GRASSROOTS)),
    }[Recipient.Group(group)]
    return below.filter(chosen).order_by("path").values_list("pk", flat=True)


def signers_of(issuer: Unit) -> QuerySet[Seat]:
    """Seats at the issuer that sign by themselves today."""
    seats = Seat.objects.current().filter(unit=issuer, role__in=SIGNING_ROLES).select_related("user")
    return seats.filter(user__is_active=True).order_by("role", "pk")


def recipient_choices(user: Any, issuer: Unit) -> QuerySet[Unit]:
    """Units suggested when recipients are typed: the line above the issuer and what stands directly below it."""
    near = (
        Unit.objects.visible_to(user).active().filter(Q(parent=issuer) | Q(pk__in=Unit.objects.above(issuer)))
    )
    return near.order_by("depth", "sort_key")[:SUGGESTED_UNITS]


def pdf_job(document: Document) -> Job | None:
    """The newest job that prints the document in its present status."""
    keys = f"pdf:{document.pk}:"
    return (
        Job.objects.filter(key__startswith=keys, key__endswith=f":{document.status}")
        .order_by("-queued_at")
        .first()
    )


def moves_of(document: Document, user: Any) -> list[tuple[str, DocumentMove]]:
    """The steps taken so far with their labels, oldest first; what was said before the issue stays with the issuer."""
    inside = sees_all(user) or any(unit.pk == document.issuer_id for unit in units_of(user))
    moves = document.moves.select_related("by")
    if not inside:
        moves = moves.filter(step__in=["issue", *(transition.step for transition in AFTER_ISSUE)])
    labels = {
        transition.step: str(transition.label)
        for transition in (*REVIEW_WORKFLOW, *DOCUMENT_WORKFLOW, *AFTER_ISSUE)
    }
    return [(labels.get(move.step, move.step), move) for move in moves]


def stages_of(document: Document, moves: Iterable[tuple[str, DocumentMove]]) -> list[tuple[str, Any]]:
    """The states on the document's way, (state, label). Waiting for a digital signature stands there once it was used."""
    left_out = {Status.RETURNED, *({Status.REPLACED, Status.RECALLED} - {document.status})}
    if document.status != Status.NUMBERED and not any(move.step == "number" for _label, move in moves):
        left_out.add(Status.NUMBERED)
    return [(status, status.label) for status in Status if status not in left_out]


def outgoing(user: Any) -> QuerySet[Document]:
    """Documents of the person's own units, newest first, with what a list shows."""
    rows = Document.objects.visible_to(user).filter(own(user, "issuer"))
    return with_children(rows.select_related("issuer", "signer__user")).order_by("-updated_at", "-pk")


def types_and_years(rows: QuerySet[Document]) -> tuple[list[str], list[int]]:
    """Types and issue years that occur in the rows, for the filters."""
    bare = rows.order_by().select_related(None)
    types = sorted(bare.values_list("type", flat=True).distinct())
    years = bare.filter(issued_on__isnull=False).values_list("issued_on__year", flat=True).distinct()
    return types, sorted(years, reverse=True)


def inbox(user: Any) -> QuerySet[Delivery]:
    """What the person's units received, newest first, with what a list shows."""
    rows = Delivery.objects.received_by(user).select_related(
        "unit", "document__issuer", "opened_by", "acknowledged_by"
    )
    return with_children(rows, prefix="document__")


def search_deliveries(rows: QuerySet[Delivery], text: str) -> QuerySet[Delivery]:
    """Deliveries whose document or issuer holds every word, accents or not."""
    for word in search_words(text):
        rows = rows.filter(
            Q(document__search_fold__contains=word) | Q(document__issuer__name_fold__contains=word)
        )
    return rows


def search_receivers(rows: QuerySet[Delivery], text: str) -> QuerySet[Delivery]:
    """Deliveries to units whose name or code holds every word, in dictionary order, with who opened and confirmed."""
    for word in search_words(text):
        rows = rows.filter(Q(unit__name_fold__contains=word) | Q(unit__code__icontains=word))
    return rows.select_related("unit", "opened_by", "acknowledged_by").order_by("unit__sort_key", "pk")


def unread_count(user: Any) -> int:
    """Documents nobody of the person's units has opened yet."""
    return Delivery.objects.received_by(user).unread().count() if units_of(user) else 0


def receipts(document: Document) -> dict[str, int]:
    """How many units got the document, opened it, confirmed it."""
    return document.deliveries.aggregate(
        sent=Count("pk"),
        opened=Count("pk", filter=Q(opened_at__isnull=False)),
        acknowledged=Count("pk", filter=Q(acknowledged_at__isnull=False)),
    )


def verified(code: str) -> Document | None:
    """The numbered or issued document with this code as people type it: any case, spaces and dashes allowed."""
    plain = codes.plain(code)
    if not codes.is_well_formed(plain):
        return None
    issued = Document.objects.filter(status__in=FINAL, verification_code=plain)
    return issued.select_related("issuer", "signer__user", "register_entry").first()


def versions_to_read(document: Document, user: Any) -> QuerySet[DocumentVersion]:
    """Newest first: every version for the issuer's people, only approved ones for everybody else who may read it."""
    found = document.versions.select_related("saved_by").order_by("-number")
    mine = Document.objects.filter(own(user, "issuer"), pk=document.pk).exists() or sees_all(user)
    return found if mine else found.filter(frozen=True)


def chosen_versions(
    versions: QuerySet[DocumentVersion], older: str | None, newer: str | None
) -> tuple[DocumentVersion | None, DocumentVersion | None]:
    """The two versions named by number; the last two when none is named, or the named one and the one before it."""
    new = _numbered(versions, newer) or versions.first()
    if new is None:
        return None, None
    return _numbered(versions, older) or versions.filter(number__lt=new.number).first(), new


def _numbered(versions: QuerySet[DocumentVersion], number: str | None) -> DocumentVersion | None:
    return versions.filter(number=parse_id(number)).first() if number else None
