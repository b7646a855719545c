"""Who has to know what becomes of a paper: the units that received it, and those that higher apps say build on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from documents.models import Delivery, Document
from units.models import Unit

# Document → ids of the units whose own work rests on it.
Building = Callable[[Document], Iterable[int]]
_building: list[Building] = []


def register_building(building: Building) -> None:
    """Let the units named by `building` be told too, whether they received the paper or not."""
    if building not in _building:
        _building.append(building)


def units_to_tell(document: Document) -> Iterator[int]:
    """Units that exist today: those that received the paper in the order of the tree, then those that build on it."""
    received = Delivery.objects.filter(document_id=document.pk, unit__ended_on__isnull=True)
    units = dict.fromkeys(received.order_by("unit__path").values_list("unit_id", flat=True))
    yield from units
    more = {unit for building in _building for unit in building(document)} - {*units, document.issuer_id}
    found = Unit.objects.filter(pk__in=more, ended_on__isnull=True).order_by("path")
    yield from found.values_list("pk", flat=True)
