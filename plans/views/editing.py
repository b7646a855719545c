"""The drafting page: the text as JSON with a version check, and the record bound to one block."""

from __future__ import annotations

import json
import re
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core.formats import write
from documents.services import NotEditable, StaleVersion
from plans import queries, services
from plans.models import Plan
from plans.outline import ADOPTIONS, KINDS, LEVELS, OutlineError, PlanContent
from units.models import Role
from units.scope import holds


def plan_to_draft(request: HttpRequest, pk: int, *related: str) -> Plan:
    plan = get_object_or_404(
        Plan.objects.visible_to(request.user).select_related("issuer", "current_version", *related), pk=pk
    )
    if not holds(request.user, Role.DRAFTER, at=plan.issuer):
        raise PermissionDenied("Chỉ cán bộ tham mưu của đơn vị ban hành được soạn kế hoạch này.")
    return plan


@login_required
@require_GET
def plan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    plan = plan_to_draft(request, pk, "derived_from__current_version")
    if not plan.is_editable:
        return redirect("plans:plan_detail", pk=pk)
    upper = PlanContent.from_json(plan.derived_from.current_version.content) if plan.derived_from else None
    draft = {
        "content": plan.current_version.content,
        "base": plan.current_version.number,
        "save_url": reverse("plans:plan_save", args=[pk]),
        "records_url": reverse("plans:block_records", args=[pk, "BLOCK"]),
        "findings_url": reverse("plans:plan_findings", args=[pk]),
        "levels": {name: str(label) for name, label in LEVELS.items()},
        "kinds": {name: str(label) for name, label in KINDS.items()},
        "adoptions": {name: str(label) for name, label in ADOPTIONS.items()},
        "derived": plan.derived_from_id is not None,
        "upper_texts": {b.id: b.text for b in upper.outline.blocks} if upper else {},
        "bound": sorted(queries.bound_blocks(plan)),
    }
    return render(request, "plans/plan_edit.html", {"plan": plan, "draft": draft})


@login_required
@require_POST
def plan_save(request: HttpRequest, pk: int) -> JsonResponse:
    """JSON in {content, base}, JSON out {version, saved_at} or what stands against it (409, 422)."""
    plan = plan_to_draft(request, pk)
    try:
        body = json.loads(request.body)
        content, base, session = body["content"], _base(body), _session(body)
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return JsonResponse({"message": "Không đọc được nội dung gửi lên. Hãy tải lại trang."}, status=400)
    try:
        version = services.save_plan(plan, content=content, base=base, by=request.user, session=session)
    except StaleVersion as stale:
        return JsonResponse(_conflict(stale.current, content), status=409)
    except NotEditable as error:
        return JsonResponse({"message": str(error), "locked": True}, status=409)
    except OutlineError as error:
        faults = [{"block": f.block_id, "field": f.field, "message": f.message} for f in error.faults]
        return JsonResponse({"message": "Có đoạn chưa lưu được.", "faults": faults}, status=422)
    except ValidationError as error:
        return JsonResponse({"message": " ".join(error.messages), "faults": []}, status=422)
    return JsonResponse(
        {
            "version": version.number,
            "saved_at": write.datetime(version.saved_at),
            "bound": sorted(queries.bound_blocks(plan)),
        }
    )


def _base(body: dict[str, Any]) -> int:
    """The number of a version. Raises ValueError for what only looks like one: 2.9, "2", true."""
    base = body["base"]
    if type(base) is not int:
        raise ValueError("not the number of a version")
    return base


def _session(body: dict[str, Any]) -> str:
    """The name of the open editor. Raises ValueError for one that no editor gives itself."""
    name = body.get("session", "")
    if not isinstance(name, str) or not re.fullmatch(r"[\w-]{0,32}", name, re.ASCII):
        raise ValueError("not the name of an editor")
    return name


def _conflict(current: Any, mine: dict[str, Any]) -> dict[str, Any]:
    """What somebody else saved, beside what is here: shown block by block, never merged silently."""
    changes = queries.compare_contents(current.content, mine)
    return {
        "message": "Có người vừa lưu bản khác của kế hoạch này.",
        "version": current.number,
        "content": current.content,
        "saved_by": str(current.saved_by or "Hệ thống"),
        "saved_at": write.datetime(current.saved_at),
        "changes": [
            {"state": c.state, "label": c.label, "theirs": c.before, "mine": c.after} for c in changes
        ],
    }
