"""The address a grid, a phone form and an outbox save to."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from reporting.entry.forms import MOST_BYTES, Unreadable, read_message
from reporting.entry.services import KeyTaken, NotTaken, save_message
from reporting.models import Submission
from reporting.workflow import reporter


@login_required
@require_POST
def cells_save(request: HttpRequest, pk: int) -> JsonResponse:
    """JSON in and out (docs/cell-endpoint.md). 409: nothing can be stored now; 422: the message cannot be read."""
    submission = get_object_or_404(Submission.objects.visible_to(request.user).select_related("unit"), pk=pk)
    reason = reporter(request.user, submission)
    if reason:
        return JsonResponse({"message": reason, "reason": "refused"}, status=403)
    try:
        answer = save_message(submission, read_message(_body(request)), by=request.user)
    except (Unreadable, KeyTaken) as error:
        return JsonResponse({"message": str(error)}, status=422)
    except NotTaken as error:
        return JsonResponse({"message": str(error), "reason": error.reason, "cells": error.cells}, status=409)
    if answer["sent"]:
        messages.success(request, answer["message"])
    return JsonResponse(answer)


def _body(request: HttpRequest) -> bytes:
    try:
        size = int(request.headers.get("Content-Length") or 0)
        body = request.body if size <= MOST_BYTES else b""
    except (ValueError, RequestDataTooBig):
        size, body = MOST_BYTES + 1, b""
    if size > MOST_BYTES:
        raise Unreadable("Một lần gửi tối đa 4 MB. Hãy gửi phần lời quá dài làm nhiều lần.")
    return body
