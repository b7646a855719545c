"""What the linter says about a plan: a piece of page, and setting one finding aside."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from core.vietnamese import nfc
from core.workflow import IllegalStep
from documents.models import SENT
from plans import queries, services
from plans.linter.plan import findings_of
from plans.models import Plan
from units.models import Role
from units.scope import holds, sees_all, units_of


def belongs_to_issuer(user: Any, plan: Plan) -> bool:
    """Whether the person works at the unit that writes the plan: only there the findings are shown."""
    return sees_all(user) or any(unit.pk == plan.issuer_id for unit in units_of(user))


def findings_context(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    """What templates/plans/_findings.html reads."""
    drafts = holds(request.user, Role.DRAFTER, at=plan.issuer)
    return {
        "plan": plan,
        "findings": findings_of(plan),
        "may_ignore": drafts and plan.status not in SENT,
        "may_mend": drafts and plan.is_editable,
        "in_editor": "soan" in request.GET or "soan" in request.POST,
        "said": "",
    }


@login_required
@require_GET
def plan_findings(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _plan_of_own_unit(request, pk)
    return render(request, "plans/_findings.html", findings_context(request, plan))


@login_required
@require_POST
def finding_ignore(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a finding aside (with `reason`) or take it up again (`heed`)."""
    plan = _plan_of_own_unit(request, pk)
    named = {name: nfc(request.POST.get(name, "")) for name in ("rule", "digest")}
    said = ""
    try:
        if request.POST.get("heed"):
            services.heed_finding(plan, by=request.user, **named)
        else:
            services.ignore_finding(plan, reason=request.POST.get("reason", ""), by=request.user, **named)
    except ValidationError as error:
        said = " ".join(error.messages)
    except IllegalStep as error:
        said = str(error)
    if request.headers.get("HX-Request"):
        context = findings_context(request, plan) | {"said": said}
        return render(request, "plans/_findings.html", context, status=422 if said else 200)
    if said:
        messages.error(request, said)
    return redirect("plans:plan_detail", pk=pk)


def _plan_of_own_unit(request: HttpRequest, pk: int) -> Plan:
    plan = get_object_or_404(queries.plans_to_read(request.user), pk=pk)
    if not belongs_to_issuer(request.user, plan):
        raise PermissionDenied("Chỉ người của đơn vị ban hành xem được phần kiểm tra kế hoạch.")
    return plan
