"""The register as a whole: from a workbook, and on paper."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from campaigns.awards import importing, printing, services
from campaigns.awards.forms import RegisterFileForm
from campaigns.awards.views.register import XLSX, keeper_or_refuse
from campaigns.services import CampaignError
from core.formats import write
from documents.models import Job
from units.models import Unit
from units.scope import units_of

SHOWN = 100
# In the session: whose register, name and path of a file that waits for the confirmation.
KEPT = "award_file"


@login_required
@require_http_methods(["GET", "POST"])
def award_import(request: HttpRequest, code: str) -> HttpResponse:
    """Upload and check; a clean file is kept until the person confirms."""
    keeper = keeper_or_refuse(request, code)
    form = RegisterFileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {
        "form": form,
        "keeper": keeper,
        "columns": list(importing.COLUMNS),
        "must": importing.MUST,
    }
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        content = upload.read()
        _forget(request)
        read = importing.read_register(content, keeper=keeper)
        if read.ok:
            _keep(request, keeper, upload.name, content)
        context |= _shown(read, upload.name)
    wrong = request.method == "POST" and (form.errors or context.get("faults"))
    return render(request, "campaigns/awards/award_import.html", context, status=422 if wrong else 200)


@login_required
@require_POST
def award_import_confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Checks the kept file once more and writes it, all lines or none."""
    keeper = keeper_or_refuse(request, code)
    kept = request.session.get(KEPT)
    if not kept or kept["keeper"] != keeper.pk or not default_storage.exists(kept["path"]):
        messages.error(request, "Không còn tệp chờ ghi. Hãy chọn lại tệp.")
        return redirect("campaigns:award_import", keeper.code)
    with default_storage.open(kept["path"], "rb") as file:
        read = importing.read_register(file.read(), keeper=keeper)
    _forget(request)
    try:
        if not read.ok:
            raise CampaignError("Sổ vừa có thay đổi nên tệp không còn hợp lệ. Hãy kiểm tra lại tệp.")
        made = services.record_awards(read.news, keeper=keeper, by=request.user)
    except CampaignError as error:
        messages.error(request, str(error))
        return redirect("campaigns:award_import", keeper.code)
    messages.success(request, f"Đã ghi {write.number(len(made))} dòng từ tệp “{kept['name']}”.")
    return redirect("campaigns:award_list")


@login_required
@require_GET
def award_template(request: HttpRequest) -> HttpResponse:
    headers = {"Content-Disposition": 'attachment; filename="mau-so-khen-thuong.xlsx"'}
    return HttpResponse(importing.template(), content_type=XLSX, headers=headers)


@login_required
@require_POST
def award_print(request: HttpRequest) -> HttpResponse:
    """Ask for the printed register of the lines shown."""
    chosen = {name: value for name, value in request.POST.items() if name in FILTERS}
    unit = next(iter(units_of(request.user)), None)
    job = printing.ask_for_book(chosen, by=request.user, unit=unit)
    return redirect("documents:job_status", job.pk)


@login_required
@require_safe
def award_book(request: HttpRequest, pk: int) -> FileResponse:
    """The printed register, only for who asked for it: it holds what that person saw."""
    ready = Job.objects.filter(kind=printing.KIND, status=Job.Status.READY, asked_by=request.user.pk)
    name = get_object_or_404(ready, pk=pk).result.get("file", "")
    if not name or not default_storage.exists(name):
        raise Http404("Tệp không còn. Hãy in lại sổ.")
    return FileResponse(
        default_storage.open(name),
        as_attachment=True,
        filename="so-khen-thuong.pdf",
        content_type="application/pdf",
    )


FILTERS = ("q", "danh-hieu", "cap", "doi-tuong", "nam", "don-vi", "trang-thai", "sap-xep")


def _shown(read: importing.Read, name: str) -> dict[str, Any]:
    return {
        "read": read, "file_name": name, "faults": read.faults[:SHOWN], "more_faults": max(len(read.faults) - SHOWN, 0),
        "sample": read.news[:10] if read.ok else [],
    }  # fmt: skip


def _keep(request: HttpRequest, keeper: Unit, name: str, content: bytes) -> None:
    path = default_storage.save(f"imports/{uuid.uuid4().hex}", ContentFile(content))
    request.session[KEPT] = {"keeper": keeper.pk, "name": name, "path": path}


def _forget(request: HttpRequest) -> None:
    if kept := request.session.pop(KEPT, None):
        default_storage.delete(kept["path"])
