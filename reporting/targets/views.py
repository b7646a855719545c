"""Pages of how far targets are reached, of what units tell with evidence, and of frozen reviews."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q, Sum
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from core.forms import carried_out
from core.vietnamese import parse_id, search_words
from documents.views.parts import XLSX
from plans.cascade.queries import coverage_root
from plans.models import Plan, Target
from plans.targets.queries import allotted_units
from plans.targets.roles import ANSWERERS, DECIDERS
from reporting.models import Period, TargetEntry, TargetReview, TargetStanding, TargetTally
from reporting.targets import services
from reporting.targets.forms import BaseForm, EntryForm, ReviewForm, TallyForm
from reporting.targets.progress import periods_of, progress_lines, read_figures
from reporting.targets.reviews import compared_lines, review_counts, review_workbook
from reporting.targets.states import RULES, TONES
from reporting.targets.tallies import activities_of, countable, likely_count
from units.models import Unit
from units.scope import holds_any

PAGE = 50
LEGEND = [(word, words, TONES[word]) for word, words in RULES]


def _followed(request: HttpRequest, pk: int) -> tuple[Plan, Unit]:
    """The plan and the unit whose progress is asked for: the issuer, or a unit below it that the person may see."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user).select_related("issuer"), pk=pk)
    root = coverage_root(plan, request.user)
    if root is None:
        raise PermissionDenied("Đơn vị của bạn không thuộc đơn vị ban hành kế hoạch này.")
    wanted = parse_id(request.GET.get("noi"))
    if not wanted or wanted == root.pk:
        return plan, root
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=wanted)
    if not unit.is_under(root):
        raise Http404
    return plan, unit


def _chosen(request: HttpRequest, periods: list[Period]) -> Period | None:
    wanted = parse_id(request.GET.get("ky"))
    return next((period for period in periods if period.pk == wanted), periods[0] if periods else None)


