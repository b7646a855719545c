"""The incoming register: papers entered by hand or from the in-box, given out, settled, printed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.workflow import IllegalStep, NoteMissing
from documents.delegations.forms import add_refusal
from documents.models import IncomingDocument
from documents.queries import inbox as delivered
from documents.registers import printing, queries
from documents.registers.books import incoming_book
from documents.registers.forms import AssignForm, IncomingEditForm, IncomingFilterForm, IncomingForm
from documents.registers.workflow import INCOMING_WORKFLOW, assigner, keeper, kept_units
from documents.services import DocumentError
from documents.services import incoming as services
from documents.views.parts import page_of, show
from documents.views.register import ask_for_print, book_file

AT_ONCE = 100


@login_required
@require_safe
def incoming_list(request: HttpRequest) -> HttpResponse:
    form, chosen = _chosen(request)
    kept = kept_units(request.user)
    context = {
        "form": form,
        "page_obj": page_of(request, queries.incoming(request.user, chosen)),
        "may_keep": bool(kept),
        "waiting": queries.not_registered(request.user, kept).count() if kept else 0,
    }
    return show(request, "documents/incoming_list.html", context)


@login_required
@require_safe
def incoming_detail(request: HttpRequest, pk: int) -> HttpResponse:
    row = _row(request, pk)
    steps = [t for t in INCOMING_WORKFLOW.open_to(request.user, row) if t.step != "assign"]
    may_assign = any(t.step == "assign" for t in INCOMING_WORKFLOW.open_to(request.user, row))
    return _detail(request, row, steps=steps, form=_assign_form(request, row) if may_assign else None)


@login_required
@require_http_methods(["GET", "POST"])
def incoming_new(request: HttpRequest) -> HttpResponse:
    units = kept_units(request.user)
    if not units:
        raise PermissionDenied("Chỉ văn thư được vào sổ văn bản đến.")
    posted = request.method == "POST"
    form = IncomingForm(
        request.POST if posted else None, request.FILES if posted else None, units=units, user=request.user
    )
    if form.is_valid():
        said = dict(form.cleaned_data)
        try:
            row = services.register_incoming(said.pop("unit"), by=request.user, **said)
        except services.SecondCopy as known:
            form.ask_again()
            add_refusal(form, known)
        except DocumentError as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, f"Đã vào sổ: số đến {row.arrival}, ngày {row.arrived_on:%d/%m/%Y}.")
            return redirect("documents:incoming_detail", row.pk)
    return show(
        request,
        "documents/incoming_form.html",
        {"form": form, "row": None},
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def incoming_take(request: HttpRequest, pk: int) -> HttpResponse:
    """One click in the in-box: the line is filled from the document."""
    delivery = get_object_or_404(delivered(request.user), pk=pk)
    row = services.register_delivery(delivery, by=request.user)
    messages.success(request, f"Đã vào sổ văn bản đến: số đến {row.arrival}.")
    return redirect("documents:incoming_detail", row.pk)


@login_required
@require_POST
def incoming_take_all(request: HttpRequest) -> HttpResponse:
    """Everything that came through the portal and is not in the register yet, oldest first."""
    units = kept_units(request.user)
    if not units:
        raise PermissionDenied("Chỉ văn thư được vào sổ văn bản đến.")
    waiting = list(queries.not_registered(request.user, units)[:AT_ONCE])
    for delivery in waiting:
        services.register_delivery(delivery, by=request.user)
    messages.success(request, f"Đã vào sổ {len(waiting)} văn bản nhận trong hệ thống.")
    return redirect("documents:incoming_list")


@login_required
@require_http_methods(["GET", "POST"])
def incoming_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = _row(request, pk)
    refusal = keeper(request.user, row.unit)
    if refusal:
        raise PermissionDenied(refusal)
    posted = request.method == "POST"
    form = IncomingEditForm(request.POST if posted else None, request.FILES if posted else None, instance=row)
    if form.is_valid():
        try:
            services.change_incoming(row, by=request.user, **form.cleaned_data)
        except DocumentError as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "Đã lưu dòng sổ văn bản đến.")
            return redirect("documents:incoming_detail", row.pk)
    status = 422 if form.errors else 200
    return show(request, "documents/incoming_form.html", {"form": form, "row": row}, status=status)


@login_required
@require_POST
def incoming_assign(request: HttpRequest, pk: int) -> HttpResponse:
    row = _row(request, pk)
    refusal = assigner(request.user, row)
    if refusal:
        raise PermissionDenied(refusal)
    form = _assign_form(request, row, request.POST)
    if form.is_valid():
        try:
            services.assign_incoming(row, by=request.user, **form.cleaned_data)
        except IllegalStep as refused:
            messages.error(request, str(refused))
            return redirect("documents:incoming_detail", row.pk)
        except DocumentError as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "Đã giao xử lý văn bản đến.")
            return redirect("documents:incoming_detail", row.pk)
    return _detail(request, row, steps=[], form=form, status=422)


@login_required
@require_POST
def incoming_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    row = _row(request, pk)
    try:
        services.take_incoming_step(row, step, by=request.user, note=request.POST.get("note", ""))
    except (IllegalStep, NoteMissing) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Đã ghi kết quả.")
    return redirect("documents:incoming_detail", row.pk)


@login_required
@require_safe
def incoming_scan(request: HttpRequest, pk: int) -> FileResponse:
    """The scan as a file to save; nothing somebody uploaded opens inside the portal."""
    row = _row(request, pk)
    if not row.scan:
        raise Http404("Văn bản đến này chưa có bản chụp.")
    extension = row.scan.name.rsplit(".", 1)[-1]
    return FileResponse(
        row.scan.open(), as_attachment=True, filename=f"den-{row.year}-{row.arrival}.{extension}"
    )


@login_required
@require_safe
def incoming_export(request: HttpRequest) -> FileResponse:
    _form, chosen = _chosen(request)
    rows, year = queries.incoming(request.user, chosen), str(chosen.get("nam", ""))
    return book_file(incoming_book(rows.iterator(chunk_size=1000), year=year), "so-van-ban-den", year)


@login_required
@require_POST
def incoming_print(request: HttpRequest) -> HttpResponse:
    form = IncomingFilterForm(request.POST, **queries.incoming_choices(request.user))
    return ask_for_print(request, printing.INCOMING, form.chosen())


def _row(request: HttpRequest, pk: int) -> IncomingDocument:
    return get_object_or_404(queries.incoming(request.user, {}), pk=pk)


def _chosen(request: HttpRequest) -> tuple[IncomingFilterForm, dict[str, Any]]:
    form = IncomingFilterForm(request.GET, **queries.incoming_choices(request.user))
    return form, form.chosen()


def _assign_form(request: HttpRequest, row: IncomingDocument, posted: Any = None) -> AssignForm:
    return AssignForm(posted, incoming=row, user=request.user)


def _detail(
    request: HttpRequest, row: IncomingDocument, *, steps: Any, form: AssignForm | None, status: int = 200
) -> HttpResponse:
    context = {
        "row": row, "steps": steps, "form": form, "known": queries.second_copies(row)[:5],
        "may_keep": not keeper(request.user, row.unit),
    }  # fmt: skip
    return show(request, "documents/incoming_detail.html", context, status=status)
