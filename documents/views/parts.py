"""What several pages of documents do alike: menu counts, pages of a list, the sheet, files."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from documents import papers, queries
from documents.html import preview_fragment
from documents.models import Document
from documents.review.queries import waiting_count

PAGE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def page_of(request: HttpRequest, rows: Any) -> Page[Any]:
    """The asked page of the rows; a page that is none is the first or the last."""
    return Paginator(rows, PAGE).get_page(request.GET.get("page"))


def show(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page of this part of the portal, with what waits in the menu: unread documents, papers to answer."""
    unread, to_review = queries.unread_count(request.user), waiting_count(request.user)
    counts = {"unread": unread, "to_review": to_review, "nav_counts": {"documents": unread + to_review}}
    return render(request, template, {**context, **counts}, status=status)


def sheet_of(document: Document) -> SafeString | None:
    """The document as it will be printed, None when it has no text of its own here."""
    try:
        return preview_fragment(papers.paper_of(document).paper)
    except papers.NoPaper:
        return None


def workbook(content: bytes, name: str) -> HttpResponse:
    """An XLSX file to download."""
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
