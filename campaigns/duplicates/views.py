"""The list of likely duplicates, two of them side by side, and taking a merge back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns import queries as activity_queries
from campaigns.duplicates import queries, services
from campaigns.duplicates.forms import DaysForm, MergeForm
from campaigns.duplicates.models import Merge
from campaigns.duplicates.workflow import merges
from campaigns.models import Activity
from campaigns.services import CampaignError

PAGE = 20


@login_required
@require_GET
def duplicate_list(request: HttpRequest) -> HttpResponse:
    form = DaysForm(request.GET)
    first, last = form.days()
    found = queries.candidates(request.user, first=first, last=last)
    context = {
        "form": form,
        "first": first,
        "last": last,
        "page_obj": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "merges": Merge.objects.visible_to(request.user).select_related("kept__unit", "merged_by")[:10],
    }
    return render(request, "campaigns/duplicates/duplicate_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    first, second = _pair(request, pk, other)
    lines = queries.lines_of(first, second)
    owners = [("first", first.unit.name), ("second", second.unit.name)]
    if first.unit_id == second.unit_id:
        owners = [
            ("first", f"Hoạt động ghi {first.logged_at:%d/%m/%Y}"),
            ("second", f"Hoạt động ghi {second.logged_at:%d/%m/%Y}"),
        ]
    form = MergeForm(request.POST or None, lines=lines, owners=owners)
    if request.method == "POST" and form.is_valid():
        stays, goes = (first, second) if form.cleaned_data["keep"] == "first" else (second, first)
        try:
            services.merge_activities(stays, goes, by=request.user, chosen=form.chosen())
        except CampaignError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(
                request, "Đã gộp hai hoạt động thành một. Nếu nhầm, bấm “Hoàn tác gộp” ở cuối trang này."
            )
            return redirect("campaigns:activity_detail", pk=stays.pk)
    context = {"form": form, "first": first, "second": second, "lines": lines}
    return render(request, "campaigns/duplicates/merge.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def keep_apart(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    first, second = _pair(request, pk, other)
    services.keep_apart(first, second, by=request.user)
    messages.success(request, "Đã ghi nhận đây là hai hoạt động khác nhau.")
    return redirect("campaigns:duplicate_list")


@login_required
@require_POST
def merge_undo(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Merge.objects.visible_to(request.user), pk=pk)
    try:
        back = services.undo_merge(row, by=request.user)
    except CampaignError as error:
        messages.error(request, str(error))
        return redirect("campaigns:activity_detail", pk=row.kept_id)
    messages.success(request, "Đã hoàn tác: hai hoạt động lại đứng riêng, minh chứng về đúng chỗ cũ.")
    return redirect("campaigns:activity_detail", pk=back.pk)


def _pair(request: HttpRequest, pk: int, other: int) -> tuple[Activity, Activity]:
    """Both when the person may see them (else 404) and may merge them (else 403)."""
    rows = activity_queries.activity_to_read(request.user)
    first, second = get_object_or_404(rows, pk=pk), get_object_or_404(rows, pk=other)
    if first.pk == second.pk:
        raise Http404("Cần hai hoạt động khác nhau.")
    if reason := merges(request.user, first, second):
        raise PermissionDenied(reason)
    return first, second
