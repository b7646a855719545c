"""The page that splits a unit: typed, shown what it would do, then done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.vietnamese import parse_id
from units.forms.splitting import FEWEST, GOES_ON, MOST, PartForm, SplitForm, part_forms
from units.forms.units import take_error
from units.models import Unit
from units.services import UnitError
from units.succession.splitting import PartError, Split, split_unit, try_split, units_below
from units.views.reach import unit_administered_from_above


@require_http_methods(["GET", "POST"])
@login_required
def unit_split(request: HttpRequest, code: str) -> HttpResponse:
    """Several units carry on the one with the code."""
    unit = unit_administered_from_above(request, code)
    action = request.POST.get("action", "") if request.method == "POST" else "open"
    goes_on = request.POST.get("way") == GOES_ON
    fewest = 1 if goes_on else FEWEST
    count = min(max(parse_id(request.POST.get("so_phan", "")) or FEWEST, fewest), MOST)
    if goes_on and action in {"preview", "save"}:
        count = _without_blank_parts(request.POST, count)
    if action == "more":
        count = min(count + 1, MOST)
    typed = action in {"open", "more"}
    data = request.POST if request.method == "POST" else None
    parts = part_forms(data, count=count, user=request.user, typed=typed)
    below = units_below(unit)
    initial = (
        {name: data[name] for name in data if "-" not in name or name.startswith("con-")} if data else None
    )
    form = SplitForm(None if typed else data, below=below, parts=count, initial=initial if typed else None)
    preview = None
    if not typed and all([form.is_valid(), *[part.is_valid() for part in parts]]):
        try:
            split = _split(unit, form, parts, by=request.user, dry=action != "save")
        except UnitError as refused:
            take_error(parts[refused.part] if isinstance(refused, PartError) else form, refused)
        else:
            if action == "save":
                names = ", ".join(f"“{carrier.unit.name}”" for carrier in split.carriers)
                done = (
                    f"Đã tách {names} từ “{unit.name}”."
                    if goes_on
                    else f"Đã chia “{unit.name}” thành {names}."
                )
                messages.success(request, done)
                return redirect("units:unit_detail", unit.code)
            preview = split
    wrong = bool(form.errors or any(part.errors for part in parts))
    context = {
        "unit": unit, "form": form, "parts": parts, "below": [form[f"con-{one.pk}"] for one in below], "count": count,
        "may_add": count < MOST, "preview": preview,
    }  # fmt: skip
    return render(request, "units/unit_split.html", context, status=422 if wrong else 200)


def _without_blank_parts(data: Any, count: int) -> int:
    """One part is enough where the old unit goes on: parts left blank at the end are none."""
    while count > 1 and not any(
        data.get(f"phan-{count - 1}-{name}", "").strip() for name in PartForm.base_fields
    ):
        count -= 1
    return count


def _split(unit: Unit, form: SplitForm, parts: list[PartForm], *, by: Any, dry: bool) -> Split:
    words = {
        "parts": [part.part() for part in parts], "below": form.where_below(), "on": form.cleaned_data["on"],
        "decision": form.cleaned_data["decision"], "by": by, "goes_on": form.cleaned_data["way"] == GOES_ON,
    }  # fmt: skip
    return try_split(unit, **words) if dry else split_unit(unit, **words)
