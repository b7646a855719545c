"""Mails about a paper: what became of each, sent again or to the right address; reminders to the silent."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from core.formats import write
from core.workflow import IllegalStep
from documents import papers, queries
from documents.mailing.forms import TROUBLE, AddressForm, MailFilterForm, TroubleFilterForm
from documents.mailing.queries import mail_counts, mails_of, troubled_mails
from documents.models import SENT, Document, Mail
from documents.services import DocumentError, mailing
from documents.views.parts import page_of, show
from documents.workflow import arranger

EVERYWHERE = "chung"


def own_sent(request: HttpRequest, pk: int) -> Document:
    """An own paper that was sent, else 404."""
    document: Document = get_object_or_404(queries.outgoing(request.user).filter(status__in=SENT), pk=pk)
    return document


@login_required
@require_safe
def mail_list(request: HttpRequest, pk: int) -> HttpResponse:
    document = own_sent(request, pk)
    form = MailFilterForm(request.GET)
    chosen = form.chosen()
    status = chosen.get("tinh_trang", "")
    rows = mails_of(document, status="" if status == TROUBLE else status, text=chosen.get("q", ""))
    if status == TROUBLE:
        rows = rows.troubled()
    context = {
        "document": document, "page_url": papers.page_url(document), "form": form, "page_obj": page_of(request, rows),
        "counts": mail_counts(document), "may_send": not arranger(request.user, document),
    }  # fmt: skip
    return show(request, "documents/mail_list.html", context)


@login_required
@require_POST
def mail_again(request: HttpRequest, pk: int) -> HttpResponse:
    mail = get_object_or_404(Mail.objects.visible_to(request.user).select_related("document"), pk=pk)
    form = AddressForm(request.POST)
    address = form.cleaned_data["address"] if form.is_valid() else ""
    try:
        sent = mailing.send_again(mail, by=request.user, address=address)
    except (DocumentError, IllegalStep) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Thư tới {sent.address} được gửi lại.")
    return _back(request, mail)


@login_required
@require_POST
def mail_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """A mail nobody knew of had gone out."""
    mail = get_object_or_404(Mail.objects.visible_to(request.user).select_related("document"), pk=pk)
    try:
        mailing.mark_sent(mail, by=request.user)
    except IllegalStep as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Đã ghi: thư tới {mail.address} đã gửi.")
    return _back(request, mail)


def _back(request: HttpRequest, mail: Mail) -> HttpResponse:
    if request.POST.get("ve") == EVERYWHERE:
        return redirect("documents:mail_trouble")
    return redirect("documents:mail_list", mail.document_id)


@login_required
@require_safe
def mail_trouble(request: HttpRequest) -> HttpResponse:
    """Mails about all own papers that a person has to look at."""
    form = TroubleFilterForm(request.GET)
    chosen = form.chosen()
    found = troubled_mails(request.user, status=chosen.get("tinh_trang", ""), text=chosen.get("q", ""))
    page = page_of(request, found)
    rows = [(mail, not arranger(request.user, mail.document)) for mail in page]
    return show(request, "documents/mail_trouble.html", {"page_obj": page, "rows": rows, "form": form})


@login_required
@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind the silent: `muc` says whether only those that have not opened it."""
    document = own_sent(request, pk)
    try:
        told = mailing.remind_silent(
            document, by=request.user, unopened_only=request.POST.get("muc") == "chua-mo"
        )
    except IllegalStep as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, reminded_words(told))
    return redirect("documents:receipts", pk)


def reminded_words(told: mailing.Reminded) -> str:
    parts = [f"Đã nhắc {write.number(told.now)} đơn vị."]
    if told.already:
        parts.append(f"{write.number(told.already)} đơn vị đã được nhắc hôm nay.")
    if told.dissolved:
        parts.append(f"Bỏ qua {write.number(told.dissolved)} đơn vị đã kết thúc hoạt động.")
    return " ".join(parts)
