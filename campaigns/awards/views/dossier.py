"""Papers of award dossiers: drawn up, worded, then on the way of every document."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from campaigns.awards import dossier, queries
from campaigns.awards.dossier_models import DossierPaper
from campaigns.awards.forms import DossierNewForm, DossierWordsForm
from campaigns.awards.lists import award_annex
from campaigns.services import CampaignError
from core.formats import write
from core.vietnamese import nfc
from documents.models import Document, Status
from documents.services import DocumentError
from documents.views.paper import preview_context
from documents.views.parts import page_of, show
from documents.workflow import editor
from units.models import Role, Unit
from units.scope import holds, units_of

MOST_LINES = 2_000


@login_required
@require_GET
def dossier_list(request: HttpRequest) -> HttpResponse:
    status = request.GET.get("trang-thai", "")
    rows = DossierPaper.objects.visible_to(request.user).search(nfc(request.GET.get("q", "")))
    if status in Status.values:
        rows = rows.filter(status=status)
    context = {
        "page_obj": page_of(request, rows.select_related("issuer")), "statuses": Status.choices, "status": status,
        "issuers": units_of(request.user, Role.DRAFTER),
    }  # fmt: skip
    return render(request, "campaigns/awards/dossier_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def dossier_new(request: HttpRequest, code: str) -> HttpResponse:
    """A paper of the unit with the lines of the register that the filters in the address leave."""
    issuer = get_object_or_404(Unit.objects.visible_to(request.user), code=nfc(code))
    if not holds(request.user, Role.DRAFTER, at=issuer):
        raise PermissionDenied(f"Chỉ cán bộ tham mưu của {issuer.name} được lập hồ sơ khen thưởng.")
    rows = queries.award_rows(request.user, request.GET.dict())
    count = rows.count()
    form = DossierNewForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            paper = _drawn_up(form.cleaned_data, issuer, rows, count, request)
        except CampaignError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(
                request, "Đã lập dự thảo. Hãy đọc lại lời văn, chọn người ký, nơi nhận rồi trình duyệt."
            )
            return redirect("campaigns:dossier_detail", paper.pk)
    context = {"form": form, "issuer": issuer, "count": count, "some": rows[:5]}
    return render(request, "campaigns/awards/dossier_new.html", context, status=422 if form.errors else 200)


def _drawn_up(
    said: dict[str, Any], issuer: Unit, rows: Any, count: int, request: HttpRequest
) -> DossierPaper:
    if not count:
        raise CampaignError(
            "Không có dòng nào trong sổ theo điều kiện lọc này. Hãy lọc lại sổ rồi lập văn bản."
        )
    if count > MOST_LINES:
        raise CampaignError(
            f"Danh sách có {write.number(count)} dòng, mỗi văn bản tối đa {write.number(MOST_LINES)}. Hãy lọc bớt."
        )
    annex = award_annex(rows)
    return dossier.draw_up(
        said["kind"], issuer=issuer, abstract=said["abstract"], by=request.user, annexes=[annex],
        body=[
            f"{issuer.name} tổng hợp {write.number(count)} tập thể, cá nhân trong danh sách kèm theo.",
            "Danh sách gồm họ tên hoặc tên tập thể, đơn vị và thành tích của từng trường hợp.",
        ],
        source_name="Sổ khen thưởng",
        source_url=_register_url(request),
    )  # fmt: skip


def _register_url(request: HttpRequest) -> str:
    """The register with the same filters, when they are not too long to keep."""
    url = reverse("campaigns:award_list")
    filtered = f"{url}?{request.GET.urlencode()}"
    return filtered if len(filtered) <= dossier.LONGEST_URL else url


@login_required
@require_GET
def dossier_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The document's page with the way to its words and to what it was drawn up from."""
    paper = _visible(request, pk)
    context = preview_context(request, _as_document(request, paper))
    context |= {"dossier": paper, "page_url": "", "may_word": _may_word(request, paper)}
    return show(request, "campaigns/awards/dossier_detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def dossier_edit(request: HttpRequest, pk: int) -> HttpResponse:
    paper = _visible(request, pk)
    if refusal := editor(request.user, paper):
        raise PermissionDenied(refusal)
    if not paper.is_editable or paper.current_version is None:
        messages.error(request, f"Văn bản đang “{paper.get_status_display()}” nên không sửa nội dung được.")
        return redirect("campaigns:dossier_detail", pk)
    form = DossierWordsForm(request.POST or None, initial=_start(paper))
    if form.is_bound and form.is_valid():
        try:
            dossier.save_words(paper, by=request.user, **form.cleaned_data)
        except (CampaignError, DocumentError) as refused:
            field = getattr(refused, "field", "")
            form.add_error(field if field in form.fields else None, str(refused))
        else:
            messages.success(request, "Đã lưu nội dung.")
            return redirect("campaigns:dossier_detail", pk)
    context = {"form": form, "paper": paper}
    return show(request, "campaigns/awards/dossier_edit.html", context, status=422 if form.errors else 200)


def _start(paper: DossierPaper) -> dict[str, Any]:
    version = paper.current_version
    content = version.content if version else {}
    return {
        "abstract": paper.abstract, "addressees": "\n".join(content.get("addressees", [])),
        "bases": "\n".join(content.get("bases", [])), "text": dossier.as_words(content.get("body", [])),
        "base": version.number if version else 0,
    }  # fmt: skip


def _visible(request: HttpRequest, pk: int) -> DossierPaper:
    rows = DossierPaper.objects.visible_to(request.user).select_related("issuer__kind", "current_version")
    return get_object_or_404(rows, pk=pk)


def _as_document(request: HttpRequest, paper: DossierPaper) -> Document:
    rows = Document.objects.visible_to(request.user).select_related(
        "issuer__kind", "signer__user", "delegation", "current_version", "created_by", "dossierpaper"
    )
    return get_object_or_404(rows, pk=paper.pk)


def _may_word(request: HttpRequest, paper: DossierPaper) -> bool:
    return paper.is_editable and not editor(request.user, paper)
