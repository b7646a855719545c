"""What the menu of every page tells of documents."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from documents import queries


def menu_counts(request: HttpRequest) -> dict[str, Any]:
    """Unread documents beside their menu entry; asked for only where a menu is drawn."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    return {"nav_counts": SimpleLazyObject(lambda: {"documents": queries.unread_count(request.user)})}
