"""Reads about papers that were replaced, corrected or recalled: what is done to them, who knows."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet

from core.vietnamese import search_words
from documents.amending.models import Amendment, AmendmentStatus, HolderNotice
from documents.models import Delivery, Document, RegisterEntry

OFFERED = 100


def amendments_of(document: Document, *, own: bool) -> tuple[list[Amendment], list[Amendment]]:
    """What was done to the paper, and what it does to others; in force, for its own people also what is prepared.

    Oldest first, with counts of holders told and holders who confirmed. One query.
    """
    shown = [AmendmentStatus.IN_FORCE, *([AmendmentStatus.PREPARED] if own else [])]
    rows = Amendment.objects.filter(Q(document=document.pk) | Q(paper=document.pk), status__in=shown)
    told = Count("notices")
    known = Count("notices", filter=Q(notices__acknowledged_at__isnull=False))
    found = rows.select_related("paper", "entry", "document").annotate(told=told, known=known)
    both = list(found.order_by("in_force_at", "pk"))
    return [one for one in both if one.document_id == document.pk], [
        one for one in both if one.paper_id == document.pk
    ]


def notices_of(delivery: Delivery) -> list[HolderNotice]:
    """What the receiving unit was told about the paper since, newest first."""
    rows = HolderNotice.objects.filter(unit=delivery.unit_id, amendment__document=delivery.document_id)
    return list(
        rows.select_related("amendment__paper", "amendment__entry", "acknowledged_by").order_by(
            "-sent_at", "-pk"
        )
    )


def delivery_of(notice: HolderNotice) -> Delivery | None:
    """The paper in the in-box of the unit that was told; None when it never received it."""
    return Delivery.objects.filter(document=notice.amendment.document_id, unit=notice.unit_id).first()


def silent_notices(user: Any) -> QuerySet[HolderNotice]:
    """What the person's units were told and have not confirmed."""
    rows = HolderNotice.objects.told_to(user).silent()
    return rows.select_related("unit", "amendment__document__issuer").order_by("-sent_at", "pk")


def holders_of(amendment: Amendment, *, text: str = "", silent: bool = False) -> QuerySet[HolderNotice]:
    """Whom the paper's issuer told, those the words name, in dictionary order."""
    rows = amendment.notices.select_related("unit", "acknowledged_by")
    if silent:
        rows = rows.silent()
    for word in search_words(text):
        rows = rows.filter(Q(unit__name_fold__contains=word) | Q(unit__code__icontains=word))
    return rows.order_by("unit__sort_key", "pk")


def entries_to_name(document: Document) -> QuerySet[RegisterEntry]:
    """Later lines of the issuer's register that may stand for the paper that replaces, corrects or recalls this one."""
    rows = RegisterEntry.objects.filter(
        series__issuer=document.issuer_id, void_reason="", issued_on__gte=document.issued_on
    )
    rows = rows.exclude(document=document.pk).exclude(document__isnull=True, signed_by="")
    newest = rows.order_by("-given_at", "-pk").values("pk")[:OFFERED]
    return RegisterEntry.objects.filter(pk__in=list(newest.values_list("pk", flat=True))).order_by(
        "-given_at", "-pk"
    )
