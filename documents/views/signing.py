"""Signing: what waits for the person, one document's signatures, a batch, the hand-off to a device outside."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents import papers
from documents.authority import away
from documents.models import FINAL, Document, Job
from documents.signing import queries, services
from documents.signing.forms import AnswerForm, BringForm, PasswordForm
from documents.signing.models import Device, Signature, SignatureKind, SignatureStatus
from documents.signing.services import NotSigned
from documents.views.parts import show
from units.scope import own


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def signing_list(request: HttpRequest) -> HttpResponse:
    """What waits for the person's signature; many are signed at once."""
    waiting = list(queries.to_sign(request.user)[: services.MOST])
    form = PasswordForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST" and form.is_valid():
        chosen = set(request.POST.getlist("document"))
        try:
            name = services.sign_batch([one for one in waiting if str(one.pk) in chosen], by=request.user)
        except NotSigned as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("documents:signing_batch", name)
    context = {"rows": waiting, "form": form, "chosen": request.POST.getlist("document")}
    return show(request, "documents/signing_list.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def signing_batch(request: HttpRequest, name: str) -> HttpResponse:
    jobs = list(services.batch_jobs(name, of=request.user))
    if not jobs:
        raise Http404("Không có đợt ký này.")
    documents = Document.objects.visible_to(request.user).in_bulk([job.arguments["document"] for job in jobs])
    context = {
        "name": name,
        "rows": [(job, documents.get(job.arguments["document"])) for job in jobs],
        "failed": sum(job.status == Job.Status.FAILED for job in jobs),
        "ready": sum(job.status == Job.Status.READY for job in jobs),
        "is_open": any(job.status in {Job.Status.QUEUED, Job.Status.RUNNING} for job in jobs),
    }
    return show(request, "documents/signing_batch.html", context)


@login_required
@require_POST
def signing_retry(request: HttpRequest, name: str) -> HttpResponse:
    """Run the failed ones of the batch again."""
    if not services.batch_jobs(name, of=request.user).exists():
        raise Http404("Không có đợt ký này.")
    count = services.retry_failed(name, by=request.user)
    messages.success(request, f"Đang ký lại {count} văn bản.")
    return redirect("documents:signing_batch", name)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def signing(request: HttpRequest, pk: int) -> HttpResponse:
    """One document's signatures, and the ways to sign it."""
    document = _own(request, pk)
    form = PasswordForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST":
        reason = queries.refusal(request.user, document, services.next_kind(document))
        if reason:
            raise PermissionDenied(reason)
        if form.is_valid():
            return _signed(request, document)
    return _page(request, document, form=form, status=422 if form.errors else 200)


def _signed(request: HttpRequest, document: Document) -> HttpResponse:
    try:
        made = services.sign(document, by=request.user, kind=services.next_kind(document))
    except NotSigned as refused:
        messages.error(request, str(refused))
        return redirect("documents:signing", document.pk)
    if made.status == SignatureStatus.PREPARED:
        return redirect("documents:signing_answer", made.hand_off)
    messages.success(request, f"Đã ký văn bản số {document.doc_code}.")
    return redirect("documents:signing", document.pk)


@login_required
@require_POST
def signing_bring(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file signed elsewhere; the worker checks it."""
    document = _own(request, pk)
    reason = queries.bringer_refusal(request.user, document)
    if reason:
        raise PermissionDenied(reason)
    form = BringForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            services.receive(document, form.cleaned_data["file"], by=request.user, **form.said())
        except NotSigned as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, "Đã nhận tệp, đang kiểm tra.")
            return redirect("documents:signing", document.pk)
    return _page(request, document, bring=form, status=422)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def signing_answer(request: HttpRequest, hand_off: str) -> HttpResponse:
    """The hand-off: what the device signs goes out, its answer comes in."""
    signature = _handed_off(request, hand_off)
    if signature.status != SignatureStatus.PREPARED:
        messages.info(request, f"Lượt ký này đã xong: {signature.get_status_display().lower()}.")
        return redirect("documents:signing", signature.document_id)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.finish_hand_off(signature, form.cleaned_data["value"], by=request.user)
        except NotSigned as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Đã ký văn bản số {signature.document.doc_code}.")
            return redirect("documents:signing", signature.document_id)
    digest = hashlib.sha256(services.attributes_of(signature)).digest()
    context = {
        "signature": signature, "document": signature.document, "form": form,
        "digest_hex": digest.hex(), "digest_base64": base64.b64encode(digest).decode(),
    }  # fmt: skip
    return show(request, "documents/signing_answer.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def signing_data(request: HttpRequest, hand_off: str) -> HttpResponse:
    """The bytes to be signed, for programs that hash by themselves."""
    signature = _handed_off(request, hand_off)
    answer = HttpResponse(services.attributes_of(signature), content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="can-ky-{signature.pk}.bin"'
    return answer


def _own(request: HttpRequest, pk: int) -> Document:
    rows = Document.objects.visible_to(request.user).filter(own(request.user, "issuer"), status__in=FINAL)
    return get_object_or_404(
        rows.select_related("issuer__kind", "signer__user", "delegation__giver__user"), pk=pk
    )


def _handed_off(request: HttpRequest, hand_off: str) -> Signature:
    rows = Signature.objects.visible_to(request.user).exclude(prepared={})
    found = get_object_or_404(
        rows.select_related("document__issuer", "document__signer__user"), hand_off=hand_off
    )
    reason = queries.refusal(request.user, found.document, found.kind)
    if reason:
        raise PermissionDenied(reason)
    return found


def _page(
    request: HttpRequest, document: Document, *, form: Any = None, bring: Any = None, status: int = 200
) -> HttpResponse:
    """The signing page of a document: its state and what this person may do."""
    kind = services.next_kind(document)
    certificate = queries.certificate_of(document, kind)
    done, newest = queries.given(document), queries.begun(document)
    scanned = done is not None and done.route == "scan"
    may_sign = (
        not queries.refusal(request.user, document, kind)
        and not queries.given(document, kind)
        and not scanned
    )
    context = {
        "document": document, "page_url": papers.page_url(document), "kind": SignatureKind(kind),
        "signatures": document.signatures.select_related("by").order_by("pk"),
        "files": document.signed_files.order_by("-number"),
        "certificate": certificate, "remote": certificate is not None and certificate.device == Device.REMOTE,
        "away": "" if done else away(document, on=timezone.localdate()),
        "powerless": "" if done else queries.out_of_power(document, on=timezone.localdate()),
        "may_sign": may_sign and certificate is not None and bool(document.pdf),
        "may_bring": done is None and bool(document.pdf) and not queries.bringer_refusal(request.user, document),
        "is_open": (newest is not None and queries.is_being_checked(newest)) or not document.pdf,
        "form": form or PasswordForm(request=request), "bring": bring or BringForm(),
    }  # fmt: skip
    return show(request, "documents/signing.html", context, status=status)
