"""The drafter's side of a review sheet: composing it, and its card on the page of a document."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from core.workflow import IllegalStep
from documents import papers
from documents.models import Document
from documents.review import queries, services
from documents.review.forms import MORE, SubmitForm, step_rows
from documents.review.hooks import missing_of
from documents.review.proposing import proposed, restart_round
from documents.services import DocumentError
from documents.services.review import Asked
from documents.views.parts import show
from documents.workflow import drafter
from units.scope import sees_all, units_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review_compose(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is asked for what by when; sent, the draft is on its way."""
    document = _draft(request, pk)
    if not document.is_editable:
        messages.error(
            request, f"Văn bản đang “{document.get_status_display()}” nên không lập phiếu trình được."
        )
        return redirect(papers.page_url(document))
    given = request.POST if request.method == "POST" else None
    asked = proposed(document, by=request.user)
    restart = restart_round(document, asked)
    returned = queries.returned_from(document) if restart > 1 else None
    number = document.current_version.number if document.current_version else 0
    form = SubmitForm(given, returned=returned, initial={"version": number})
    rows = step_rows(given, document=document, proposed=asked)
    sent = given is not None and MORE not in given
    if sent and form.is_valid() and rows.is_valid() and _sent(document, form, rows, restart, by=request.user):
        messages.success(request, "Đã trình. Phiếu trình cho biết văn bản đang chờ ai, đến bao giờ.")
        return redirect(papers.page_url(document))
    context = {
        "document": document, "form": form, "rows": rows, "missing": missing_of(document), "returned": returned,
        "back_url": papers.page_url(document),
    }  # fmt: skip
    return show(request, "documents/review/compose.html", context, status=422 if sent else 200)


def _draft(request: HttpRequest, pk: int) -> Any:
    rows = Document.objects.visible_to(request.user).select_related(
        "issuer__kind", "signer", "current_version"
    )
    document = get_object_or_404(papers.with_children(rows), pk=pk)
    if reason := drafter(request.user, document):
        raise PermissionDenied(reason)
    return document


def _sent(document: Any, form: SubmitForm, rows: Any, restart: int, *, by: Any) -> bool:
    said = form.cleaned_data
    asked: list[Asked] = rows.asked()
    if said.get("start") == SubmitForm.RETURNED:
        asked = [one for one in asked if one.round >= restart]
    try:
        services.submit(document, asked, by=by, message=said["message"], version=said["version"])
    except (DocumentError, IllegalStep) as refused:
        row = getattr(refused, "row", None)
        field = getattr(refused, "field", "")
        if row is not None and len(asked) == len(rows.filled):
            rows.filled[row - 1].add_error(field, str(refused))
        else:
            form.add_error(None, str(refused))
        return False
    return True


def review_context(user: Any, document: Document) -> dict[str, Any]:
    """What documents/review/_card.html shows on a document's page: the newest sheet, and the person's step in it."""
    seen = document.current_version.number if document.current_version else 0
    if not sees_all(user) and all(unit.pk != document.issuer_id for unit in units_of(user)):
        return {"review_sheet": None, "review_step": None, "may_compose": False, "seen_version": seen}
    sheet = queries.newest_sheet(document)
    return {
        "review_sheet": sheet,
        "seen_version": seen,
        "review_step": queries.step_of(user, sheet) if sheet else None,
        "may_compose": document.is_editable and not drafter(user, document)
        and (sheet is not None or len(proposed(document, by=user)) > 1),
    }  # fmt: skip
