"""The register of cited papers: found, read with its back-links, kept, exported."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from documents.references.citing import citing_documents
from documents.references.forms import ReferenceFilterForm, ReferenceForm
from documents.references.models import LegalReference
from documents.references.wording import citation_text
from documents.services import references as services
from documents.spreadsheets import references_workbook
from documents.views.parts import page_of, show, workbook
from units.scope import units_of

SHOWN_CITING = 50


@login_required
@require_safe
def reference_list(request: HttpRequest) -> HttpResponse:
    form, found = _found(request)
    context = {"form": form, "page_obj": page_of(request, found), "may_add": _may_add(request)}
    return show(request, "documents/reference_list.html", context)


@login_required
@require_safe
def reference_export(request: HttpRequest) -> HttpResponse:
    _form, found = _found(request)
    return workbook(references_workbook(found, title="SỔ VĂN BẢN VIỆN DẪN"), "van-ban-vien-dan.xlsx")


@login_required
@require_safe
def reference_detail(request: HttpRequest, pk: int) -> HttpResponse:
    reference = _reference(request, pk)
    citing = citing_documents(request.user, reference)
    context = {
        "reference": reference,
        "full": citation_text(reference),
        "short": citation_text(reference, first=False),
        "replaces": reference.replaces.visible_to(request.user),
        "citing": citing[:SHOWN_CITING],
        "citing_count": len(citing),
        "shown_citing": SHOWN_CITING,
        "may_change": services.may_keep(request.user, reference.owner),
    }
    return show(request, "documents/reference_detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def reference_new(request: HttpRequest) -> HttpResponse:
    if not _may_add(request):
        raise PermissionDenied("Chỉ văn thư, quản trị, cán bộ tham mưu được ghi sổ văn bản viện dẫn.")
    form = ReferenceForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            reference = services.add_reference(
                owner=form.cleaned_data["owner"], by=request.user, **form.said()
            )
        except ValidationError as error:
            _refuse(form, error)
        else:
            messages.success(request, f"Đã ghi {reference} vào sổ.")
            return redirect("documents:reference_detail", pk=reference.pk)
    status = 422 if form.errors else 200
    return show(request, "documents/reference_form.html", {"form": form, "reference": None}, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def reference_edit(request: HttpRequest, pk: int) -> HttpResponse:
    reference = _reference(request, pk)
    if not services.may_keep(request.user, reference.owner):
        raise PermissionDenied("Văn bản này do đơn vị khác hoặc hệ thống ghi, bạn không sửa được.")
    form = ReferenceForm(request.POST or None, instance=reference, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_reference(reference, by=request.user, **form.said())
        except ValidationError as error:
            _refuse(form, error)
        else:
            messages.success(request, "Đã lưu văn bản viện dẫn.")
            return redirect("documents:reference_detail", pk=pk)
    context = {"form": form, "reference": reference}
    return show(request, "documents/reference_form.html", context, status=422 if form.errors else 200)


def _reference(request: HttpRequest, pk: int) -> LegalReference:
    rows = LegalReference.objects.visible_to(request.user).select_related(
        "owner", "replaced_by", "changed_by"
    )
    return get_object_or_404(rows, pk=pk)


def _may_add(request: HttpRequest) -> bool:
    return bool(request.user.is_superuser or units_of(request.user, *services.KEEPERS))


def _found(request: HttpRequest) -> tuple[ReferenceFilterForm, QuerySet[LegalReference]]:
    form = ReferenceFilterForm(request.GET)
    chosen = form.chosen()
    rows = LegalReference.objects.visible_to(request.user).search(chosen.get("q", ""))
    columns = {"loai": "type", "hieu_luc": "status"}
    picked = {columns[name]: value for name, value in chosen.items() if name in columns}
    return form, rows.filter(**picked).select_related("owner", "replaced_by")


def _refuse(form: ReferenceForm, error: ValidationError) -> None:
    """The service's words at their fields; what no field of the form bears stands above."""
    names: dict[str, Any] = {"replaced_by": "newer"}
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, found in error.error_dict.items():
        name = names.get(field, field)
        form.add_error(name if name in form.fields else None, found)
