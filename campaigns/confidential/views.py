"""Who may read confidential records at one's units, and the log of who did."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from campaigns.confidential import services
from campaigns.confidential.forms import KeeperForm
from campaigns.confidential.models import Keeper, Opening, responsible_units
from core.forms import carried_out
from core.vietnamese import fold, nfc
from documents.views.parts import page_of


@login_required
@require_GET
def keeper_list(request: HttpRequest) -> HttpResponse:
    _must_answer(request)
    return _show(request, KeeperForm(user=request.user))


@login_required
@require_POST
def keeper_name(request: HttpRequest) -> HttpResponse:
    _must_answer(request)
    form = KeeperForm(request.POST, user=request.user)
    keeper = carried_out(form, services.name_keeper, by=request.user)
    if keeper:
        messages.success(
            request, f"{keeper.seat.user.full_name} từ nay đọc được phản ánh, kiến nghị của đơn vị."
        )
        return redirect("campaigns:keeper_list")
    return _show(request, form, status=422)


@login_required
@require_POST
def keeper_drop(request: HttpRequest, pk: int) -> HttpResponse:
    keeper = get_object_or_404(Keeper.objects.visible_to(request.user).select_related("seat__user"), pk=pk)
    services.drop_keeper(keeper, by=request.user)
    messages.success(
        request, f"{keeper.seat.user.full_name} không còn đọc được phản ánh, kiến nghị của đơn vị."
    )
    return redirect("campaigns:keeper_list")


@login_required
@never_cache
@require_GET
def opening_list(request: HttpRequest) -> HttpResponse:
    """Every opening of what came from units the person answers for, newest first."""
    _must_answer(request)
    rows = Opening.objects.visible_to(request.user).select_related("by", "unit", "opinion", "petition")
    text = nfc(request.GET.get("q", ""))[:100]
    for word in fold(text).split():
        rows = rows.filter(by__name_fold__contains=word)
    return render(
        request, "campaigns/confidential/openings.html", {"page_obj": page_of(request, rows), "text": text}
    )


def _must_answer(request: HttpRequest) -> None:
    if not responsible_units(request.user):
        raise PermissionDenied(
            "Chỉ người phụ trách của đơn vị (lãnh đạo, chủ tịch công đoàn cơ sở) được xem trang này."
        )


def _show(request: HttpRequest, form: KeeperForm, status: int = 200) -> HttpResponse:
    keepers = Keeper.objects.visible_to(request.user).select_related("seat__user", "seat__unit", "given_by")
    context: dict[str, Any] = {"form": form, "keepers": keepers}
    return render(request, "campaigns/confidential/keepers.html", context, status=status)
