"""Templates of plans: offered on the page of a new plan, listed, looked at, kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from plans.fixed_words import chosen_words, derived_words, fill
from plans.forms import PlanNewForm
from plans.kinds import PlanKind
from plans.models import Plan
from plans.outline import PlanContent
from plans.services import templating as services
from plans.template_forms import SaveAsTemplateForm, TemplateChoiceForm, TemplateFilterForm, TemplateForm
from plans.template_models import PlanTemplate
from units.models import Role, Unit
from units.scope import holds, units_of

PAGE = 25


def choice_context(request: HttpRequest, form: PlanNewForm) -> dict[str, Any]:
    """What templates/plans/_template_choice.html reads: templates of the kind for the unit, the words, a preview."""
    given = request.POST if request.method == "POST" else request.GET
    issuer = _issuer(request, given.get("issuer", "") or "")
    said = given.get("kind") or form.fields["kind"].initial
    kind = said if said in PlanKind.values else PlanKind.THEMATIC
    year = _year(form, given)
    derived = derived_words(issuer, year=year) if issuer else {}
    choice = TemplateChoiceForm(given if "template" in given else None, issuer=issuer, derived=derived)
    offered = (
        list(PlanTemplate.objects.offered_to(issuer).filter(kind=kind).select_related("owner"))
        if issuer
        else []
    )
    chosen = None
    if choice.is_bound and choice.is_valid():
        chosen = choice.cleaned_data["template"]
    if chosen and chosen not in offered:
        chosen = None
    preview = (
        _preview(chosen, chosen_words(issuer, year=year, said=choice.words())) if chosen and issuer else []
    )
    return {"choice": choice, "offered": offered, "chosen": chosen, "preview": preview}


def _issuer(request: HttpRequest, said: str) -> Unit | None:
    """The unit the plan is drafted for: the chosen one, or the only one."""
    units = units_of(request.user, Role.DRAFTER)
    found = next((unit for unit in units if str(unit.pk) == said), None)
    return found or (units[0] if len(units) == 1 else None)


def _year(form: PlanNewForm, given: Any) -> int:
    try:
        day = form.fields["starts_on"].clean(given.get("starts_on", ""))
    except ValidationError:
        day = None
    return (day or timezone.localdate()).year


def _preview(template: PlanTemplate, words: dict[str, str] | None) -> list[tuple[str, str, bool]]:
    """(number, text, whether it is a title) of every line; with words the placeholders are filled."""
    content = PlanContent.from_json(template.content)
    if words is not None:
        content = fill(content, words)
    outline, numbers = content.outline, content.outline.numbers()
    lines = [("", text, False) for text in (*content.bases, *content.opening)]
    lines += [(numbers[b.id], b.text, outline.is_titled(b)) for b in outline.blocks]
    return lines + [("", text, False) for text in content.closing]


@login_required
@require_GET
def template_choice(request: HttpRequest) -> HttpResponse:
    """The piece of the page "Soạn kế hoạch mới" that follows kind, unit and chosen template."""
    if not units_of(request.user, Role.DRAFTER):
        raise PermissionDenied("Chỉ cán bộ tham mưu được soạn kế hoạch.")
    form = PlanNewForm(user=request.user)
    return render(request, "plans/_template_choice.html", choice_context(request, form))


@login_required
@require_GET
def template_list(request: HttpRequest) -> HttpResponse:
    form = TemplateFilterForm(request.GET)
    rows = PlanTemplate.objects.visible_to(request.user).select_related("owner", "updated_by")
    if form.chosen():
        rows = rows.filter(kind=form.chosen())
    page = Paginator(rows.order_by("kind", "name", "pk"), PAGE).get_page(request.GET.get("page"))
    return render(request, "plans/template_list.html", {"page_obj": page, "form": form})


@login_required
@require_GET
def template_detail(request: HttpRequest, pk: int) -> HttpResponse:
    template = _template(request, pk)
    context = {
        "template": template,
        "preview": _preview(template, None),
        "may_change": services.may_keep(request.user, template.owner),
        "may_draft": template.active and bool(units_of(request.user, Role.DRAFTER)),
    }
    return render(request, "plans/template_detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def template_edit(request: HttpRequest, pk: int) -> HttpResponse:
    template = _template(request, pk)
    _require_keeper(request, template)
    form = TemplateForm(request.POST or None, instance=template)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_template(template, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("name", error.messages)
        else:
            messages.success(request, "Đã lưu mẫu kế hoạch.")
            return redirect("plans:template_detail", pk=pk)
    context = {"form": form, "template": template}
    return render(request, "plans/template_edit.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def template_delete(request: HttpRequest, pk: int) -> HttpResponse:
    template = _template(request, pk)
    _require_keeper(request, template)
    services.delete_template(template, by=request.user)
    messages.success(request, "Đã xóa mẫu kế hoạch.")
    return redirect("plans:template_list")


@login_required
@require_http_methods(["GET", "POST"])
def template_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the text of a plan as a template of its issuer."""
    plan = get_object_or_404(
        Plan.objects.visible_to(request.user).select_related(
            "issuer__kind", "issuer__parent", "current_version"
        ),
        pk=pk,
    )
    if not holds(request.user, Role.DRAFTER, at=plan.issuer):
        raise PermissionDenied("Chỉ cán bộ tham mưu của đơn vị ban hành được lưu kế hoạch này thành mẫu.")
    form = SaveAsTemplateForm(request.POST or None, plan=plan)
    if request.method == "POST" and form.is_valid():
        try:
            template = services.save_as_template(plan, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("name", error.messages)
        else:
            messages.success(
                request, "Đã lưu thành mẫu. Đơn vị và các cấp dưới chọn được khi soạn kế hoạch mới."
            )
            return redirect("plans:template_detail", pk=template.pk)
    context = {"form": form, "plan": plan}
    return render(request, "plans/template_save.html", context, status=422 if form.errors else 200)


def _template(request: HttpRequest, pk: int) -> PlanTemplate:
    rows = PlanTemplate.objects.visible_to(request.user).select_related("owner__kind", "updated_by")
    return get_object_or_404(rows, pk=pk)


def _require_keeper(request: HttpRequest, template: PlanTemplate) -> None:
    if not services.may_keep(request.user, template.owner):
        raise PermissionDenied("Mẫu này của hệ thống hoặc của đơn vị khác, bạn không sửa được.")
