"""Choosing the passages of its plans that a campaign carries out."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from campaigns.services import CampaignError
from campaigns.serving.queries import passages_of
from campaigns.serving.services import set_served
from campaigns.views.campaigns import campaign_to_run


@login_required
@require_http_methods(["GET", "POST"])
def campaign_passages(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = campaign_to_run(request, pk)
    error = ""
    if request.method == "POST":
        try:
            count = set_served(campaign, request.POST.getlist("doan"), by=request.user)
        except CampaignError as refused:
            error = str(refused)
        else:
            messages.success(request, f"Chiến dịch thực hiện {count} đoạn của kế hoạch.")
            return redirect("campaigns:campaign_detail", pk=pk)
    context = {"campaign": campaign, "plans": passages_of(request.user, campaign), "error": error}
    return render(request, "campaigns/campaign_passages.html", context, status=422 if error else 200)
