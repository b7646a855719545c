"""Own outgoing documents: found, filtered, exported."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from documents import papers, queries
from documents.forms import DocumentFilterForm
from documents.mailing.queries import troubled_mails
from documents.models import Document
from documents.official import document_types
from documents.spreadsheets import documents_workbook
from documents.views.parts import page_of, show, workbook


@login_required
@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    form, found = _found(request)
    page = page_of(request, found)
    names = document_types()
    rows = [
        (document, papers.page_url(document), names.get(document.type, document.type)) for document in page
    ]
    context = {
        "page_obj": page, "rows": rows, "form": form, "troubled": troubled_mails(request.user).count(),
    }  # fmt: skip
    return show(request, "documents/document_list.html", context)


@login_required
@require_safe
def document_export(request: HttpRequest) -> HttpResponse:
    _form, found = _found(request)
    return workbook(documents_workbook(found, title="DANH SÁCH VĂN BẢN ĐI"), "van-ban-di.xlsx")


def _found(request: HttpRequest) -> tuple[DocumentFilterForm, QuerySet[Document]]:
    rows: Any = queries.outgoing(request.user)
    types, years = queries.types_and_years(rows)
    form = DocumentFilterForm(request.GET, types=types, years=years)
    chosen = form.chosen()
    if "q" in chosen:
        rows = rows.search(chosen["q"])
    columns = {"loai": "type", "trang_thai": "status", "nam": "issued_on__year"}
    return form, rows.filter(**{columns[name]: value for name, value in chosen.items() if name in columns})
