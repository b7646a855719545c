"""The panel beside the text: a sentence becomes a target, task, activity, message or report duty."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from core.vietnamese import parse_id
from core.workflow import IllegalStep
from plans import proposals, queries, services
from plans.drifting import differences
from plans.indicators import indicators
from plans.models import Comparator, Plan, Target
from plans.outline import KINDS
from plans.record_forms import RECORD_FORMS, TargetForm
from plans.views.editing import plan_to_draft


@login_required
@require_http_methods(["GET", "POST"])
def block_records(request: HttpRequest, pk: int, block_id: str) -> HttpResponse:
    """The panel beside a block: its record as a form; several targets when the sentence holds several."""
    plan = plan_to_draft(request, pk)
    content = queries.content_of(plan)
    if block_id not in content.outline:
        return render(request, "plans/_records_unsaved.html")
    block = content.outline[block_id]
    if block.kind not in RECORD_FORMS:
        return render(request, "plans/_records_none.html", _kinds_context(block))
    if block.kind == "target":
        return _target_panel(request, plan, block)
    form_class, bind, record = RECORD_FORMS[block.kind].parts(plan, block)
    read = proposals.record_proposals(block, record, content.outline, plan)
    form = form_class(request.POST or None, instance=record, plan=plan, initial=read)
    saved = False
    if request.method == "POST" and form.is_valid():
        saved = _try_bind(form, lambda: bind(plan, block_id, by=request.user, **form.cleaned_data))
    shown = [form.fields[name].label for name in read if name in form.fields] if not form.is_bound else []
    context = {
        "plan": plan,
        "block": block,
        "kind": KINDS[block.kind],
        "form": form,
        "saved": saved,
        "read": shown,
        "differences": differences(block, record, content.outline, plan) if record.pk else [],
    }
    return render(request, "plans/_records_form.html", context, status=422 if form.errors else 200)


def _kinds_context(block: Any) -> dict[str, Any]:
    """Which kinds of record the sentence may become, the likely ones first."""
    likely = proposals.likely_kinds(block.text)
    others = [kind for kind in RECORD_FORMS if kind not in likely]
    return {
        "block": block,
        "kind": KINDS[block.kind],
        "likely": [(kind, KINDS[kind]) for kind in likely],
        "others": [(kind, KINDS[kind]) for kind in others],
    }


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
    failed = {_place(request, chosen): form} if form.errors else {}
    context = _target_context(plan, block, failed) | {"saved": saved}
    return render(request, "plans/_records_target.html", context, status=422 if failed else 200)


def _place(request: HttpRequest, chosen: Target | None) -> Any:
    """Where in the panel a form stands: its target, its proposal, or "" for the one that adds."""
    return chosen.pk if chosen else request.POST.get("place", "")


def _target_context(plan: Plan, block: Any, failed: dict[Any, TargetForm]) -> dict[str, Any]:
    targets = list(plan.targets.filter(block_id=block.id).select_related("within"))
    catalogue = indicators()
    compared = proposals.compare_targets(block, targets, catalogue)
    rows = [
        {
            "target": target,
            "form": failed.get(target.pk) or TargetForm(instance=target, plan=plan),
            "said": compared.said.get(target.pk),
            "lost": target.pk in compared.lost,
        }
        for target in targets
    ]
    fresh = [(r, failed.get(r.place) or TargetForm(initial=r.initial, plan=plan)) for r in compared.fresh]
    blank = {} if fresh or targets else {"name": block.text[:300], "comparator": Comparator.QUALITATIVE}
    return {
        "plan": plan,
        "block": block,
        "rows": rows,
        "proposals": fresh,
        "unmeasured": bool(blank),
        "new_form": failed.get("") or TargetForm(plan=plan, initial=blank),
        "indicators": [f"{code} – {measure.name}" for code, measure in catalogue.items()],
    }


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
    plan = plan_to_draft(request, pk)
    target = get_object_or_404(Target, plan=plan, block_id=block_id, pk=target_pk)
    services.unbind(target, by=request.user)
    return redirect("plans:block_records", pk=pk, block_id=block_id)
