"""Petitions: receiving, opening, routing, answering, the register; and the page of the code for their senders."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.confidential import gate
from campaigns.confidential.models import kept_units, responsible_units
from campaigns.opinions.spreadsheets import sheet
from campaigns.petitions import printing, queries, services
from campaigns.petitions.forms import AnswerForm, CodeForm, PetitionFilterForm, PetitionForm, RouteForm
from campaigns.petitions.models import Petition
from campaigns.petitions.registers import petition_book, target_of
from campaigns.petitions.workflow import BY_FORM, PETITION_WORKFLOW
from core.forms import carried_out
from core.vietnamese import nfc
from core.workflow import IllegalStep, NoteMissing
from documents.codes import plain
from documents.models import Job
from documents.views.parts import page_of, workbook
from units.addresses import too_often
from units.models import Unit
from units.scope import units_of

A_MINUTE = 30


@login_required
@never_cache
@require_GET
def petition_list(request: HttpRequest) -> HttpResponse:
    form = PetitionFilterForm(request.GET)
    context = {
        "form": form,
        "page_obj": page_of(request, queries.petition_rows(request.user, form.wanted())),
        "counts": queries.counts_of(request.user),
        "filtered": bool(form.chosen()),
        "keeps": bool(kept_units(request.user)),
        "answers": bool(responsible_units(request.user)),
    }
    return render(request, "campaigns/petitions/petition_list.html", context)


@login_required
@require_POST
def petition_export(request: HttpRequest) -> HttpResponse:
    """The register as XLSX, without senders and full texts; who takes it is written down."""
    rows = _register_rows(request, printed=False)
    book = petition_book(rows.iterator(chunk_size=2000))
    columns = list(zip(book.columns, book.widths, strict=True))
    name = f"so-kien-nghi-{timezone.localdate():%Y-%m-%d}.xlsx"
    return workbook(sheet("Kiến nghị", columns, book.rows, title=book.title), name)


@login_required
@require_POST
def petition_print(request: HttpRequest) -> HttpResponse:
    """Ask for the register as PDF; the next page shows how far it is."""
    _register_rows(request, printed=True)
    unit = next(iter(units_of(request.user)), None)
    job = printing.ask_for_print(PetitionFilterForm(request.POST).wanted(), by=request.user, unit=unit)
    return redirect("documents:job_status", job.pk)


@login_required
@require_GET
def petition_register_file(request: HttpRequest, pk: int) -> FileResponse:
    """The printed register, only for who asked for it."""
    ready = Job.objects.filter(kind=printing.KIND, status=Job.Status.READY, asked_by=request.user.pk)
    name = get_object_or_404(ready, pk=pk).result.get("file", "")
    if not name or not default_storage.exists(name):
        raise Http404("Tệp không còn. Hãy in lại sổ.")
    return FileResponse(
        default_storage.open(name),
        as_attachment=True,
        filename="so-kien-nghi.pdf",
        content_type="application/pdf",
    )


@login_required
@require_http_methods(["GET", "POST"])
def petition_new(request: HttpRequest) -> HttpResponse:
    units = list(Unit.objects.filter(pk__in=kept_units(request.user)).order_by("depth", "sort_key"))
    if not units:
        raise PermissionDenied("Chỉ người phụ trách hoặc được giao theo dõi của đơn vị được ghi kiến nghị.")
    form = PetitionForm(request.POST or None, units=units, user=request.user)
    made = carried_out(form, services.receive_petition, by=request.user) if form.is_bound else None
    if made:
        messages.success(request, f"Đã tiếp nhận, mã biên nhận {made.code}. Hãy đưa mã cho người kiến nghị.")
        return redirect("campaigns:petition_detail", pk=made.pk)
    context = {"form": form}
    return render(
        request, "campaigns/petitions/petition_form.html", context, status=422 if form.errors else 200
    )


@login_required
@never_cache
@require_GET
def petition_detail(request: HttpRequest, pk: int) -> HttpResponse:
    petition = _visible(request, pk)
    answers = petition.unit_id in responsible_units(request.user)
    context = {
        "petition": petition,
        "target": target_of(petition),
        "opened": gate.is_open(request, petition),
        "minutes": gate.MINUTES,
        "steps": PETITION_WORKFLOW.open_to(request.user, petition),
        "moves": [(PETITION_WORKFLOW.label(move.step), move) for move in petition.moves.all()],
        "by_form": BY_FORM,
        "openings": petition.openings.select_related("by")[:50] if answers else None,
    }
    return render(request, "campaigns/petitions/petition_detail.html", context)


@login_required
@require_POST
def petition_open(request: HttpRequest, pk: int) -> HttpResponse:
    gate.open_now(request, _visible(request, pk))
    return redirect("campaigns:petition_detail", pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def petition_route(request: HttpRequest, pk: int) -> HttpResponse:
    petition = _to_handle(request, pk, "route")
    form = RouteForm(request.POST or None, user=request.user)
    if form.is_bound and (moved := carried_out(form, services.route_petition, petition, by=request.user)):
        messages.success(request, f"Đã chuyển kiến nghị {moved.code} tới {target_of(moved)}.")
        if not Petition.objects.visible_to(request.user).filter(pk=pk).exists():
            return redirect("campaigns:petition_list")
        return redirect("campaigns:petition_detail", pk=pk)
    return _step_form(request, petition, form, "Chuyển nơi trả lời")


@login_required
@require_http_methods(["GET", "POST"])
def petition_answer(request: HttpRequest, pk: int) -> HttpResponse:
    petition = _to_handle(request, pk, "answer")
    form = AnswerForm(request.POST or None)
    if form.is_bound and carried_out(form, services.answer_petition, petition, by=request.user):
        messages.success(
            request, "Đã ghi trả lời. Người kiến nghị đọc được bằng mã biên nhận; hãy báo cho họ."
        )
        return redirect("campaigns:petition_detail", pk=pk)
    return _step_form(request, petition, form, "Ghi trả lời")


@login_required
@require_POST
def petition_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    petition = _visible(request, pk)
    if step in BY_FORM:
        return redirect(f"campaigns:petition_{step}", pk=pk)
    try:
        moved = services.take_step(petition, step, by=request.user, note=nfc(request.POST.get("note", "")))
    except (IllegalStep, NoteMissing) as error:
        messages.error(request, str(error))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"Kiến nghị {moved.code}: {str(moved.get_status_display()).lower()}.")
    return redirect("campaigns:petition_detail", pk=pk)


# --- for the sender, without an account


@never_cache
@require_GET
def code_page(request: HttpRequest) -> HttpResponse:
    """Where the code is typed; the answer stands under an address of its own."""
    if not request.GET.get("ma"):
        return render(request, "campaigns/petitions/code_form.html", {"form": CodeForm(), "unknown": False})
    if too_often(request.META, "petition:code", a_minute=A_MINUTE):
        return render(request, "campaigns/petitions/code_busy.html", status=429)
    form = CodeForm(request.GET)
    code = plain(form.cleaned_data["ma"]) if form.is_valid() else ""
    if code and Petition.objects.filter(code=code).exists():
        return redirect("petitions:code_state", code=code)
    return render(request, "campaigns/petitions/code_form.html", {"form": form, "unknown": True}, status=404)


@never_cache
@require_GET
def code_state(request: HttpRequest, code: str) -> HttpResponse:
    """Where the petition is and what was answered: no sender, no text of the petition."""
    if too_often(request.META, "petition:code", a_minute=A_MINUTE):
        return render(request, "campaigns/petitions/code_busy.html", status=429)
    rows = Petition.objects.select_related("unit", "holder", "topic")
    petition = get_object_or_404(rows, code=plain(code)[:12])
    context: dict[str, Any] = {"petition": petition, "target": target_of(petition)}
    return render(request, "campaigns/petitions/code_state.html", context)


# --- shared


def _visible(request: HttpRequest, pk: int) -> Petition:
    return get_object_or_404(queries.with_trail(Petition.objects.visible_to(request.user)), pk=pk)


def _to_handle(request: HttpRequest, pk: int, step: str) -> Petition:
    """The petition when the person may take this step; 404 for strangers, 403 for who only reads."""
    petition = _visible(request, pk)
    transition = next(one for one in PETITION_WORKFLOW if one.step == step)
    if reason := transition.allowed(request.user, petition):
        raise PermissionDenied(reason)
    return petition


def _step_form(request: HttpRequest, petition: Petition, form: Any, heading: str) -> HttpResponse:
    context = {"petition": petition, "form": form, "heading": heading}
    return render(request, "campaigns/petitions/step_form.html", context, status=422 if form.errors else 200)


def _register_rows(request: HttpRequest, *, printed: bool) -> Any:
    kept = kept_units(request.user)
    if not kept:
        raise PermissionDenied("Chỉ người phụ trách hoặc được giao theo dõi được lấy sổ kiến nghị.")
    wanted = PetitionFilterForm(request.POST).wanted()
    rows = queries.petition_rows(request.user, wanted).order_by("received_on", "pk")
    unit = Unit.objects.filter(pk__in=kept).order_by("depth", "pk")[0]
    services.note_export(unit, by=request.user, rows=rows.count(), printed=printed)
    return rows
