"""Batches of certificates, their files, and the open page that says whether a certificate is real."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from campaigns.awards import queries as award_queries
from campaigns.awards.recipients import recipients_of
from campaigns.certificates import services
from campaigns.certificates.forms import BatchForm
from campaigns.certificates.jobs import job_of
from campaigns.certificates.models import Batch, Certificate
from campaigns.certificates.pages import values_of
from campaigns.certificates.services.printing import MOST
from campaigns.certificates.workflow import BATCH_WORKFLOW, CERTIFICATE_ROLES, prints_at
from campaigns.services import CampaignError
from core.vietnamese import nfc
from core.workflow import IllegalStep, NoteMissing
from documents import codes
from documents.models import Job
from units.models import Unit
from units.scope import units_of

PAGE = 50


@login_required
@require_GET
def batch_list(request: HttpRequest) -> HttpResponse:
    rows = Batch.objects.visible_to(request.user).search(nfc(request.GET.get("q", "")))
    context = {
        "page_obj": Paginator(rows.select_related("unit", "blank"), PAGE).get_page(request.GET.get("page")),
        "units": units_of(request.user, *CERTIFICATE_ROLES), "filtered": bool(request.GET.get("q")),
    }  # fmt: skip
    return render(request, "campaigns/certificates/batch_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def batch_new(request: HttpRequest, code: str) -> HttpResponse:
    """Certificates of the unit for the lines of the register that the filters in the address leave."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user), code=nfc(code))
    if reason := prints_at(request.user, unit):
        raise PermissionDenied(reason)
    rows = award_queries.award_rows(request.user, request.GET.dict())
    form = BatchForm(request.POST or None, unit=unit, user=request.user, initial={"name": "Khen thưởng"})
    if form.is_bound and form.is_valid():
        try:
            batch = services.print_for(
                recipients_of(rows[: MOST + 1]), form.cleaned_data["blank"], unit=unit,
                name=form.cleaned_data["name"], by=request.user, common=form.common(),
                source_url=reverse("campaigns:award_list"),
            )  # fmt: skip
        except CampaignError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            return redirect("campaigns:batch_detail", batch.pk)
    context = {"form": form, "unit": unit, "count": rows.count(), "some": rows[:5]}
    return render(
        request, "campaigns/certificates/batch_new.html", context, status=422 if form.errors else 200
    )


@login_required
@require_GET
def batch_detail(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _visible(request, pk)
    page = Paginator(batch.certificates.all(), PAGE).get_page(request.GET.get("page"))
    context = {
        "batch": batch, "job": job_of(batch), "steps": BATCH_WORKFLOW.open_to(request.user, batch), "page_obj": page,
        "rows": [(one, values_of(one, batch.common), codes.shown(one.code)) for one in page],
        "may_print": batch.status == Batch.Status.ISSUED and not prints_at(request.user, batch.unit),
    }  # fmt: skip
    return render(request, "campaigns/certificates/batch_detail.html", context)


@login_required
@require_GET
def batch_file(request: HttpRequest, pk: int) -> FileResponse:
    batch = _visible(request, pk)
    if reason := prints_at(request.user, batch.unit):
        raise PermissionDenied(reason)
    job = job_of(batch)
    name = job.result.get("file", "") if job and job.status == Job.Status.READY else ""
    if not name or not default_storage.exists(name):
        raise Http404("Đợt in chưa có tệp. Hãy bấm “In lại”.")
    return FileResponse(
        default_storage.open(name),
        as_attachment=True,
        filename=f"dot-in-{batch.pk}.pdf",
        content_type="application/pdf",
    )


@login_required
@require_POST
def batch_again(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _visible(request, pk)
    try:
        services.print_again(batch, by=request.user)
    except CampaignError as error:
        messages.error(request, str(error))
    return redirect("campaigns:batch_detail", pk)


@login_required
@require_POST
def batch_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    batch = _visible(request, pk)
    try:
        if step != "withdraw":
            BATCH_WORKFLOW.check(step, request.user, batch)
        services.withdraw_batch(batch, note=nfc(request.POST.get("note", "")), by=request.user)
    except (IllegalStep, NoteMissing, CampaignError) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Đã thu hồi. Trang kiểm tra của từng giấy nói rõ giấy không còn hiệu lực.")
    return redirect("campaigns:batch_detail", pk)


@require_safe
def certificate_check(request: HttpRequest, code: str) -> HttpResponse:
    """For who holds the paper: what it says, who gave it, whether it still holds."""
    found: Certificate | None = None
    if codes.is_well_formed(plain := codes.plain(code)):
        rows = Certificate.objects.select_related("batch__unit", "award__title", "unit")
        found = rows.filter(code=plain).first()
    context: dict[str, Any] = {"certificate": found, "code": codes.shown(plain) if found else ""}
    if found:
        revoked = found.award is not None and found.award.status == "revoked"
        context |= {
            "values": values_of(found, found.batch.common),
            "holds": found.batch.status == Batch.Status.ISSUED and not revoked,
        }
    answer = render(request, "campaigns/certificates/check.html", context, status=200 if found else 404)
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _visible(request: HttpRequest, pk: int) -> Batch:
    return get_object_or_404(Batch.objects.visible_to(request.user).select_related("unit", "blank"), pk=pk)
