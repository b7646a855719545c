"""Pages of corrections: asking with a preview, one with its path and papers, the list and its export."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.vietnamese import nfc
from core.workflow import IllegalStep, NoteMissing
from documents.views.parts import page_of, workbook
from reporting.corrections import queries, services
from reporting.corrections.checking import CorrectionError, Subject, subject_of
from reporting.corrections.effects import effects_of, path_to_approve
from reporting.corrections.forms import CorrectionFilterForm, CorrectionForm
from reporting.corrections.models import AskedBy, Correction
from reporting.corrections.spreadsheets import corrections_workbook
from reporting.corrections.words import entry_words, said
from reporting.corrections.workflow import CORRECTION_WORKFLOW, acting_unit, proposer
from reporting.models import Submission
from reporting.models.submissions import COUNTED
from reporting.queries.layout import layout_of
from reporting.queries.totals import breakdown_names
from reporting.workflow import reporter

DONE = {
    "agree": "Đã đồng ý; đề nghị chuyển lên cấp trên.",
    "settle": "Đã đính chính. Các số tổng hợp đang mở đã theo số mới.",
    "refuse": "Đã trả lời không đồng ý; số liệu giữ nguyên.",
    "withdraw": "Đã rút đề nghị; số liệu giữ nguyên.",
}


@login_required
@require_safe
def correction_list(request: HttpRequest) -> HttpResponse:
    form = CorrectionFilterForm(request.user, request.GET)
    page = page_of(request, queries.chosen_corrections(request.user, form.chosen()))
    lines = [(row, *said(row)) for row in page]
    context = {"filter_form": form, "page_obj": page, "lines": lines, "filtered": bool(form.chosen())}
    return render(request, "reporting/corrections/list.html", context)


@login_required
@require_safe
def correction_export(request: HttpRequest) -> HttpResponse:
    form = CorrectionFilterForm(request.user, request.GET)
    rows = queries.chosen_corrections(request.user, form.chosen())
    return workbook(corrections_workbook(rows.iterator(chunk_size=500)), "dinh-chinh-so-lieu.xlsx")


# --- asking


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correction_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose what to correct (`o` a cell, `muc` a text), type the new value, see what it touches, send."""
    visible = Submission.objects.visible_to(request.user).select_related(
        "unit", "form", "period__regime", "period_unit__unit", "period_unit__period"
    )
    submission = get_object_or_404(visible, pk=pk)
    refusal = proposer(request.user, submission)
    if refusal:
        raise PermissionDenied(refusal)
    if submission.status not in COUNTED:
        messages.error(
            request,
            "Chỉ báo cáo đã duyệt mới đính chính; báo cáo chưa duyệt được sửa thẳng trong phiếu nhập.",
        )
        return redirect("reporting:submission_detail", pk)
    chosen = _chosen(request)
    try:
        subject = subject_of(submission, **chosen)
    except CorrectionError as refused:
        if any(chosen.values()):
            messages.error(request, str(refused))
        return render(request, "reporting/corrections/choose.html", _choices(submission))
    return _ask(request, submission, subject, chosen)


def _chosen(request: HttpRequest) -> dict[str, Any]:
    """What the address names: ?o=TC06:n.nu or ?muc=II.2 (one list gives both)."""
    wanted = nfc(request.GET.get("o", ""))
    section = nfc(request.GET.get("muc", ""))
    if wanted.startswith("muc:"):
        return {"section": wanted.removeprefix("muc:")}
    code, _, breakdown = wanted.partition(":")
    return {"cell": (code, breakdown)} if code else {"section": section}


def _choices(submission: Submission) -> dict[str, Any]:
    layout = layout_of(submission.form)
    cells = [
        (section.title, [c for row in section.rows for c in row.cells if not c.computed])
        for section in layout.sections
    ]
    return {"submission": submission, "groups": cells, "narratives": layout.narratives}


def _ask(
    request: HttpRequest, submission: Submission, subject: Subject, chosen: dict[str, Any]
) -> HttpResponse:
    own = not reporter(request.user, submission)
    form = CorrectionForm(
        subject,
        request.POST if request.method == "POST" else None,
        asked_by=AskedBy.UNIT if own else AskedBy.UPPER,
    )
    context: dict[str, Any] = {
        "submission": submission, "subject": subject, "correction_form": form,
        "stands": entry_words(subject.spec.indicator, subject.entry) if subject.spec else subject.text,
        "path": [acting_unit(place) for place in path_to_approve(submission)],
    }  # fmt: skip
    if form.is_valid():
        try:
            if request.POST.get("action") == "send":
                made = services.propose(submission, by=request.user, **chosen, **form.words())
                messages.success(request, "Đã gửi đề nghị đính chính. Số liệu giữ nguyên đến khi được duyệt.")
                return redirect("reporting:correction_detail", made.pk)
            wanted, tried = services.prepare(submission, by=request.user, **chosen, **form.words())
            context |= {
                "preview": wanted, "warnings": tried.findings, "needs_others": tried.needs_others,
                "followers": tried.followers, **_effects(wanted),
            }  # fmt: skip
        except CorrectionError as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        except IllegalStep as refused:
            form.add_error(None, str(refused))
    return render(request, "reporting/corrections/new.html", context, status=422 if form.errors else 200)


def _effects(correction: Correction) -> dict[str, Any]:
    found = effects_of(correction)
    return {"effects": found, "effect_rows": queries.effect_rows(found.totals, breakdown_names())}


# --- one correction


@login_required
@require_safe
def correction_detail(request: HttpRequest, pk: int) -> HttpResponse:
    correction = get_object_or_404(queries.corrections_for(request.user), pk=pk)
    old, new = said(correction)
    context: dict[str, Any] = {
        "correction": correction, "old": old, "new": new, "path": queries.path_of(correction),
        "chain": queries.chain_of(correction), "papers": queries.papers_of(correction),
        "moves": [
            (CORRECTION_WORKFLOW.label(move.step) if move.step != "propose" else "Đề nghị đính chính", move)
            for move in correction.moves.select_related("by", "place")
        ],
        "steps": CORRECTION_WORKFLOW.open_to(request.user, correction),
    }  # fmt: skip
    if correction.is_pending:
        context |= _effects(correction)
    else:
        names = breakdown_names()
        context["effect_rows"] = [queries.named(row, names) for row in correction.effects]
    return render(request, "reporting/corrections/detail.html", context)


@login_required
@require_POST
def correction_step(request: HttpRequest, pk: int) -> HttpResponse:
    correction = get_object_or_404(queries.corrections_for(request.user), pk=pk)
    step = request.POST.get("step", "")
    try:
        done = services.take_step(correction, step, by=request.user, note=request.POST.get("note", ""))
    except (IllegalStep, NoteMissing) as refused:
        messages.error(request, str(refused))
    else:
        said_so = DONE["agree"] if step == "settle" and done.is_pending else DONE[step]
        messages.success(request, said_so)
        together = queries.settled_with(done)
        if together:
            messages.info(request, f"Được duyệt cùng lúc để các ô khớp nhau: {'; '.join(together)}.")
        if done.status == "approved" and done.amendments.exists():
            messages.info(request, "Báo cáo đã phát hành được đánh dấu; dự thảo văn bản xử lý ở dưới.")
    return redirect("reporting:correction_detail", pk)