@login_required
@require_GET
def target_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Every target of the plan for one unit."""
    plan, unit = _followed(request, pk)
    return _show_progress(request, plan, unit, ReviewForm())


def _show_progress(request: HttpRequest, plan: Plan, unit: Unit, form: ReviewForm) -> HttpResponse:
    targets = list(plan.targets.select_related("within").order_by("order", "pk"))
    periods = periods_of(unit, plan)
    chosen = _chosen(request, periods)
    read = read_figures(unit, targets, periods, chosen) if chosen else None
    lines = progress_lines(plan, targets, [unit], read)
    context = {
        "nav_current": "plans",
        "plan": plan, "unit": unit, "lines": lines, "periods": periods, "chosen": chosen, "legend": LEGEND,
        "whole": unit.pk == plan.issuer_id, "tiles": review_counts(line.state for line in lines),
        "reviews": TargetReview.objects.visible_to(request.user).filter(plan=plan).select_related("by"),
        "may_freeze": holds_any(request.user, *DECIDERS, at=plan.issuer) and bool(targets),
        "review_form": form,
    }  # fmt: skip
    return render(
        request, "reporting/targets/target_progress.html", context, status=422 if form.errors else 200
    )


@login_required
@require_GET
def target_units(request: HttpRequest, pk: int, target_pk: int) -> HttpResponse:
    """One target for each unit directly below the issuer, and what units told of it."""
    plan, _unit = _followed(request, pk)
    target = get_object_or_404(plan.targets, pk=target_pk)
    return _show_units(request, plan, target)


def _show_units(request: HttpRequest, plan: Plan, target: Target, **forms: Any) -> HttpResponse:
    root = coverage_root(plan, request.user)
    assert root is not None
    periods = periods_of(plan.issuer, plan)
    chosen = _chosen(request, periods)
    read = read_figures(plan.issuer, [target], periods, chosen) if chosen else None
    whole = root.pk == plan.issuer_id
    units = allotted_units(plan) if whole else allotted_units(plan).filter(pk=root.pk)
    page = Paginator(units.search(request.GET.get("q", "")), PAGE).get_page(request.GET.get("page"))
    lines = progress_lines(plan, [target], page, read)
    teller = _teller(request, plan, root)
    decides = whole and holds_any(request.user, *DECIDERS, at=plan.issuer)
    rule = TargetTally.objects.filter(target=target).select_related("type").first()
    context = {
        "nav_current": "plans",
        "plan": plan, "target": target, "page_obj": page, "lines": lines, "periods": periods, "chosen": chosen,
        "whole": progress_lines(plan, [target], [plan.issuer], read)[0] if whole else None, "legend": LEGEND,
        "bars": [
            (line.unit.name, round(line.rate, 1), line.url, line.tone) for line in lines if line.rate is not None
        ],
        "missing": sum(line.missing_base for line in lines), "entries": _entries(request, target),
        "teller": teller,
        "entry_form": EntryForm(unit=teller, user=request.user, measure=target.unit_of_measure) if teller else None,
        "rule": rule, "rule_words": dict(countable()).get(rule.counts, "") if rule else "",
        "tally_form": _tally_form(target, rule) if decides and not target.indicator_code else None,
        "base_form": BaseForm(measure=target.unit_of_measure, initial={"base_value": target.base_value})
        if decides and target.change else None,
    } | forms  # fmt: skip
    status = 422 if any(form.errors for form in forms.values()) else 200
    return render(request, "reporting/targets/target_units.html", context, status=status)


def _entries(request: HttpRequest, target: Target) -> Any:
    told = TargetEntry.objects.visible_to(request.user).filter(target=target)
    return told.select_related("unit", "by", "activity")[:PAGE]


def _teller(request: HttpRequest, plan: Plan, root: Unit) -> Unit | None:
    """The unit the person may tell a number for."""
    return root if holds_any(request.user, *ANSWERERS, at=root) else None


@login_required
@require_POST
def target_entry(request: HttpRequest, pk: int, target_pk: int) -> HttpResponse:
    plan, _unit = _followed(request, pk)
    target = get_object_or_404(plan.targets.select_related("plan"), pk=target_pk)
    root = coverage_root(plan, request.user)
    teller = _teller(request, plan, root) if root else None
    if teller is None:
        raise PermissionDenied("Chỉ cán bộ của đơn vị ghi được số của đơn vị.")
    form = EntryForm(
        request.POST, request.FILES, unit=teller, user=request.user, measure=target.unit_of_measure
    )
    if carried_out(form, services.tell_progress, target, unit=teller, by=request.user):
        messages.success(request, "Đã ghi số tự theo dõi.")
        return redirect("reporting:target_units", pk, target_pk)
    return _show_units(request, plan, target, entry_form=form)


def _tally_form(target: Target, rule: TargetTally | None, data: Any = None) -> TallyForm:
    stands = {"type": rule.type_id, "counts": rule.counts} if rule else {"counts": likely_count(target)}
    return TallyForm(data, choices=countable(), initial=stands)


def _decided(request: HttpRequest, pk: int, target_pk: int) -> tuple[Plan, Target]:
    plan, _unit = _followed(request, pk)
    if not holds_any(request.user, *DECIDERS, at=plan.issuer):
        raise PermissionDenied("Chỉ lãnh đạo, cán bộ tham mưu của đơn vị ban hành làm được việc này.")
    return plan, get_object_or_404(plan.targets.select_related("plan__issuer"), pk=target_pk)


@login_required
@require_POST
def target_tally(request: HttpRequest, pk: int, target_pk: int) -> HttpResponse:
    """Which logged activities are added up for the target."""
    plan, target = _decided(request, pk, target_pk)
    form = _tally_form(target, None, request.POST)
    if carried_out(form, services.tally_target, target, by=request.user):
        messages.success(request, "Đã lưu cách tính từ hoạt động.")
        return redirect("reporting:target_units", pk, target_pk)
    return _show_units(request, plan, target, tally_form=form)


@login_required
@require_POST
def target_base(request: HttpRequest, pk: int, target_pk: int) -> HttpResponse:
    """The base year's figure of a target that is a change against a year."""
    plan, target = _decided(request, pk, target_pk)
    form = BaseForm(request.POST, measure=target.unit_of_measure)
    if carried_out(form, services.state_base, target, by=request.user):
        messages.success(request, "Đã lưu số liệu gốc.")
        return redirect("reporting:target_units", pk, target_pk)
    return _show_units(request, plan, target, base_form=form)


