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

from core.vietnamese import parse_id
from core.workflow import IllegalStep
from documents.models import SENT
from documents.services import DocumentError, StaleVersion
from documents.views.parts import XLSX
from plans.cascade import queries, services
from plans.cascade.forms import OrderForm
from plans.cascade.spreadsheets import coverage_workbook
from plans.models import BlockAnswer, Plan
from plans.services.derivation import DerivationRefused
from plans.services.rebasing import answer_block, follow_successor, open_changes, successor_of
from plans.targets.queries import given_of, targets_to_allot
from units.models import Role, Unit
from units.scope import holds, sees_all, units_of

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
        units = queries.followed_units(plan, root, state, text)
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
        found = queries.followed_units(plan, root, state, text)
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


def _derived(request: HttpRequest, pk: int) -> tuple[Plan, Plan]:
    """A derived plan of one's own unit and the plan that stands for its upper one today."""
    plans = Plan.objects.visible_to(request.user)
    plan = get_object_or_404(
        plans.select_related(
            "issuer", "current_version", "derived_from__issuer", "derived_from__current_version"
        ),
        pk=pk,
    )
    if plan.issuer not in units_of(request.user) and not sees_all(request.user):
        raise PermissionDenied("Chỉ người của đơn vị ban hành xem được trang này.")
    successor = successor_of(plan.derived_from)
    if successor is None:
        raise Http404
    return plan, successor


@login_required
@require_GET
def upper_diff(request: HttpRequest, pk: int) -> HttpResponse:
    """Blocks that the new upper plan words otherwise: above before, above now, here."""
    plan, successor = _derived(request, pk)
    changes = open_changes(plan, successor)
    context = {
        "plan": plan, "successor": successor, "changes": changes,
        "waiting": sum(not decision for _change, decision in changes),
        "may_draft": holds(request.user, Role.DRAFTER, at=plan.issuer) and plan.is_editable,
        "decisions": dict(BlockAnswer.Decision.choices),
    }  # fmt: skip
    return render(request, "plans/cascade/upper_diff.html", context)


@login_required
@require_POST
def upper_block(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one block over (`viec=tiep-thu`) or keep one's own."""
    plan, successor = _derived(request, pk)
    return _changed(
        request, plan, "Đã ghi cách xử lý đoạn này.", answer_block, successor=successor,
        key=request.POST.get("doan", "")[:12], taken=request.POST.get("viec") == "tiep-thu",
    )  # fmt: skip


@login_required
@require_POST
def upper_follow(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft stands on the new upper plan from now on."""
    plan, successor = _derived(request, pk)
    words = f"Dự thảo nay căn cứ kế hoạch {successor.doc_code}."
    return _changed(request, plan, words, follow_successor, successor=successor)


def _changed(request: HttpRequest, plan: Plan, words: str, service: Any, **facts: Any) -> HttpResponse:
    if not holds(request.user, Role.DRAFTER, at=plan.issuer):
        raise PermissionDenied("Chỉ cán bộ tham mưu của đơn vị ban hành được sửa dự thảo.")
    try:
        service(plan, base=parse_id(request.POST.get("base")), by=request.user, **facts)
    except StaleVersion:
        messages.error(request, "Dự thảo vừa được lưu ở nơi khác. Hãy xem lại rồi bấm lại.")
    except (IllegalStep, DerivationRefused, DocumentError) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, words)
    if service is follow_successor:
        return redirect("plans:plan_detail", pk=plan.pk)
    return redirect("plans:upper_diff", pk=plan.pk)
