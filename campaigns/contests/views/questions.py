"""The question bank: list, one question, import with the faults of the file."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.contests import queries, services
from campaigns.contests.forms import QuestionFileForm, QuestionForm
from campaigns.contests.importing import read_questions
from campaigns.contests.importing.sheet import template
from campaigns.contests.models import Contest, Question
from campaigns.contests.views.contests import to_run
from campaigns.contests.workflow import runs_contest
from campaigns.services import CampaignError
from core.formats import write
from core.vietnamese import nfc
from units.importing.faults import UnreadableFile

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_GET
def question_list(request: HttpRequest, pk: int) -> HttpResponse:
    contest = to_run(request, pk)
    kind = request.GET.get("loai", "")
    rows = queries.question_rows(contest, text=nfc(request.GET.get("q", "")), kind=kind)
    context = {
        "contest": contest,
        "page_obj": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "kinds": Question.Kind.choices,
        "kind": kind,
        "changing": contest.status == Contest.Status.PREPARING,
        "withdrawing": contest.status in Contest.PUBLIC,
    }
    return render(request, "campaigns/contests/question_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def question_new(request: HttpRequest, pk: int) -> HttpResponse:
    return _write(request, to_run(request, pk), None)


@login_required
@require_http_methods(["GET", "POST"])
def question_edit(request: HttpRequest, pk: int) -> HttpResponse:
    question = question_to_run(request, pk)
    return _write(request, question.contest, question)


def _write(request: HttpRequest, contest: Contest, question: Question | None) -> HttpResponse:
    form = QuestionForm(request.POST or None, contest=contest, question=question)
    if form.is_bound and form.is_valid():
        try:
            services.save_question(
                contest, question, form.given(), round=form.cleaned_data["round"], by=request.user
            )
        except CampaignError as error:
            field = "options" if error.field == "answer" else error.field
            form.add_error(field if field in form.fields else None, str(error))
        else:
            messages.success(request, "Đã lưu câu hỏi.")
            return redirect("campaigns:question_list", pk=contest.pk)
    context = {"form": form, "contest": contest, "question": question}
    return render(
        request, "campaigns/contests/question_form.html", context, status=422 if form.errors else 200
    )


@login_required
@require_POST
def question_remove(request: HttpRequest, pk: int) -> HttpResponse:
    question = question_to_run(request, pk)
    try:
        services.remove_question(question, by=request.user)
    except CampaignError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Đã xóa câu hỏi.")
    return redirect("campaigns:question_list", pk=question.contest_id)


@login_required
@require_http_methods(["GET", "POST"])
def question_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the file at once; nothing of it is stored while one row is wrong."""
    contest = to_run(request, pk)
    form = QuestionFileForm(request.POST or None, request.FILES or None)
    faults = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            found = read_questions(file.read(), file.name)
            faults = found.faults
            if not faults:
                count = services.add_questions(contest, found.questions, by=request.user)
                messages.success(request, f"Đã nhập {write.number(count)} câu hỏi.")
                return redirect("campaigns:question_list", pk=pk)
        except UnreadableFile as error:
            faults = [error.fault]
        except CampaignError as error:
            form.add_error(None, str(error))
    context = {"form": form, "contest": contest, "faults": faults}
    status = 422 if request.method == "POST" else 200
    return render(request, "campaigns/contests/question_import.html", context, status=status)


@login_required
@require_GET
def question_template(request: HttpRequest) -> HttpResponse:
    """The empty workbook with an example of each kind."""
    answer = HttpResponse(template(), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="mau-cau-hoi.xlsx"'
    return answer


def question_to_run(request: HttpRequest, pk: int) -> Question:
    """The question when the person runs its contest; 404 for strangers, 403 without the role."""
    rows = Question.objects.filter(contest__in=Contest.objects.visible_to(request.user))
    question = get_object_or_404(rows.select_related("contest__owner"), pk=pk)
    if reason := runs_contest(request.user, question.contest):
        raise PermissionDenied(reason)
    return question
