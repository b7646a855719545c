"""Starting a plan: from nothing, from an upper plan; its cover details; throwing a draft away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from core.workflow import IllegalStep, NoteMissing
from documents.services import DocumentError, choose_signer
from plans import services
from plans.forms import PlanForm, PlanNewForm
from plans.models import Plan, PlanKind
from plans.services.templating import create_plan_from_template
from plans.template_forms import TemplateChoiceForm
from plans.views.templating import choice_context
from units.models import Role
from units.scope import holds, units_of

FIELDS = ("kind", "starts_on", "ends_on", "urgency", "place_name", "archive_line")


@login_required
@require_http_methods(["GET", "POST"])
def plan_new(request: HttpRequest) -> HttpResponse:
    _require_drafter(request)
    kind = request.GET.get("kind", "")
    initial = {"kind": kind} if kind in PlanKind.values else None
    form = PlanNewForm(request.POST or None, user=request.user, initial=initial)
    context = choice_context(request, form)
    choice = context["choice"]
    if request.method == "POST" and form.is_valid() and not choice.errors:
        try:
            plan = _started(form, choice, request.user)
        except ValidationError as error:
            form.add_error(None, error)
        except IllegalStep as error:
            form.add_error(None, str(error))
        else:
            return redirect("plans:plan_edit", pk=plan.pk)
    status = 422 if form.errors or choice.errors else 200
    return render(request, "plans/plan_new.html", {"form": form, **context}, status=status)


def _started(form: PlanNewForm, choice: TemplateChoiceForm, by: Any) -> Plan:
    """The new draft: empty, or from the chosen template."""
    template = choice.cleaned_data["template"] if choice.is_bound else None
    if template is None:
        return services.create_plan(by=by, **form.cleaned_data)
    return create_plan_from_template(template, words=choice.words(), by=by, **form.cleaned_data)


@login_required
@require_http_methods(["GET", "POST"])
def plan_change(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(Plan.objects.visible_to(request.user).select_related("issuer"), pk=pk)
    if not holds(request.user, Role.DRAFTER, at=plan.issuer):
        raise PermissionDenied("Chỉ cán bộ tham mưu của đơn vị ban hành được sửa thông tin kế hoạch.")
    if not plan.is_editable:
        messages.error(request, "Kế hoạch không còn là dự thảo nên không sửa được thông tin.")
        return redirect("plans:plan_detail", pk=pk)
    form = PlanForm(request.POST or None, instance=plan)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_plan(plan, by=request.user, **{name: form.cleaned_data[name] for name in FIELDS})
            if form.cleaned_data["signer"]:
                signer = form.cleaned_data["signer"]
                choose_signer(plan, signer.seat, delegation=signer.delegation, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        except DocumentError as error:
            form.add_error("signer", str(error))
        except IllegalStep as error:
            messages.error(request, str(error))
            return redirect("plans:plan_detail", pk=pk)
        else:
            messages.success(request, "Đã lưu thông tin kế hoạch.")
            return redirect("plans:plan_detail", pk=pk)
    status = 422 if form.errors else 200
    return render(request, "plans/plan_change.html", {"form": form, "plan": plan}, status=status)


@login_required
@require_POST
def plan_derive(request: HttpRequest, pk: int) -> HttpResponse:
    upper = get_object_or_404(Plan.objects.visible_to(request.user).select_related("issuer"), pk=pk)
    units = {str(unit.pk): unit for unit in units_of(request.user, Role.DRAFTER)}
    issuer = units.get(request.POST.get("issuer", ""))
    if issuer is None:
        raise PermissionDenied("Bạn không phải cán bộ tham mưu của đơn vị này.")
    try:
        plan = services.derive_plan(upper, issuer=issuer, by=request.user)
    except services.DerivationRefused as error:
        messages.error(request, str(error))
        return redirect("plans:plan_detail", pk=pk)
    messages.success(request, "Đã lập dự thảo từ kế hoạch cấp trên. Hãy xem lại từng đoạn và từng chỉ tiêu.")
    return redirect("plans:plan_edit", pk=plan.pk)


@login_required
@require_POST
def plan_replace(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft that replaces the issued plan once it is issued itself."""
    plan = get_object_or_404(
        Plan.objects.visible_to(request.user).select_related("issuer", "current_version"), pk=pk
    )
    try:
        draft = services.replace_plan(plan, reason=request.POST.get("note", ""), by=request.user)
    except (DocumentError, IllegalStep, NoteMissing) as error:
        messages.error(request, str(error))
        return redirect("plans:plan_detail", pk=pk)
    messages.success(request, "Đã lập dự thảo thay thế. Hãy sửa chỗ sai rồi trình duyệt.")
    return redirect("plans:plan_edit", pk=draft.pk)


@login_required
@require_POST
def plan_delete(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(Plan.objects.visible_to(request.user).select_related("issuer"), pk=pk)
    try:
        services.delete_draft(plan, by=request.user)
    except IllegalStep as error:
        messages.error(request, str(error))
        return redirect("plans:plan_detail", pk=pk)
    messages.success(request, "Đã xóa bản dự thảo.")
    return redirect("plans:plan_list")


def _require_drafter(request: HttpRequest) -> None:
    if not units_of(request.user, Role.DRAFTER):
        raise PermissionDenied("Chỉ cán bộ tham mưu được soạn kế hoạch.")
