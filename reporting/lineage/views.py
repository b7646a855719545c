"""The line a plan stands in: directives, plans above, its tasks and targets, plans below, campaigns and activities."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from plans.models import Plan
from reporting.lineage import queries

PAGE = 30


@login_required
@require_GET
def plan_lineage(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(Plan.objects.visible_to(request.user).select_related("issuer"), pk=pk)
    above = queries.plans_above(plan, request.user)
    context = {
        "nav_current": "plans",
        "plan": plan,
        "above": above,
        "readable": {one.pk for one in above},
        "papers": queries.cited_papers([*above, plan], request.user),
        "tasks": Paginator(queries.tasks_carried_on(plan), PAGE).get_page(request.GET.get("viec")),
        "targets": queries.targets_carried_on(plan),
        "below": Paginator(queries.plans_on_it(plan, request.user), PAGE).get_page(request.GET.get("page")),
        "campaigns": queries.campaigns_of(plan, request.user)[:PAGE],
    }
    return render(request, "reporting/lineage/plan_lineage.html", context)
