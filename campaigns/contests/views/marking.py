"""The desk of a marker: essays by their code, never by their author."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from campaigns.contests.essays import queries, services
from campaigns.contests.essays.forms import MarkingForm
from campaigns.contests.essays.models import Marking
from campaigns.contests.views.contests import kept

PAGE = 25


@login_required
@require_GET
def marking_list(request: HttpRequest) -> HttpResponse:
    rows = queries.marking_rows(request.user)
    context = {
        "page_obj": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "left": rows.filter(done_at__isnull=True).count(),
    }
    return render(request, "campaigns/contests/essays/marking_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def marking(request: HttpRequest, pk: int) -> HttpResponse:
    """The essay beside the rubric; points are handed in once."""
    rows = Marking.objects.visible_to(request.user).select_related("essay__task__contest")
    row = get_object_or_404(rows.prefetch_related("marks__criterion"), pk=pk)
    form = MarkingForm(request.POST or None, marking=row)

    def give() -> Marking:
        return services.give_marks(
            row, marks=form.marks(), remark=form.cleaned_data["remark"], by=request.user
        )

    if kept(form, give):
        messages.success(request, f"Đã nộp điểm bài {row.essay.code}.")
        return redirect("campaigns:marking_list")
    context = {"row": row, "form": form, "most": sum(one.points for one in form.criteria)}
    status = 422 if form.errors else 200
    return render(request, "campaigns/contests/essays/marking.html", context, status=status)
