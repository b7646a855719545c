"""One document: the sheet, its file, its steps, who signs and receives it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.vietnamese import parse_id
from core.workflow import IllegalStep, NoteMissing
from documents import papers, queries, services
from documents.amending import queries as amending_queries
from documents.amending.papers import paragraphs_of
from documents.amending.workflow import decider
from documents.authority import away
from documents.forms import SignerForm, recipient_lines
from documents.models import FINAL, Document, Status
from documents.official import document_types
from documents.rendering import ask_for_pdf
from documents.review.queries import steps_open_to
from documents.services import BadRecipient, DocumentError
from documents.signing.queries import given, newest_file
from documents.views.parts import sheet_of, show
from documents.views.recipients import named, unit_names
from documents.views.review_compose import review_context
from documents.workflow import arranger, editor
from units.scope import own, sees_all, units_of


def _visible(request: HttpRequest) -> Any:
    return Document.objects.visible_to(request.user).select_related(
        "issuer__kind", "signer__user", "delegation", "current_version", "created_by"
    )


@login_required
@require_safe
def document_preview(request: HttpRequest, pk: int) -> HttpResponse:
    document = get_object_or_404(papers.with_children(_visible(request)), pk=pk)
    return show(request, "documents/document_preview.html", preview_context(request, document))


def preview_context(request: HttpRequest, document: Document) -> dict[str, Any]:
    """What `documents/document_preview.html` shows; pages of apps above may extend that page."""
    url = papers.page_url(document)
    moves = queries.moves_of(document, request.user)
    return {
        "document": document,
        "type_name": document_types().get(document.type, document.type),
        "sheet": sheet_of(document),
        "page_url": "" if url == request.path else url,
        "steps": steps_open_to(request.user, document),
        **review_context(request.user, document),
        "stages": queries.stages_of(document, moves),
        "moves": moves,
        "may_arrange": document.status not in FINAL and not arranger(request.user, document),
        "recipients": document.recipients.all(),
        "receipts": queries.receipts(document),
        "may_edit_words": document.is_editable
        and paragraphs_of(document) is not None
        and not editor(request.user, document),
        **pdf_context(document, request.user),
        **amendment_context(request.user, document),
    }


def amendment_context(user: Any, document: Document) -> dict[str, Any]:
    """What `documents/_amendments.html` shows: what became of the paper, what it does to others, who may do more."""
    is_own = sees_all(user) or document.issuer_id in {unit.pk for unit in units_of(user)}
    done_to_it, done_by_it = amending_queries.amendments_of(document, own=is_own)
    return {
        "is_own": is_own,
        "amendments": done_to_it,
        "amending": done_by_it,
        "may_amend": document.status == Status.ISSUED and not decider(user, document),
    }


def pdf_context(document: Document, user: Any) -> dict[str, Any]:
    """What `documents/_pdf.html` shows: the file, or the job that makes it, or the button that asks for it.

    Also the files that go with the paper, and what keeps `documents/_issue_button.html` shut.
    """
    return {
        "document": document,
        "job": None if document.pdf else queries.pdf_job(document),
        "can_print": not document.pdf and papers.prints(document),
        "attached": document.attached.all(),
        "may_attach": document.is_editable and not editor(user, document),
        "waits_for_signature": document.status == Status.NUMBERED and given(document) is None,
    }


def _is_own(request: HttpRequest, document: Document) -> bool:
    return Document.objects.filter(own(request.user, "issuer"), pk=document.pk).exists()


@login_required
@require_safe
def document_pdf(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """The newest signed file, else the PDF as it was made; a browser that has it is told so by its SHA-256."""
    document = get_object_or_404(_visible(request), pk=pk)
    if not document.pdf:
        raise Http404("Văn bản chưa có bản PDF.")
    signed = newest_file(document)
    file, sha256 = (signed.file, signed.sha256) if signed else (document.pdf, document.pdf_sha256)
    etag = quote_etag(sha256)
    unchanged = get_conditional_response(request, etag=etag)
    if isinstance(unchanged, HttpResponseNotModified):
        return unchanged
    answer = FileResponse(
        default_storage.open(file.name), as_attachment=True, filename=file_name(document),
        content_type="application/pdf",
    )  # fmt: skip
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    return answer


def file_name(document: Document) -> str:
    """ "05-KH-LĐLĐ.pdf"; a draft says so."""
    if document.number is None:
        return f"Du-thao-{document.symbol}.pdf"
    return f"{document.number:02d}-{document.symbol}.pdf"


@login_required
@require_POST
def document_print(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the PDF of an own document."""
    document = get_object_or_404(_visible(request), pk=pk)
    if not _is_own(request, document):
        raise PermissionDenied("Chỉ đơn vị ban hành được lập bản PDF.")
    if ask_for_pdf(document, by=request.user) is None:
        messages.error(request, "Văn bản này không có nội dung để in.")
    return redirect(papers.page_url(document))


