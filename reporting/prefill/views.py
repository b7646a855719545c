"""Where the numbers of a report come from: one box, the whole report, as XLSX, on paper."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from reporting.models import Submission
from reporting.prefill import prefill_of
from reporting.prefill.pages import sources_of
from reporting.prefill.printing import ask_for_print
from reporting.prefill.spreadsheets import sources_workbook
from reporting.prefill.telling import without_source
from reporting.queries import submissions as queries
from reporting.queries.comparisons import figures_of
from reporting.queries.layout import layout_of

PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_GET
def figure_sources(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The records behind a suggested number."""
    submission = _shown(request, pk)
    key = (code, request.GET.get("o", ""))
    spec = layout_of(submission.form).cells.get(key)
    if spec is None:
        raise Http404
    suggestion = prefill_of(submission, [key]).get(key)
    context = {
        "submission": submission, "spec": spec, "suggestion": suggestion,
        "why_none": without_source().get(code, ""),
        "reported": queries.figure_words(figures_of(submission).get(key), spec),
        "page": Paginator(suggestion.lines if suggestion else (), PER_PAGE).get_page(request.GET.get("page")),
    }  # fmt: skip
    return render(request, "reporting/figure_sources.html", context)


@login_required
@require_GET
def submission_sources(request: HttpRequest, pk: int) -> HttpResponse:
    submission = _shown(request, pk)
    boxes = sources_of(submission, layout_of(submission.form))
    return render(request, "reporting/submission_sources.html", {"submission": submission, "boxes": boxes})


@login_required
@require_GET
def sources_export(request: HttpRequest, pk: int) -> HttpResponse:
    submission = _shown(request, pk)
    title = f"{submission.period_unit.name} – {submission.period.name}"
    made = sources_workbook(title, sources_of(submission, layout_of(submission.form)))
    name = f"nguon-so-lieu-{submission.period.code}-{submission.unit.code}.xlsx"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made, content_type=XLSX, headers=disposition)


@login_required
@require_POST
def sources_print(request: HttpRequest, pk: int) -> HttpResponse:
    return redirect("documents:job_status", ask_for_print(_shown(request, pk), by=request.user).pk)


def _shown(request: HttpRequest, pk: int) -> Submission:
    """The report when the person may see its figures."""
    seen = Submission.objects.visible_to(request.user)
    submission = get_object_or_404(
        seen.select_related("unit", "form", "period__regime", "period_unit"), pk=pk
    )
    if not queries.shows_figures(request.user, submission):
        raise Http404
    return submission
