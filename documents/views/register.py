"""The outgoing register in the decree's ten columns: on the screen, on paper, as a file; numbers kept and cancelled."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents import services
from documents.delegations.forms import add_refusal
from documents.models import Job, RegisterEntry
from documents.registers import printing, queries
from documents.registers.books import OUTGOING_COLUMNS, outgoing_book, outgoing_cells, written
from documents.registers.forms import EntryForm, OutgoingFilterForm, ReserveForm
from documents.services import DocumentError
from documents.spreadsheets import register_file as register_xlsx
from documents.views.parts import XLSX, page_of, show
from units.models import Role
from units.scope import units_of


@login_required
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    form, chosen = _chosen(request)
    page = page_of(request, queries.outgoing(request.user, chosen))
    offices = units_of(request.user, Role.REGISTRY)
    kept = {unit.pk for unit in offices}
    lines = [
        (entry, list(zip(OUTGOING_COLUMNS, map(written, outgoing_cells(entry)), strict=True)),
         entry.series.issuer_id in kept and not entry.void_reason)
        for entry in page
    ]  # fmt: skip
    context = {
        "form": form, "page_obj": page, "lines": lines, "columns": OUTGOING_COLUMNS, "offices": offices,
    }  # fmt: skip
    return show(request, "documents/register.html", context)


@login_required
@require_safe
def register_export(request: HttpRequest) -> FileResponse:
    """The chosen lines as XLSX, written line by line and sent from the disk."""
    _form, chosen = _chosen(request)
    rows, year = queries.outgoing(request.user, chosen), str(chosen.get("nam", ""))
    return book_file(outgoing_book(rows.iterator(chunk_size=1000), year=year), "so-dang-ky-van-ban-di", year)


def book_file(book: Any, name: str, year: str) -> FileResponse:
    file = register_xlsx(book)
    whole = f"{name}{'-' + year if year else ''}.xlsx"
    return FileResponse(file, as_attachment=True, filename=whole, content_type=XLSX)


@login_required
@require_POST
def register_print(request: HttpRequest) -> HttpResponse:
    """Ask for the chosen lines as PDF; the next page shows how far it is."""
    form = OutgoingFilterForm(request.POST, **queries.outgoing_choices(request.user))
    return ask_for_print(request, printing.OUTGOING, form.chosen())


def ask_for_print(request: HttpRequest, which: str, chosen: dict[str, Any]) -> HttpResponse:
    own = units_of(request.user)
    job = printing.ask_for_print(which, chosen, by=request.user, unit=own[0] if own else None)
    return redirect("documents:job_status", job.pk)


@login_required
@require_safe
def register_file(request: HttpRequest, pk: int) -> FileResponse:
    """The printed register, only for who asked for it: it holds what that person saw."""
    ready = Job.objects.filter(kind=printing.KIND, status=Job.Status.READY, asked_by=request.user.pk)
    job = get_object_or_404(ready, pk=pk)
    name = job.result.get("file", "")
    if not name or not default_storage.exists(name):
        raise Http404("Tệp không còn. Hãy in lại sổ.")
    return FileResponse(
        default_storage.open(name), as_attachment=True, filename=f"so-{job.result['which']}.pdf",
        content_type="application/pdf",
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def number_reserve(request: HttpRequest) -> HttpResponse:
    units = units_of(request.user, Role.REGISTRY)
    if not units:
        raise PermissionDenied("Chỉ văn thư được giữ số cho văn bản giấy.")
    form = ReserveForm(request.POST if request.method == "POST" else None, units=units, user=request.user)
    if form.is_valid():
        said = dict(form.cleaned_data)
        try:
            entry = services.reserve_number(said.pop("unit"), by=request.user, **said)
        except DocumentError as refused:
            refused.field = "on" if refused.field == "issued_on" else refused.field
            add_refusal(form, refused)
        else:
            messages.success(
                request, f"Đã giữ số {entry.doc_code}. Khi văn bản ký xong, hãy ghi đủ dòng này."
            )
            return redirect("documents:register")
    context = {"form": form, "heading": "Giữ số cho văn bản giấy", "entry": None}
    return show(request, "documents/register_form.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def entry_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The columns the clerk writes: who got the copy, when it was sent, who signed for it."""
    entry = _entry(request, pk)
    if entry.series.issuer not in units_of(request.user, Role.REGISTRY):
        raise PermissionDenied(f"Việc này dành cho văn thư của {entry.series.issuer.name}.")
    form = EntryForm(request.POST if request.method == "POST" else None, instance=entry)
    if form.is_valid():
        try:
            services.change_entry(entry, by=request.user, **form.cleaned_data)
        except DocumentError as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, f"Đã ghi dòng số {entry.doc_code}.")
            return redirect("documents:register")
    context = {"form": form, "heading": f"Ghi dòng số {entry.doc_code}", "entry": entry}
    return show(request, "documents/register_form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def number_void(request: HttpRequest, pk: int) -> HttpResponse:
    entry = _entry(request, pk)
    try:
        services.void_number(entry, reason=request.POST.get("note", ""), by=request.user)
    except DocumentError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Đã hủy số {entry.doc_code}; dòng này vẫn giữ trong sổ.")
    return redirect("documents:register")


def _entry(request: HttpRequest, pk: int) -> RegisterEntry:
    rows: Any = RegisterEntry.objects.visible_to(request.user).select_related("series__issuer", "document")
    return get_object_or_404(rows, pk=pk)


def _chosen(request: HttpRequest) -> tuple[OutgoingFilterForm, dict[str, Any]]:
    form = OutgoingFilterForm(request.GET, **queries.outgoing_choices(request.user))
    return form, form.chosen()
