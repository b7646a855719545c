"""Who is written to, and what became of the mails about a paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Count, Q, When

from core.vietnamese import search_words
from documents.mailing.models import TROUBLED, Mail, MailQuerySet, MailStatus
from documents.models import Document
from documents.workflow import RECEIVERS
from units.models import Seat, Unit


def addresses_of(units: Iterable[int]) -> dict[int, list[tuple[str, str]]]:
    """Unit id → (address, who it is): the unit's own, then people who receive papers for it. Two queries.

    An address of several is named once; a unit without any is left out.
    """
    chosen = list(units)
    found: dict[int, dict[str, tuple[str, str]]] = defaultdict(dict)
    rows = Unit.objects.filter(pk__in=chosen).exclude(email="").values_list("pk", "email", "name")
    for pk, address, name in rows:
        found[pk][address.casefold()] = (address, name)
    seats = (
        Seat.objects.current().filter(unit__in=chosen, role__in=RECEIVERS, user__is_active=True)
        .exclude(user__email="").order_by("pk").values_list("unit_id", "user__email", "user__full_name")
    )  # fmt: skip
    for pk, address, name in seats:
        found[pk].setdefault(address.casefold(), (address, name))
    return {pk: list(addresses.values()) for pk, addresses in found.items()}


def mails_of(document: Document, *, status: str = "", text: str = "") -> MailQuerySet:
    """Mails about the paper, those in trouble first; narrowed by status and the words of address, person or unit."""
    rows = Mail.objects.filter(document=document).select_related("unit")
    if status:
        rows = rows.filter(status=status)
    for word in search_words(text):
        rows = rows.filter(Q(unit__name_fold__contains=word) | Q(address__icontains=word))
    first = Case(When(status__in=TROUBLED, then=0), default=1)
    return rows.order_by(first, "-pk")


def mail_counts(document: Document) -> dict[str, int]:
    """How many mails about the paper stand in each status, and `troubled`: those a person has to look at."""
    rows = Mail.objects.filter(document=document).order_by().values_list("status").annotate(n=Count("pk"))
    counts: dict[str, int] = {str(status): 0 for status in MailStatus.values} | dict(rows)
    counts["troubled"] = sum(counts[status] for status in TROUBLED)
    return counts


def troubled_mails(user: Any, *, status: str = "", text: str = "") -> MailQuerySet:
    """Mails about own units' papers that a person has to look at, the newest first."""
    rows = Mail.objects.visible_to(user).troubled().select_related("unit", "document__issuer")
    if status:
        rows = rows.filter(status=status)
    for word in search_words(text):
        rows = rows.filter(
            Q(unit__name_fold__contains=word)
            | Q(address__icontains=word)
            | Q(document__search_fold__contains=word)
        )
    return rows.order_by("-claimed_at", "-pk")
