"""Classes of the units, what-if, papers of the dossier, the register of awards, classes of earlier years."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.awards.dossier import papers_about
from campaigns.emulation import queries, services
from campaigns.emulation.forms.council import DecisionForm, YearGradesForm
from campaigns.emulation.forms.criteria import tie_break_choices
from campaigns.emulation.models import Movement, YearGrade
from campaigns.emulation.services.deciding import proposed
from campaigns.emulation.services.dossiers import PAPERS, source_key
from campaigns.emulation.spreadsheets import ratings_workbook
from campaigns.emulation.views.shared import XLSX, kept, movement_of, movement_to_run
from campaigns.emulation.whatif import compare
from campaigns.emulation.workflow import runs_movement
from campaigns.services import CampaignError
from campaigns.workflow import CAMPAIGN_ROLES
from core.vietnamese import NumberError, nfc, parse_id, parse_number, search_words
from units.scope import below, units_of

PAGE, MOST_CHANGED = 50, 300
DECIDED = (Movement.Status.DECIDED, Movement.Status.CLOSED)


@login_required
@require_GET
def movement_results(request: HttpRequest, pk: int) -> HttpResponse:
    movement = movement_of(request, pk)
    rows, told = _filtered(request, movement)
    runs = not runs_movement(request.user, movement)
    words = dict(tie_break_choices(movement.criteria)) if movement.criteria else {}
    context = told | {
        "movement": movement,
        "page_obj": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "counts": queries.class_counts(movement) if may_read(request.user, movement) else [],
        "clusters": movement.clusters.all(),
        "ties": [words[name] for name in movement.criteria.tie_breaks if name in words]
        if movement.criteria
        else [],
        "runs": runs,
        "papers": papers_about(source_key(movement), request.user),
        "kinds": [(kind, paper[0]) for kind, paper in PAPERS.items()] if runs else [],
        "decision": DecisionForm()
        if runs and movement.status in DECIDED and proposed(movement).exists()
        else None,
        "waiting": proposed(movement).count(),
    }
    return render(request, "campaigns/emulation/results.html", context)


@login_required
@require_GET
def results_export(request: HttpRequest, pk: int) -> HttpResponse:
    movement = movement_of(request, pk)
    rows, _told = _filtered(request, movement)
    answer = HttpResponse(ratings_workbook(movement, rows), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="xep-hang-{movement.pk}.xlsx"'
    return answer


@login_required
@require_GET
def movement_whatif(request: HttpRequest, pk: int) -> HttpResponse:
    """Before and after of other thresholds and quotas; nothing is stored."""
    movement = movement_to_run(request, pk)
    given, faults = _typed(request)
    rules, told = compare(request.user, movement, {} if faults else given)
    context = {
        "movement": movement, "rules": rules, "told": told, "faults": faults, "asked": bool(given),
        "changed": told.changed[:MOST_CHANGED], "more": max(0, len(told.changed) - MOST_CHANGED),
        "least": [(pk, text, limit) for pk, (limit, text, _order) in rules.least.items()],
    }  # fmt: skip
    status = 422 if faults else 200
    return render(request, "campaigns/emulation/whatif.html", context, status=status)


@login_required
@require_POST
def movement_paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Draw up a paper of the dossier; people word it from there."""
    movement = movement_to_run(request, pk)
    try:
        paper = services.draw_paper(movement, kind, by=request.user)
    except CampaignError as error:
        messages.error(request, str(error))
        return redirect("campaigns:movement_results", pk=pk)
    messages.success(request, "Đã lập dự thảo. Hãy sửa lời văn rồi trình ký như mọi văn bản.")
    return redirect("campaigns:dossier_edit", pk=paper.pk)


@login_required
@require_POST
def movement_awards(request: HttpRequest, pk: int) -> HttpResponse:
    movement = movement_to_run(request, pk)
    form = DecisionForm(request.POST)
    made = kept(form, lambda: services.record_in_register(movement, by=request.user, **form.cleaned_data))
    if made:
        messages.success(request, f"Đã ghi {made} dòng vào sổ khen thưởng.")
    else:
        messages.error(request, " ".join(str(e) for errors in form.errors.values() for e in errors))
    return redirect("campaigns:movement_results", pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def year_grades(request: HttpRequest) -> HttpResponse:
    """Classes of the years, and a form for those before the portal."""
    owners = units_of(request.user, *CAMPAIGN_ROLES)
    if request.method == "POST" and not owners:
        raise PermissionDenied("Chỉ lãnh đạo hoặc cán bộ tham mưu được nhập hạng của các năm trước.")
    form = YearGradesForm(request.POST or None, user=request.user, owners=owners) if owners else None
    if form is not None:
        made = kept(form, lambda: services.note_year_grades(by=request.user, **form.cleaned_data))
        if made:
            messages.success(request, f"Đã ghi hạng năm {form.cleaned_data['year']} của {made} đơn vị.")
            return redirect("campaigns:year_grades")
    year = parse_id(request.GET.get("nam", ""))
    rows = YearGrade.objects.filter(below(request.user, "unit__")).select_related("unit", "owner", "movement")
    for word in search_words(nfc(request.GET.get("q", ""))):
        rows = rows.filter(unit__name_fold__contains=word)
    if year:
        rows = rows.filter(year=year)
    context = {
        "form": form, "year": year,
        "page_obj": Paginator(rows.order_by("-year", "order", "unit__path", "pk"), PAGE).get_page(request.GET.get("page")),
    }  # fmt: skip
    status = 422 if form is not None and form.errors else 200
    return render(request, "campaigns/emulation/year_grades.html", context, status=status)


def _filtered(request: HttpRequest, movement: Movement) -> tuple[Any, dict[str, Any]]:
    told = {"cluster": parse_id(request.GET.get("cum", "")), "order": request.GET.get("hang", "")[:2]}
    text = nfc(request.GET.get("q", ""))
    rows = queries.rating_rows(request.user, movement, text=text, **told)
    return (rows if may_read(request.user, movement) else rows.none()), told


def may_read(user: Any, movement: Movement) -> bool:
    """Classes are for those who run the movement until they are decided."""
    return movement.status in DECIDED or not runs_movement(user, movement)


def _typed(request: HttpRequest) -> tuple[dict[str, Any], list[str]]:
    """What-if values by name; an empty box of a quota or a least takes the limit away, of a threshold leaves it."""
    given: dict[str, Any] = {}
    faults = []
    for name, value in request.GET.items():
        kind, _dash, number = name.partition("-")
        if kind not in ("least", "units", "members", "fail", "cap") or not parse_id(number):
            continue
        try:
            found = parse_number(nfc(value)) if value.strip() else None
        except NumberError as error:
            faults.append(f"“{nfc(value)[:20]}”: {error}")
            continue
        most = 100 if kind in ("units", "members") else 1000
        if found is not None and not 0 <= found <= most:
            faults.append(f"“{nfc(value)[:20]}”: phải từ 0 đến {most}.")
        elif kind in ("units", "members"):
            given[f"{kind}-{parse_id(number)}"] = None if found is None else int(found)
        else:
            given[f"{kind}-{parse_id(number)}"] = found if found is None else Decimal(found)
    return given, faults
