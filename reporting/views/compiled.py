"""Compiled reports: asking for one, its sheet and steps, its words, its annexes as a spreadsheet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.workflow import IllegalStep, NoteMissing
from documents import queries as document_queries
from documents.models import SENT, Status
from documents.review.queries import steps_open_to
from documents.services import DocumentError, StaleVersion
from documents.views.paper import amendment_context, pdf_context, seen_version
from documents.views.parts import sheet_of, workbook
from documents.views.review_compose import review_context
from documents.workflow import arranger, editor
from reporting.corrections.outdated import outdated_words
from reporting.corrections.papers import bring_in_corrections
from reporting.corrections.queries import corrections_of_report
from reporting.forms.compiled import NarrativeForm
from reporting.merging.queries import outdated_headings
from reporting.models import CompiledReport
from reporting.queries import totals as queries
from reporting.report.content import moment_words
from reporting.review import differences
from reporting.services.compiling import (
    CompileRefused,
    compile_report,
    compiler,
    edit_narrative,
    is_outdated,
    take_report_step,
)
from reporting.spreadsheets import annex_workbook


@login_required
@require_GET
def compiled_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.compiled_for(request.user), 25).get_page(request.GET.get("page"))
    return render(request, "reporting/compiled_list.html", {"page": page})


@login_required
@require_POST
def compile(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the compiled report of a unit; the same inputs give the same job."""
    place = get_object_or_404(queries.places_for(request.user), pk=pk)
    report = queries.compiled_for(request.user).newest_at(place)
    if report is not None and report.replaces_id:
        return _bring_in(request, report)
    try:
        job = compile_report(place, by=request.user)
    except CompileRefused as refused:
        messages.error(request, str(refused))
        return redirect("reporting:totals", place.pk)
    if job.status == job.Status.READY:
        messages.info(request, "Không có số liệu mới từ lần tổng hợp trước; báo cáo giữ nguyên.")
        report = queries.compiled_for(request.user).filter(period_unit=place).first()
        if report is not None:
            return redirect("reporting:compiled_detail", report.pk)
    return redirect("reporting:totals", place.pk)


def _bring_in(request: HttpRequest, report: CompiledReport) -> HttpResponse:
    """A replacement is not compiled: it takes up the corrections settled while it was under review."""
    reason = editor(request.user, report)
    if reason:
        raise PermissionDenied(reason)
    try:
        found = bring_in_corrections(report, by=request.user)
    except DocumentError as refused:
        messages.error(request, str(refused))
    else:
        messages.info(
            request,
            f"Đã đưa {found} đính chính vào dự thảo. Hãy xem lại phần lời trước khi trình."
            if found
            else "Báo cáo thay thế lấy số liệu của báo cáo đã phát hành cùng các đính chính, không tổng hợp lại; "
            "không có đính chính nào chưa đưa vào.",
        )
    return redirect("reporting:compiled_detail", report.pk)


def _report(request: HttpRequest, pk: int) -> CompiledReport:
    return get_object_or_404(queries.compiled_for(request.user), pk=pk)


@login_required
@require_GET
def compiled_detail(request: HttpRequest, pk: int) -> HttpResponse:
    report = _report(request, pk)
    content = report.current_version.content if report.current_version else {}
    editable = report.is_editable and not editor(request.user, report)
    looks_in = queries.places_for(request.user).filter(pk=report.period_unit_id).exists()
    moves = document_queries.moves_of(report, request.user)
    context: dict[str, Any] = {
        "report": report,
        "content": content,
        "figures": queries.printed_figures(report) if looks_in else [],
        "looks_in": looks_in,
        "outdated_headings": outdated_headings(report) if looks_in else [],
        "frozen_until": moment_words(content) if content else "",
        "stages": document_queries.stages_of(report, moves),
        "steps": steps_open_to(request.user, report),
        **review_context(request.user, report),
        "sheet": sheet_of(report) if content else None,
        "moves": moves,
        "versions": [
            (f"Lần lưu {version.number}", version)
            for version in report.versions.select_related("saved_by")
            .defer("content")
            .order_by("-number")[:20]
        ],
        "may_edit": editable and bool(content),
        "may_compile": report.is_editable
        and not report.replaces_id
        and not compiler(request.user, report.period_unit),
        "may_arrange": report.status not in SENT and not arranger(request.user, report),
        "recipients": report.recipients.all(),
        **pdf_context(report, request.user),
        **amendment_context(request.user, report),
        "corrections": corrections_of_report(report),
    }
    if report.status not in SENT:
        context["wrong_now"] = outdated_words(report)
        context["outdated"] = is_outdated(report)
    context["may_bring_in"] = bool(report.replaces_id and editable and context.get("wrong_now"))
    return render(request, "reporting/compiled_detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def compiled_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit the gathered words before approval; figures and tables are not edited."""
    report = _report(request, pk)
    reason = editor(request.user, report)
    if reason:
        raise PermissionDenied(reason)
    if not report.is_editable or report.current_version is None:
        messages.error(request, "Báo cáo không còn là dự thảo nên không sửa được nội dung.")
        return redirect("reporting:compiled_detail", report.pk)
    content = report.current_version.content
    form = NarrativeForm(content, request.POST or None, initial={"base": report.current_version.number})
    if request.method == "POST" and form.is_valid():
        try:
            edit_narrative(report, texts=form.texts(), base=form.cleaned_data["base"], by=request.user)
        except StaleVersion as stale:
            form.add_error(None, str(stale))
        except DocumentError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Đã lưu nội dung báo cáo.")
            return redirect("reporting:compiled_detail", report.pk)
    looks_in = queries.places_for(request.user).filter(pk=report.period_unit_id).exists()
    context = {"report": report, "form": form, "parts": _form_parts(content, form), "looks_in": looks_in}
    return render(request, "reporting/compiled_edit.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def compiled_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Any two versions: what differs in words, figures and annexes."""
    report = _report(request, pk)
    versions = document_queries.versions_to_read(report, request.user)
    older, newer = document_queries.chosen_versions(versions, request.GET.get("cu"), request.GET.get("moi"))
    context = {
        "report": report,
        "versions": versions.defer("content"),
        "older": older,
        "newer": newer,
        "changes": differences(report, older, newer) if older and newer else [],
    }
    return render(request, "reporting/compiled_compare.html", context)


def _form_parts(content: dict[str, Any], form: NarrativeForm) -> list[tuple[str, list[tuple[Any, Any]]]]:
    """(title of the part, [(section, its field)])."""
    return [
        (f"{part['code']}. {part['title']}", [(s, form[form.name_of(s["code"])]) for s in part["sections"]])
        for part in content["parts"]
        if part["sections"]
    ]


@login_required
@require_POST
def compiled_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    report = _report(request, pk)
    try:
        note, seen = request.POST.get("note", ""), seen_version(request)
        take_report_step(report, step, by=request.user, note=note, version=seen)
    except (IllegalStep, NoteMissing, DocumentError) as refused:
        messages.error(request, str(refused))
    else:
        said = (
            f"số {report.doc_code}" if report.status == Status.ISSUED else f"“{report.get_status_display()}”"
        )
        messages.success(request, f"Báo cáo chuyển sang: {said}.")
    return redirect("reporting:compiled_detail", report.pk)


@login_required
@require_GET
def compiled_annex(request: HttpRequest, pk: int) -> HttpResponse:
    report = _report(request, pk)
    if report.current_version is None:
        raise Http404("Báo cáo chưa được tổng hợp lần nào.")
    name = f"phu-luc-{report.period.code}-{report.issuer.code}.xlsx"
    return workbook(annex_workbook(report.current_version.content), name)
