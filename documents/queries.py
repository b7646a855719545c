"""Reads about documents: the units a recipient line stands for, lists for pages, the register, receipts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet

from core.vietnamese import search_words
from documents.children import with_children
from documents.models import (
    Delivery,
    Document,
    DocumentMove,
    Job,
    NumberSeries,
    Recipient,
    RegisterEntry,
    Status,
)
from documents.workflow import DOCUMENT_WORKFLOW
from units.models import Role, Seat, Unit
from units.scope import own, units_of

# Who may sign: the seats offered and accepted.
SIGNING_ROLES = frozenset({Role.LEADER, Role.UNIT_HEAD, Role.GRASSROOTS})
SUGGESTED_UNITS = 400

TIER_UPPER, TIER_GRASSROOTS = 2, 3


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
        Recipient.Group.CHILDREN: Q(parent=issuer),
        Recipient.Group.UPPER_UNITS: Q(kind__tier=TIER_UPPER),
        Recipient.Group.GRASSROOTS: Q(kind__tier=TIER_GRASSROOTS),
    }[Recipient.Group(group)]
    return below.filter(chosen).order_by("path").values_list("pk", flat=True)


def signers_of(issuer: Unit) -> QuerySet[Seat]:
    """Seats at the issuer that may sign today."""
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


def moves_of(document: Document) -> list[tuple[str, DocumentMove]]:
    """The steps taken so far with their labels, oldest first."""
    labels = {transition.step: str(transition.label) for transition in DOCUMENT_WORKFLOW}
    return [(labels.get(move.step, move.step), move) for move in document.moves.select_related("by")]


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


def register(user: Any) -> QuerySet[RegisterEntry]:
    """The outgoing registers of own units, newest year first, numbers running down the page."""
    rows = RegisterEntry.objects.visible_to(user).select_related("series__issuer", "document")
    return rows.order_by("series__issuer__path", "-series__year", "series__series", "number")


def register_choices(user: Any) -> tuple[list[str], list[int]]:
    """Series and years of own units' registers, for the filters."""
    series = NumberSeries.objects.filter(own(user, "issuer")).order_by()
    names = sorted(series.values_list("series", flat=True).distinct())
    return names, sorted(series.values_list("year", flat=True).distinct(), reverse=True)


def receipts(document: Document) -> dict[str, int]:
    """How many units got the document, opened it, confirmed it."""
    return document.deliveries.aggregate(
        sent=Count("pk"),
        opened=Count("pk", filter=Q(opened_at__isnull=False)),
        acknowledged=Count("pk", filter=Q(acknowledged_at__isnull=False)),
    )


def verified(code: str) -> Document | None:
    """The issued document with this code as people type it: any case, spaces and dashes allowed."""
    plain = "".join(c for c in code.upper() if c.isalnum())
    issued = (
        Document.objects.filter(status=Status.ISSUED, verification_code=plain)
        if plain
        else Document.objects.none()
    )
    return issued.select_related("issuer", "signer__user", "register_entry").first()
