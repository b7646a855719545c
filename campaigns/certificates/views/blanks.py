"""Blank forms: their list, their size and scan, and the page on which their fields are moved."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.certificates import pages, services
from campaigns.certificates.forms import BackgroundForm, BlankForm, field_set, seen_base
from campaigns.certificates.layout import letters_of, spot_of
from campaigns.certificates.models import Blank
from campaigns.certificates.workflow import CERTIFICATE_ROLES, arranges, prints_at
from campaigns.services import CampaignError
from core.vietnamese import nfc
from documents.evidence import EvidenceError, read_photo
from units.models import Unit
from units.scope import units_of


@login_required
@require_GET
def blank_list(request: HttpRequest) -> HttpResponse:
    blanks = Blank.objects.visible_to(request.user).select_related("unit").prefetch_related("fields")
    context = {"blanks": blanks[:200], "units": units_of(request.user, *CERTIFICATE_ROLES)}
    return render(request, "campaigns/certificates/blank_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def blank_new(request: HttpRequest, code: str) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.visible_to(request.user), code=nfc(code))
    if reason := prints_at(request.user, unit):
        raise PermissionDenied(reason)
    form = BlankForm(request.POST or None)
    made = _kept(form, lambda: services.create_blank(unit=unit, by=request.user, **form.cleaned_data))
    if made:
        messages.success(request, "Đã lập mẫu phôi. Hãy tải ảnh quét lên rồi dời các trường vào đúng chỗ.")
        return redirect("campaigns:blank_detail", made.pk)
    context = {"form": form, "unit": unit, "blank": None}
    return render(
        request, "campaigns/certificates/blank_form.html", context, status=422 if form.errors else 200
    )


@login_required
@require_http_methods(["GET", "POST"])
def blank_edit(request: HttpRequest, pk: int) -> HttpResponse:
    blank = _to_arrange(request, pk)
    form = BlankForm(request.POST or None, blank=blank)
    if _kept(form, lambda: services.change_blank(blank, by=request.user, **form.cleaned_data)):
        messages.success(request, "Đã lưu mẫu phôi.")
        return redirect("campaigns:blank_detail", pk)
    context = {"form": form, "unit": blank.unit, "blank": blank}
    return render(
        request, "campaigns/certificates/blank_form.html", context, status=422 if form.errors else 200
    )


@login_required
@require_http_methods(["GET", "POST"])
def blank_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The blank with its fields; who arranges it moves them by hand, by arrow keys or by numbers."""
    blank = _visible(request, pk)
    refusal = arranges(request.user, blank)
    if request.method == "POST" and refusal:
        raise PermissionDenied(refusal)
    given = request.POST if request.method == "POST" else None
    fields = field_set(blank, given)
    fault = ""
    if given is not None and fields.is_valid():
        try:
            services.save_fields(blank, fields.rows(), base=seen_base(given.get("base")), by=request.user)
        except CampaignError as error:
            fault = str(error)
        else:
            messages.success(request, "Đã lưu vị trí các trường. Hãy in thử một tờ rồi đặt lên phôi để so.")
            return redirect("campaigns:blank_detail", pk)
    context = {
        "blank": blank, "fields": fields, "fault": fault, "may_arrange": not refusal, "grid": pages.grid_of(blank),
        "places": _places(blank), "background_form": BackgroundForm(), "samples": _samples(),
    }  # fmt: skip
    return render(
        request, "campaigns/certificates/blank_detail.html", context, status=422 if given is not None else 200
    )


@login_required
@require_POST
def blank_background(request: HttpRequest, pk: int) -> HttpResponse:
    blank = _to_arrange(request, pk)
    form = BackgroundForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, "Hãy chọn ảnh quét của phôi (JPG hoặc PNG).")
        return redirect("campaigns:blank_detail", pk)
    try:
        services.set_background(blank, read_photo(form.cleaned_data["picture"]), by=request.user)
    except EvidenceError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Đã thay ảnh nền của phôi.")
    return redirect("campaigns:blank_detail", pk)


@login_required
@require_GET
def blank_picture(request: HttpRequest, pk: int) -> FileResponse:
    """The scan, for the screen."""
    blank = _visible(request, pk)
    if not blank.background:
        raise Http404
    try:
        answer = FileResponse(blank.background.open("rb"), content_type="image/jpeg")
    except FileNotFoundError as error:
        raise Http404 from error
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


@login_required
@require_GET
def blank_test(request: HttpRequest, pk: int) -> HttpResponse:
    """One page with the grid, the rooms of the fields and long samples."""
    blank = _visible(request, pk)
    try:
        made = pages.test_page(blank)
    except TimeoutError:
        messages.error(request, "Máy chủ đang bận dàn trang. Hãy thử lại sau ít giây.")
        return redirect("campaigns:blank_detail", pk)
    headers = {"Content-Disposition": f'attachment; filename="in-thu-phoi-{blank.pk}.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


@login_required
@require_POST
def blank_archive(request: HttpRequest, pk: int) -> HttpResponse:
    blank = _to_arrange(request, pk)
    row = services.archive_blank(blank, archived=not blank.archived, by=request.user)
    messages.success(request, "Mẫu phôi thôi dùng." if row.archived else "Mẫu phôi được dùng lại.")
    return redirect("campaigns:blank_detail", pk)


def _places(blank: Blank) -> list[tuple[int, Any, Any, Any]]:
    """Of each stored field: its place in the list, itself, its room, its letters with the sample."""
    found = []
    for at, field in enumerate(blank.fields.all()):
        spot = spot_of(field)
        text = field.text if field.key == "text" else pages.SAMPLE.get(field.key, "")
        found.append((at, field, pages.room_of(spot), [] if field.key == "qr" else letters_of(spot, text)))
    return found


def _samples() -> dict[str, str]:
    return {str(key): text for key, text in pages.SAMPLE.items()}


def _visible(request: HttpRequest, pk: int) -> Blank:
    return get_object_or_404(Blank.objects.visible_to(request.user).select_related("unit"), pk=pk)


def _to_arrange(request: HttpRequest, pk: int) -> Blank:
    blank = _visible(request, pk)
    if reason := arranges(request.user, blank):
        raise PermissionDenied(reason)
    return blank


def _kept(form: Any, service: Any) -> Any:
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return service()
    except CampaignError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return None
