"""The plan's printed pages beside its text."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from documents.layout import LayoutError
from documents.sheets import NoSheets, Sheet, sheets_of
from plans import queries
from plans.pages import plan_paper
from units.models import Role
from units.scope import holds


@login_required
@require_GET
def plan_preview(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(queries.plans_to_read(request.user), pk=pk)
    may_draft = holds(request.user, Role.DRAFTER, at=plan.issuer) and plan.is_editable
    return render(request, "plans/plan_preview.html", {"plan": plan, "may_draft": may_draft})


@login_required
@require_GET
def plan_sheets(request: HttpRequest, pk: int) -> JsonResponse:
    """JSON: the pages of the saved text; a page the browser has (`co`: digests) comes without its picture."""
    plan = get_object_or_404(queries.plans_to_read(request.user), pk=pk)
    known = set(request.GET.get("co", "").split(","))
    try:
        sheets = sheets_of(plan_paper(plan).paper, known=known)
    except (NoSheets, LayoutError) as refused:
        return JsonResponse({"message": str(refused)}, status=503)
    answer = JsonResponse(
        {"version": plan.current_version.number, "pages": [_page(sheet) for sheet in sheets]}
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


def _page(sheet: Sheet) -> dict[str, Any]:
    return {
        "digest": sheet.digest,
        "image": sheet.data_url,
        "width": sheet.width,
        "height": sheet.height,
        "blocks": [[p.block_id, round(p.top, 4), round(p.bottom, 4)] for p in sheet.places],
        "ends_in_heading": sheet.ends_in_heading,
    }
