"""Who below an issued plan has a plan of its own: the tree, one level at a time, or the units behind a filter."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from documents.models import SENT
from documents.views.parts import XLSX
from plans.cascade import queries, services
from plans.cascade.forms import OrderForm
from plans.cascade.spreadsheets import coverage_workbook
from plans.models import Plan
from plans.targets.queries import given_of, targets_to_allot
from units.models import Role, Unit
from units.scope import holds, units_of

PAGE = 50


def _issued(request: HttpRequest, pk: int) -> tuple[Plan, Unit]:
    """The issued plan and the unit from which down the person may look."""
    plans = Plan.objects.visible_to(request.user).select_related("issuer", "cascade_order")
    plan = get_object_or_404(plans, pk=pk, status__in=SENT)
    root = queries.coverage_root(plan, request.user)
    if root is None:
        raise PermissionDenied("Đơn vị của bạn không thuộc đơn vị ban hành kế hoạch này.")
    return plan, root


@login_required
@require_GET
def coverage(request: HttpRequest, pk: int) -> HttpResponse:
    plan, root = _issued(request, pk)
    return _show(request, plan, root, OrderForm(initial=_order_of(plan)))


def _show(request: HttpRequest, plan: Plan, root: Unit, form: OrderForm) -> HttpResponse:
    state, text = request.GET.get("tt", ""), request.GET.get("q", "").strip()
    state = state if state in queries.FILTERS else ""
    if request.GET.get("tep") == "xlsx":
        units = queries.matching(queries.followed_units(plan, root), state, text)
        answer = HttpResponse(coverage_workbook(map(_plain_node, units)), content_type=XLSX)
        answer["Content-Disposition"] = f'attachment; filename="cu-the-hoa-{plan.pk}.xlsx"'
        return answer
    mine = plan.issuer in units_of(request.user)
    context = {
        "plan": plan, "root": root, "counts": queries.counts_at(plan, root), "state": state,
        "filters": queries.FILTERS.items(), "filtered": bool(state or text), "order_form": form,
        "may_order": holds(request.user, Role.DRAFTER, at=plan.issuer),
        "given": given_of(plan, targets_to_allot(plan), 0) if mine else [],
        "order": getattr(plan, "cascade_order", None),
    }  # fmt: skip
    if state or text:
        found = queries.matching(queries.followed_units(plan, root), state, text)
        page = Paginator(found, PAGE).get_page(request.GET.get("page"))
        context |= {"page_obj": page, "nodes": queries.nodes(plan, page, request.user)}
    else:
        context |= _level(request, plan, root)
    return render(request, "plans/cascade/coverage.html", context, status=422 if form.errors else 200)


def _plain_node(unit: Any) -> queries.Node:
    return queries.Node(unit, queries.Counts())


def _level(request: HttpRequest, plan: Plan, unit: Unit) -> dict[str, Any]:
    """A page of the units directly below."""
    units = queries.with_state(queries.children_of(plan, unit), plan)
    page = Paginator(units, PAGE).get_page(request.GET.get("page"))
    return {"page_obj": page, "nodes": queries.nodes(plan, page, request.user), "at": unit}


@login_required
@require_GET
def coverage_children(request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
    """The piece below one unit of the tree."""
    plan, root = _issued(request, pk)
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=unit_pk)
    if not unit.is_under(root):
        raise Http404
    return render(request, "plans/cascade/_coverage_level.html", {"plan": plan} | _level(request, plan, unit))


@login_required
@require_POST
def coverage_order(request: HttpRequest, pk: int) -> HttpResponse:
    plan, root = _issued(request, pk)
    if not holds(request.user, Role.DRAFTER, at=plan.issuer):
        raise PermissionDenied("Chỉ cán bộ tham mưu của đơn vị ban hành được đặt yêu cầu cụ thể hóa.")
    form = OrderForm(request.POST)
    if not form.is_valid():
        return _show(request, plan, root, form)
    services.order_cascade(plan, by=request.user, **form.cleaned_data)
    messages.success(request, "Đã lưu yêu cầu cụ thể hóa.")
    return redirect("plans:coverage", pk=pk)


def _order_of(plan: Plan) -> dict[str, Any]:
    order = getattr(plan, "cascade_order", None)
    return {"due_on": order.due_on, "grassroots": order.grassroots} if order else {}
