"""The reviewer's side of a review sheet: what waits, one paper, the answer, many answers, what was written by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.workflow import IllegalStep, NoteMissing
from documents import papers
from documents.models import Document
from documents.official import document_types
from documents.review import queries, services
from documents.review.forms import AnswerForm, BatchForm, PassForm, WaitingFilterForm
from documents.review.hooks import compare_url, findings_of, pages_url
from documents.review.models import Answer, ReviewSheet, ReviewStep, SheetStatus, StepKind, StepStatus
from documents.review.presence import tell_missing
from documents.review.workflow import answerer, skipper
from documents.services import DocumentError, TextChanged
from documents.views.parts import page_of, sheet_of, show
from documents.workflow import drafter

WORDS = {
    StepKind.OPINION: "Đồng ý", StepKind.COMMENT: "Đã xem", StepKind.CONTENT: "Đạt nội dung",
    StepKind.FORMAT: "Đạt thể thức", StepKind.APPROVAL: "Duyệt",
}  # fmt: skip
DONE = {
    Answer.AGREE: "Đã gửi ý kiến", Answer.REMARK: "Đã gửi ý kiến", Answer.OBJECT: "Đã gửi ý kiến không đồng ý",
    Answer.RETURN: "Đã trả lại",
}  # fmt: skip


@login_required
@require_safe
def review_list(request: HttpRequest) -> HttpResponse:
    return _list(request, BatchForm())


def _list(request: HttpRequest, form: BatchForm, status: int = 200) -> HttpResponse:
    chosen = WaitingFilterForm(request.GET)
    kind = chosen.cleaned_data["viec"] if chosen.is_valid() else ""
    found = queries.waiting_rows(request.user, request.GET.get("q", ""), kind)
    context = {
        "page_obj": page_of(request, found), "form": form, "filter": chosen, "names": document_types(),
        "chosen": form.data.getlist("step") if form.is_bound else [],
    }  # fmt: skip
    return show(request, "documents/review/list.html", context, status=status)


@login_required
@require_POST
def review_batch(request: HttpRequest) -> HttpResponse:
    """One answer for the chosen papers; each row says what came of it."""
    form = BatchForm(request.POST)
    if not form.is_valid():
        return _list(request, form, status=422)
    seen = form.chosen()
    if len(seen) > services.MOST:
        form.add_error(None, f"Mỗi lần trả lời nhiều nhất {services.MOST} văn bản. Hãy bỏ bớt.")
        return _list(request, form, status=422)
    steps = _steps(request).filter(pk__in=seen)
    said = form.cleaned_data
    results = services.answer_many(
        [(step, seen[step.pk]) for step in steps.order_by("due_on", "pk")], said["answer"], by=request.user,
        text=said["text"], drawing=said["drawing"],
    )  # fmt: skip
    failed = sum(bool(result.fault) for result in results)
    context = {
        "results": results, "failed": failed, "done": len(results) - failed, "gone": len(seen) - len(results),
        "answer": Answer(said["answer"]),
    }  # fmt: skip
    return show(request, "documents/review/batch.html", context)


def _steps(request: HttpRequest) -> Any:
    rows = ReviewStep.objects.visible_to(request.user).select_related(
        "sheet__document__issuer__kind", "sheet__submitted_by", "sheet__version", "seat__user", "department"
    )
    return papers.with_children(rows.defer("sheet__version__content"), prefix="sheet__document__")


@login_required
@require_safe
def review_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One submission: the paper to read, what was said, and the person's own step."""
    return _page(request, _sheet(request, pk))


def _sheet(request: HttpRequest, pk: int) -> ReviewSheet:
    rows = ReviewSheet.objects.visible_to(request.user).select_related(
        "document__issuer__kind", "submitted_by"
    )
    return get_object_or_404(papers.with_children(rows, prefix="document__"), pk=pk)


