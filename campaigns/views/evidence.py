"""Files and photos of activities, only for those who may see the activity."""

from __future__ import annotations

import mimetypes
from pathlib import PurePath

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from campaigns import services
from campaigns.models import Evidence
from campaigns.workflow import changes_activity


@login_required
@require_GET
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    """The file as a download; `?nho=1` gives the small picture. Always an attachment: nothing opens on this site."""
    piece = get_object_or_404(Evidence.objects.visible_to(request.user), pk=pk)
    file = piece.preview if "nho" in request.GET and piece.preview else piece.file
    if not file:
        raise Http404
    try:
        opened = file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    stored = PurePath(file.name)
    answer = FileResponse(
        opened,
        as_attachment=True,
        filename=f"{PurePath(piece.original_name).stem or 'minh-chung'}{stored.suffix}",
        content_type=mimetypes.types_map.get(stored.suffix, "application/octet-stream"),
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


@login_required
@require_POST
def evidence_remove(request: HttpRequest, pk: int) -> HttpResponse:
    pieces = Evidence.objects.visible_to(request.user).select_related("activity__unit")
    piece = get_object_or_404(pieces, pk=pk)
    if reason := changes_activity(request.user, piece.activity):
        raise PermissionDenied(reason)
    services.remove_evidence(piece, by=request.user)
    messages.success(request, "Đã xóa minh chứng.")
    return redirect("campaigns:activity_detail", pk=piece.activity_id)
