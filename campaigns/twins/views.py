"""The one button of the card on an activity's page."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from campaigns.models import Activity
from campaigns.services import CampaignError
from campaigns.twins.services import set_twin
from campaigns.workflow import changes_activity


@login_required
@require_POST
def activity_twin(request: HttpRequest, pk: int) -> HttpResponse:
    activity = get_object_or_404(Activity.objects.visible_to(request.user).select_related("unit"), pk=pk)
    if reason := changes_activity(request.user, activity):
        raise PermissionDenied(reason)
    try:
        twin = set_twin(activity, request.POST.get("ho-so", ""), by=request.user)
    except CampaignError as error:
        messages.error(request, str(error))
    else:
        said = (
            f"Số liệu lấy ở “{twin.title}”, không cộng hoạt động này."
            if twin
            else "Hoạt động lại được tính vào số liệu."
        )
        messages.success(request, said)
    return redirect("campaigns:activity_detail", pk=pk)