def _page(
    request: HttpRequest, sheet: ReviewSheet, *, form: AnswerForm | None = None, status: int = 200
) -> HttpResponse:
    document = Document.objects.select_related("issuer__kind", "signer__user", "delegation", "current_version").get(
        pk=sheet.document_id
    )  # fmt: skip
    sheets = list(queries.sheets_of(document))
    shown = next(one for one in sheets if one.pk == sheet.pk)
    for one in sheets:
        one.document = document
        for row in one.steps.all():
            row.sheet = one
    mine = queries.step_of(request.user, shown)
    if shown.status == SheetStatus.OPEN:
        tell_missing(shown.steps.all(), document.issuer_id)
    context = {
        "sheet": shown, "document": document, "page_url": papers.page_url(document), "mine": mine,
        "type_name": document_types().get(document.type, document.type), "others": [s for s in sheets if s.pk != shown.pk],
        "newest": sheets[0], "paper": sheet_of(document) if sheets[0] == shown else None,
        "findings": findings_of(document) if mine and mine.stops else None,
        "may_skip": _may_skip(request.user, shown), "may_pass": _may_pass(request.user, shown),
        "may_withdraw": _may_withdraw(request.user, shown),
        "compare": _compare(shown),
        "pages": pages_url(document),
        "objections": [step for step in shown.steps.all() if step.answer == Answer.OBJECT],
        "unchecked": _unchecked(sheets) if mine and mine.kind == StepKind.APPROVAL else "",
    }  # fmt: skip
    if mine:
        context["agree"] = WORDS[StepKind(mine.kind)]
        context["form"] = form or _answer_form(mine, initial={"version": document.current_version.number})
    return show(request, "documents/review/sheet.html", context, status=status)


def _unchecked(sheets: list[ReviewSheet]) -> str:
    """What nobody was asked to check in any submission, for the leader to know; "" when all was."""
    asked = {step.kind for sheet in sheets for step in sheet.steps.all()}
    names = [str(kind.label).lower() for kind in (StepKind.CONTENT, StepKind.FORMAT) if kind not in asked]
    return " và ".join(names)


def _may_skip(user: Any, sheet: ReviewSheet) -> bool:
    late = [step for step in sheet.steps.all() if step.kind == StepKind.OPINION and step.is_late]
    return sheet.status == SheetStatus.OPEN and bool(late) and not skipper(user, late[0])


def _may_pass(user: Any, sheet: ReviewSheet) -> bool:
    missing = [step for step in sheet.steps.all() if step.missing]
    return bool(missing) and not skipper(user, missing[0])


def _may_withdraw(user: Any, sheet: ReviewSheet) -> bool:
    return sheet.status == SheetStatus.OPEN and not drafter(user, sheet.document)


def _compare(sheet: ReviewSheet) -> str:
    earlier = queries.earlier_version(sheet)
    return (
        compare_url(sheet.document, earlier.number, sheet.version.number) if earlier and sheet.version else ""
    )


def _answer_form(step: ReviewStep, data: Any = None, **kwargs: Any) -> AnswerForm:
    return AnswerForm(data, earlier=queries.earlier_steps(step), drafter=step.sheet.submitted_by, **kwargs)


@login_required
@require_POST
def review_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The person's word on one step; then the next paper at once."""
    step = get_object_or_404(_steps(request), pk=pk)
    if reason := answerer(request.user, step):
        raise PermissionDenied(reason)
    form = _answer_form(step, request.POST)
    if not form.is_valid():
        if step.status != StepStatus.OPEN:
            return redirect("documents:review_sheet", step.sheet_id)
        return _page(request, _sheet(request, step.sheet_id), form=form, status=422)
    document = step.sheet.document
    findings = findings_of(document) if step.kind == StepKind.FORMAT else None
    try:
        services.answer(step, form.cleaned_data["answer"], by=request.user, findings=findings, **form.said())
    except TextChanged as changed:
        messages.error(request, _changed(document, changed))
        return _to_newest(document)
    except (IllegalStep, NoteMissing) as refused:
        messages.error(request, str(refused))
        return _to_newest(document)
    except DocumentError as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return _page(request, _sheet(request, step.sheet_id), form=form, status=422)
    said = "Đã duyệt" if _is_approval(step, form) else DONE[Answer(form.cleaned_data["answer"])]
    return _to_next(request, f"{said}: {document.abstract}.")


