"""The picker of cited papers beside the editor."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from plans.models import Plan
from plans.references import picks
from units.models import Role
from units.scope import holds


@login_required
@require_GET
def reference_picker(request: HttpRequest, pk: int) -> HttpResponse:
    """The picker; with `q` in the address only the rows it found (htmx)."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user).select_related("issuer"), pk=pk)
    if not holds(request.user, Role.DRAFTER, at=plan.issuer):
        raise PermissionDenied("Chỉ cán bộ tham mưu của đơn vị ban hành được soạn kế hoạch này.")
    searched = "q" in request.GET
    template = "plans/_reference_rows.html" if searched else "plans/_reference_picker.html"
    return render(request, template, {"plan": plan, "picks": picks(plan, request.GET.get("q", ""))})
