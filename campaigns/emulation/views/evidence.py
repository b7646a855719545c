"""Evidence of a criterion: adding on the phone, reading, taking away."""

from __future__ import annotations

import mimetypes
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.emulation import services
from campaigns.emulation.forms.council import EvidenceForm
from campaigns.emulation.models import EmulationCriterion, EmulationEvidence, EmulationRegistration
from campaigns.emulation.views.shared import registration_of
from campaigns.emulation.workflow import registers_for
from campaigns.models import Activity
from campaigns.services import CampaignError
from documents import evidence as reading
from documents.evidence import EvidenceError


@login_required
@require_http_methods(["GET", "POST"])
def evidence_add(request: HttpRequest, pk: int, criterion_pk: int) -> HttpResponse:
    registration = registration_of(request, pk)
    criteria = EmulationCriterion.objects.filter(group__criteria_set=registration.movement.criteria_id)
    criterion = get_object_or_404(criteria.select_related("group"), pk=criterion_pk)
    if reason := registers_for(request.user, registration.unit):
        raise PermissionDenied(reason)
    form = EvidenceForm(
        request.POST or None, request.FILES or None, activities=_activities(request, registration)
    )
    if form.is_bound and form.is_valid():
        try:
            services.add_evidence(registration, criterion, _piece(form.cleaned_data), by=request.user)
        except (EvidenceError, CampaignError) as error:
            field = getattr(error, "field", "")
            form.add_error(field if field in form.fields else None, str(error))
        else:
            messages.success(request, "Đã đính kèm minh chứng.")
            return redirect("campaigns:emulation_score", pk=pk, level=1)
    context = {
        "form": form, "registration": registration, "movement": registration.movement, "criterion": criterion,
        "evidence": registration.evidence.filter(criterion=criterion),
    }  # fmt: skip
    return render(request, "campaigns/emulation/evidence.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def evidence_file(request: HttpRequest, pk: int) -> FileResponse:
    """The file as a download. Always an attachment: nothing opens on this site."""
    piece = get_object_or_404(EmulationEvidence.objects.visible_to(request.user), pk=pk)
    if not piece.file:
        raise Http404
    try:
        opened = piece.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    stored = PurePath(piece.file.name)
    answer = FileResponse(
        opened, as_attachment=True, filename=f"{PurePath(piece.original_name).stem or 'minh-chung'}{stored.suffix}",
        content_type=mimetypes.types_map.get(stored.suffix, "application/octet-stream"),
    )  # fmt: skip
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


@login_required
@require_POST
def evidence_remove(request: HttpRequest, pk: int) -> HttpResponse:
    rows = EmulationEvidence.objects.visible_to(request.user).select_related(
        "registration__unit", "registration__movement"
    )
    piece = get_object_or_404(rows, pk=pk)
    if reason := registers_for(request.user, piece.registration.unit):
        raise PermissionDenied(reason)
    try:
        services.remove_evidence(piece, by=request.user)
    except CampaignError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Đã xóa minh chứng.")
    return redirect("campaigns:emulation_score", pk=piece.registration_id, level=1)


def _activities(request: HttpRequest, registration: EmulationRegistration) -> Any:
    """What the unit logged in the year of the movement, newest first."""
    rows = Activity.objects.visible_to(request.user).filter(unit=registration.unit_id)
    return rows.filter(happened_on__year=registration.movement.year).order_by("-happened_on", "-pk")


def _piece(given: dict[str, Any]) -> Any:
    if given["activity"]:
        return given["activity"]
    if given["url"]:
        return reading.read_link(given["url"], caption=given["caption"])
    return reading.read_file(given["file"], caption=given["caption"])
