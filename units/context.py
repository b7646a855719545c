"""What every page knows of the person: their seats and the one they act from."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from units.devices import device_owner
from units.models import Seat
from units.scope import seats_of


def active_seat(request: HttpRequest) -> Seat | None:
    """The seat chosen in the session, else the first one held."""
    seats = seats_of(request.user)
    chosen = request.session.get("seat_id") if hasattr(request, "session") else None
    return next((s for s in seats if s.pk == chosen), seats[0] if seats else None)


def seat(request: HttpRequest) -> dict[str, Any]:
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    return {
        "seats": seats_of(request.user),
        "seat": active_seat(request),
        "device_owner": device_owner(request.user),
    }
