"""Pages of reports on their way up: the officer's desk, accepting together, reasons for findings, paper reports."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.formats import write
from core.forms import carried_out
from core.vietnamese import nfc, parse_id
from core.workflow import IllegalStep, NoteMissing
from reporting.checks import check_submission
from reporting.models import AcceptRun, PaperReport, Period, Submission
from reporting.queries.layout import layout_of
from reporting.receiving import queries
from reporting.receiving.choosing import SCOPES
from reporting.receiving.forms import PaperReportForm, field_name, typed_reasons
from reporting.receiving.services.paper import take_paper_report
from reporting.receiving.services.waiving import ask_waivers, decide_waiver
from reporting.receiving.sheets import waiting_workbook
from reporting.workflow import receiver, reporter
from units.models import Sector

PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILTERS = ("loc", "ky", "noi", "loai", "kv", "q", "xep")


def _report(request: HttpRequest, pk: int) -> Submission:
    visible = Submission.objects.visible_to(request.user).select_related(
        "unit", "form", "period__regime", "period_unit__parent__unit"
    )
    return get_object_or_404(visible, pk=pk)


# --- the desk


@login_required
@require_GET
def review_desk(request: HttpRequest) -> HttpResponse:
    """Reports that wait for this person, the longest first."""
    every = queries.waiting_for(request.user)
    asked = {name: nfc(request.GET.get(name, "")) for name in FILTERS}
    rows = queries.filtered(every, asked)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    for report in page:
        report.waited = _waited(report)
    context = {
        "run": AcceptRun.objects.filter(by=request.user).under_way().first(),
        "page": page, "asked": asked, "choices": queries.choices(every),
        "contents": [(key, words) for key, (words, _q) in queries.CONTENTS.items()], "sectors": Sector.choices,
        "orders": [(key, words) for key, (words, _o) in queries.ORDERS.items()], "scopes": SCOPES.items(),
        "filters": [(k, v) for k, v in asked.items() if v],
        "export": f"xuat/?{request.GET.urlencode()}",
    }  # fmt: skip
    return render(request, "reporting/receiving/review_desk.html", context)


def _waited(report: Submission) -> str:
    """How long the report has waited: hôm nay, chờ 3 ngày."""
    sent = report.last_submitted_at
    days = (timezone.localdate() - timezone.localdate(sent)).days if sent else 0
    return f"chờ {write.number(days)} ngày" if days > 0 else "hôm nay"


@login_required
@require_GET
def review_desk_export(request: HttpRequest) -> HttpResponse:
    """The desk's list behind its filters as an XLSX file."""
    asked = {name: nfc(request.GET.get(name, "")) for name in FILTERS}
    rows = queries.filtered(queries.waiting_for(request.user), asked)
    answer = HttpResponse(waiting_workbook(rows.iterator(chunk_size=2000)), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="bao-cao-cho-duyet.xlsx"'
    return answer


# --- findings and their reasons


@login_required
@require_http_methods(["GET", "POST"])
def submission_checks(request: HttpRequest, pk: int) -> HttpResponse:
    """What the checks say of the stored figures, with a reason at each finding that allows one."""
    submission = _report(request, pk)
    reason = reporter(request.user, submission)
    if reason:
        raise PermissionDenied(reason)
    findings = check_submission(submission, layout=layout_of(submission.form))
    if request.method == "POST":
        try:
            done = ask_waivers(submission, typed_reasons(request.POST, findings), by=request.user)
        except IllegalStep as error:
            messages.error(request, str(error))
            return redirect("reporting:submission_detail", pk)
        words = f"Đã lưu {write.number(done.asked)} giải trình."
        messages.success(request, words if done.asked or done.withdrawn else "Không có gì thay đổi.")
        return redirect("reporting:submission_checks", pk)
    is_open = submission.is_editable and submission.period.status == Period.Status.OPEN
    context = {
        "submission": submission, "is_open": is_open,
        "lines": [(finding, field_name(finding)) for finding in findings],
        "stopping": sum(f.is_error and not f.is_waived for f in findings),
        "unexplained": sum(not f.is_explained for f in findings),
    }  # fmt: skip
    return render(request, "reporting/receiving/submission_checks.html", context)


@login_required
@require_POST
def waiver_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or refuse one reason of a report that waits."""
    submission = _report(request, pk)
    approve = request.POST.get("decision") == "approve"
    try:
        decide_waiver(
            submission, parse_id(request.POST.get("waiver")), approve=approve, by=request.user,
            note=request.POST.get("note", ""),
        )  # fmt: skip
    except (IllegalStep, NoteMissing) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Đã chấp nhận giải trình." if approve else "Đã từ chối giải trình.")
    return redirect("reporting:submission_detail", pk)


# --- paper


@login_required
@require_http_methods(["GET", "POST"])
def paper_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The level above takes a report that came in on paper; then it enters and sends it as the unit would."""
    submission = _report(request, pk)
    reason = receiver(request.user, submission)
    if reason:
        raise PermissionDenied(reason)
    form = PaperReportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and carried_out(form, take_paper_report, submission, by=request.user):
        messages.success(request, "Đã ghi nhận báo cáo giấy. Hãy nhập số liệu rồi bấm “Gửi báo cáo”.")
        return redirect("reporting:submission_edit", pk)
    context: dict[str, Any] = {"submission": submission, "form": form}
    return render(
        request, "reporting/receiving/paper_report.html", context, status=422 if form.errors else 200
    )


@login_required
@require_GET
def paper_scan(request: HttpRequest, pk: int) -> FileResponse:
    """The scan of a paper report, to the unit and to those above it."""
    paper = get_object_or_404(PaperReport.objects.visible_to(request.user).exclude(scan=""), pk=pk)
    suffix = PurePath(paper.scan.name).suffix
    answer = FileResponse(paper.scan.open(), as_attachment=True, filename=f"bao-cao-giay-{paper.pk}{suffix}")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
