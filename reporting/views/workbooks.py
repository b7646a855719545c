"""Reports as XLSX: templates out, filled workbooks in, the consolidation workbook of a place."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.vietnamese import nfc, parse_id
from documents.models import Job
from reporting.models import PeriodUnit, UploadedWorkbook, WorkbookUpload
from reporting.prefill.printing import KIND as SOURCES_PRINT
from reporting.queries import totals as total_queries
from reporting.workbooks.consolidating import consolidation_workbook
from reporting.workbooks.decisions import Decisions, conflicts_of, decide
from reporting.workbooks.forms import WorkbookUploadForm
from reporting.workbooks.layout import file_name
from reporting.workbooks.queries import submissions_for
from reporting.workbooks.services import consolidations, receiving, storing, templates
from reporting.workflow import RECEIVER_ROLES
from units.importing.faults import UnreadableFile
from units.scope import holds_any

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {templates.KIND: "application/zip", consolidations.KIND: XLSX, SOURCES_PRINT: "application/pdf"}
SHOWN = 200
PER_PAGE = 20


@login_required
@require_GET
def workbook_template(request: HttpRequest, pk: int) -> FileResponse:
    """The report's form as a workbook, filled with what is stored."""
    submission = get_object_or_404(submissions_for(request.user), pk=pk)
    made = templates.template(submission, by=request.user)
    return FileResponse(made, as_attachment=True, filename=file_name(submission), content_type=XLSX)