@login_required
@require_GET
def target_activities(request: HttpRequest, pk: int, target_pk: int) -> HttpResponse:
    """The activities behind a sum, each with what it adds."""
    plan, unit = _followed(request, pk)
    target = get_object_or_404(plan.targets, pk=target_pk)
    rule = get_object_or_404(TargetTally.objects.select_related("type", "target"), target=target)
    periods = periods_of(plan.issuer, plan)
    on = min(periods[0].ends_on, timezone.localdate()) if periods else timezone.localdate()
    rows = activities_of(plan, rule, unit, request.user, on)
    context = {
        "nav_current": "plans",
        "plan": plan, "target": target, "unit": unit, "rule": rule, "rule_words": dict(countable())[rule.counts],
        "page_obj": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "total": rows.aggregate(total=Sum("amount"))["total"] or 0,
    }  # fmt: skip
    return render(request, "reporting/targets/target_activities.html", context)


@login_required
@require_GET
def entry_file(request: HttpRequest, pk: int) -> FileResponse:
    entry = get_object_or_404(TargetEntry.objects.visible_to(request.user).exclude(file=""), pk=pk)
    suffix = PurePath(str(entry.file.name)).suffix
    name = PurePath(entry.original_name).stem or f"minh-chung-{entry.pk}"
    answer = FileResponse(entry.file.open(), as_attachment=True, filename=f"{name}{suffix}")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@login_required
@require_POST
def review_new(request: HttpRequest, pk: int) -> HttpResponse:
    plan, unit = _followed(request, pk)
    if not holds_any(request.user, *DECIDERS, at=plan.issuer):
        raise PermissionDenied(
            "Chỉ lãnh đạo, cán bộ tham mưu của đơn vị ban hành được chốt sơ kết, tổng kết."
        )
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _show_progress(request, plan, unit, form)
    review = services.freeze_review(plan, by=request.user, **form.cleaned_data)
    messages.success(request, f"Đã chốt “{review.name}”. Số liệu của đợt này không đổi nữa.")
    return redirect("reporting:review_detail", review.pk)


@login_required
@require_GET
def review_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A frozen review: its own lines, beside those of another one when `voi` names it; one target by unit with `ct`."""
    reviews = TargetReview.objects.visible_to(request.user).select_related("plan__issuer", "by")
    review = get_object_or_404(reviews, pk=pk)
    others = reviews.filter(plan=review.plan_id).exclude(pk=pk)
    beside = others.filter(pk=parse_id(request.GET.get("voi"))).first()
    if request.GET.get("tep") == "xlsx":
        answer = HttpResponse(review_workbook(review, beside), content_type=XLSX)
        answer["Content-Disposition"] = f'attachment; filename="so-ket-{review.pk}.xlsx"'
        return answer
    of_target = request.GET.get("ct", "")
    rows: Any = review.lines.all()
    by_unit = rows.filter(order=parse_id(of_target)) if of_target else rows.filter(unit=review.plan.issuer_id)
    page = Paginator(by_unit, PAGE).get_page(request.GET.get("page"))
    context = {
        "nav_current": "plans",
        "review": review, "plan": review.plan, "page_obj": page, "lines": compared_lines(page, beside),
        "beside": beside, "others": others, "of_target": of_target, "legend": LEGEND,
        "tiles": review_counts(rows.filter(unit=review.plan.issuer_id).values_list("state", flat=True)),
    }  # fmt: skip
    return render(request, "reporting/targets/review_detail.html", context)


@login_required
@require_GET
def target_states(request: HttpRequest) -> HttpResponse:
    """Targets of own plans in force, those of one state."""
    rows = TargetStanding.objects.visible_to(request.user).in_force()
    counts = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    chosen = request.GET.get("tinh-trang", "")
    rows = rows.filter(state=chosen) if chosen in TONES else rows
    for word in search_words(request.GET.get("q", "")):
        rows = rows.filter(Q(target__plan__search_fold__contains=word) | Q(target__name__icontains=word))
    rows = rows.select_related("target__plan__issuer")
    rows = rows.order_by("target__plan__issuer__path", "target__plan", "target__order")
    context = {
        "nav_current": "plans", "chosen": chosen, "legend": LEGEND,
        "states": [(word, counts.get(word, 0), TONES[word]) for word, _words in RULES if counts.get(word)],
        "page_obj": Paginator(rows, PAGE).get_page(request.GET.get("page")),
    }  # fmt: skip
    return render(request, "reporting/targets/target_states.html", context)
