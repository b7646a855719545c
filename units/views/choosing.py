"""Answers of the pickers: what may be chosen, as radio buttons."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.vietnamese import fold, nfc
from units.forms.units import movable_to
from units.models import User
from units.queries import line_of

SHOWN = 15


@require_safe
@login_required
def unit_options(request: HttpRequest) -> HttpResponse:
    """Units the person administers and could hang others under, by name or code."""
    text = request.GET.get("tim", "")
    units = (
        list(movable_to(request.user).search(text).order_by("depth", "sort_key", "pk")[: SHOWN + 1])
        if fold(text)
        else []
    )
    lines = line_of(units)
    options = [
        (unit.pk, f"{unit.name} ({unit.code})", " › ".join(upper.name for upper in lines[unit.pk]))
        for unit in units
    ]
    return _answer(request, text, options)


@require_safe
@login_required
def person_options(request: HttpRequest) -> HttpResponse:
    """People of the units one sees below, by name or user name."""
    text = nfc(request.GET.get("tim", "")).strip()
    people = User.objects.visible_to(request.user).filter(is_active=True)
    fits = Q(full_name__icontains=text) | Q(username__icontains=text)
    found = list(people.filter(fits).distinct()[: SHOWN + 1]) if text else []
    return _answer(request, text, [(person.pk, person.full_name, person.username) for person in found])


def _answer(request: HttpRequest, text: str, options: list[tuple[int, str, str]]) -> HttpResponse:
    name = request.GET.get("ten", "")
    context = {
        "name": name if name.isidentifier() else "choice", "text": text.strip(),
        "options": options[:SHOWN], "more": len(options) > SHOWN,
    }  # fmt: skip
    return render(request, "units/_picker_options.html", context)
