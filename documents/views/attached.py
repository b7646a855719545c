"""Files that go with a document: brought and removed while it is a draft, handed out to whoever sees it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.forms import carried_out
from core.workflow import IllegalStep
from documents import papers
from documents.attached import services
from documents.attached.forms import AttachForm
from documents.attached.models import AttachedFile
from documents.models import Document
from documents.views.paper import file_name
from documents.views.parts import show
from documents.workflow import editor, registry
from units.scope import own


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attached_list(request: HttpRequest, pk: int) -> HttpResponse:
    """What goes with an own document; the drafter adds to it."""
    rows: Any = Document.objects.filter(own(request.user, "issuer")).select_related("issuer")
    document = get_object_or_404(papers.with_children(rows), pk=pk)
    refusal = editor(request.user, document)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = AttachForm(*sent)
    if request.method == "POST":
        if refusal:
            raise PermissionDenied(refusal)
        kept = carried_out(form, services.attach, document, by=request.user)
        if kept:
            messages.success(request, f"Đã kèm “{kept.title}” theo văn bản.")
            return redirect("documents:attached_list", document.pk)
    context = {
        "document": document,
        # A refusal stays in sight: somebody may have submitted the paper meanwhile.
        "form": form if form.errors or (document.is_editable and not refusal) else None,
        "page_url": papers.page_url(document),
        "rows": document.attached.all(),
        "may_seal": services.unsealed(document) and not registry(request.user, document),
        "job": services.seal_job(document),
    }
    return show(request, "documents/attached_list.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def attached_remove(request: HttpRequest, pk: int) -> HttpResponse:
    rows = AttachedFile.objects.filter(own(request.user, "document__issuer")).select_related(
        "document__issuer"
    )
    attached = get_object_or_404(rows, pk=pk)
    if refusal := editor(request.user, attached.document):
        raise PermissionDenied(refusal)
    try:
        services.detach(attached, by=request.user)
    except IllegalStep as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Đã bỏ “{attached.title}”.")
    return redirect("documents:attached_list", attached.document_id)


@login_required
@require_POST
def attached_seal(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the mark once more on the files that have none."""
    rows: Any = Document.objects.filter(own(request.user, "issuer")).select_related("issuer")
    document = get_object_or_404(rows, pk=pk)
    if refusal := registry(request.user, document):
        raise PermissionDenied(refusal)
    try:
        services.seal_again(document, by=request.user)
    except IllegalStep as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, "Đang ký số lại các tệp kèm theo. Tải lại trang sau ít giây để xem kết quả."
        )
    return redirect("documents:attached_list", pk)


@login_required
@require_safe
def attached_file(request: HttpRequest, pk: int) -> FileResponse:
    """The file with the issuer's mark, else as it was brought."""
    attached = get_object_or_404(
        AttachedFile.objects.visible_to(request.user).select_related("document"), pk=pk
    )
    file, _sha256 = attached.newest
    name = f"{file_name(attached.document).removesuffix('.pdf')}-kem-theo-{attached.number}.pdf"
    return FileResponse(
        default_storage.open(file.name), as_attachment=True, filename=name, content_type="application/pdf"
    )
