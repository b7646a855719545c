"""Reads of the registers: lines for lists, files and print, and what their filters offer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import F, Q, QuerySet

from documents.models import Delivery, IncomingDocument, IncomingSeries, NumberSeries, RegisterEntry, Status
from documents.registers.models import IncomingStatus
from units.scope import own

OPEN, VOID = "giu-cho", "da-huy"
LATE, PAPER = "qua-han", "chua-vao-so"


def outgoing(user: Any, chosen: Mapping[str, Any]) -> QuerySet[RegisterEntry]:
    """The outgoing registers of own units, newest year first, numbers running down the page; narrowed as chosen."""
    rows = RegisterEntry.objects.visible_to(user).select_related("series__issuer", "document")
    rows = _narrowed(
        rows.search(chosen.get("q", "")), chosen,
        {"so": "series__series", "nam": "series__year", "loai": "type", "tu": "issued_on__gte", "den": "issued_on__lte"},
    )  # fmt: skip
    if chosen.get("tinh_trang") == OPEN:
        rows = rows.filter(signed_by="", void_reason="").exclude(reserved_for="")
    if chosen.get("tinh_trang") == VOID:
        rows = rows.exclude(void_reason="")
    return rows.order_by("series__issuer__path", "-series__year", "series__series", "number")


def outgoing_choices(user: Any) -> dict[str, list[Any]]:
    """Series, types and years of own units' registers, for the filters."""
    series = NumberSeries.objects.filter(own(user, "issuer")).order_by()
    types = RegisterEntry.objects.visible_to(user).order_by().values_list("type", flat=True).distinct()
    return {
        "series": sorted(series.values_list("series", flat=True).distinct()),
        "types": sorted(one for one in types if one),
        "years": sorted(series.values_list("year", flat=True).distinct(), reverse=True),
    }


def incoming(user: Any, chosen: Mapping[str, Any]) -> QuerySet[IncomingDocument]:
    """The incoming registers of own units, newest arrival first; narrowed as chosen."""
    rows = IncomingDocument.objects.visible_to(user).select_related(
        "unit", "department", "assignee__user", "delivery"
    )
    rows = _narrowed(
        rows.search(chosen.get("q", "")), chosen,
        {"nam": "year", "tu": "arrived_on__gte", "den": "arrived_on__lte"},
    )  # fmt: skip
    state = chosen.get("tinh_trang", "")
    if state == LATE:
        rows = rows.overdue()
    elif state in IncomingStatus.values:
        rows = rows.filter(status=state)
    if chosen.get("cua_toi"):
        rows = rows.filter(assignee__user=user)
    return rows.order_by("unit__path", "-year", "-number")


def incoming_choices(user: Any) -> dict[str, list[Any]]:
    """Years of own units' incoming registers."""
    years = IncomingSeries.objects.filter(own(user)).order_by().values_list("year", flat=True).distinct()
    return {"years": sorted(years, reverse=True)}


def not_registered(user: Any, units: list[Any] | None = None) -> QuerySet[Delivery]:
    """What came through the portal and stands in no incoming register yet, oldest first."""
    rows = Delivery.objects.received_by(user).filter(incoming__isnull=True, document__status=Status.ISSUED)
    if units is not None:
        rows = rows.filter(unit__in=units)
    return rows.select_related("unit", "document__issuer").order_by("sent_at", "pk")


def second_copies(incoming: IncomingDocument) -> QuerySet[IncomingDocument]:
    """Other lines of the same body with the same number, symbol and issuer."""
    same = Q(unit=incoming.unit, code_key=incoming.code_key, issuer_key=incoming.issuer_key)
    return IncomingDocument.objects.filter(same).exclude(pk=incoming.pk).order_by(F("number"))


def _narrowed(rows: Any, chosen: Mapping[str, Any], columns: Mapping[str, str]) -> Any:
    return rows.filter(**{column: chosen[name] for name, column in columns.items() if chosen.get(name)})
