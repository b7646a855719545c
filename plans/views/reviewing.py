"""Ending the review of a plan derived from above."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from core.vietnamese import parse_id
from core.workflow import IllegalStep
from documents.services import NotEditable, StaleVersion
from plans import services
from plans.views.editing import plan_to_draft


@login_required
@require_POST
def plan_adopt_rest(request: HttpRequest, pk: int) -> HttpResponse:
    """Every block not looked at yet is kept as it stands (`base`: the version the person saw)."""
    plan = plan_to_draft(request, pk, "derived_from__current_version")
    try:
        services.adopt_rest(plan, base=parse_id(request.POST.get("base")), by=request.user)
    except StaleVersion:
        messages.error(request, "Kế hoạch vừa được lưu ở nơi khác. Hãy xem lại rồi bấm lại.")
    except (NotEditable, IllegalStep) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Đã đánh dấu giữ nguyên các đoạn còn lại.")
    return redirect("plans:plan_detail", pk=pk)
