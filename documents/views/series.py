"""How a unit numbers its papers: the page of the registry clerk."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.vietnamese import nfc
from documents.forms import SeriesForm
from documents.models import NumberSeries, SeriesSetting
from documents.official import document_types
from documents.services import DocumentError
from documents.services.numbering import COMMON
from documents.services.series import series_keeper, set_series
from documents.views.parts import show
from units.models import Unit


@login_required
@require_http_methods(["GET", "POST"])
def series_edit(request: HttpRequest, code: str) -> HttpResponse:
    """One series for all types or one each; what was given this year stands beside the choice."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user), code=nfc(code))
    refusal = series_keeper(request.user, unit)
    if refusal:
        raise PermissionDenied(refusal)
    setting = SeriesSetting.objects.filter(issuer=unit).first()
    per_type = setting is None or setting.per_type
    posted = request.POST if request.method == "POST" else None
    form = SeriesForm(posted, initial={"series": SeriesForm.EACH if per_type else SeriesForm.ONE})
    if form.is_valid():
        try:
            changed = set_series(unit, by=request.user, **form.choice())
        except DocumentError as refused:
            form.add_error(refused.field, str(refused))
        else:
            messages.success(request, "Đã đổi cách đánh số." if changed else "Cách đánh số giữ nguyên.")
            return redirect("documents:series_edit", unit.code)
    year = timezone.localdate().year
    context = {
        "unit": unit, "form": form, "per_type": per_type, "year": year, "given": _given(unit, year),
    }  # fmt: skip
    return show(request, "documents/series_form.html", context, status=422 if form.errors else 200)


def _given(unit: Unit, year: int) -> list[tuple[str, int]]:
    """(name of the series, its last number) of the year, those that gave any."""
    names = {**document_types(), COMMON: "Dãy số chung"}
    rows = NumberSeries.objects.filter(issuer=unit, year=year, last_number__gt=0).order_by("series")
    return [(str(names.get(row.series, row.series)), row.last_number) for row in rows]
