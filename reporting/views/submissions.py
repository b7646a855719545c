"""Pages of one report: entering it, reading it, moving it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.formats import write
from core.workflow import IllegalStep, NoteMissing
from reporting.checks import ERROR, check_submission
from reporting.corrections.queries import marks_before, marks_of
from reporting.corrections.workflow import proposer
from reporting.entry.cumulative import earlier_of
from reporting.forms.entry import EntryForm, return_notes
from reporting.models import Period, Submission, SubmissionMove, SubmissionStatus
from reporting.models.submissions import COUNTED
from reporting.prefill import prefill_of
from reporting.queries import submissions as queries
from reporting.queries.comparisons import figures_of, previous_figures, targets_of
from reporting.queries.layout import layout_of
from reporting.receiving.queries import open_below
from reporting.receiving.versions import TEXT, answered_notes, changes_between, two_versions
from reporting.services import EntryError, NotReady, StaleEntry, save_figures, take_step
from reporting.workflow import SUBMISSION_WORKFLOW, receiver, receiving_unit, reporter
from units.devices import kept_offline
from units.succession.queries import heir_of

DONE = {
    "submit": "Đã gửi báo cáo lên công đoàn cấp trên.",
    "receive": "Đã tiếp nhận báo cáo.",
    "return": "Đã trả lại báo cáo để đơn vị sửa.",
    "accept": "Đã duyệt báo cáo.",
    "reopen": "Đã mở lại báo cáo để đơn vị sửa.",
}
WITH_NOTES = {"return", "reopen"}


def _asked_to_change(submission: Submission) -> SubmissionMove | None:
    """The step by which a report now with its unit was given back: the reason and the notes at boxes."""
    if submission.status != SubmissionStatus.RETURNED:
        return None
    return submission.moves.filter(step__in=WITH_NOTES).select_related("by").order_by("-pk").first()


def _submission(request: HttpRequest, pk: int) -> Submission:
    visible = Submission.objects.visible_to(request.user).select_related(
        "unit", "form", "period__regime", "period_unit__parent__unit", "submitted_by"
    )
    return get_object_or_404(visible, pk=pk)


# --- entering


@login_required
@kept_offline
@gzip_page  # a form of 300 boxes over a slow line
@require_http_methods(["GET", "POST"])
def submission_edit(request: HttpRequest, pk: int) -> HttpResponse:
    submission = _submission(request, pk)
    reason = reporter(request.user, submission)
    if reason:
        raise PermissionDenied(reason)
    if request.method == "POST":
        return _save(request, submission)
    if not submission.is_editable or submission.period.status != Period.Status.OPEN:
        messages.info(
            request, f"Báo cáo đang ở trạng thái “{submission.get_status_display()}”, chỉ xem được."
        )
        return redirect("reporting:submission_detail", pk)
    return _entry_page(request, EntryForm(submission))


def _entry_page(request: HttpRequest, form: EntryForm, *, status: int = 200) -> HttpResponse:
    sections = form.sections()
    rows = [row for section in sections for row in section.rows]
    returned = _asked_to_change(form.submission)
    context = {
        "form": form, "submission": form.submission, "sections": sections, "texts": form.texts(), "earlier": form.earlier,
        "error_lines": form.error_lines(), "answered": sum(row.total.answered for row in rows), "asked": len(rows),
        "suggestions": sum(bool(row.total.suggested) and not row.total.filled for row in rows),
        "returned": form.returned_lines(returned.note) if returned else [],
    }  # fmt: skip
    return render(request, "reporting/submission_edit.html", context, status=status)


def _save(request: HttpRequest, submission: Submission) -> HttpResponse:
    form = EntryForm(submission, request.POST)
    wanted = request.POST.get("take", "")
    cells = form.take_suggestions(wanted) if wanted else form.typed_cells()
    try:
        saved = save_figures(
            submission, cells=cells, narratives=form.typed_texts(), base=form.base_posted, by=request.user,
            nil_return=form.nil_return,
        )  # fmt: skip
    except (EntryError, StaleEntry) as error:
        return _refused(request, form, error)
    except IllegalStep as error:
        messages.error(request, str(error))
        return redirect("reporting:submission_detail", submission.pk)
    if request.POST.get("action") == "submit":
        return _send(request, saved)
    changed = saved.version != submission.version
    messages.success(request, "Đã lưu nháp." if changed else "Không có gì thay đổi so với lần lưu trước.")
    return redirect("reporting:submission_edit", submission.pk)


def _refused(request: HttpRequest, form: EntryForm, error: EntryError | StaleEntry) -> HttpResponse:
    form.cell_errors, form.text_errors = error.cells, error.narratives
    if isinstance(error, StaleEntry):
        form.base = error.current
        form.text_errors = {
            code: f"Nơi khác đã lưu: {text or '(để trống)'}" for code, text in error.narratives.items()
        }
    else:
        form.base = form.base_posted
    messages.error(request, str(error))
    return _entry_page(request, form, status=409 if isinstance(error, StaleEntry) else 422)


def _send(request: HttpRequest, submission: Submission) -> HttpResponse:
    try:
        take_step(submission, "submit", by=request.user)
    except NotReady as error:
        form = EntryForm(submission)
        form.blank = error.blank
        form.cell_errors = {finding.key: finding.message for finding in error.findings}
        form.text_errors = dict.fromkeys(error.narratives, "Mục bắt buộc chưa có nội dung.")
        messages.error(request, f"{error} Số liệu vừa nhập đã được lưu nháp.")
        return _entry_page(request, form, status=422)
    except IllegalStep as error:
        messages.error(request, str(error))
    else:
        messages.success(request, DONE["submit"])
        _tell_unanswered(request, submission)
    return redirect("reporting:submission_detail", submission.pk)


def _tell_unanswered(request: HttpRequest, submission: Submission) -> None:
    """The dialog before sending asks about blank rows; without script the page after it tells of them."""
    answered, asked = queries.answered_share(layout_of(submission.form), figures_of(submission))
    if answered < asked and not submission.nil_return:
        messages.warning(
            request,
            f"Báo cáo đã gửi còn {write.number(asked - answered)} trên {write.number(asked)} chỉ tiêu chưa trả lời. "
            "Muốn bổ sung, đề nghị công đoàn cấp trên trả lại báo cáo.",
        )


# --- reading and moving


@login_required
@require_GET
def submission_detail(request: HttpRequest, pk: int) -> HttpResponse:
    submission = _submission(request, pk)
    steps = SUBMISSION_WORKFLOW.open_to(request.user, submission)
    is_open = submission.period.status == Period.Status.OPEN
    context: dict[str, Any] = {
        "submission": submission, "receiver": receiving_unit(submission), "moves": submission.moves.select_related("by"),
        "shows_figures": queries.shows_figures(request.user, submission), "steps": steps if is_open else [],
        "may_edit": is_open and submission.is_editable and not reporter(request.user, submission),
        "note_steps": [s for s in steps if s.step in WITH_NOTES and is_open],
        "returned": _asked_to_change(submission), "may_accept": is_open and any(s.step == "accept" for s in steps),
        "papers": submission.paper_reports.select_related("by") if submission.on_paper else [],
        "heir": heir_of(submission.unit),
        "may_take_paper": is_open and submission.is_editable and not receiver(request.user, submission),
        "may_correct": submission.status in COUNTED and not proposer(request.user, submission),
    }  # fmt: skip
    if context["may_accept"] and submission.period_unit.tier < 3:
        context["open_below"], context["all_below"] = open_below(submission.period_unit)
    if context["shows_figures"]:
        context |= _reading(submission)
    return render(request, "reporting/submission_detail.html", context)


def _reading(submission: Submission) -> dict[str, Any]:
    layout = layout_of(submission.form)
    figures, previous = figures_of(submission), previous_figures(submission)
    findings = check_submission(submission, layout=layout)
    answered, asked = queries.answered_share(layout, figures)
    targets = targets_of(submission, set(layout.rows))
    sent_now, sent_before = two_versions(submission)
    earlier = earlier_of(submission)
    marks, before = marks_of(submission), marks_before(submission)
    return {
        "sent_now": sent_now, "sent_before": sent_before, "findings": findings,
        "changes": changes_between(submission, layout, sent_before, sent_now),
        "notes": answered_notes(submission, layout, sent_before, sent_now),
        "sections": queries.read_sections(layout, figures, previous, findings, targets, marks, before, earlier),
        "marks": marks, "earlier": earlier,
        "errors": [f for f in findings if f.severity == ERROR], "warnings": [f for f in findings if f.severity != ERROR],
        "logged": {key for key, one in prefill_of(submission, layout.cells).items() if one.lines},
        "writings": queries.writings(layout, submission, marks), "answered": answered, "asked": asked, "cells": layout.cells,
    }  # fmt: skip


@login_required
@require_POST
def submission_step(request: HttpRequest, pk: int) -> HttpResponse:
    submission = _submission(request, pk)
    step = request.POST.get("step", "")
    notes = return_notes(request.POST) if step in WITH_NOTES else {}
    texts = {key[0].removeprefix(TEXT): notes.pop(key) for key in list(notes) if key[0].startswith(TEXT)}
    note = request.POST.get("note", "")
    try:
        take_step(submission, step, by=request.user, note=note, cell_notes=notes, text_notes=texts)
    except (IllegalStep, NoteMissing) as error:
        messages.error(request, str(error))
    except NotReady as error:
        messages.error(request, f"{error} Hãy mở phiếu nhập và bấm “Gửi báo cáo” để xem từng chỗ.")
    else:
        messages.success(request, DONE[step])
    return redirect("reporting:submission_detail", pk)
