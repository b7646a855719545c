"""Following an issued plan: its time line, what changed since a day, the documents it promises."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.forms import carried_out
from core.workflow import IllegalStep
from plans import queries as plan_queries
from plans.assignments import promises, queries, services
from plans.assignments.changes import changes_since
from plans.assignments.forms import FulfilForm, PromiseForm, SinceForm
from plans.assignments.gantt import gantt_of
from plans.assignments.models import PromisedDocument
from plans.assignments.workflow import giver_at
from plans.models import Plan

OFFERED = 50


def _plan(request: HttpRequest, pk: int) -> Plan:
    found: Plan = get_object_or_404(plan_queries.plans_to_read(request.user), pk=pk)
    return found


@login_required
@require_safe
def plan_gantt(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    chart = gantt_of(plan, queries.standing_by_block(plan))
    return render(request, "plans/assignments/gantt.html", {"plan": plan, "chart": chart, "tab": "gantt"})


@login_required
@require_safe
def plan_changes(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything recorded since a day, a week ago when none is said."""
    plan = _plan(request, pk)
    today = timezone.localdate()
    form = SinceForm(request.GET or None, initial={"tu": today - dt.timedelta(days=7)})
    on = form.cleaned_data["tu"] if form.is_valid() else today - dt.timedelta(days=7)
    since = timezone.make_aware(dt.datetime.combine(on, dt.time()))
    found = changes_since(plan, since, request.user)
    counts: dict[str, int] = {}
    for change in found:
        counts[change.kind] = counts.get(change.kind, 0) + 1
    context = {
        "plan": plan, "form": form, "since": on, "changes": found, "counts": list(counts.items()), "tab": "changes",
        "shortcuts": [(f"{days} ngày", today - dt.timedelta(days=days)) for days in (1, 7, 30, 90)],
    }  # fmt: skip
    return render(request, "plans/assignments/changes.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def plan_promises(request: HttpRequest, pk: int) -> HttpResponse:
    return _promises(request, _plan(request, pk))


def _promises(
    request: HttpRequest, plan: Plan, *, status: int = 200, refused: Any = None, at: Any = None
) -> HttpResponse:
    """`refused`: a form that was not taken, `at`: the block or the promise it is for."""
    may = not giver_at(request.user, plan.issuer)
    documents = promises.keepers(request.user, plan)
    proposed = promises.proposed_in(plan) if may and plan.status == "issued" else []
    rows = list(promises.promises_of(plan))
    context = {
        "plan": plan,
        "tab": "promises",
        "may": may,
        "proposed": [
            (one, refused if at == one.block_id else PromiseForm(
                initial={"what": one.promise.what, "due_on": one.promise.due_on}, prefix=None, auto_id=f"{one.block_id}_%s"
            ))
            for one in proposed
        ],
        "rows": [
            (row, (refused if at == row.pk else FulfilForm(documents=documents, auto_id=f"p{row.pk}_%s"))
             if may and row.fulfilled_by_id is None else None)
            for row in rows
        ],
        "refused": refused,
        "codes": [row.doc_code.strip() for row in documents[:OFFERED]] if may else [],
    }  # fmt: skip
    return render(request, "plans/assignments/promises.html", context, status=status)


@login_required
@require_POST
def promise_note(request: HttpRequest, pk: int, block_id: str) -> HttpResponse:
    plan = _plan(request, pk)
    _may_or_403(request, plan)
    form = PromiseForm(request.POST, auto_id=f"{block_id}_%s")
    if carried_out(form, services.note_promise, plan, block_id, by=request.user):
        messages.success(request, "Đã đưa vào danh sách theo dõi.")
        return redirect("plans:plan_promises", pk=pk)
    return _promises(request, plan, status=422, refused=form, at=block_id)


@login_required
@require_POST
def promise_fulfil(request: HttpRequest, pk: int) -> HttpResponse:
    row = _promise(request, pk)
    form = FulfilForm(
        request.POST, documents=promises.keepers(request.user, row.plan), auto_id=f"p{row.pk}_%s"
    )
    if carried_out(form, services.fulfil_promise, row, by=request.user):
        messages.success(request, "Đã ghi văn bản đã ban hành.")
        return redirect("plans:plan_promises", pk=row.plan_id)
    return _promises(request, row.plan, status=422, refused=form, at=row.pk)


@login_required
@require_POST
def promise_drop(request: HttpRequest, pk: int) -> HttpResponse:
    row = _promise(request, pk)
    try:
        services.drop_promise(row, by=request.user)
    except IllegalStep as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Đã bỏ theo dõi.")
    return redirect("plans:plan_promises", pk=row.plan_id)


def _promise(request: HttpRequest, pk: int) -> PromisedDocument:
    plans = Plan.objects.visible_to(request.user).values("pk")
    row = get_object_or_404(
        PromisedDocument.objects.select_related("plan__issuer").filter(plan__in=plans), pk=pk
    )
    _may_or_403(request, row.plan)
    return row


def _may_or_403(request: HttpRequest, plan: Plan) -> None:
    refused = giver_at(request.user, plan.issuer)
    if refused:
        raise PermissionDenied(refused)
