"""What the pages of emulation share: finding a row the person may see, and a service's refusal put into a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from campaigns.emulation.models import CriteriaSet, EmulationRegistration, Movement
from campaigns.emulation.workflow import changes_criteria, runs_movement
from campaigns.services import CampaignError

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def kept(form: Any, service: Callable[[], Any]) -> Any:
    """What the service gave, None when the form or the service refused; the refusal stands in the form."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return service()
    except CampaignError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return None


def movement_of(request: HttpRequest, pk: int) -> Movement:
    """The movement when the person may see it, else 404."""
    rows = Movement.objects.visible_to(request.user).select_related(
        "owner", "campaign", "plan", "criteria__owner"
    )
    return get_object_or_404(rows, pk=pk)


def movement_to_run(request: HttpRequest, pk: int) -> Movement:
    """The movement when the person may change it; 404 for strangers, 403 without the role."""
    movement = movement_of(request, pk)
    if reason := runs_movement(request.user, movement):
        raise PermissionDenied(reason)
    return movement


def registration_of(request: HttpRequest, pk: int) -> EmulationRegistration:
    """The registration when the person may see it, else 404."""
    rows = EmulationRegistration.objects.visible_to(request.user).select_related(
        "movement__owner", "movement__criteria", "unit__parent", "unit__kind", "cluster__head", "cluster__deputy",
        "rating__grade", "rating__earned",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk)


def criteria_of(request: HttpRequest, pk: int) -> CriteriaSet:
    """The set when the person may see it, else 404."""
    rows = CriteriaSet.objects.visible_to(request.user).select_related("owner", "made_from")
    return get_object_or_404(rows, pk=pk)


def criteria_to_change(request: HttpRequest, pk: int) -> CriteriaSet:
    """The set when the person may change it; 404 for strangers, 403 without the role."""
    criteria = criteria_of(request, pk)
    if reason := changes_criteria(request.user, criteria):
        raise PermissionDenied(reason)
    return criteria
