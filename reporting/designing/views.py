"""Pages of the designer: the list, one form, its designer, its preview, files in and out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.forms import carried_out
from core.vietnamese import nfc, parse_id
from reporting.designing import exchange, queries, services
from reporting.designing.faults import faults_of
from reporting.designing.forms import (
    FormStartForm,
    IndicatorForm,
    NewRowForm,
    PublishForm,
    RowForm,
    TextForm,
    names_of,
)
from reporting.designing.sample import sample_sections, sample_texts
from reporting.designing.services import DesignError
from reporting.models import Form, FormItem, NarrativeSection
from reporting.models.catalogue import DESIGNER_ROLES
from reporting.queries.layout import layout_of
from units.importing.faults import UnreadableFile
from units.models import Unit, User
from units.scope import sees_all, units_of
from units.views.reach import posted

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DONE = {"row": "Đã bỏ dòng {}.", "text": "Đã bỏ đề mục {}."}


def _designs(user: Any) -> bool:
    return sees_all(user) or bool(units_of(user, *DESIGNER_ROLES))


def _form(request: HttpRequest, pk: int) -> Form:
    return get_object_or_404(
        Form.objects.visible_to(request.user).select_related("owner", "copied_from"), pk=pk
    )


def _draft(request: HttpRequest, pk: int) -> Form:
    form = _form(request, pk)
    if not queries.may_design(request.user, form):
        raise PermissionDenied(
            "Chỉ quản trị hoặc cán bộ tổng hợp của đơn vị ban hành mới được soạn biểu mẫu."
        )
    return form


# --- reading


@login_required
@require_GET
def form_list(request: HttpRequest) -> HttpResponse:
    words, state = request.GET.get("q", "").strip(), request.GET.get("tt", "")
    context = {
        "forms": queries.forms_for(request.user, words=words, state=state), "q": words, "state": state,
        "states": Form.Status.choices, "may_design": _designs(request.user),
    }  # fmt: skip
    return render(request, "reporting/designing/form_list.html", context)


@login_required
@require_GET
def form_detail(request: HttpRequest, pk: int) -> HttpResponse:
    form = _form(request, pk)
    versions = Form.objects.visible_to(request.user).filter(code=form.code).order_by("-version")
    before = next((one for one in versions if one.version < form.version), None)
    items = queries.items_of(form)
    context = {
        "form_row": form, "sections": queries.outline_of(items), "texts": queries.texts_of(form), "versions": versions,
        "before": before, "changes": queries.changes_between(before, form) if before else [],
        "may_design": queries.may_design(request.user, form), "may_copy": _designs(request.user), "rows": len(items),
    }  # fmt: skip
    return render(request, "reporting/designing/form_detail.html", context)


@login_required
@require_GET
def form_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet as units will see it, on a phone and on a desk."""
    return render(request, "reporting/designing/form_preview.html", {"form_row": _form(request, pk)})


@login_required
@require_GET
def form_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The blank sheet alone, shown in the frames of the preview."""
    form = _form(request, pk)
    layout = layout_of(form)
    context = {"form_row": form, "sections": sample_sections(layout), "texts": sample_texts(layout)}
    return render(request, "reporting/designing/form_sheet.html", context)


@login_required
@require_GET
def form_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The form as XLSX or, with `dang=json`, as JSON; either can be read in again."""
    form = _form(request, pk)
    as_json = request.GET.get("dang") == "json"
    content = exchange.as_json(form) if as_json else exchange.as_workbook(form)
    response = HttpResponse(content, content_type="application/json" if as_json else XLSX)
    name = f"bieu-{form.pk}-phien-ban-{form.version}.{'json' if as_json else 'xlsx'}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


# --- starting, publishing


@login_required
@require_http_methods(["GET", "POST"])
def form_new(request: HttpRequest) -> HttpResponse:
    if not _designs(request.user):
        raise PermissionDenied("Chỉ quản trị hoặc cán bộ tổng hợp mới soạn biểu mẫu.")
    initial = {"like": parse_id(request.GET.get("tu"))} if request.GET.get("tu") else {}
    form = FormStartForm(request.user, posted(request), request.FILES or None, initial=initial)
    faults: list[Any] = []
    if request.method == "POST" and (made := carried_out(form, _start, by=request.user, faults=faults)):
        messages.success(request, f"Đã tạo {made}. Sửa xong, bấm “Ban hành”.")
        return redirect("reporting:form_edit", made.pk)
    context = {"form": form, "faults": faults}
    return render(request, "reporting/designing/form_new.html", context, status=422 if form.errors else 200)


