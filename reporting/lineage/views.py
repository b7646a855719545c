"""The line a plan stands in: directives, plans above, its tasks and targets, plans below, campaigns and activities."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from plans.models import Plan
from plans.outline import KINDS, Block
from plans.queries import content_of
from reporting.lineage import queries
from reporting.lineage.blocks import Place, adoptions, origin_chain

PAGE = 30


@login_required
@require_GET
def plan_lineage(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(
        Plan.objects.visible_to(request.user).select_related("issuer", "current_version"), pk=pk
    )
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
        "blocks": Paginator(_worded(plan), PAGE).get_page(request.GET.get("doan")),
        "campaigns": queries.campaigns_of(plan, request.user)[:PAGE],
    }
    return render(request, "reporting/lineage/plan_lineage.html", context)


def _worded(plan: Plan) -> list[Block]:
    return [block for block in content_of(plan).outline.blocks if block.text.strip()]


@login_required
@require_GET
def block_lineage(request: HttpRequest, pk: int, block_id: str) -> HttpResponse:
    """One block of any kind: its origins above, its adoptions below."""
    plans = Plan.objects.visible_to(request.user).select_related("issuer", "current_version")
    plan = get_object_or_404(plans, pk=pk)
    outline = content_of(plan).outline
    if block_id not in outline:
        raise Http404("Không có đoạn này trong kế hoạch.")
    block = outline[block_id]
    page, below = adoptions(plan, block, request.user, request.GET.get("page"))
    context = {
        "nav_current": "plans", "plan": plan, "passage": block, "kind": KINDS.get(block.kind, ""),
        "above": origin_chain(plan, block, request.user), "page_obj": page, "below": below,
        "here": Place(plan, block),
    }  # fmt: skip
    return render(request, "reporting/lineage/block_lineage.html", context)
