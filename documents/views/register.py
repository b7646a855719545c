"""The outgoing register in the decree's ten columns: on the screen, on paper, as a file."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.formats import write
from documents import queries, services
from documents.forms import RegisterFilterForm
from documents.models import RegisterEntry
from documents.services import DocumentError
from documents.spreadsheets import REGISTER_COLUMNS, register_cells, register_workbook
from documents.views.parts import page_of, show, workbook
from units.models import Role
from units.scope import units_of

LONGEST_PRINT = 2000


@login_required
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    form, found = _found(request)
    page = page_of(request, found)
    clerk_of = {unit.pk for unit in units_of(request.user, Role.REGISTRY)}
    lines = [
        (entry, _shown(entry), entry.series.issuer_id in clerk_of and not entry.void_reason) for entry in page
    ]
    context = {
        "form": form,
        "page_obj": page,
        "lines": lines,
        "columns": REGISTER_COLUMNS,
        "title": _title(form),
    }
    return show(request, "documents/register.html", context)


@login_required
@require_safe
def register_print(request: HttpRequest) -> HttpResponse:
    """All lines of the filter on one page without menu, to be printed and bound."""
    form, found = _found(request)
    lines = [[text for _name, text in _shown(entry)] for entry in found[: LONGEST_PRINT + 1]]
    context = {
        "title": _title(form), "columns": REGISTER_COLUMNS, "lines": lines[:LONGEST_PRINT],
        "cut": len(lines) > LONGEST_PRINT, "most": LONGEST_PRINT, "units": units_of(request.user),
        "today": timezone.localdate(),
    }  # fmt: skip
    return show(request, "documents/register_print.html", context)


@login_required
@require_safe
def register_export(request: HttpRequest) -> HttpResponse:
    form, found = _found(request)
    year = form.chosen().get("nam", "")
    name = f"so-dang-ky-van-ban-di{'-' + year if year else ''}.xlsx"
    return workbook(register_workbook(found, title=_title(form)), name)


@login_required
@require_POST
def number_void(request: HttpRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(RegisterEntry.objects.visible_to(request.user), pk=pk)
    try:
        services.void_number(entry, reason=request.POST.get("note", ""), by=request.user)
    except DocumentError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Đã hủy số {entry.doc_code}; dòng này vẫn giữ trong sổ.")
    return redirect("documents:register")


def _found(request: HttpRequest) -> tuple[RegisterFilterForm, QuerySet[RegisterEntry]]:
    series, years = queries.register_choices(request.user)
    form = RegisterFilterForm(request.GET, series=series, years=years)
    chosen = form.chosen()
    rows: Any = queries.register(request.user)
    if "q" in chosen:
        rows = rows.search(chosen["q"])
    columns = {"so": "series__series", "nam": "series__year"}
    return form, rows.filter(**{columns[name]: value for name, value in chosen.items() if name in columns})


def _shown(entry: RegisterEntry) -> list[tuple[str, str]]:
    """The ten columns with their names, dates and numbers written out."""
    cells = zip(REGISTER_COLUMNS, register_cells(entry), strict=True)
    return [(name, _written(cell)) for name, cell in cells]


def _written(cell: str | int | dt.date | None) -> str:
    if isinstance(cell, dt.date):
        return write.date(cell)
    return write.number(cell) if isinstance(cell, int) else cell or ""


def _title(form: RegisterFilterForm) -> str:
    year = form.chosen().get("nam")
    return f"SỔ ĐĂNG KÝ VĂN BẢN ĐI NĂM {year}" if year else "SỔ ĐĂNG KÝ VĂN BẢN ĐI"