def _start(
    *, owner: Unit, code: str, name: str, like: Form | None, file: Any, by: User, faults: list[Any]
) -> Form:
    """The new draft; `faults` takes what is wrong with the rows of the file."""
    if not file:
        return services.create_form(owner, code=code, name=name, like=like, by=by)
    try:
        return exchange.read_form(file, owner=owner, code=code, name=name, by=by)
    except UnreadableFile as refused:
        raise DesignError(str(refused), "file") from refused
    except exchange.RefusedFile as refused:
        faults += refused.faults
        raise DesignError(str(refused), "file") from refused


@login_required
@require_POST
def form_step(request: HttpRequest, pk: int) -> HttpResponse:
    """`step`: publish (with the date), version, delete."""
    form = _draft(request, pk)
    step = request.POST.get("step", "")
    try:
        if step == "version":
            draft = services.next_version(form, by=request.user)
            messages.success(request, f"Đã lập {draft}. Sửa xong, bấm “Ban hành”.")
            return redirect("reporting:form_edit", draft.pk)
        if step == "delete":
            services.delete_draft(form, by=request.user)
            messages.success(request, f"Đã xóa bản soạn {form}.")
            return redirect("reporting:form_list")
        if step != "publish":
            raise Http404
        return _publish(request, form)
    except DesignError as error:
        messages.error(request, str(error))
    return redirect("reporting:form_detail", pk)


def _publish(request: HttpRequest, form: Form) -> HttpResponse:
    asked = PublishForm(request.POST)
    if not carried_out(asked, services.publish_form, form, by=request.user):
        return _designer(request, form, publishing=asked, status=422)
    messages.success(request, f"Đã ban hành {form}. Các kỳ mở sau dùng phiên bản này.")
    return redirect("reporting:form_detail", form.pk)


# --- the designer


@login_required
@require_GET
def form_edit(request: HttpRequest, pk: int) -> HttpResponse:
    form = _draft(request, pk)
    if form.status != Form.Status.DRAFT:
        messages.info(request, f"{form} đã ban hành, chỉ xem được. Muốn sửa, lập phiên bản mới.")
        return redirect("reporting:form_detail", pk)
    return _designer(request, form)


def _designer(request: HttpRequest, form: Form, *, status: int = 200, **bound: Any) -> HttpResponse:
    items, texts = queries.items_of(form), queries.texts_of(form)
    sections = queries.outline_of(items)
    parts = list(dict.fromkeys(text.part for text in texts))
    faults = faults_of(items, texts)
    context = {
        "form_row": form, "sections": sections, "texts": texts, "parts": parts, "rows": len(items),
        "stopping": [f for f in faults if not f.warning], "looking": [f for f in faults if f.warning],
        "new_row": NewRowForm(of=form), "new_text": TextForm(prefix="moi"), "own": IndicatorForm(prefix="rieng"),
        "publishing": PublishForm(), "section_names": [section.title for section in sections],
        "indicator_names": names_of(queries.indicators_for(form.owner)),
    } | bound  # fmt: skip
    return render(request, "reporting/designing/form_edit.html", context, status=status)


def _back(form: Form, anchor: str = "") -> HttpResponse:
    response = redirect("reporting:form_edit", form.pk)
    response["Location"] += anchor
    return response


@login_required
@require_POST
def form_name(request: HttpRequest, pk: int) -> HttpResponse:
    """The name of the form, or with `section` and `title` that of a section."""
    form, section = _draft(request, pk), nfc(request.POST.get("section", ""))
    title = " ".join(nfc(request.POST.get("title", "")).split())[: 110 if section else 200]
    try:
        if not title:
            raise DesignError("Tên không được để trống.")
        if section:
            services.rename_section(form, section=section, title=title, by=request.user)
        else:
            services.rename_form(form, name=title, by=request.user)
    except DesignError as error:
        messages.error(request, str(error))
    return _back(form)


@login_required
@require_POST
def row_new(request: HttpRequest, pk: int) -> HttpResponse:
    form = _draft(request, pk)
    asked = NewRowForm(request.POST, of=form)
    row = carried_out(asked, services.add_row, form, by=request.user)
    return _back(form, f"#dong-{row.pk}") if row else _designer(request, form, status=422, new_row=asked)