def _is_approval(step: ReviewStep, form: AnswerForm) -> bool:
    return step.kind == StepKind.APPROVAL and form.cleaned_data["answer"] != Answer.RETURN


def _changed(document: Document, changed: TextChanged) -> SafeString | str:
    url = compare_url(document, changed.seen, changed.current)
    return format_html('{} <a href="{}">So sánh hai lần lưu</a>', str(changed), url) if url else str(changed)


def _to_newest(document: Document) -> HttpResponse:
    newest = queries.sheets_of(document)[0]
    return redirect("documents:review_sheet", newest.pk)


def _to_next(request: HttpRequest, said: str) -> HttpResponse:
    following = queries.asked_of(request.user).first()
    if following is None:
        messages.success(request, f"{said} Không còn văn bản nào chờ bạn.")
        return redirect("documents:review_list")
    messages.success(request, f"{said} Đây là văn bản tiếp theo.")
    return redirect("documents:review_sheet", following.sheet_id)


@login_required
@require_POST
def review_skip(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on without an overdue opinion, with a reason."""
    step = get_object_or_404(_steps(request), pk=pk)
    try:
        services.skip(step, reason=request.POST.get("note", ""), by=request.user)
    except (IllegalStep, NoteMissing, DocumentError) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Đã bỏ qua ý kiến của {step.addressee}.")
    return redirect("documents:review_sheet", step.sheet_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review_pass(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask somebody else, where the one who is asked is not there."""
    step = get_object_or_404(_steps(request), pk=pk)
    if reason := skipper(request.user, step):
        raise PermissionDenied(reason)
    tell_missing([step], step.sheet.document.issuer_id)
    if step.sheet.status != SheetStatus.OPEN or not step.missing:
        messages.error(request, "Bước này không cần chuyển: đã có ý kiến, hoặc người được hỏi đang làm việc.")
        return redirect("documents:review_sheet", step.sheet_id)
    takers = queries.takers_of(step)
    form = PassForm(request.POST if request.method == "POST" else None, takers=takers)
    if form.is_valid():
        said = form.cleaned_data
        try:
            taken = services.pass_on(step, to=said["seat"], reason=said["reason"], by=request.user)
        except (IllegalStep, NoteMissing, DocumentError) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Đã chuyển bước “{taken.get_kind_display()}” cho {taken.addressee}.")
            return redirect("documents:review_sheet", step.sheet_id)
    context = {"step": step, "form": form, "takers": takers, "document": step.sheet.document}
    return show(request, "documents/review/pass.html", context, status=422 if form.is_bound else 200)


@login_required
@require_safe
def review_drawing(request: HttpRequest, pk: int) -> FileResponse:
    """The note somebody wrote by hand."""
    step = get_object_or_404(ReviewStep.objects.visible_to(request.user), pk=pk)
    if not step.drawing:
        raise Http404("Bước này không có ý kiến viết tay.")
    answer = FileResponse(step.drawing.open(), content_type="image/png")
    answer["Content-Disposition"] = f'inline; filename="y-kien-{step.pk}.png"'
    answer["Cache-Control"] = "private, max-age=86400"
    return answer


@login_required
@require_safe
def review_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet as a page to print and keep in the case file."""
    sheet = _sheet(request, pk)
    shown = next(one for one in queries.sheets_of(sheet.document) if one.pk == sheet.pk)
    context = {
        "sheet": shown, "document": sheet.document, "back_url": reverse("documents:review_sheet", args=[pk]),
        "type_name": document_types().get(sheet.document.type, sheet.document.type),
    }  # fmt: skip
    return show(request, "documents/review/print.html", context)
