"""For anybody who holds a paper: is it genuine? Tells the facts of the register, never the text."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from documents import queries
from documents.forms import CodeForm
from documents.official import document_types


@require_safe
def verify_form(request: HttpRequest) -> HttpResponse:
    """The form; a well-formed code leads to its own address."""
    form = CodeForm(request.GET if "ma" in request.GET else None)
    if form.is_valid():
        return redirect("documents:verify", form.cleaned_data["ma"])
    return render(request, "documents/verify_form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    document = queries.verified(code)
    if document is None:
        context = {"form": CodeForm(), "code": code[:40]}
        return render(request, "documents/verify_unknown.html", context, status=404)
    entry = getattr(document, "register_entry", None)
    context = {
        "document": document,
        "type_name": document_types().get(document.type, document.type),
        "void_reason": entry.void_reason if entry else "",
    }
    return render(request, "documents/verify.html", context)
