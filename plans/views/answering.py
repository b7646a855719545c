"""The answer to a change of the upper plan."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from core.workflow import IllegalStep
from documents.models import Amendment
from plans import services
from plans.lineage import uppers_of
from plans.models import Plan


@login_required
@require_POST
def upper_change_answer(request: HttpRequest, pk: int, amendment_pk: int) -> HttpResponse:
    plan = get_object_or_404(Plan.objects.visible_to(request.user).select_related("issuer"), pk=pk)
    # Whoever may read the plan may read what became of the plans it comes from.
    concerning = Amendment.objects.in_force().filter(document_id__in=uppers_of([plan.pk]).get(plan.pk, {}))
    amendment = get_object_or_404(concerning, pk=amendment_pk)
    said = {"decision": request.POST.get("decision", ""), "note": request.POST.get("note", "")}
    try:
        services.answer_upper_change(plan, amendment, by=request.user, **said)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    except IllegalStep as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Đã ghi cách xử lý thay đổi của cấp trên.")
    return redirect("plans:plan_detail", pk=pk)
