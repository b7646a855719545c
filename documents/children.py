"""Which child a document has (a plan, a compiled report), and on which page people work on it.

The apps above register their accessor; nothing here knows them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet
from django.urls import reverse

from documents.models import Document

_pages: dict[str, str] = {}


def register_page(child: str, url_name: str) -> None:
    """The page of documents whose multi-table child has this accessor ("plan"); its URL takes `pk`."""
    _pages[child] = url_name


def child_of(document: Document, names: Iterable[str]) -> tuple[str, Any] | None:
    """The first of the accessors that holds a child of the document, and the child."""
    for name in names:
        try:
            return name, getattr(document, name)
        except ObjectDoesNotExist:
            continue
    return None


def with_children(rows: QuerySet[Any], *, prefix: str = "") -> QuerySet[Any]:
    """The rows with the documents' children joined in, so that `page_url` asks nothing more for each of them."""
    names = [f"{prefix}{name}" for name in sorted(_pages)]
    return rows.select_related(*names) if names else rows


def page_url(document: Document) -> str:
    """Address of the page where people work on the document; its preview when nobody registered one."""
    found = child_of(document, _pages)
    if found is None:
        return reverse("documents:document_preview", args=[document.pk])
    return reverse(_pages[found[0]], args=[document.pk])