@login_required
@require_http_methods(["GET", "POST"])
def row_edit(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    form = _draft(request, pk)
    items = FormItem.objects.filter(form=form).select_related("indicator", "form__owner")
    item = get_object_or_404(items.prefetch_related("disaggregations"), pk=row)
    asked = RowForm(posted(request), of=form, row=item)
    if request.method == "POST" and carried_out(asked, services.change_row, item, by=request.user):
        return _back(form, f"#dong-{item.pk}")
    context = {"form_row": form, "item": item, "form": asked}
    return render(request, "reporting/designing/row_edit.html", context, status=422 if asked.errors else 200)


@login_required
@require_POST
def indicator_new(request: HttpRequest, pk: int) -> HttpResponse:
    """An indicator of one's own, and its row."""
    form = _draft(request, pk)
    asked = IndicatorForm(request.POST, prefix="rieng")
    row = carried_out(asked, services.add_own_row, form, by=request.user)
    return _back(form, f"#dong-{row.pk}") if row else _designer(request, form, status=422, own=asked)


@login_required
@require_POST
def text_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A heading of the text."""
    form = _draft(request, pk)
    asked = TextForm(request.POST, prefix="moi")
    if not carried_out(asked, services.save_text, form, None, by=request.user):
        return _designer(request, form, status=422, new_text=asked)
    return _back(form, "#loi-van")


@login_required
@require_http_methods(["GET", "POST"])
def text_edit(request: HttpRequest, pk: int, text: int) -> HttpResponse:
    form = _draft(request, pk)
    texts = NarrativeSection.objects.select_related("form__owner")
    there = get_object_or_404(texts, form=form, pk=text)
    asked = TextForm(posted(request), text=there)
    if request.method == "POST" and carried_out(asked, services.save_text, form, there, by=request.user):
        return _back(form, "#loi-van")
    context = {"form_row": form, "text": there, "form": asked}
    return render(request, "reporting/designing/text_edit.html", context, status=422 if asked.errors else 200)


@login_required
@require_POST
def part_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a row (`row`), a heading (`text`) or a section (`section`): one place on (`way`), or to stand `before` or
    `after` another of its kind; a row also to the end of a section (`to`)."""
    form, way = _draft(request, pk), request.POST.get("way", "")
    anchor = ""
    try:
        if "section" in request.POST:
            sent = {name: nfc(request.POST.get(name, "")) for name in ("section", "before", "after")}
            services.move_section(form, **sent, up=way == "up", by=request.user)
        elif "text" in request.POST:
            anchor = _move_text(request, form, way)
        else:
            anchor = _move_row(request, form, way)
    except DesignError as error:
        messages.error(request, str(error))
    return _back(form, anchor)


def _move_text(request: HttpRequest, form: Form, way: str) -> str:
    texts = {text.pk: text for text in queries.texts_of(form)}
    text, before, after = (
        texts.get(parse_id(request.POST.get(name))) for name in ("text", "before", "after")
    )
    if text is None:
        raise Http404
    services.move_text(text, up=way == "up", before=before, after=after, by=request.user)
    return "#loi-van"


def _move_row(request: HttpRequest, form: Form, way: str) -> str:
    items = queries.items_of(form)
    places = {item.pk: at for at, item in enumerate(items)}
    pk = parse_id(request.POST.get("row"))
    if pk not in places:
        raise Http404
    at, target = places[pk], parse_id(request.POST.get("before"))
    if way:
        to = at - 1 if way == "up" else at + 2
        target = items[to].pk if 0 <= to < len(items) else None
        if way == "up" and at == 0:
            return f"#dong-{pk}"
    before = items[places[target]] if target in places else None
    section = nfc(request.POST.get("to", "")) or items[-1].section
    after = places.get(parse_id(request.POST.get("after")))
    if after is not None:
        section = items[after].section
        before = next((one for one in items[after + 1 :] if one.section == section and one.pk != pk), None)
    services.move_row(items[at], before=before, section=section, by=request.user)
    return f"#dong-{pk}"


@login_required
@require_POST
def part_remove(request: HttpRequest, pk: int) -> HttpResponse:
    form = _draft(request, pk)
    try:
        if "text" in request.POST:
            text = get_object_or_404(NarrativeSection, form=form, pk=parse_id(request.POST["text"]))
            services.remove_text(text, by=request.user)
            messages.success(request, DONE["text"].format(f"“{text.title}”"))
        else:
            rows = FormItem.objects.filter(form=form).select_related("indicator")
            row = get_object_or_404(rows, pk=parse_id(request.POST.get("row")))
            services.remove_row(row, by=request.user)
            messages.success(request, DONE["row"].format(row.indicator.code))
    except DesignError as error:
        messages.error(request, str(error))
    return _back(form)