@login_required
@require_POST
def templates_below(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the templates of all units below a place; `pk` is the period, `noi` the place."""
    visible = PeriodUnit.objects.visible_to(request.user).filter(
        period=pk, pk=parse_id(request.POST.get("noi"))
    )
    place = get_object_or_404(visible.select_related("unit", "period"))
    if not holds_any(request.user, *RECEIVER_ROLES, at=place.unit):
        raise PermissionDenied(
            "Chỉ cán bộ tổng hợp hoặc lãnh đạo của đơn vị này mới tải mẫu cho các đơn vị bên dưới."
        )
    try:
        job = templates.ask_for_templates(place, by=request.user)
    except templates.NoTemplates as error:
        messages.info(request, str(error))
        return redirect(f"{reverse('reporting:period_detail', args=[pk])}?noi={place.pk}")
    return redirect("documents:job_status", job.pk)


@login_required
@require_GET
def made_workbook(request: HttpRequest, pk: int) -> FileResponse:
    """What a job made, only for who asked for it: it holds what that person may see."""
    ready = Job.objects.filter(kind__in=TYPES, status=Job.Status.READY, asked_by=request.user.pk)
    job = get_object_or_404(ready, pk=pk)
    name = job.result.get("file", "")
    if not name or not default_storage.exists(name):
        raise Http404("Tệp không còn được giữ. Hãy yêu cầu lập lại.")
    return FileResponse(
        default_storage.open(name),
        as_attachment=True,
        filename=job.result["name"],
        content_type=TYPES[job.kind],
    )


@login_required
@require_http_methods(["GET", "POST"])
def workbook_uploads(request: HttpRequest) -> HttpResponse:
    """Choose filled workbooks; below it the person's own uploads."""
    form = WorkbookUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = WorkbookUploadForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                upload = receiving.receive(form.cleaned_data["files"], by=request.user)
            except receiving.UploadRefused as error:
                form.add_error("files", str(error))
            else:
                return redirect("reporting:workbook_upload", upload.pk)
    rows = WorkbookUpload.objects.visible_to(request.user).filter(by=request.user).prefetch_related("files")
    context = {"form": form, "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))}
    return render(request, "reporting/workbook_uploads.html", context, status=422 if form.errors else 200)


def _upload(request: HttpRequest, pk: int) -> WorkbookUpload:
    return get_object_or_404(WorkbookUpload.objects.visible_to(request.user).select_related("job"), pk=pk)


@login_required
@require_GET
def workbook_upload(request: HttpRequest, pk: int) -> HttpResponse:
    """What each file would change or has changed, and every cell that cannot be taken."""
    upload = _upload(request, pk)
    files = upload.files.select_related("submission__period", "submission__period_unit", "submission__unit")
    page = Paginator(files, PER_PAGE).get_page(request.GET.get("page"))
    busy = upload.job is not None and upload.job.status in {Job.Status.QUEUED, Job.Status.RUNNING}
    context: dict[str, Any] = {
        "upload": upload, "page": page, "files": [_shown(file) for file in page],
        "job": upload.job if upload.job and upload.job.status != Job.Status.READY else None, "busy": busy,
        "ready": not busy and any(_may_store(file) for file in page), "counts": _counts(upload),
    }  # fmt: skip
    return render(request, "reporting/workbook_upload.html", context)


def _may_store(file: UploadedWorkbook) -> bool:
    """What was stored once may still take boxes that were changed on the portal too."""
    waits = file.status == UploadedWorkbook.Status.CHECKED and bool(file.changes)
    return waits or bool(conflicts_of(file.faults))


def _shown(file: UploadedWorkbook) -> dict[str, Any]:
    conflicts = conflicts_of(file.faults)
    faults = [fault for fault in file.faults if fault not in conflicts]
    return {
        "file": file, "changes": file.changes[:SHOWN], "more_changes": max(len(file.changes) - SHOWN, 0),
        "faults": faults[:SHOWN], "more_faults": max(len(faults) - SHOWN, 0), "open": len(faults),
        "conflicts": conflicts[:SHOWN], "more_conflicts": max(len(conflicts) - SHOWN, 0),
        "warnings": file.warnings[:SHOWN], "may_store": _may_store(file),
        "may_leave": file.status == UploadedWorkbook.Status.CHECKED,
        "may_mark": bool(file.faults) and file.submission_id and file.status != UploadedWorkbook.Status.REFUSED,
    }  # fmt: skip


def _counts(upload: WorkbookUpload) -> dict[str, int]:
    rows = list(upload.files.values_list("status", "changes", "faults"))
    refused = sum(status == UploadedWorkbook.Status.REFUSED for status, _changes, _faults in rows)
    good = [
        (changes, faults) for status, changes, faults in rows if status != UploadedWorkbook.Status.REFUSED
    ]
    return {
        "files": len(rows), "refused": refused, "changes": sum(len(changes) for changes, _faults in good),
        "faults": sum(len(faults) for _changes, faults in good),
    }  # fmt: skip


@login_required
@require_POST
def workbook_store(request: HttpRequest, pk: int) -> HttpResponse:
    """Store the good cells of the chosen files, each as decided: `bo` leaves a box, `ghi_de` takes it over the portal's."""
    upload = _upload(request, pk)
    chosen = _chosen(request, upload)
    if not chosen:
        messages.error(request, "Hãy chọn ít nhất một tệp, hoặc một ô “Lấy số trong tệp”, rồi lưu lại.")
        return redirect("reporting:workbook_upload", pk)
    storing.store(upload, chosen, by=request.user)
    counts = _counts(upload)
    rest = f" Còn {counts['faults']} ô chưa nhận, xem bên dưới." if counts["faults"] else ""
    if upload.job is None or upload.job.status == Job.Status.READY:
        messages.success(request, f"Đã lưu nháp các ô hợp lệ.{rest} Mở phiếu để xem lại rồi gửi.")
    return redirect("reporting:workbook_upload", pk)


def _chosen(request: HttpRequest, upload: WorkbookUpload) -> dict[int, Decisions]:
    """File → what the person decided of it; deciding about a box chooses its file."""
    over, skip = (_boxes(request.POST.getlist(name)) for name in ("ghi_de", "bo"))
    whole = {parse_id(one) for one in request.POST.getlist("ghi_de_het")}
    ticked = {parse_id(one) for one in request.POST.getlist("tep")}
    return {
        file.pk: decide(file, overwrite=None if file.pk in whole else over[file.pk], skip=skip[file.pk])
        for file in upload.files.filter(pk__in=ticked | whole | set(over))
    }


def _boxes(values: list[str]) -> dict[int, set[str]]:
    """“12|TC05:n.nu” → file 12, box TC05:n.nu."""
    found: dict[int, set[str]] = defaultdict(set)
    for value in values:
        file, _bar, box = nfc(value).partition("|")
        found[parse_id(file)].add(box)
    return found


@login_required
@require_GET
def workbook_marked(request: HttpRequest, pk: int, file: int) -> HttpResponse | FileResponse:
    """The same workbook with its faulty cells marked."""
    found = get_object_or_404(_upload(request, pk).files, pk=file, submission__isnull=False)
    try:
        made = receiving.marked_workbook(found, by=request.user)
    except UnreadableFile as error:
        messages.error(request, str(error))
        return redirect("reporting:workbook_upload", pk)
    return FileResponse(made, as_attachment=True, filename=found.name, content_type=XLSX)


@login_required
@require_http_methods(["GET", "POST"])
def consolidation(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """The figures of every unit at and below a place, totals as formulas; POST asks for a job, as large places need."""
    place = get_object_or_404(total_queries.places_for(request.user), pk=pk)
    if request.method == "POST":
        return redirect(
            "documents:job_status", consolidations.ask_for_consolidation(place, by=request.user).pk
        )
    if consolidations.is_large(place):
        words = "Bảng của nhiều đơn vị được lập ở nền. Bấm “Bảng tổng hợp Excel” ở trang này rồi chờ tải về."
        messages.info(request, words)
        return redirect("reporting:totals", pk)
    made, name = consolidation_workbook(place), consolidations.workbook_name(place)
    return FileResponse(made, as_attachment=True, filename=name, content_type=XLSX)
