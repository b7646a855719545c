"""What a review asks of a document that only the app above knows: plans and compiled reports register it at start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from documents.children import child_of
from documents.models import Document

Finding = dict[str, Any]  # severity, label, tone, where, message, found, fix, source


def _nothing(_child: Any) -> list[Any]:
    return []


def _no_words(_child: Any) -> str:
    return ""


@dataclass(frozen=True)
class ReviewHooks:
    """Each takes the child row (a plan).

    `findings`: what the check of the text says now. `missing`: why it may not be submitted yet, (words, address where it
    is mended). `outdated`: why what it says no longer holds, so that it may not go on before it is issued, "" when it
    does. `compare`: URL name of the page that sets two versions side by side (`cu`, `moi`: their numbers);
    `pages`: of the one that shows the printed pages.
    """

    findings: Callable[[Any], list[Finding]] | None = None
    missing: Callable[[Any], list[tuple[str, str]]] = _nothing
    outdated: Callable[[Any], str] = _no_words
    compare: str = ""
    pages: str = ""


_hooks: dict[str, ReviewHooks] = {}


def register_review(child: str, hooks: ReviewHooks) -> None:
    """The hooks of documents whose multi-table child has this accessor ("plan")."""
    _hooks[child] = hooks


def findings_of(document: Document) -> list[Finding] | None:
    """What the check of the text says now; None when nobody checks this kind of document."""
    found = child_of(document, _hooks)
    check = _hooks[found[0]].findings if found else None
    return check(found[1]) if found and check else None


def missing_of(document: Document) -> list[tuple[str, str]]:
    """Why the document may not be submitted yet: (words, address where it is mended)."""
    found = child_of(document, _hooks)
    return _hooks[found[0]].missing(found[1]) if found else []


def outdated_words(document: Document) -> str:
    """Why what the document says no longer holds; "" when it does, or nobody knows such a reason."""
    found = child_of(document, _hooks)
    return _hooks[found[0]].outdated(found[1]) if found else ""


def pages_url(document: Document) -> str:
    """Where the printed pages are looked at; "" when no page shows them."""
    found = child_of(document, _hooks)
    name = _hooks[found[0]].pages if found else ""
    return reverse(name, args=[document.pk]) if name else ""


def compare_url(document: Document, older: int, newer: int) -> str:
    """Where the two versions stand side by side; "" when no page shows that."""
    found = child_of(document, _hooks)
    name = _hooks[found[0]].compare if found else ""
    return f"{reverse(name, args=[document.pk])}?{urlencode({'cu': older, 'moi': newer})}" if name else ""
