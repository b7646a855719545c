"""The register of awards: finding, writing a line, reading, changing, cancelling, exporting."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.awards import queries, services, spreadsheets
from campaigns.awards.forms import AwardForm
from campaigns.awards.models import Award, Level, Receiver
from campaigns.awards.workflow import AWARD_WORKFLOW, changes_award, records_awards_at
from campaigns.certificates.workflow import CERTIFICATE_ROLES
from campaigns.services import CampaignError
from campaigns.workflow import LOGGING_ROLES
from core.vietnamese import fold, nfc
from core.workflow import IllegalStep, NoteMissing
from units.models import Role, Unit
from units.queries import line_of
from units.scope import units_of

PAGE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 15


@login_required
@require_GET
def award_list(request: HttpRequest) -> HttpResponse:
    chosen = {key: value for key, value in request.GET.items() if key != "page"}
    rows = queries.award_rows(request.user, chosen)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "chosen": {key.replace("-", "_"): value for key, value in chosen.items()},
        "titles": queries.titles_for(), "levels": Level.choices, "receivers": Receiver.choices,
        "years": queries.years_of(request.user), "orders": queries.ORDER_NAMES,
        "page_obj": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "filtered": any(value for value in chosen.values()),
        "export_url": f"{reverse('campaigns:award_export')}?{query.urlencode()}",
        "query": query.urlencode(), "issuer": next(iter(units_of(request.user, Role.DRAFTER)), None),
        "filters": list(chosen.items()),
        "printer": next(iter(units_of(request.user, *CERTIFICATE_ROLES)), None),
        "keepers": units_of(request.user, *LOGGING_ROLES),
    }  # fmt: skip
    return render(request, "campaigns/awards/award_list.html", context)


@login_required
@require_GET
def award_export(request: HttpRequest) -> HttpResponse:
    book = spreadsheets.awards_workbook(queries.award_rows(request.user, request.GET.dict()))
    name = f"so-khen-thuong-{timezone.localdate():%Y-%m-%d}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(book, content_type=XLSX, headers=headers)


@login_required
@require_GET
def award_titles(request: HttpRequest) -> HttpResponse:
    names = dict(Level.choices)
    titles = [(one, [names[level] for level in one.level_list]) for one in queries.titles_for()]
    return render(request, "campaigns/awards/title_list.html", {"titles": titles})


@login_required
@require_GET
def award_units(request: HttpRequest) -> HttpResponse:
    """Units below those the person works for, by name or code: the answer of the picker."""
    text = nfc(request.GET.get("tim", "")).strip()
    mine = queries.units_to_award(request.user)
    found = list(mine.search(text).order_by("depth", "sort_key", "pk")[: SHOWN + 1]) if fold(text) else []
    lines = line_of(found)
    options = [
        (unit.pk, f"{unit.name} ({unit.code})", " › ".join(upper.name for upper in lines[unit.pk]))
        for unit in found
    ]
    context = {"name": "unit", "text": text, "options": options[:SHOWN], "more": len(options) > SHOWN}
    return render(request, "units/_picker_options.html", context)


@login_required
@require_GET
def award_detail(request: HttpRequest, pk: int) -> HttpResponse:
    award = _visible(request, pk)
    context = {
        "award": award,
        "may_change": award.status == Award.Status.RECORDED and not changes_award(request.user, award),
        "steps": AWARD_WORKFLOW.open_to(request.user, award),
        "indicator": queries.MEASURES.get(award.title.indicator) and award.title.indicator,
        "others": queries.others_of(award, request.user),
    }
    return render(request, "campaigns/awards/award_detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def award_new(request: HttpRequest, code: str) -> HttpResponse:
    """A line in the register of the unit with this code."""
    keeper = keeper_or_refuse(request, code)
    start = {"year": str(timezone.localdate().year)}
    form = AwardForm(request.POST or None, user=request.user, keeper=keeper, initial=start)
    made = _kept(form, lambda: services.record_award(form.given(), keeper=keeper, by=request.user))
    if made:
        messages.success(request, "Đã ghi vào sổ khen thưởng.")
        return redirect("campaigns:award_detail", pk=made.pk)
    return _form(request, form, keeper, None)


@login_required
@require_http_methods(["GET", "POST"])
def award_edit(request: HttpRequest, pk: int) -> HttpResponse:
    award = _visible(request, pk)
    if reason := changes_award(request.user, award):
        raise PermissionDenied(reason)
    if award.status != Award.Status.RECORDED:
        messages.error(request, "Dòng khen thưởng đã hủy nên không sửa được. Hãy ghi dòng mới.")
        return redirect("campaigns:award_detail", pk=pk)
    form = AwardForm(request.POST or None, user=request.user, keeper=award.keeper, award=award)
    if _kept(form, lambda: services.change_award(award, form.given(), by=request.user)):
        messages.success(request, "Đã lưu dòng khen thưởng.")
        return redirect("campaigns:award_detail", pk=pk)
    return _form(request, form, award.keeper, award)


@login_required
@require_POST
def award_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    award = _visible(request, pk)
    try:
        if step != "revoke":
            AWARD_WORKFLOW.check(step, request.user, award)
        services.revoke_award(award, note=nfc(request.POST.get("note", "")), by=request.user)
    except (IllegalStep, NoteMissing, CampaignError) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, "Đã hủy dòng khen thưởng. Dòng vẫn nằm trong sổ để tra cứu, không còn được tính."
        )
    return redirect("campaigns:award_detail", pk=pk)


# --- shared


def keeper_or_refuse(request: HttpRequest, code: str) -> Unit:
    """The unit whose register is written; 404 for strangers, 403 without the role."""
    keeper = get_object_or_404(Unit.objects.visible_to(request.user), code=nfc(code))
    if reason := records_awards_at(request.user, keeper):
        raise PermissionDenied(reason)
    return keeper


def _visible(request: HttpRequest, pk: int) -> Award:
    rows = Award.objects.visible_to(request.user).select_related(
        "keeper", "unit", "title", "issuer", "document", "campaign", "contest", "created_by"
    )
    return get_object_or_404(rows, pk=pk)


def _form(request: HttpRequest, form: AwardForm, keeper: Unit, award: Award | None) -> HttpResponse:
    context = {"form": form, "keeper": keeper, "award": award}
    status = 422 if form.errors else 200
    return render(request, "campaigns/awards/award_form.html", context, status=status)


def _kept(form: Any, service: Any) -> Any:
    """What the service gave, None when the form or the service refused; the refusal stands in the form."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return service()
    except CampaignError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return None
