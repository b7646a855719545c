"""Who reads a sent paper besides its issuer, its receivers and the units above: what higher apps register at start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

# Person → ids of documents that concern a unit of theirs.
Concerned = Callable[[Any], "QuerySet[Any, Any]"]
_concerned: list[Concerned] = []


def register_readers(concerned: Concerned) -> None:
    """Let the people of the units named by `concerned` read these documents once they are sent."""
    if concerned not in _concerned:
        _concerned.append(concerned)


def concerning(user: Any) -> Q:
    """Condition "somebody registered that this document concerns the person"."""
    found = Q(pk__in=[])
    for concerned in _concerned:
        found |= Q(pk__in=concerned(user))
    return found
