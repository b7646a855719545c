"""The compiled report in Word: out for the last words by hand, and back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from documents.layout import LayoutError
from documents.services import DocumentError
from documents.workflow import editor
from reporting.forms.compiled import WordsForm
from reporting.queries import totals as queries
from reporting.report.word_back import WordsBack, WordsRefused
from reporting.report.word_out import docx_name, report_docx
from reporting.services.words import take_words

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@login_required
@require_GET
def compiled_docx(request: HttpRequest, pk: int) -> HttpResponse:
    report = get_object_or_404(queries.compiled_for(request.user), pk=pk)
    if report.current_version is None:
        raise Http404("Báo cáo chưa được tổng hợp lần nào.")
    try:
        written = report_docx(report)
    except LayoutError as refused:
        messages.error(request, str(refused))
        return redirect("reporting:compiled_detail", report.pk)
    answer = HttpResponse(written, content_type=DOCX)
    answer["Content-Disposition"] = content_disposition_header(True, docx_name(report))
    answer["Cache-Control"] = "private, no-cache"
    return answer


@login_required
@require_http_methods(["GET", "POST"])
def compiled_words(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the edited Word file back; places that hold numbers of the reports are told and not taken."""
    report = get_object_or_404(queries.compiled_for(request.user), pk=pk)
    reason = editor(request.user, report)
    if reason:
        raise PermissionDenied(reason)
    if not report.is_editable or report.current_version is None:
        messages.error(request, "Báo cáo không còn là dự thảo nên không sửa được nội dung.")
        return redirect("reporting:compiled_detail", report.pk)
    form = WordsForm(request.POST, request.FILES) if request.method == "POST" else WordsForm()
    back: WordsBack | None = None
    if request.method == "POST" and form.is_valid():
        only = form.cleaned_data["words_only"]
        try:
            back = take_words(report, form.cleaned_data["file"].read(), by=request.user, words_only=only)
        except (WordsRefused, DocumentError) as refused:
            form.add_error("file", str(refused))
        else:
            if only or not back.refused:
                messages.success(request, _told(back))
                return redirect("reporting:compiled_detail", report.pk)
    failed = bool(form.errors or (back and back.refused))
    context = {"report": report, "form": form, "back": back}
    return render(request, "reporting/compiled_words.html", context, status=422 if failed else 200)


def _told(back: WordsBack) -> str:
    if not back.titles:
        return "Tệp không sửa lời ở mục nào; báo cáo giữ nguyên."
    return f"Đã nhận phần lời sửa trong Word ở {len(back.titles)} mục: {'; '.join(back.titles)}."
