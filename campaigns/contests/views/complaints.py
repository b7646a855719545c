"""Complaints: written by a participant on the contest's page, answered by those who run the contest."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from campaigns.contests.accounts import known
from campaigns.contests.complaints import services
from campaigns.contests.complaints.forms import AnswerForm, ComplaintForm
from campaigns.contests.complaints.models import Complaint
from campaigns.contests.complaints.workflow import answers_complaint
from campaigns.contests.models import Contest
from campaigns.contests.views.contests import kept, to_run
from core.vietnamese import nfc, search_words
from core.workflow import IllegalStep, NoteMissing

PAGE = 25


@require_http_methods(["GET", "POST"])
@never_cache
def complain(request: HttpRequest, code: str) -> HttpResponse:
    """The participant's own complaints with their answers, and the box for a new one while they are taken."""
    rows = Contest.objects.open_to_all().select_related("owner")
    contest = get_object_or_404(rows, code=code.upper()[:8])
    who = known(request, contest)
    if who is None:
        messages.warning(request, "Hãy điền thông tin dự thi như lúc đăng ký rồi gửi khiếu nại.")
        return redirect("contests:landing", code=code)
    form = ComplaintForm(request.POST or None, participant=who[0])
    if kept(form, lambda: services.complain(who[0], words=form.cleaned_data["words"], **form.paper())):
        messages.success(request, "Ban tổ chức đã nhận khiếu nại của bạn. Trả lời sẽ hiện ở trang này.")
        return redirect("contests:complain", code=code)
    context = {
        "contest": contest, "participant": who[0], "form": form, "until": services.last_day(contest),
        "complaints": who[0].complaints.select_related("entry__round", "essay__task").prefetch_related("changes"),
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "campaigns/contests/complaints/complain.html", context, status=status)


@login_required
@require_GET
def complaint_list(request: HttpRequest, pk: int) -> HttpResponse:
    contest = to_run(request, pk)
    status = request.GET.get("trang-thai", "")
    rows = Complaint.objects.visible_to(request.user).filter(contest=contest)
    if status in Complaint.Status.values:
        rows = rows.filter(status=status)
    for word in search_words(nfc(request.GET.get("q", ""))):
        rows = rows.filter(participant__name_fold__contains=word)
    rows = rows.select_related("participant__unit", "entry__round", "essay__task")
    context = {
        "contest": contest,
        "statuses": Complaint.Status.choices,
        "status": status,
        "until": services.last_day(contest),
        "page_obj": Paginator(rows, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "campaigns/contests/complaints/complaint_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def complaint(request: HttpRequest, pk: int) -> HttpResponse:
    """What was complained of, beside the paper; the answer with its reason, and the score if it changes."""
    rows = Complaint.objects.visible_to(request.user)
    row = get_object_or_404(
        rows.select_related(
            "contest__owner", "participant__unit", "entry__round", "essay__task", "answered_by"
        ),
        pk=pk,
    )
    if reason := answers_complaint(request.user, row):
        raise PermissionDenied(reason)
    form = AnswerForm(request.POST or None, complaint=row)

    def answer() -> Complaint | None:
        try:
            return services.answer_complaint(row, by=request.user, **form.cleaned_data)
        except (IllegalStep, NoteMissing) as error:
            form.add_error(None, str(error))
            return None

    if kept(form, answer):
        messages.success(request, "Đã trả lời khiếu nại.")
        return redirect("campaigns:complaint_list", pk=row.contest_id)
    context = {"row": row, "form": form, "changes": row.changes.select_related("by")}
    status = 422 if form.errors else 200
    return render(request, "campaigns/contests/complaints/complaint.html", context, status=status)
