"""For anybody who holds a paper: is it genuine? Tells the facts of the register, never the text."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from documents import queries
from documents.forms import CodeForm
from documents.models import Document
from documents.official import document_types
from documents.signing.forms import VerifyFileForm
from documents.signing.verifying import Verdict, verify_file
from documents.standing import standing_of
from units.addresses import too_often

# Codes cannot be guessed (documents.codes); this keeps the page from being used to try, and the server from being busy.
A_MINUTE = 40


@require_http_methods(["GET", "HEAD", "POST"])
def verify_form(request: HttpRequest) -> HttpResponse:
    """The form: a well-formed code leads to its own address, a file is judged at once and not kept."""
    if _too_often(request):
        return render(request, "documents/verify_busy.html", status=429)
    if request.method == "POST":
        return _verify_file(request)
    form = CodeForm(request.GET if "ma" in request.GET else None)
    if form.is_valid():
        return redirect("documents:verify", form.cleaned_data["ma"])
    context = {"form": form, "file_form": VerifyFileForm()}
    return render(request, "documents/verify_form.html", context, status=422 if form.is_bound else 200)


def _verify_file(request: HttpRequest) -> HttpResponse:
    file_form = VerifyFileForm(request.POST, request.FILES)
    if not file_form.is_valid():
        context = {"form": CodeForm(), "file_form": file_form}
        return render(request, "documents/verify_form.html", context, status=422)
    verdict = verify_file(file_form.cleaned_data["file"], deep=False)
    return _result(request, verdict.document, verdict)


@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    if _too_often(request):
        return render(request, "documents/verify_busy.html", status=429)
    document = queries.verified(code)
    if document is None:
        context = {"form": CodeForm(), "code": code[:40]}
        return render(request, "documents/verify_unknown.html", context, status=404)
    return _result(request, document, None)


def _result(request: HttpRequest, document: Document | None, verdict: Verdict | None) -> HttpResponse:
    context: dict[str, Any] = {"document": document, "verdict": verdict}
    if document is not None:
        context |= {
            "type_name": document_types().get(document.type, document.type),
            "standing": standing_of(document),
            "signatures": document.signatures.given().order_by("pk"),
            "file": document.signed_files.order_by("-number").first(),
        }
    return render(request, "documents/verify.html", context)


def _too_often(request: HttpRequest) -> bool:
    return too_often(request.META, "verify", a_minute=A_MINUTE)
