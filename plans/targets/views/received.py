"""One line of the sheet seen from both sides, and "chỉ tiêu được giao" of a unit."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from core.forms import carried_out
from documents.views.parts import XLSX
from plans.targets import queries, services
from plans.targets.forms import AnswerForm, ProposalForm
from plans.targets.models import Allotment, AllottedValue
from plans.targets.roles import ANSWERERS
from plans.targets.spreadsheets import received_workbook
from units.models import Role
from units.scope import holds, holds_any

PAGE = 30


def _line(request: HttpRequest, pk: int) -> Allotment:
    lines = Allotment.objects.visible_to(request.user).select_related("target__plan__issuer", "unit")
    return get_object_or_404(lines, pk=pk)


@login_required
@require_GET
def allotted_to_us(request: HttpRequest) -> HttpResponse:
    """What own units are to reach, with what they may still propose."""
    waiting = request.GET.get("loc") == "cho-tra-loi"
    rows = queries.allotted_to(request.user, request.GET.get("q", ""))
    if waiting:
        rows = rows.filter(pk__in=queries.waiting_for_answer(rows.order_by().values("unit")).values("pk"))
    if request.GET.get("tep") == "xlsx":
        answer = HttpResponse(received_workbook(rows[:5000]), content_type=XLSX)
        answer["Content-Disposition"] = 'attachment; filename="chi-tieu-duoc-giao.xlsx"'
        return answer
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    lines = [(row, queries.year_name(row.year)) for row in page]
    return render(
        request, "plans/targets/allotted_to_us.html", {"page_obj": page, "lines": lines, "waiting": waiting}
    )


@login_required
@require_GET
def allotment_line(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, _line(request, pk))


def _show(request: HttpRequest, line: Allotment, **forms: Any) -> HttpResponse:
    plan = line.target.plan
    context = {
        "line": line, "plan": plan, "year_name": queries.year_name(line.year),
        "moves": line.moves.select_related("by"),
        "versions": AllottedValue.objects.filter(allotment=line).select_related("decision"),
        "may_answer": line.asked is not None and holds(request.user, Role.DRAFTER, at=plan.issuer),
        "may_propose": holds_any(request.user, *ANSWERERS, at=line.unit),
        "answer_form": AnswerForm(initial={"value": line.asked}, measure=line.target.unit_of_measure),
        "proposal_form": ProposalForm(measure=line.target.unit_of_measure),
    } | forms  # fmt: skip
    wrong = any(form.errors for form in forms.values())
    return render(request, "plans/targets/allotment_line.html", context, status=422 if wrong else 200)


def _of_unit(request: HttpRequest, pk: int) -> Allotment:
    line = _line(request, pk)
    if not holds_any(request.user, *ANSWERERS, at=line.unit):
        raise PermissionDenied("Chỉ cán bộ của đơn vị được giao mới trả lời được.")
    return line


@login_required
@require_POST
def allotment_propose(request: HttpRequest, pk: int) -> HttpResponse:
    line = _of_unit(request, pk)
    form = ProposalForm(request.POST, measure=line.target.unit_of_measure)
    if carried_out(form, services.propose, line, by=request.user):
        messages.success(request, "Đã gửi mức đề nghị lên đơn vị giao.")
        return redirect("plans:allotment_line", pk=pk)
    return _show(request, line, proposal_form=form)


@login_required
@require_POST
def allotment_agree(request: HttpRequest, pk: int) -> HttpResponse:
    line = _of_unit(request, pk)
    try:
        services.agree(line, by=request.user)
    except services.AllotmentRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Đã đồng ý với mức giao.")
    return redirect("plans:allotment_line", pk=pk)


@login_required
@require_POST
def allotment_answer(request: HttpRequest, pk: int) -> HttpResponse:
    line = _line(request, pk)
    if not holds(request.user, Role.DRAFTER, at=line.target.plan.issuer):
        raise PermissionDenied("Chỉ cán bộ tham mưu của đơn vị giao được trả lời đề nghị.")
    form = AnswerForm(request.POST, measure=line.target.unit_of_measure)
    if carried_out(form, services.answer, line, by=request.user):
        messages.success(request, "Đã trả lời đề nghị của đơn vị.")
        return redirect("plans:allotment_line", pk=pk)
    return _show(request, line, answer_form=form)
