"""The page where sentences of the units become the text of a heading, with where each sentence comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.vietnamese import nfc, parse_id
from documents.services import DocumentError
from documents.workflow import editor
from reporting.forms.compiled import LONGEST
from reporting.merging import queries
from reporting.merging.sentences import BULLET, CONTINUES, PARAGRAPH, Sentence, sentences_of, text_of
from reporting.merging.services import confirm_sources
from reporting.models import CompiledReport, PeriodUnit
from reporting.narratives.queries import FILTERS, Gathered, groups_of, paragraphs_of
from reporting.queries import totals
from reporting.report.narrative import outline, sections_of
from reporting.services.compiling import edit_narrative

PER_PAGE = 20
KINDS = ((BULLET, "Gạch đầu dòng"), (PARAGRAPH, "Đoạn mới"), (CONTINUES, "Nối câu trên"))


@dataclass(frozen=True)
class Typed:
    """A sentence as it came back from the page, with the words that name its sources."""

    kind: str
    text: str
    tokens: str
    sources: Sequence[queries.Source] = ()
    of_figures: bool = False


@login_required
@require_http_methods(["GET", "POST"])
def compiled_sentences(request: HttpRequest, pk: int) -> HttpResponse:
    """Where each sentence of a heading comes from; who edits the report puts sentences of the units in here."""
    report = get_object_or_404(totals.compiled_for(request.user), pk=pk)
    place = get_object_or_404(totals.places_for(request.user), pk=report.period_unit_id)
    version = report.current_version
    if version is None:
        messages.error(request, "Báo cáo chưa được tổng hợp lần nào nên chưa có câu nào.")
        return redirect("reporting:compiled_detail", report.pk)
    sections = sections_of(version.content)
    wanted = request.POST.get("muc") or request.GET.get("muc", "")
    section = next((one for one in sections if one["code"] == wanted), None) or next(
        (one for one in sections if one["gathered"]), sections[0]
    )
    reason = editor(request.user, report)
    may_edit = report.is_editable and not reason
    if request.htmx:  # type: ignore[attr-defined]
        piece = {**_units(request, report, place, section), "may_edit": may_edit}
        return render(request, "reporting/merging/_units.html", piece)
    rows: Sequence[queries.Shown | Typed] | None = None
    error = ""
    if request.method == "POST":
        if reason:
            raise PermissionDenied(reason)
        rows = typed(request)
        error = _save(request, report, section, rows)
        if not error:
            messages.success(request, f"Đã lưu mục “{section['title']}”.")
            address = reverse("reporting:compiled_sentences", args=[report.pk])
            return redirect(f"{address}?muc={section['code']}")
    context = {
        "rows": queries.shown_sentences(report, section) if rows is None else rows,
        "sections": sections, "base": request.POST.get("base") or version.number, "error": error,
        "may_edit": may_edit, "kinds": KINDS, "blank": Typed(BULLET, "", ""), "place": place,
        **_units(request, report, place, section),
    }  # fmt: skip
    return render(request, "reporting/merging/sentences.html", context, status=422 if error else 200)


def _units(
    request: HttpRequest, report: CompiledReport, place: PeriodUnit, section: dict[str, Any]
) -> dict[str, Any]:
    """What the units wrote under the heading, near-duplicates once, behind the filters of the page."""
    heading = next((one for one in outline(place.period_id) if one.code == section["code"]), None)
    search, only = nfc(request.GET.get("q", "")), request.GET.get("loc", "")
    gathered = paragraphs_of(place, heading) if heading else Gathered([])
    page = Paginator(groups_of(gathered, search=search, only=only), PER_PAGE).get_page(
        request.GET.get("page")
    )
    return {
        "report": report, "section": section, "page": page, "search": search, "only": only, "filters": FILTERS,
        "groups": [(group, queries.offered(group)) for group in page],
        "proposed": queries.proposed(gathered, section["title"]),
    }  # fmt: skip


def typed(request: HttpRequest) -> list[Typed]:
    """The sentences of the page in their order."""
    kinds, texts, tokens = (request.POST.getlist(name) for name in ("kieu", "cau", "nguon"))
    return [
        Typed(kind if kind in dict(KINDS) else PARAGRAPH, " ".join(nfc(text).split()), token)
        for kind, text, token in zip(kinds, texts, tokens, strict=False)
    ]


def _save(
    request: HttpRequest, report: CompiledReport, section: dict[str, Any], rows: Sequence[Typed]
) -> str:
    """ "" when saved, else why not."""
    if not report.is_editable:
        return "Báo cáo không còn là dự thảo nên không sửa được nội dung."
    text = text_of(Sentence(row.kind, row.text) for row in rows)
    if len(text) > max(LONGEST, len(section["text"])):
        return f"Mục này dài quá {LONGEST} ký tự, hãy viết gọn lại rồi lưu."
    base = request.POST.get("base", "")
    given = {
        each.text: row.tokens.split(",") for row in rows if row.tokens for each in sentences_of(row.text)
    }
    try:
        edit_narrative(
            report, texts={section["code"]: text}, base=parse_id(base), by=request.user,
            given={section["code"]: given},
        )  # fmt: skip
    except DocumentError as refused:
        return str(refused)
    confirm_sources(report, section["code"], set(request.POST.getlist("da-xem")))
    return ""
