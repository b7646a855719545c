"""The issuer's side of "giao chỉ tiêu": targets with their sums, one column of numbers, paste, division, decision."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.forms import carried_out
from core.vietnamese import parse_id
from core.workflow import StepRefused
from documents.views.parts import XLSX
from plans.indicators import figures_below, indicator_names
from plans.models import Plan, Target
from plans.targets import queries, services
from plans.targets.forms import SHARES, AskForm, IssueForm, LinesForm, PasteForm
from plans.targets.pasting import Named, read_column
from plans.targets.roles import DECIDERS
from plans.targets.spreadsheets import sheet_workbook
from units.models import Role
from units.scope import holds, holds_any, sees_all, units_of

PAGE = 50


def _plan(request: HttpRequest, pk: int) -> Plan:
    """The plan with its sheet, for people of its issuer; 403 for others who may read the plan."""
    plans = Plan.objects.visible_to(request.user).select_related("issuer", "allotment_sheet")
    plan = get_object_or_404(plans, pk=pk)
    if plan.issuer not in units_of(request.user) and not sees_all(request.user):
        raise PermissionDenied("Chỉ người của đơn vị ban hành xem được bảng giao chỉ tiêu.")
    return plan


def _drafted(request: HttpRequest, pk: int) -> Plan:
    plan = _plan(request, pk)
    if not holds(request.user, Role.DRAFTER, at=plan.issuer):
        raise PermissionDenied("Chỉ cán bộ tham mưu của đơn vị ban hành được giao chỉ tiêu.")
    return plan


@login_required
@require_GET
def allotment_list(request: HttpRequest, pk: int) -> HttpResponse:
    return _overview(request, _plan(request, pk))


def _overview(request: HttpRequest, plan: Plan, **forms: Any) -> HttpResponse:
    targets = queries.targets_to_allot(plan)
    units = queries.allotted_units(plan).count()
    given = queries.given_of(plan, targets, units)
    context = {
        "plan": plan,
        "given": given,
        "units": units,
        "sheet": getattr(plan, "allotment_sheet", None),
        "decisions": plan.allotment_decisions.select_related("by").prefetch_related("values_given"),
        "pending": sum(line.unissued for line in given),
        "may_draft": holds(request.user, Role.DRAFTER, at=plan.issuer),
        "may_decide": holds_any(request.user, *DECIDERS, at=plan.issuer),
        "ask_form": AskForm(prefix="hoi"),
        "issue_form": IssueForm(prefix="giao"),
    } | forms
    wrong = any(form.errors for form in forms.values())
    return render(request, "plans/targets/allotment_list.html", context, status=422 if wrong else 200)


@login_required
@require_POST
def allotment_ask(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _drafted(request, pk)
    form = AskForm(request.POST, prefix="hoi")
    if carried_out(form, services.ask_units, plan, by=request.user):
        messages.success(request, "Đã mở bảng cho các đơn vị trực thuộc đề nghị mức giao.")
        return redirect("plans:allotment_list", pk=pk)
    return _overview(request, plan, ask_form=form)


@login_required
@require_POST
def allotment_issue(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    if not holds_any(request.user, *DECIDERS, at=plan.issuer):
        raise PermissionDenied("Chỉ lãnh đạo, cán bộ tham mưu của đơn vị ban hành được giao chính thức.")
    form = IssueForm(request.POST, prefix="giao")
    if made := carried_out(form, services.issue_allotments, plan, by=request.user):
        messages.success(request, f"Đã giao chính thức lần {made.number} theo {made.decision}.")
        return redirect("plans:allotment_list", pk=pk)
    return _overview(request, plan, issue_form=form)


@login_required
@require_GET
def allotment_export(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    answer = HttpResponse(sheet_workbook(plan), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="giao-chi-tieu-{plan.pk}.xlsx"'
    return answer


def _column(request: HttpRequest, plan: Plan, target_pk: int) -> tuple[Target, int]:
    target = get_object_or_404(plan.targets.select_related("plan__issuer"), pk=target_pk)
    years = queries.years_of(target, plan)
    wanted = parse_id(request.GET.get("nam") or request.POST.get("nam") or years[0])
    return target, wanted if wanted in years else years[0]


@login_required
@require_http_methods(["GET", "POST"])
def allotment_column(request: HttpRequest, pk: int, target_pk: int) -> HttpResponse:
    """One target in one year: a number for each unit, a page at a time."""
    plan = _plan(request, pk) if request.method == "GET" else _drafted(request, pk)
    target, year = _column(request, plan, target_pk)
    units = queries.sheet_units(plan, target, year, request.GET.get("q", ""))
    page = Paginator(units, PAGE).get_page(request.GET.get("page"))
    form = LinesForm(page, request.POST if request.method == "POST" else None, measure=target.unit_of_measure)
    if request.method == "POST" and form.is_valid():
        try:
            count = services.save_lines(target, year=year, lines=form.lines, by=request.user)
        except services.AllotmentRefused as refused:
            form.errors = refused.faults or {0: str(refused)}
        else:
            messages.success(request, f"Đã lưu {count} mức giao." if count else "Không có mức nào thay đổi.")
            return redirect(request.get_full_path())
    return _show_column(request, plan, target, year, page, form)


def _show_column(
    request: HttpRequest, plan: Plan, target: Target, year: int, page: Any, form: LinesForm, **more: Any
) -> HttpResponse:
    given = next(g for g in queries.given_of(plan, [target], 0) if g.year == year)
    share, proposed, source = _proposed(plan, target, request.GET.get("chia", ""))
    on_page = sum((unit.given or Decimal(0) for unit in page), Decimal(0))
    rows = [
        {
            "unit": unit, "value": form.shown(unit, "v"), "base": form.shown(unit, "b"), "seen": form.seen(unit),
            "error": form.errors.get(unit.pk, ""), "box": form.boxes.get(unit.pk, "v"),
            "proposed": proposed.get(unit.pk),
        }
        for unit in page
    ]  # fmt: skip
    context = {
        "plan": plan, "target": target, "year": year, "rows": rows, "page_obj": page, "given": given,
        "years": [(queries.year_name(y), f"?nam={y}", y == year) for y in queries.years_of(target, plan)],
        "elsewhere": given.given - on_page, "shares": _shares(target), "share": share, "share_source": source,
        "may_draft": holds(request.user, Role.DRAFTER, at=plan.issuer), "faults": form.errors,
        "sums": given.check == queries.SUM_CHECK, "paste_form": PasteForm(),
    } | more  # fmt: skip
    wrong = form.errors or any(f.errors for f in more.values())
    return render(request, "plans/targets/allotment_column.html", context, status=422 if wrong else 200)


def _shares(target: Target) -> list[tuple[str, str]]:
    """Ways to divide a total: evenly, by members, by the indicator of the workers or members reported last."""
    names = indicator_names()
    return [*SHARES.items(), *((code, f"theo {code} {names[code]}") for code in STOCKS if code in names)]


STOCKS = ("TC01", "TC05", "LD01")


def _proposed(plan: Plan, target: Target, share: str) -> tuple[str, dict[int, Decimal], str]:
    """The chosen division, its numbers by unit, and what it was made from; nothing for an unknown one."""
    if share == "deu":
        return share, queries.proposed_split(plan, target), ""
    if share == "doan-vien":
        members = dict(queries.allotted_units(plan).values_list("pk", "member_count"))
        weights = {pk: Decimal(count) for pk, count in members.items()}
        return share, queries.proposed_split(plan, target, weights), ""
    figures = figures_below(plan.issuer, share) if share in STOCKS else None
    if figures is None:
        return "", {}, ""
    return share, queries.proposed_split(plan, target, dict(figures.by_unit)), figures.period


@login_required
@require_POST
def allotment_split(request: HttpRequest, pk: int, target_pk: int) -> HttpResponse:
    """Take over the proposed division, for units without a number or for all."""
    plan = _drafted(request, pk)
    target, year = _column(request, plan, target_pk)
    _share, proposed, _source = _proposed(plan, target, request.POST.get("chia", ""))
    if not proposed:
        messages.error(request, "Không chia được: chưa có số liệu để chia theo cách này.")
        return redirect(_address(plan, target, year))
    only_empty = request.POST.get("trong") == "1"
    try:
        count = services.fill_sheet(
            target, year=year, values=proposed, only_empty=only_empty, by=request.user
        )
    except services.AllotmentRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Đã ghi {count} mức theo cách chia đã chọn. Hãy xem lại trước khi giao.")
    return redirect(_address(plan, target, year))


@login_required
@require_POST
def allotment_paste(request: HttpRequest, pk: int, target_pk: int) -> HttpResponse:
    plan = _drafted(request, pk)
    target, year = _column(request, plan, target_pk)
    form = PasteForm(request.POST)
    units = [Named(*row) for row in queries.allotted_units(plan).values_list("pk", "code", "name")]
    if form.is_valid():
        pasted = read_column(form.cleaned_data["column"], units, target.unit_of_measure)
        for fault in pasted.faults:
            form.add_error("column", fault)
        if not pasted.faults and _filled(request, target, year, pasted.values, form):
            return redirect(_address(plan, target, year))
    page = Paginator(queries.sheet_units(plan, target, year), PAGE).get_page(1)
    return _show_column(request, plan, target, year, page, LinesForm(page), paste_form=form)


def _filled(request: HttpRequest, target: Target, year: int, values: dict[int, Any], form: PasteForm) -> bool:
    try:
        count = services.fill_sheet(target, year=year, values=values, by=request.user)
    except (services.AllotmentRefused, StepRefused) as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, f"Đã nhận {len(values)} dòng từ Excel, {count} mức thay đổi.")
    return True


def _address(plan: Plan, target: Target, year: int) -> str:
    return f"{reverse('plans:allotment_column', args=[plan.pk, target.pk])}?nam={year}"