@login_required
@require_POST
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One step of the workflow; the buttons of every document page post here."""
    document = get_object_or_404(_visible(request), pk=pk)
    try:
        services.take_step(
            document, step, by=request.user, note=request.POST.get("note", ""), version=seen_version(request)
        )
    except (IllegalStep, NoteMissing, DocumentError) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _done(document))
        absence = away(document, on=timezone.localdate()) if document.status == Status.NUMBERED else ""
        if absence:
            messages.warning(request, absence)
    return redirect(papers.page_url(document))


def seen_version(request: HttpRequest) -> int | None:
    """The number of the version the person looked at, when the form says it."""
    return parse_id(request.POST["version"]) if "version" in request.POST else None


def _done(document: Document) -> str:
    if document.status == Status.NUMBERED:
        return f"Đã cấp số {document.doc_code}. Văn bản chờ người ký ký, sau đó mới phát hành."
    if document.status == Status.ISSUED:
        return f"Đã phát hành văn bản số {document.doc_code} và gửi tới {document.deliveries.count()} đơn vị."
    return f"Văn bản chuyển sang trạng thái “{document.get_status_display()}”."


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def recipients_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Who signs and who receives, on one page."""
    document = get_object_or_404(_visible(request), pk=pk)
    refusal = arranger(request.user, document)
    if refusal:
        raise PermissionDenied(refusal)
    if document.status in FINAL:
        messages.error(request, "Văn bản đã cấp số hoặc phát hành nên không đổi được người ký và nơi nhận.")
        return redirect(papers.page_url(document))
    if "tim" in request.GET:
        return unit_names(request)
    given = request.POST if request.method == "POST" else None
    form = SignerForm(given, document=document)
    lines = recipient_lines(given, document=document, user=request.user)
    if (
        given is not None
        and form.is_valid()
        and lines.is_valid()
        and _arranged(request, document, form, lines)
    ):
        messages.success(request, "Đã lưu người ký và nơi nhận.")
        return redirect(papers.page_url(document))
    context = {
        "document": document, "form": form, "lines": lines, "back_url": papers.page_url(document),
        "unit_names": [named(unit) for unit in queries.recipient_choices(request.user, document.issuer)],
    }  # fmt: skip
    return show(request, "documents/recipients_edit.html", context, status=200 if given is None else 422)


def _arranged(request: HttpRequest, document: Document, form: Any, lines: Any) -> bool:
    try:
        services.arrange(
            document, signer=form.cleaned_data["signer"], recipients=lines.rows(),
            archive_line=form.cleaned_data["archive_line"], by=request.user,
        )  # fmt: skip
    except BadRecipient as refused:
        lines.form_of_row(refused.row).add_error(None, str(refused))
    except (DocumentError, IllegalStep) as refused:
        field = getattr(refused, "field", "")
        form.add_error(field if field in form.fields else None, str(refused))
    else:
        return True
    return False
