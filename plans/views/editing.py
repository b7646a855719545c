"""The drafting page: the text as JSON with a version check, and the record bound to one block."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.formats import write
from core.vietnamese import parse_id
from core.workflow import IllegalStep
from documents.services import NotEditable, StaleVersion
from plans import queries, services
from plans.forms import RECORD_FORMS, TargetForm
from plans.grammar import propose_target
from plans.models import Plan, Target
from plans.outline import ADOPTIONS, KINDS, LEVELS, OutlineError, PlanContent
from units.models import Role
from units.scope import holds


def _plan_to_draft(request: HttpRequest, pk: int) -> Plan:
    plan = get_object_or_404(
        Plan.objects.visible_to(request.user).select_related("issuer", "current_version", "derived_from"),
        pk=pk,
    )
    if not holds(request.user, Role.DRAFTER, at=plan.issuer):
        raise PermissionDenied("Chỉ cán bộ tham mưu của đơn vị ban hành được soạn kế hoạch này.")
    return plan


@login_required
@require_GET
def plan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _plan_to_draft(request, pk)
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
    plan = _plan_to_draft(request, pk)
    try:
        body = json.loads(request.body)
        content, base, session = body["content"], int(body["base"]), str(body.get("session", ""))[:32]
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


@login_required
@require_http_methods(["GET", "POST"])
def block_records(request: HttpRequest, pk: int, block_id: str) -> HttpResponse:
    """The panel beside a block: its record as a form; several targets when the sentence holds several."""
    plan = _plan_to_draft(request, pk)
    content = queries.content_of(plan)
    if block_id not in content.outline:
        return render(request, "plans/_records_unsaved.html")
    block = content.outline[block_id]
    if block.kind not in RECORD_FORMS:
        return render(request, "plans/_records_none.html", {"block": block})
    if block.kind == "target":
        return _target_panel(request, plan, block)
    form_class, bind, record = RECORD_FORMS[block.kind].parts(plan, block)
    read = queries.record_proposals(block, record, plan)
    form = form_class(request.POST or None, instance=record, plan=plan, initial=read)
    saved = False
    if request.method == "POST" and form.is_valid():
        saved = _try_bind(form, lambda: bind(plan, block_id, by=request.user, **form.cleaned_data))
    context = {"plan": plan, "block": block, "form": form, "saved": saved, "read": bool(read) and not saved}
    return render(request, "plans/_records_form.html", context, status=422 if form.errors else 200)


def _target_panel(request: HttpRequest, plan: Plan, block: Any) -> HttpResponse:
    """One form a target, and one a proposal read from the sentence: shown, never applied in silence."""
    chosen = plan.targets.filter(block_id=block.id, pk=parse_id(request.POST.get("target"))).first()
    form = TargetForm(request.POST or None, instance=chosen, plan=plan)
    saved = False
    if request.method == "POST" and form.is_valid():
        saved = _try_bind(
            form,
            lambda: services.bind_target(plan, block.id, by=request.user, target=chosen, **form.cleaned_data),
        )
    targets = list(plan.targets.filter(block_id=block.id))
    rows = [(t, form if form.errors and chosen == t else TargetForm(instance=t, plan=plan)) for t in targets]
    failed = form if form.errors and chosen is None else None
    proposals = [] if targets or failed else queries.target_proposals(propose_target(block.text))
    context = {
        "plan": plan,
        "block": block,
        "saved": saved,
        "rows": rows,
        "proposals": [TargetForm(initial=initial, plan=plan) for initial in proposals],
        "new_form": failed or TargetForm(plan=plan),
    }
    return render(request, "plans/_records_target.html", context, status=422 if form.errors else 200)


def _try_bind(form: Any, bind: Any) -> bool:
    try:
        bind()
    except ValidationError as error:
        form.add_error(None, error)
        return False
    except IllegalStep as error:
        form.add_error(None, str(error))
        return False
    return True


@login_required
@require_POST
def target_unbind(request: HttpRequest, pk: int, block_id: str, target_pk: int) -> HttpResponse:
    plan = _plan_to_draft(request, pk)
    target = get_object_or_404(Target, plan=plan, block_id=block_id, pk=target_pk)
    services.unbind(target, by=request.user)
    return redirect("plans:block_records", pk=pk, block_id=block_id)
