"""The first page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from reporting.desk.building import desk_of
from units.context import active_seat


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the person in the seat they act from."""
    seat = active_seat(request)
    desk = desk_of(request.user, seat) if seat else None
    return render(request, "reporting/desk/home.html", {"desk": desk, "acting": seat})
