"""Replace, correct, recall an issued paper; who holds it and has confirmed; what a holder answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.workflow import IllegalStep, NoteMissing
from documents import papers
from documents.amending import queries
from documents.amending.forms import AmendForm, HolderAnswerForm, HolderFilterForm, WordsForm
from documents.amending.papers import paragraphs_of
from documents.amending.workflow import AMENDMENT_WORKFLOW, decider, holder
from documents.delegations.forms import add_refusal
from documents.models import SENT, Amendment, Document, HolderNotice, Status
from documents.services import DocumentError, amending, notices
from documents.views.parts import page_of, show
from documents.workflow import editor
from units.scope import own


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def amendment_new(request: HttpRequest, pk: int) -> HttpResponse:
    rows: Any = Document.objects.visible_to(request.user).filter(status__in=SENT).select_related("issuer")
    document = get_object_or_404(papers.with_children(rows), pk=pk)
    refusal = decider(request.user, document)
    if refusal:
        raise PermissionDenied(refusal)
    if document.status != Status.ISSUED:
        messages.error(request, f"Văn bản đang “{document.get_status_display()}” nên không xử lý thêm được.")
        return redirect(papers.page_url(document))
    form = AmendForm(
        request.POST if request.method == "POST" else None, document=document,
        initial={"kind": request.GET.get("cach", "")},
    )  # fmt: skip
    if form.is_valid() and AmendForm.DRAFT in request.POST:
        if drafted := _drafted(request, document, form):
            messages.success(
                request, "Đã lập dự thảo với nội dung ghi sẵn. Sửa nếu cần, rồi trình duyệt như mọi văn bản."
            )
            return redirect("documents:words_edit", drafted.pk)
    elif form.is_valid() and (done := _amended(request, document, form)):
        messages.success(
            request,
            f"{done.get_kind_display()} văn bản số {document.doc_code}. Các đơn vị đang giữ đã được báo.",
        )
        return redirect("documents:amendment_detail", done.pk)
    context = {
        "document": document, "form": form, "page_url": papers.page_url(document),
        "holders": document.deliveries.filter(unit__ended_on__isnull=True).count(),
    }  # fmt: skip
    return show(request, "documents/amendment_form.html", context, status=422 if form.errors else 200)


def _drafted(request: HttpRequest, document: Document, form: AmendForm) -> Document | None:
    said = {name: form.cleaned_data[name] for name in ("reason", "details")}
    try:
        return notices.draft_amending_paper(
            document, form.cleaned_data["kind"], by=request.user, **said
        ).paper
    except DocumentError as refused:
        add_refusal(form, refused)
    except (IllegalStep, NoteMissing) as refused:
        form.add_error(None, str(refused))
    return None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def words_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The words of a drafted paper that corrects or recalls another."""
    rows: Any = Document.objects.visible_to(request.user).filter(own(request.user, "issuer"))
    document = get_object_or_404(rows.select_related("issuer__kind", "current_version"), pk=pk)
    paragraphs = paragraphs_of(document)
    if paragraphs is None:
        raise Http404("Văn bản này không soạn ở đây.")
    page = papers.page_url(document)
    if not document.is_editable:
        messages.error(
            request, f"Văn bản đang “{document.get_status_display()}” nên không sửa nội dung được."
        )
        return redirect(page)
    if editor(request.user, document):
        messages.info(request, "Cán bộ tham mưu của đơn vị sửa nội dung và trình duyệt văn bản này.")
        return redirect(page)
    initial = {
        "abstract": document.abstract, "text": "\n".join(paragraphs), "base": document.current_version.number
    }  # fmt: skip
    form = WordsForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            notices.edit_amending_paper(document, by=request.user, **form.cleaned_data)
        except DocumentError as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "Đã lưu nội dung.")
            return redirect(page)
    context = {"document": document, "form": form, "page_url": page}
    return show(request, "documents/words_edit.html", context, status=422 if form.is_bound else 200)


def _amended(request: HttpRequest, document: Document, form: AmendForm) -> Amendment | None:
    said = dict(form.cleaned_data)
    kind, entry, type, signed_by = (said.pop(name) for name in ("kind", "entry", "type", "signed_by"))
    try:
        if entry is not None:
            return amending.amend_by_entry(document, kind, entry=entry, by=request.user, **said)
        return amending.amend_by_new_number(
            document, kind, type=type, signed_by=signed_by, by=request.user, **said
        )
    except DocumentError as refused:
        refused.field = {"code": "entry", "abstract": "type"}.get(refused.field, refused.field)
        add_refusal(form, refused)
    except (IllegalStep, NoteMissing) as refused:
        form.add_error(None, str(refused))
    return None


@login_required
@require_safe
def amendment_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """For the issuer: who was told, who confirmed, what each did."""
    amendment = _own(request, pk)
    form = HolderFilterForm(request.GET)
    chosen = form.chosen()
    holders = queries.holders_of(amendment, text=chosen.get("q", ""), silent=bool(chosen.get("tinh_trang")))
    told = amendment.notices.count()
    silent = amendment.notices.silent().count()
    document = amendment.document
    context = {
        "amendment": amendment, "document": document, "page_url": papers.page_url(document), "form": form,
        "page_obj": page_of(request, holders), "told": told, "silent": silent, "known": told - silent,
        "steps": [t for t in AMENDMENT_WORKFLOW.open_to(request.user, amendment) if t.step == "drop"],
    }  # fmt: skip
    return show(request, "documents/amendment_detail.html", context)


@login_required
@require_POST
def amendment_drop(request: HttpRequest, pk: int) -> HttpResponse:
    amendment = _own(request, pk)
    try:
        amending.drop_amendment(amendment, by=request.user, note=request.POST.get("note", ""))
    except (IllegalStep, NoteMissing) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Đã bỏ; văn bản giữ nguyên hiệu lực.")
    return redirect("documents:amendment_detail", pk)


def _own(request: HttpRequest, pk: int) -> Amendment:
    rows: Any = Amendment.objects.visible_to(request.user).filter(own(request.user, "document__issuer"))
    return get_object_or_404(rows.select_related("document__issuer", "paper", "entry", "decided_by"), pk=pk)


@login_required
@require_safe
def notice_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What an own unit was told, also of a paper it never received but builds on."""
    rows: Any = HolderNotice.objects.told_to(request.user)
    related = (
        "unit",
        "amendment__document__issuer",
        "amendment__paper",
        "amendment__entry",
        "acknowledged_by",
    )
    notice = get_object_or_404(rows.select_related(*related), pk=pk)
    context = {
        "told": notice, "notices": [notice], "document": notice.amendment.document,
        "delivery": queries.delivery_of(notice), "may_confirm": not holder(request.user, notice),
        "answers": HolderAnswerForm(),
    }  # fmt: skip
    return show(request, "documents/notice_detail.html", context)


@login_required
@require_POST
def notice_acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """The holder's answer."""
    notice = get_object_or_404(HolderNotice.objects.visible_to(request.user), pk=pk)
    form = HolderAnswerForm(request.POST)
    answer = form.cleaned_data["answer"] if form.is_valid() else ""
    try:
        amending.acknowledge_notice(notice, by=request.user, answer=answer)
    except DocumentError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Đã ghi xác nhận của đơn vị.")
    delivery = queries.delivery_of(notice)
    if delivery is None:
        return redirect("documents:notice_detail", notice.pk)
    return redirect("documents:delivery_detail", delivery.pk)
