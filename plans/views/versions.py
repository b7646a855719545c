"""The history of a plan's text: list, names, comparison with marked words, going back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core.vietnamese import parse_id
from documents import queries as document_queries
from documents.services import DocumentError, StaleVersion, name_version
from plans import comparing, queries
from plans.models import Plan
from plans.outline import OutlineError, PlanContent
from plans.services.versions import restore_version
from units.models import Role
from units.scope import holds

PAGE = 30
ABOVE = "cap-tren"


def _readable(request: HttpRequest, pk: int) -> Plan:
    plans = Plan.objects.visible_to(request.user).select_related(
        "issuer", "current_version", "derived_from__issuer"
    )
    return get_object_or_404(plans, pk=pk)


def _drafted(request: HttpRequest, pk: int) -> Plan:
    plan = _readable(request, pk)
    if not holds(request.user, Role.DRAFTER, at=plan.issuer):
        raise PermissionDenied("Chỉ cán bộ tham mưu của đơn vị ban hành được đặt tên, khôi phục lần lưu.")
    return plan


@login_required
@require_GET
def plan_versions(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _readable(request, pk)
    named = request.GET.get("loc") == "ten"
    versions = document_queries.versions_to_read(plan, request.user).defer("content")
    page = Paginator(versions.exclude(name="") if named else versions, PAGE).get_page(request.GET.get("page"))
    drafts = holds(request.user, Role.DRAFTER, at=plan.issuer)
    context = {
        "plan": plan,
        "page_obj": page,
        "named": named,
        "every": not named,
        "may_name": drafts,
        "may_restore": drafts and plan.is_editable,
        "upper": queries.upper_to_read(plan, request.user),
    }
    return render(request, "plans/plan_versions.html", context)


@login_required
@require_GET
def plan_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Any two versions, or (`voi=cap-tren`) this plan with the one it derives from."""
    plan = _readable(request, pk)
    versions = document_queries.versions_to_read(plan, request.user)
    upper = queries.upper_to_read(plan, request.user)
    above = upper if request.GET.get("voi") == ABOVE else None
    older, newer = document_queries.chosen_versions(versions, request.GET.get("cu"), request.GET.get("moi"))
    earlier = above.current_version if above else older
    changes = (
        _differences(earlier.content, newer.content, derived=above is not None) if earlier and newer else []
    )
    context = {
        "plan": plan,
        "versions": versions.defer("content"),
        "older": older,
        "newer": newer,
        "upper": upper,
        "above": above,
        "own_versions": above is None,
        "changes": changes,
        "may_restore": older is not None
        and above is None
        and plan.is_editable
        and holds(request.user, Role.DRAFTER, at=plan.issuer),
    }
    return render(request, "plans/plan_compare.html", context)


def _differences(before: dict, after: dict, *, derived: bool) -> list[comparing.Difference]:
    old, new = PlanContent.from_json(before), PlanContent.from_json(after)
    return comparing.compare(old, new, origins=queries.origins_of(new) if derived else None)


@login_required
@require_POST
def version_name(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    plan = _drafted(request, pk)
    version = get_object_or_404(plan.versions.select_related("document"), number=number)
    try:
        named = name_version(version, name=request.POST.get("name", ""), by=request.user)
    except DocumentError as refused:
        messages.error(request, str(refused))
    else:
        words = (
            f"Đã đặt tên “{named.name}” cho lần lưu {number}."
            if named.name
            else f"Đã bỏ tên lần lưu {number}."
        )
        messages.success(request, words)
    return redirect("plans:plan_versions", pk=pk)


@login_required
@require_POST
def version_restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The draft gets the text of that version as a new version."""
    plan = _drafted(request, pk)
    base = request.POST.get("base", "")
    try:
        made = restore_version(plan, number=number, base=parse_id(base), by=request.user)
    except StaleVersion as stale:
        messages.error(
            request,
            f"Kế hoạch vừa có lần lưu {stale.current.number}, chưa khôi phục. Hãy xem lại rồi bấm lần nữa.",
        )
    except (DocumentError, OutlineError) as refused:
        messages.error(request, str(refused))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, f"Đã khôi phục lần lưu {number} thành lần lưu {made.number}.")
        return redirect(f"{reverse('plans:plan_compare', args=[pk])}?moi={made.number}")
    return redirect("plans:plan_versions", pk=pk)
