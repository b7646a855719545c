"""Opinions: the list of who may read, sending one, opening its words, the counts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.confidential import gate
from campaigns.confidential.models import kept_units, responsible_units
from campaigns.opinions import queries, services, spreadsheets
from campaigns.opinions.forms import OpinionFilterForm, OpinionForm, RollupForm
from campaigns.opinions.models import OpinionReport
from campaigns.opinions.workflow import OPINION_WORKFLOW
from core.forms import carried_out
from core.vietnamese import nfc, parse_id
from core.workflow import IllegalStep, NoteMissing
from documents.views.parts import page_of, workbook
from units.models import Unit
from units.scope import units_of


@login_required
@never_cache
@require_GET
def opinion_list(request: HttpRequest) -> HttpResponse:
    form = OpinionFilterForm(request.GET)
    context = {
        "form": form,
        "page_obj": page_of(request, queries.opinion_rows(request.user, form.wanted())),
        "filtered": bool(form.chosen()),
        "may_send": bool(units_of(request.user)),
        "keeps": bool(kept_units(request.user)),
        "answers": bool(responsible_units(request.user)),
        "urgent": list(queries.waiting_urgent(request.user)[:10]),
    }
    return render(request, "campaigns/opinions/opinion_list.html", context)


@login_required
@require_POST
def opinion_export(request: HttpRequest) -> HttpResponse:
    """The list without a word of what was said; who takes it is written down."""
    rows = queries.opinion_rows(request.user, OpinionFilterForm(request.POST).wanted())
    services.note_export(units_of(request.user), by=request.user, rows=rows.count())
    return workbook(spreadsheets.opinions_workbook(rows), f"phan-anh-{timezone.localdate():%Y-%m-%d}.xlsx")


@login_required
@require_http_methods(["GET", "POST"])
def opinion_new(request: HttpRequest) -> HttpResponse:
    units = units_of(request.user)
    if not units:
        raise PermissionDenied("Bạn chưa có chức danh ở đơn vị nào nên chưa gửi phản ánh được.")
    form = OpinionForm(request.POST or None, units=units, user=request.user)
    sent = carried_out(form, services.report_opinion, by=request.user) if form.is_bound else None
    if sent:
        messages.success(request, f"Đã gửi phản ánh {sent.code}. Người có trách nhiệm đã thấy.")
        return redirect("campaigns:opinion_detail", pk=sent.pk)
    status = 422 if form.errors else 200
    return render(request, "campaigns/opinions/opinion_form.html", {"form": form}, status=status)


@login_required
@never_cache
@require_GET
def opinion_detail(request: HttpRequest, pk: int) -> HttpResponse:
    opinion = _visible(request, pk)
    reached = {reach.unit_id for reach in opinion.reaches.all()}
    answers = responsible_units(request.user)
    context = {
        "opinion": opinion,
        "opened": gate.is_open(request, opinion),
        "minutes": gate.MINUTES,
        "steps": OPINION_WORKFLOW.open_to(request.user, opinion),
        "moves": [(OPINION_WORKFLOW.label(move.step), move) for move in opinion.moves.all()],
        "above": services.next_above(opinion) if reached & kept_units(request.user) else None,
        "openings": opinion.openings.select_related("by")[:50] if opinion.unit_id in answers else None,
    }
    return render(request, "campaigns/opinions/opinion_detail.html", context)


@login_required
@require_POST
def opinion_open(request: HttpRequest, pk: int) -> HttpResponse:
    gate.open_now(request, _visible(request, pk))
    return redirect("campaigns:opinion_detail", pk=pk)


@login_required
@require_POST
def opinion_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    opinion = _visible(request, pk)
    try:
        moved = services.take_step(opinion, step, by=request.user, note=nfc(request.POST.get("note", "")))
    except (IllegalStep, NoteMissing) as error:
        messages.error(request, str(error))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"Phản ánh {moved.code}: {str(moved.get_status_display()).lower()}.")
    return redirect("campaigns:opinion_detail", pk=pk)


@login_required
@require_POST
def opinion_pass_up(request: HttpRequest, pk: int) -> HttpResponse:
    opinion = _visible(request, pk)
    try:
        to = services.pass_up(opinion, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"Đã chuyển phản ánh lên {to.name}.")
    return redirect("campaigns:opinion_detail", pk=pk)


# --- counts


@login_required
@require_GET
def opinion_rollup(request: HttpRequest) -> HttpResponse:
    unit, first, last, form = _span(request)
    context: dict[str, Any] = {
        "form": form, "unit": unit, "first": first, "last": last, "least": queries.THRESHOLD,
        "found": queries.rollup(unit, first, last),
    }  # fmt: skip
    return render(request, "campaigns/opinions/rollup.html", context)


@login_required
@require_GET
def opinion_rollup_export(request: HttpRequest) -> HttpResponse:
    unit, first, last, _form = _span(request)
    book = spreadsheets.rollup_workbook(queries.rollup(unit, first, last), unit, first, last)
    return workbook(book, f"tong-hop-du-luan-{last:%Y-%m-%d}.xlsx")


def _span(request: HttpRequest) -> tuple[Unit, dt.date, dt.date, RollupForm]:
    """The unit and the days asked for: one's own unit and the last half-year when nothing else is said."""
    units = list(Unit.objects.filter(pk__in=kept_units(request.user)).order_by("depth", "sort_key"))
    if not units:
        raise PermissionDenied(
            "Chỉ người phụ trách hoặc được giao theo dõi dư luận của đơn vị được xem tổng hợp."
        )
    form = RollupForm(request.GET, units=units)
    form.is_valid()
    asked = parse_id(form.cleaned_data.get("dv") or "")
    unit = next((one for one in units if one.pk == asked), units[0])
    last = form.cleaned_data.get("den") or timezone.localdate()
    first = form.cleaned_data.get("tu") or last - dt.timedelta(days=182)
    return unit, min(first, last), last, form


def _visible(request: HttpRequest, pk: int) -> OpinionReport:
    rows = queries.with_trail(OpinionReport.objects.visible_to(request.user))
    return get_object_or_404(rows, pk=pk)
