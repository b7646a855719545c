"""How far slow work is: a piece that asks for itself again until the work has ended."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.workflow import IllegalStep
from documents import jobs
from documents.models import Job
from documents.views.parts import show


@login_required
@require_safe
def job_status(request: HttpRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "documents/_job.html", {"job": job})
    return show(request, "documents/job_status.html", {"job": job})


@login_required
@require_POST
def job_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    try:
        jobs.cancel(job, by=request.user)
    except IllegalStep as refused:
        messages.error(request, str(refused))
    return redirect("documents:job_status", job.pk)
