"""The in-box of own units, one received document, and who has opened and confirmed what was sent."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from documents import papers, queries, services
from documents.amending import queries as amending_queries
from documents.amending.forms import HolderAnswerForm
from documents.forms import InboxFilterForm
from documents.mailing.queries import mail_counts
from documents.models import Delivery, Document, IncomingDocument, Status
from documents.official import document_types
from documents.registers.workflow import keeper
from documents.spreadsheets import receivers_workbook
from documents.views.mailing import own_sent
from documents.views.parts import page_of, sheet_of, show, workbook
from documents.workflow import arranger, receiver

TOLD_AT_ONCE = 5
CONDITIONS = {
    InboxFilterForm.UNREAD: {"opened_at__isnull": True},
    InboxFilterForm.OPENED: {"opened_at__isnull": False, "acknowledged_at__isnull": True},
    InboxFilterForm.DONE: {"acknowledged_at__isnull": False},
    InboxFilterForm.UNCONFIRMED: {"acknowledged_at__isnull": True},
}


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    form = InboxFilterForm(request.GET)
    chosen = form.chosen()
    rows = queries.inbox(request.user).filter(**CONDITIONS.get(chosen.get("tinh_trang", ""), {}))
    rows = queries.search_deliveries(rows, chosen.get("q", ""))
    names = document_types()
    page = page_of(request, rows)
    lines = [(delivery, names.get(delivery.document.type, delivery.document.type)) for delivery in page]
    context = {
        "page_obj": page, "lines": lines, "form": form,
        "waiting": amending_queries.silent_notices(request.user)[:TOLD_AT_ONCE],
    }  # fmt: skip
    return show(request, "documents/inbox.html", context)


@login_required
@require_safe
def delivery_detail(request: HttpRequest, pk: int) -> HttpResponse:
    delivery = get_object_or_404(queries.inbox(request.user).select_related("document__signer__user"), pk=pk)
    document = delivery.document
    context = {
        "delivery": delivery,
        "document": document,
        "type_name": document_types().get(document.type, document.type),
        "sheet": sheet_of(document),
        "page_url": papers.page_url(document),
        "attached": document.attached.all(),
        "may_confirm": not receiver(request.user, delivery),
        "arrival": IncomingDocument.objects.filter(delivery=delivery).first(),
        "notices": amending_queries.notices_of(delivery),
        "answers": HolderAnswerForm(),
        "may_register": not keeper(request.user, delivery.unit),
    }
    return show(request, "documents/delivery_detail.html", context)


@login_required
@require_POST
def delivery_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Sent by the page itself once it is shown; answers the piece that tells the state."""
    delivery = get_object_or_404(queries.inbox(request.user), pk=pk)
    services.mark_opened(delivery, by=request.user)
    return render(request, "documents/_delivery_state.html", {"delivery": delivery, "may_confirm": False})


@login_required
@require_POST
def delivery_acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    delivery = get_object_or_404(queries.inbox(request.user), pk=pk)
    services.acknowledge(delivery, by=request.user)
    messages.success(request, f"Đã xác nhận nhận văn bản số {delivery.document.doc_code}.")
    return redirect("documents:delivery_detail", delivery.pk)


@login_required
@require_safe
def receipts(request: HttpRequest, pk: int) -> HttpResponse:
    """For the issuer: which unit has opened and confirmed, which is silent, what the mails did."""
    document = own_sent(request, pk)
    form, rows = _receivers(request, document)
    counts = queries.receipts(document)
    context = {
        "document": document, "page_url": papers.page_url(document), "form": form, "page_obj": page_of(request, rows),
        "counts": counts, "silent": counts["sent"] - counts["opened"], "bars": _bars(counts),
        "unconfirmed": counts["sent"] - counts["acknowledged"], "mails": mail_counts(document),
        "may_remind": document.status == Status.ISSUED and not arranger(request.user, document),
    }  # fmt: skip
    return show(request, "documents/receipts.html", context)


@login_required
@require_safe
def receipts_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The chosen receivers as XLSX."""
    document = own_sent(request, pk)
    _form, rows = _receivers(request, document)
    title = f"TÌNH TRẠNG TIẾP NHẬN VĂN BẢN SỐ {document.doc_code}"
    return workbook(receivers_workbook(rows, title=title), f"tiep-nhan-{document.pk}.xlsx")


def _receivers(request: HttpRequest, document: Document) -> tuple[InboxFilterForm, QuerySet[Delivery]]:
    form = InboxFilterForm(request.GET)
    chosen = form.chosen()
    sent = Delivery.objects.visible_to(request.user).filter(document=document)
    rows = queries.search_receivers(sent, chosen.get("q", ""))
    return form, rows.filter(**CONDITIONS.get(chosen.get("tinh_trang", ""), {}))


def _bars(counts: dict[str, int]) -> list[tuple[str, int, str]]:
    return [
        ("Đã gửi", counts["sent"], ""), ("Đã mở", counts["opened"], ""),
        ("Đã xác nhận", counts["acknowledged"], "?tinh_trang=da-xac-nhan"),
    ]  # fmt: skip
