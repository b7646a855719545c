"""Good examples: writing, approving, taking away; the public page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.examples import queries, services
from campaigns.examples.forms import ExampleFilterForm, ExampleForm
from campaigns.examples.models import Example
from campaigns.examples.workflow import EDITABLE, EXAMPLE_WORKFLOW, takes_down, writes_example
from campaigns.opinions.spreadsheets import sheet
from campaigns.workflow import LOGGING_ROLES
from core.forms import take_errors
from core.vietnamese import nfc
from core.workflow import IllegalStep, NoteMissing
from documents.codes import plain
from documents.qr import qr_svg
from documents.views.parts import page_of, workbook
from units.addresses import too_often
from units.scope import units_of

A_MINUTE = 120
_COLUMNS = (
    ("Ngày", 12), ("Loại", 22), ("Tiêu đề", 50), ("Đơn vị", 40), ("Trạng thái", 16), ("Công bố", 12), ("Đồng ý", 12),
)  # fmt: skip


@login_required
@require_GET
def example_list(request: HttpRequest) -> HttpResponse:
    form, rows = _chosen(request)
    context = {
        "form": form,
        "page_obj": page_of(request, rows),
        "filtered": bool(form.chosen()),
        "may_write": bool(units_of(request.user, *LOGGING_ROLES)),
    }
    return render(request, "campaigns/examples/example_list.html", context)


@login_required
@require_GET
def example_export(request: HttpRequest) -> HttpResponse:
    """Titles and states; the name of whom a story tells stays in the portal."""
    _form, rows = _chosen(request)
    lines = (
        [row.happened_on, row.get_kind_display(), row.title, row.unit.name, row.get_status_display(), row.published_on,
         "có" if row.consent_stands else "không"]
        for row in rows.iterator(chunk_size=2000)
    )  # fmt: skip
    return workbook(
        sheet("Gương điển hình", _COLUMNS, lines), f"guong-dien-hinh-{timezone.localdate():%Y-%m-%d}.xlsx"
    )


@login_required
@require_http_methods(["GET", "POST"])
def example_new(request: HttpRequest) -> HttpResponse:
    units = units_of(request.user, *LOGGING_ROLES)
    if not units:
        raise PermissionDenied("Chỉ cán bộ công đoàn của đơn vị được viết gương điển hình.")
    form = ExampleForm(request.POST or None, request.FILES or None, units=units, user=request.user)
    made = _kept(form, lambda: services.write_example(by=request.user, **form.values()))
    if made:
        messages.success(request, "Đã lưu. Khi có đồng ý của người được nêu gương, hãy trình duyệt.")
        return redirect("campaigns:example_detail", pk=made.pk)
    return _form_page(request, form, None)


@login_required
@require_http_methods(["GET", "POST"])
def example_edit(request: HttpRequest, pk: int) -> HttpResponse:
    example = _visible(request, pk)
    if reason := writes_example(request.user, example):
        raise PermissionDenied(reason)
    form = ExampleForm(
        request.POST or None, request.FILES or None, units=[], user=request.user, instance=example
    )
    if _kept(form, lambda: services.change_example(example, by=request.user, **form.values())):
        messages.success(request, "Đã lưu.")
        return redirect("campaigns:example_detail", pk=pk)
    return _form_page(request, form, example)


@login_required
@require_GET
def example_detail(request: HttpRequest, pk: int) -> HttpResponse:
    example = _visible(request, pk)
    page = settings.SITE_URL + reverse("examples:public", args=[example.code])
    context = {
        "example": example,
        "page": page if example.is_public else "",
        "qr": qr_svg(page, label="Mã QR mở trang gương điển hình") if example.is_public else "",
        "steps": EXAMPLE_WORKFLOW.open_to(request.user, example),
        "may_edit": not writes_example(request.user, example) and example.status in EDITABLE,
        "may_withdraw": example.consent_stands and not takes_down(request.user, example),
        "moves": [(_label(move.step), move) for move in example.moves.select_related("by")],
    }
    return render(request, "campaigns/examples/example_detail.html", context)


@login_required
@require_POST
def example_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    example = _visible(request, pk)
    note = nfc(request.POST.get("note", ""))
    return _moved(request, pk, lambda: services.take_step(example, step, by=request.user, note=note))


@login_required
@require_POST
def example_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    example = _visible(request, pk)
    note = nfc(request.POST.get("note", ""))[:500]
    return _moved(request, pk, lambda: services.withdraw_consent(example, by=request.user, note=note))


@login_required
@require_GET
def example_photo(request: HttpRequest, pk: int) -> FileResponse:
    return _photo(_visible(request, pk))


# --- for everybody


@never_cache
@require_GET
def public(request: HttpRequest, code: str) -> HttpResponse:
    """The story while it is published and consent stands; else no such page."""
    return render(request, "campaigns/examples/public.html", {"example": _public(request, code)})


@never_cache
@require_GET
def public_photo(request: HttpRequest, code: str) -> FileResponse:
    return _photo(_public(request, code))


# --- shared


def _label(step: str) -> str:
    return "Rút đồng ý" if step == "withdraw_consent" else EXAMPLE_WORKFLOW.label(step)


def _chosen(request: HttpRequest) -> tuple[ExampleFilterForm, Any]:
    form = ExampleFilterForm(request.GET)
    chosen = form.chosen()
    rows = queries.example_rows(
        request.user, text=nfc(chosen.get("q", "")), status=chosen.get("tt", ""), kind=chosen.get("loai", "")
    )
    return form, rows


def _visible(request: HttpRequest, pk: int) -> Example:
    rows = Example.objects.visible_to(request.user).select_related("unit__parent", "created_by")
    return get_object_or_404(rows, pk=pk)


def _public(request: HttpRequest, code: str) -> Example:
    if too_often(request.META, "example", a_minute=A_MINUTE):
        raise PermissionDenied("Từ địa chỉ của bạn có quá nhiều lượt mở trang. Hãy thử lại sau một phút.")
    rows = Example.objects.published().select_related("unit")
    return get_object_or_404(rows, code=plain(code)[:12])


def _photo(example: Example) -> FileResponse:
    if not example.photo:
        raise Http404
    try:
        opened = example.photo.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    answer = FileResponse(opened, content_type="image/jpeg", filename=f"guong-{example.code}.jpg")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _kept(form: ExampleForm, service: Any) -> Any:
    """What the service gave; None when the form or the service refused, which then stands in the form."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return service()
    except ValidationError as refused:
        take_errors(form, refused)
    except IllegalStep as refused:
        form.add_error(None, str(refused))
    return None


def _form_page(request: HttpRequest, form: ExampleForm, example: Example | None) -> HttpResponse:
    context = {"form": form, "example": example}
    return render(
        request, "campaigns/examples/example_form.html", context, status=422 if form.errors else 200
    )


def _moved(request: HttpRequest, pk: int, service: Any) -> HttpResponse:
    try:
        moved = service()
    except (IllegalStep, NoteMissing) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Gương điển hình: {str(moved.get_status_display()).lower()}.")
    return redirect("campaigns:example_detail", pk=pk)
