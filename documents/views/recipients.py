"""Which units a line of "Nơi nhận" may name."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse

from core.vietnamese import fold
from units.models import Unit

SHOWN = 20


def named(unit: Unit) -> str:
    """A unit as the field takes it."""
    return f"{unit.code} – {unit.name}"


def unit_names(request: HttpRequest) -> JsonResponse:
    """JSON: units the person may see whose name or code has the words of `tim`, nearest the top first."""
    text = request.GET.get("tim", "")
    units = Unit.objects.visible_to(request.user).active()
    found = units.search(text).order_by("depth", "sort_key", "pk")[:SHOWN] if fold(text) else []
    return JsonResponse([named(unit) for unit in found], safe=False)
