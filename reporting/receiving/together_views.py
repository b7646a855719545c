"""Accepting many reports with one press: what would be taken, the press, what became of each."""

from __future__ import annotations

import uuid
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from core.vietnamese import nfc, parse_id
from documents.models import Job
from reporting.models import AcceptRun, Submission
from reporting.receiving import queries
from reporting.receiving.choosing import CLEAN, SCOPES, outlook
from reporting.receiving.services.accepting import go_on, start_accepting
from reporting.receiving.views import FILTERS
from units.models import User

PER_PAGE = 100
ENDED = {Job.Status.FAILED, Job.Status.CANCELLED}


@login_required
@require_POST
def accept_together(request: HttpRequest) -> HttpResponse:
    """The chosen reports, or all behind the filters: first how many can be taken, then (`once`) the job that takes them."""
    if not queries.receiving_units(request.user) and not request.user.is_superuser:
        raise PermissionDenied("Chỉ cán bộ tổng hợp hoặc lãnh đạo của công đoàn cấp trên mới duyệt báo cáo.")
    scope = request.POST.get("scope", CLEAN)
    if scope not in SCOPES:
        raise Http404
    over_open = bool(request.POST.get("over_open"))
    rows = _chosen(request)
    once = _uuid(request.POST.get("once", ""))
    if once is not None:
        run = start_accepting(rows, by=cast(User, request.user), scope=scope, over_open=over_open, once=once)
        return redirect("reporting:accept_run", run.pk)
    seen = outlook(rows, scope=scope, over_open=over_open)
    if not seen.total:
        messages.warning(request, "Chưa chọn báo cáo nào. Đánh dấu ở đầu dòng, hoặc chọn tất cả theo bộ lọc.")
        return redirect("reporting:review_desk")
    sent = {name: nfc(request.POST.get(name, "")) for name in ("every", *FILTERS)}
    context = {
        "seen": seen, "scope": scope, "scope_words": SCOPES[scope], "over_open": over_open, "once": uuid.uuid4(),
        "kept": [(name, value) for name, value in sent.items() if value],
        "reports": [] if sent["every"] else [pk for pk in map(parse_id, request.POST.getlist("report")) if pk],
    }  # fmt: skip
    return render(request, "reporting/receiving/accept_outlook.html", context)


def _chosen(request: HttpRequest) -> QuerySet[Submission]:
    waiting = queries.waiting_for(request.user)
    if request.POST.get("every"):
        return queries.filtered(waiting, {name: nfc(request.POST.get(name, "")) for name in FILTERS})
    return waiting.filter(pk__in=[parse_id(pk) for pk in request.POST.getlist("report")]).order_by("pk")


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _run(request: HttpRequest, pk: int) -> AcceptRun:
    return get_object_or_404(AcceptRun.objects.visible_to(request.user).select_related("job"), pk=pk)


@login_required
@require_GET
def accept_run(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the run is, and what became of each report."""
    run = _run(request, pk)
    counts = run.items.aggregate(
        total=Count("pk"),
        taken=Count("pk", filter=Q(accepted=True)),
        left=Count("pk", filter=Q(accepted=False)),
    )
    state = request.GET.get("kq", "")
    rows = (
        run.items.exclude(accepted=None).select_related("submission__period_unit").order_by("accepted", "pk")
    )
    if state in {"duyet", "de-lai"}:
        rows = rows.filter(accepted=state == "duyet")
    context = {
        "run": run, "job": run.job, "counts": counts, "state": state,
        "waiting": counts["total"] - counts["taken"] - counts["left"],
        "stopped": run.job is None or run.job.status in ENDED,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
    }  # fmt: skip
    return render(request, "reporting/receiving/accept_run.html", context)


@login_required
@require_POST
def accept_run_go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a run up again that was stopped or broke."""
    run = _run(request, pk)
    if run.items.filter(accepted=None).exists():
        go_on(run)
        messages.success(request, "Đang duyệt tiếp các báo cáo còn lại.")
    return redirect("reporting:accept_run", pk)
